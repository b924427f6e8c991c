"""Monthly counts and their reconciliation, worked out by hand on a few clues."""

from datetime import date, datetime

from dagster_project.demo.clues.records import ClueMonth
from dagster_project.demo.truth.clue_counts import (
    Reconciled,
    count_truth,
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
