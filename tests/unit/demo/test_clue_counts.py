"""Monthly counts, their reconciliation and the funnel, worked out by hand on a few clues."""

from datetime import date, datetime
from fractions import Fraction

from dagster_project.demo.clues.records import ClueMonth
from dagster_project.demo.truth.clue_counts import (
    Reached,
    Reconciled,
    count_truth,
    funnel_truth,
    reconciliation_truth,
)
from tests.unit.demo.small_world import clue, small_world

AS_OF = date(2026, 3, 2)
JANUARY = date(2026, 1, 10)
CLUES = (
    clue(
        "a", JANUARY, transferring_unit_code="U", transferred_on=date(2026, 1, 31),
        handling_unit_code="C", concluded_on=date(2026, 2, 9), conclusion="partly",
    ),
    clue("b", JANUARY, concluded_on=date(2026, 2, 10), conclusion="substantiated"),
    clue("c", JANUARY, concluded_on=date(2026, 1, 11), conclusion="duplicate"),
    clue("d", JANUARY, sector_code=None),
)  # fmt: skip


def test_count_truth__each_event_in_its_own_month_at_its_own_unit() -> None:
    assert count_truth(small_world(clues=CLUES), AS_OF) == {
        ("2026-01", "U", "S", "mineral", "phone"): (3, 1, 1, 0),
        ("2026-01", "U", "S", "none", "phone"): (1, 0, 0, 0),
        ("2026-02", "C", "S", "mineral", "phone"): (0, 0, 1, 0),
        ("2026-02", "U", "S", "mineral", "phone"): (0, 0, 1, 0),
    }


def test_count_truth__later_days_have_not_happened() -> None:
    counts = count_truth(small_world(clues=CLUES), date(2026, 2, 9))
    assert ("2026-02", "U", "S", "mineral", "phone") not in counts


def test_reconciliation_truth__returned_computed_and_neither() -> None:
    at = datetime(2026, 2, 3, 9)
    rows = (
        ClueMonth("2026-01", "U", "total", "total", 4, 2, 1, 0, at),
        ClueMonth("2026-01", "N", "total", "total", 0, 0, 0, 0, at),
    )
    found = reconciliation_truth(small_world(clues=CLUES, clue_months=rows), AS_OF)
    total = ("2026-01", "U", "total", "total")
    assert found[*total, "received"] == Reconciled(4, 4, 0, True)
    assert found[*total, "transferred"] == Reconciled(2, 1, 1, False)
    assert found["2026-01", "N", "total", "total", "filed"] == Reconciled(0, 0, 0, True)
    assert found["2026-01", "U", "sector", "none", "received"] == Reconciled(None, 1, None, False)
    assert ("2026-01", "U", "sector", "none", "filed") not in found


def test_funnel_truth__thirty_days_of_a_mature_cohort() -> None:
    """31 January and 30 days are 2 March: a is concluded after 30 days, b after 31."""
    found = funnel_truth(small_world(clues=CLUES), AS_OF)
    whole = ("2026-01", "S", "total", "total")
    third = Fraction(100, 3)
    assert found[*whole, "concluded", 30] == Reached(3, 1, 1, third, 1, True, "ok")
    assert found[*whole, "substantiated", 30] == Reached(3, 1, 1, third, 1, True, "ok")
    assert found[*whole, "case_filed", 30] == Reached(3, 1, 0, Fraction(0), 1, True, "ok")
    assert found[*whole, "concluded", 60] == Reached(3, 1, None, None, 1, False, "provisional")
    assert found["2026-01", "B", "sector", "none", "transferred", 30] == Reached(
        1, 0, 0, Fraction(0), 1, True, "ok"
    )


def test_funnel_truth__a_day_too_early_for_the_cohort() -> None:
    found = funnel_truth(small_world(clues=CLUES), date(2026, 3, 1))
    assert found["2026-01", "S", "total", "total", "concluded", 30].status == "provisional"


def test_funnel_truth__nothing_but_duplicates() -> None:
    found = funnel_truth(small_world(clues=[CLUES[2]]), AS_OF)
    reached = found["2026-01", "S", "total", "total", "concluded", 30]
    assert reached == Reached(0, 1, 0, None, 0, True, "not_applicable")
