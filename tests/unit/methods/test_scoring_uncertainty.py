"""How sure totals are, and the places that they may have."""

from typing import Any

import polars as pl
import pytest
from scipy import stats

from dagster_project.methods import scoring, scoring_uncertainty
from tests.unit.methods.card import SCHEMA, share

ENDS = (0.0, 100.0)


def standing(*lines: dict[str, Any]) -> dict[str, dict[str, Any]]:
    frame = pl.DataFrame(list(lines), {**SCHEMA, "sample_count": pl.Int64})
    found = scoring_uncertainty.standing(scoring.score(frame))
    return {row["subject_code"]: row for row in found.iter_rows(named=True)}


def of(town: str, hits: int, count: int, **other: Any) -> dict[str, Any]:
    return share(
        "SRC01", 4, ENDS, 100 * hits / count, subject_code=town, numerator=float(hits),
        denominator=float(count), sample_count=count, **other,
    )  # fmt: skip


def test_standing__of_one_share_is_its_jeffreys_interval() -> None:
    """A card of one line that scores its value; 400 draws leave about a point of error."""
    found = standing(of("t1", 30, 40))["t1"]
    low, high = (100 * end for end in stats.beta(30.5, 10.5).ppf([0.025, 0.975]))
    assert found["interval_low"] == pytest.approx(low, abs=2.5)
    assert found["interval_high"] == pytest.approx(high, abs=2.5)


def test_standing__more_records_make_it_surer() -> None:
    few, many = standing(of("t1", 30, 40))["t1"], standing(of("t1", 3000, 4000))["t1"]
    assert (
        many["interval_high"] - many["interval_low"]
        < (few["interval_high"] - few["interval_low"]) / 5
    )


def test_standing__places_those_that_are_apart_and_not_those_that_are_not() -> None:
    found = standing(of("t1", 950, 1000), of("t2", 948, 1000), of("t3", 400, 1000), of("t4", 7, 10))
    assert {town: row["peer_count"] for town, row in found.items()} == dict.fromkeys(found, 4)
    # The second may be ahead of the first, and so may the fourth, of whom ten records are known.
    assert (found["t1"]["best_rank"], found["t1"]["worst_rank"]) == (1, 3)
    assert found["t3"]["worst_rank"] == 4
    assert found["t4"]["worst_rank"] - found["t4"]["best_rank"] >= 1


def test_standing__of_two_cards_is_no_order() -> None:
    found = standing(of("t1", 950, 1000), of("t2", 400, 1000))
    assert found["t1"]["best_rank"] is None
    assert found["t1"]["interval_low"] is not None


def test_standing__what_is_counted_and_no_share_stands_as_it_is() -> None:
    line = share("SRC01", 4, ENDS, 0.0) | {
        "score_rule": "deduction",
        "score_rule_note": "each=10",
        "numerator": 3.0,
        "denominator": 50.0,
        "sample_count": 50,
    }
    found = standing(line)["t1"]
    assert (found["interval_low"], found["interval_high"]) == (70, 70)


@pytest.mark.parametrize(
    ("rule", "note", "low", "high"),
    [
        ("step", "from_0=20;from_50=60", 60, 60),
        ("band", "zero_low=0;full_low=50;full_high=90;zero_high=100", 100, 100),
    ],
)
def test_standing__rules_score_draws_as_they_score_figures(
    rule: str, note: str, low: float, high: float
) -> None:
    """700 of 1,000 lies far within the step from 50 and within the full band from 50 to 90."""
    found = standing(of("t1", 700, 1000) | {"score_rule": rule, "score_rule_note": note})["t1"]
    assert (found["interval_low"], found["interval_high"]) == (low, high)
