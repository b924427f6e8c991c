"""Estimates of a small wave: which margins are used, and what must not matter."""

import random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dagster_project.methods import survey_waves
from dagster_project.methods.survey_waves import SCHEMA, estimates

PLACES = [(stratum, cluster) for stratum in "ab" for cluster in "123"]
KEYS = ["wave_id", "area_code", "question_kind", "question_code"]


def wave(**changes: Any) -> dict[str, pl.DataFrame]:
    """Two strata of three clusters each; in each cluster two women of weight 2 and a man."""
    draw = random.Random(4)
    cells, answers, areas = [], [], []
    for number, ((stratum, cluster), sex) in enumerate((p, s) for p in PLACES for s in ("f", "m")):
        count = 2 if sex == "f" else 1
        good = draw.randint(0, count)
        area = f"t{stratum}"
        cells.append(
            ("w", number, stratum, stratum + cluster, area, "phone", None, sex, 2.0 * count)
        )
        answers.append(
            (
                "w",
                number,
                "item",
                "q",
                count,
                count,
                0,
                2.0 * count,
                2.0 * good,
                2.0 * count,
                200.0 * good,
                4.0 * count,
            )
        )
        areas += [("w", number, area), ("w", number, "banner")]
    frames = {
        "cells": pl.DataFrame(
            cells,
            {
                **{"wave_id": pl.String, "cell": pl.Int64, "stratum": pl.String},
                **dict.fromkeys(("cluster_code", "counted_area_code"), pl.String),
                **dict.fromkeys(("mode", "age_band", "sex"), pl.String),
                "weight": pl.Float64,
            },
            orient="row",
        ),
        "answers": pl.DataFrame(
            answers,
            [
                *("wave_id", "cell", "question_kind", "question_code"),
                *survey_waves.SUMS,
                *survey_waves.WEIGHTED,
                "valid_weight_square",
            ],
            orient="row",
        ),
        "margins": pl.DataFrame(
            [("w", "sex", "f", 300), ("w", "sex", "m", 500)],
            ["wave_id", "dimension", "category", "population"],
            orient="row",
        ),
        "areas": pl.DataFrame(areas, ["wave_id", "cell", "area_code"], orient="row"),
    }  # fmt: skip
    return frames | changes


def margin(*rows: tuple[str, str, int]) -> pl.DataFrame:
    names = ["wave_id", "dimension", "category", "population"]
    return pl.DataFrame([("w", *row) for row in rows], names, orient="row")


def of_banner(found: pl.DataFrame) -> dict[str, Any]:
    return found.filter(area_code="banner").row(0, named=True)


def test_estimates__of_every_area_and_their_freedom() -> None:
    found = estimates(**wave())
    assert dict(found.schema) == SCHEMA
    freedom = dict(found.select("area_code", "degrees_of_freedom").iter_rows())
    assert freedom == {"banner": 4, "ta": 2, "tb": 2}
    assert found["margins"].to_list() == [["sex"]] * 3


def test_estimates__weights_of_a_wave_sum_up_to_its_base_weights() -> None:
    """Women weigh 24 of 36, of whom there are three eighths: they end at 13.5, men at 22.5."""
    found = of_banner(estimates(**wave()))
    assert found["valid_weight"] == pytest.approx(36)
    women = pl.col("cell") % 2 == 0
    alone = wave()
    alone["answers"] = alone["answers"].filter(women)
    assert of_banner(estimates(**alone))["valid_weight"] == pytest.approx(13.5)


@pytest.mark.parametrize(
    ("margins", "used"),
    [
        (margin(("mode", "phone", 5), ("mode", "web", 1)), []),
        (margin(("mode", "phone", 5), ("mode", "web", 0)), ["mode"]),
        (margin(("age_band", "18_29", 5)), []),
        (margin(("area_code", "ta", 5), ("area_code", "tb", 9)), ["area_code"]),
        (margin(), []),
    ],
)
def test_margins__used_where_all_their_people_have_someone(
    margins: pl.DataFrame, used: list[str]
) -> None:
    schema = {"wave_id": pl.String, "dimension": pl.String, "category": pl.String}
    typed = margins if margins.height else pl.DataFrame(schema=schema | {"population": pl.Int64})
    assert of_banner(estimates(**wave(margins=typed)))["margins"] == used


def test_margins__an_unknown_category_keeps_its_share() -> None:
    """One man of twelve shares, 2 of 36, is of no known sex; the rest is divided 3 to 5."""
    given = wave()
    is_unknown = pl.col("cell") == 1
    given["cells"] = given["cells"].with_columns(
        sex=pl.when(is_unknown).then(None).otherwise(pl.col("sex"))
    )
    given["answers"] = given["answers"].filter(pl.col("cell") % 2 == 0)
    assert of_banner(estimates(**given))["valid_weight"] == pytest.approx(34 * 3 / 8)


def test_margins__that_contradict_each_other_leave_the_base_weights() -> None:
    """Only men answer in one town: as many women as men cannot be had with all of them there."""
    given = wave()
    given["cells"] = given["cells"].filter((pl.col("stratum") == "a") | (pl.col("sex") == "m"))
    kept = given["cells"]["cell"].implode()
    for name in ("answers", "areas"):
        given[name] = given[name].filter(pl.col("cell").is_in(kept))
    given["margins"] = margin(
        ("sex", "f", 9), ("sex", "m", 1), ("area_code", "ta", 1), ("area_code", "tb", 9)
    )
    found = of_banner(estimates(**given))
    assert found["margins"] == []
    assert found["valid_weight"] == pytest.approx(given["cells"]["weight"].sum())


def test_estimates__the_order_of_rows_does_not_matter() -> None:
    shuffled = {
        name: frame.sample(fraction=1, shuffle=True, seed=1) for name, frame in wave().items()
    }
    assert_frame_equal(estimates(**shuffled), estimates(**wave()))


def test_estimates__names_of_strata_and_clusters_do_not_matter() -> None:
    given = wave()
    renamed = {"a": "z", "b": "y"}
    given["cells"] = given["cells"].with_columns(
        pl.col("stratum").replace(renamed),
        cluster_code=pl.lit("9") + pl.col("cluster_code").str.reverse(),
    )
    assert_frame_equal(estimates(**given), estimates(**wave()))


def test_estimates__cells_may_be_split() -> None:
    """A cell in two halves is the same people."""
    given = wave()
    halves = {"cells": ["weight"], "answers": [*survey_waves.WEIGHTED, "valid_weight_square"]}
    for name, columns in halves.items():
        half = given[name].with_columns(pl.col(columns) / 2)
        given[name] = pl.concat([half, half.with_columns(pl.col("cell") + 1000)])
    given["areas"] = pl.concat([given["areas"], given["areas"].with_columns(pl.col("cell") + 1000)])
    errors = ["index_error", "top_two_error", "degrees_of_freedom"]
    found, whole = (estimates(**frames).select(*KEYS, *errors) for frames in (given, wave()))
    assert_frame_equal(found, whole)
