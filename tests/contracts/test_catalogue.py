"""The shipped reference data: 48 indicators and 12 sectors that fit their contracts."""

import polars as pl
import pytest

from dagster_project.checks.judgement import Bench
from tests.contracts.agreed import SOURCES
from tests.contracts.shipped import shipped

SECTORS = {
    "mineral": "矿产资源",
    "ecology": "生态环境",
    "finance": "金融放贷",
    "construction": "工程建设",
    "transport": "交通运输",
    "market": "市场流通",
    "internet": "信息网络",
    "culture_tourism": "文化旅游",
    "education_health": "教育卫生",
    "real_estate": "房地产",
    "public_order": "社会治安",
    "rural_governance": "乡村治理",
}


@pytest.fixture(scope="module")
def catalogue() -> pl.DataFrame:
    return shipped("indicator").with_columns(
        pl.col("default_weight", "score_floor", "score_target").cast(pl.Float64),
        pl.col("is_scored") == "true",
        pl.col("scored_levels", "source_contracts").str.split(";"),
    )


@pytest.mark.parametrize("name", ["indicator", "sector", "calendar_day"])
def test_shipped__every_row_meets_its_contract(name: str) -> None:
    with Bench(SOURCES[name], shipped(name), 1, lambda _: "SELECT NULL", None) as bench:
        assert bench.judgement().faults.rows() == []


def test_sectors__are_the_twelve() -> None:
    rows = shipped("sector")
    assert dict(zip(rows["sector_code"], rows["name_cn"], strict=True)) == SECTORS


def test_catalogue__has_48_indicators_in_six_mechanisms(catalogue: pl.DataFrame) -> None:
    assert catalogue.height == 48
    counted = dict(catalogue["mechanism_code"].value_counts().iter_rows())
    assert counted == {"SRC": 13, "RPT": 12, "PUN": 5, "SUP": 4, "EVA": 8, "ORG": 6}
    assert (catalogue["indicator_id"].str.slice(0, 3) == catalogue["mechanism_code"]).all()


def test_catalogue__what_is_only_watched_weighs_nothing(catalogue: pl.DataFrame) -> None:
    """Volumes are shown and never scored."""
    watched = catalogue.filter(~pl.col("is_scored"))
    assert watched.height > 0
    assert watched["default_weight"].unique().to_list() == [0]
    assert watched["scored_levels"].null_count() == watched.height
    volumes = catalogue.filter(pl.col("direction") == "neutral")
    assert not volumes["is_scored"].any()
    assert set(volumes["score_rule"]) == {"monitor"}


def test_catalogue__what_is_scored_has_weight_levels_and_ends(catalogue: pl.DataFrame) -> None:
    scored = catalogue.filter("is_scored")
    assert (scored["default_weight"] > 0).all()
    assert scored["default_weight"].sum() == 100
    levels = set(scored["scored_levels"].explode())
    assert levels <= {code for code, _ in SOURCES["area"].column("level").codes} | {"unit"}
    linear = scored.filter(pl.col("score_rule") == "linear")
    ends = linear.filter(pl.col("score_floor").is_null() | pl.col("score_target").is_null())
    assert ends["indicator_id"].to_list() == []


def test_catalogue__targets_lie_on_the_good_side(catalogue: pl.DataFrame) -> None:
    linear = catalogue.filter(pl.col("score_rule") == "linear")
    wrong = linear.filter(
        (pl.col("score_target") > pl.col("score_floor")) != (pl.col("direction") == "up")
    )
    assert wrong["indicator_id"].to_list() == []


def test_catalogue__chinese_is_chinese_and_english_is_not(catalogue: pl.DataFrame) -> None:
    chinese = [name for name in catalogue.columns if name.endswith("_cn")]
    for name in chinese:
        filled = catalogue[name].drop_nulls()
        filled = filled.filter(~filled.str.contains(r"^\d+$"))
        assert filled.str.contains(r"[\x{4e00}-\x{9fff}]").all(), name
        english = catalogue[name.replace("_cn", "_en")]
        assert english.null_count() == catalogue[name].null_count(), name


@pytest.mark.parametrize(
    ("indicator", "contract"), [("SUP02", "supervision_finding"), ("EVA06", "hotline_ticket")]
)
def test_catalogue__indicators_that_are_computed_name_their_register(
    catalogue: pl.DataFrame, indicator: str, contract: str
) -> None:
    [row] = catalogue.filter(pl.col("indicator_id") == indicator).rows(named=True)
    assert row["source_contracts"] == [contract]
    assert contract in SOURCES


def test_catalogue__weights_of_the_composite_are_named(catalogue: pl.DataFrame) -> None:
    [row] = catalogue.filter(pl.col("indicator_id") == "EVA06").rows(named=True)
    parts = dict(part.split("=") for part in row["score_rule_note"].split(";"))
    assert {name: float(weight) for name, weight in parts.items()} == {
        "response_weight": 30,
        "solved_weight": 35,
        "satisfied_weight": 35,
    }
