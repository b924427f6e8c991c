"""Units beside their peers: what each keeps to itself, and who is not compared."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from dagster_project.methods import comparison

INDICATORS = pl.DataFrame(
    {
        "indicator_id": ["SUP02", "SRC03", "PUN01", "RPT01"],
        "frequency": ["month", "quarter", "quarter", "quarter"],
        "unit": ["percent", "percent", "percent", "count"],
        "is_scored": [True, True, False, False],
        "direction": ["up", "down", "neutral", "neutral"],
    }
)
AREAS = pl.DataFrame(
    {
        "area_code": [f"T{number}" for number in range(8)] + ["T0"],
        "level": ["town"] * 8 + ["banner"],
        "valid_from": [date(2000, 1, 1)] * 8 + [date(2026, 8, 1)],
    }
)
UNITS = pl.DataFrame(schema={"unit_code": pl.String, "kind": pl.String, "valid_from": pl.Date})
OWN = ["value", "denominator", "interval_low", "interval_high"]
PLACE = ["verdict", "best_rank", "worst_rank", "best_joint_rank", "worst_joint_rank", "tier"]


def figure(town: int, hits: int, of: int, **other: Any) -> dict[str, Any]:
    return {
        "indicator_id": "SUP02",
        "subject_kind": "area",
        "subject_code": f"T{town}",
        "period_kind": "quarter",
        "period": "2026-Q2",
        "period_to": date(2026, 6, 30),
        "value": 100 * hits / of,
        "numerator": float(hits),
        "denominator": float(of),
        "interval_low": 0.0,
        "interval_high": 100.0,
        "interval_method": "wilson@1",
        "sample_count": of,
        "status": "ok",
    } | other


def compared(*figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = comparison.compared(pl.DataFrame(list(figures)), INDICATORS, AREAS, UNITS)
    return {row["subject_code"]: row for row in found.iter_rows(named=True)}


TOWNS = [figure(town, hits, 200) for town, hits in enumerate((180, 178, 182, 179, 181, 120))]


def test_compared__the_own_figure_does_not_move_when_anothers_does() -> None:
    before = compared(*TOWNS)
    after = compared(*TOWNS[:-1], figure(5, 199, 200))
    for town in before.keys() - {"T5"}:
        assert [before[town][name] for name in OWN] == [after[town][name] for name in OWN]
    assert before["T0"]["shrunk_value"] != after["T0"]["shrunk_value"]


def test_compared__eight_records_give_no_rank_and_no_tier_and_move_nobody() -> None:
    alone = compared(*TOWNS)
    found = compared(*TOWNS, figure(6, 8, 8))
    few = found.pop("T6")
    assert few["status"] == "too_few"
    assert few["value"] == 100
    assert [few[name] for name in [*PLACE, "shrunk_value"]] == [None] * 7
    assert found == alone


def test_compared__one_far_below_is_named_and_the_others_are_one_tier() -> None:
    """Five towns near 90 % and one at 60 % of 200 each: 1020 hits of 1200 are 85 %."""
    found = compared(*TOWNS)
    assert {town: row["tier"] for town, row in found.items()} == {
        **dict.fromkeys(("T0", "T1", "T2", "T3", "T4"), 1),
        "T5": 2,
    }
    assert (found["T5"]["best_joint_rank"], found["T5"]["worst_joint_rank"]) == (6, 6)
    assert (found["T0"]["best_rank"], found["T0"]["worst_rank"]) == (1, 5)
    assert found["T0"]["target"] == pytest.approx(85)
    assert found["T5"]["deviation"] == min(row["deviation"] for row in found.values())


def test_compared__fewer_is_better_where_the_indicator_says_so() -> None:
    found = compared(*(row | {"indicator_id": "SRC03"} for row in TOWNS))
    assert found["T5"]["tier"] == 1
    assert found["T0"]["tier"] == 2


def test_compared__what_has_no_better_side_is_not_ranked() -> None:
    found = compared(*(row | {"indicator_id": "PUN01"} for row in TOWNS))
    assert found["T5"]["verdict"] is not None
    assert {row["tier"] for row in found.values()} == {None}


def test_compared__volumes_never() -> None:
    assert compared(*(row | {"indicator_id": "RPT01"} for row in TOWNS)) == {}


def test_compared__fewer_than_five_peers_are_not() -> None:
    found = compared(*TOWNS[:4])
    assert {row["status"] for row in found.values()} == {"few_peers"}
    assert {row["verdict"] for row in found.values()} == {None}


def test_compared__peers_are_of_the_level_at_the_end_of_the_period() -> None:
    """T0 is a banner from August on, and has no peers then."""
    later = {"period": "2026-Q3", "period_to": date(2026, 9, 30)}
    found = compared(*(row | later for row in TOWNS))
    assert (found["T0"]["peer_group"], found["T0"]["status"]) == ("banner", "few_peers")
    assert {found[f"T{town}"]["peer_group"] for town in range(1, 6)} == {"town"}


def test_compared__units_that_differ_by_chance_alone_are_within_limits() -> None:
    found = compared(*(figure(town, 180 + town % 3, 200) for town in range(8)))
    assert {row["verdict"] for row in found.values()} == {"within"}
    assert {row["tier"] for row in found.values()} == {1}
    assert {round(row["reliability"], 6) for row in found.values()} == {0}
