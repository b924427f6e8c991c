"""The truth about recommendation letters, worked out by hand on a few of them.

as_of = 2 February; the village committee C lies in S until 31 January, then in T
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from dagster_project.demo.letters import dirt
from dagster_project.demo.letters.records import Letter
from dagster_project.demo.records import World
from dagster_project.demo.truth.figures import Component, Figure
from dagster_project.demo.truth.letters import components, figures, plus_months, reply_due_on
from dagster_project.demo.truth.overdue import overdue_truth
from tests.unit.demo.small_world import small_world

AS_OF = date(2026, 2, 2)
JANUARY = date(2026, 1, 31)


def letter(number: str, **fields: Any) -> Letter:
    """A judicial letter of 5 January from U to C, due for reply on 20 January."""
    given: dict[str, Any] = {
        "kind": "judicial", "issuer_unit_code": "U", "recipient_unit_code": "C",
        "sector_code": None, "issued_on": date(2026, 1, 5), "delivered_on": date(2026, 1, 6),
        "reply_due_on": date(2026, 1, 20), "replied_on": None, "reply": None,
        "rectification_due_on": None, "verified_on": None, "revisited_on": None,
        "updated_at": datetime(2026, 1, 5, 9),
    }  # fmt: skip
    return Letter(letter_id=number, **{**given, **fields})


def of(world: World, indicator_id: str, *cell: str) -> Figure:
    kind, code, period_kind, period = cell
    return figures(world, AS_OF)[indicator_id, kind, code, period_kind, period]


def test_figures__answered_on_the_day_late_and_never() -> None:
    world = small_world(
        letters=(
            letter("on the day", replied_on=date(2026, 1, 20), reply="accepted"),
            letter("late", replied_on=date(2026, 1, 21), reply="partly"),
            letter("never"),
            letter("not yet due", reply_due_on=date(2026, 2, 3)),
            letter("without a day", reply_due_on=None),
        )
    )
    expected = Figure(1, 3, 3, Fraction(100, 3), JANUARY, "insufficient")
    assert of(world, "SRC05", "unit", "C", "month", "2026-01") == expected
    assert of(world, "SRC05", "area", "S", "month", "2026-01") == expected
    assert of(world, "SRC05", "area", "T", "month", "2026-01").status == "not_applicable"


def test_reply_due_on__two_months_for_prosecutors_who_wrote_none() -> None:
    bare = letter("p", kind="procuratorial", reply_due_on=None, delivered_on=date(2025, 12, 31))
    assert reply_due_on(bare) == date(2026, 2, 28)
    assert reply_due_on(letter("j", reply_due_on=None)) is None
    undelivered = letter("u", kind="procuratorial", reply_due_on=None, delivered_on=None)
    assert reply_due_on(undelivered) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 2, date(2026, 3, 15)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
    ],
)
def test_plus_months__last_day_where_there_is_none(day: date, months: int, expected: date) -> None:
    assert plus_months(day, months) == expected


def test_figures__rectification_rolls_over_twelve_months() -> None:
    """At 2 February: due after 2 February 2025. At the end of January: after 31 January 2025."""
    due = {
        "too old": date(2025, 1, 31),
        "out since": date(2025, 2, 2),
        "within": date(2025, 2, 3),
        "latest": date(2026, 2, 2),
    }
    world = small_world(
        letters=tuple(
            letter(
                name,
                issued_on=date(2025, 1, 1),
                rectification_due_on=day,
                verified_on=date(2026, 2, 1),
            )
            for name, day in due.items()
        )
    )
    whole = of(world, "SRC06", "unit", "C", "year", "2026")
    assert whole == Figure(2, 2, 2, Fraction(100), date(2026, 12, 31), "insufficient")
    january = of(world, "SRC06", "unit", "C", "month", "2026-01")
    assert (january.numerator, january.denominator) == (0, 2), "verified only in February"


def test_figures__issued_letters_are_counted_by_kind() -> None:
    world = small_world(
        letters=(
            letter("a"),
            letter("b", kind="supervision"),
            letter("c"),
            letter("tomorrow", issued_on=date(2026, 2, 3)),
        )
    )
    cell = ("unit", "U", "month", "2026-01")
    assert of(world, "SRC07", *cell) == Figure(3, None, 3, Fraction(3), JANUARY, "ok")
    assert of(world, "SRC07", "area", "B", "year", "2026").status == "provisional"
    found = components(world, AS_OF)
    assert found["SRC07", "judicial", *cell] == Component(2, None, Fraction(2), None)
    assert found["SRC07", "police_notice", *cell] == Component(0, None, Fraction(0), None)


def test_overdue_truth__replies_owed() -> None:
    world = small_world(
        letters=(
            letter("late"),
            letter("answered", replied_on=AS_OF, reply="accepted"),
            letter("no day", reply_due_on=None),
        )
    )
    [(key, owed)] = overdue_truth(world, AS_OF).items()
    assert key == ("recommendation_letter", "C")
    assert (owed.open_count, owed.overdue_count, owed.longest_overdue_days) == (1, 1, 13)


def test_overdue_truth__rectifications_owed_whatever_the_reply() -> None:
    """From 31 January to 2 February there are two days."""
    answered: dict[str, Any] = {"replied_on": date(2026, 1, 20), "reply": "accepted"}
    world = small_world(
        letters=(
            letter("late", rectification_due_on=JANUARY, **answered),
            letter("verified", rectification_due_on=JANUARY, verified_on=AS_OF, **answered),
            letter("both", rectification_due_on=date(2026, 2, 5)),
        )
    )
    [owed] = overdue_truth(world, AS_OF).values()
    assert (owed.open_count, owed.overdue_count, owed.due_in_7_days_count) == (3, 2, 1)
    assert (owed.oldest_due_on, owed.longest_overdue_days) == (date(2026, 1, 20), 13)


def test_make_letters__four_kinds_all_fates(world: World) -> None:
    kinds = {one.kind for one in world.letters}
    assert kinds == {"supervision", "judicial", "procuratorial", "police_notice"}
    due = [(one, reply_due_on(one)) for one in world.letters]
    past = [(one, day) for one, day in due if day is not None and day <= date(2026, 11, 22)]
    late = [one for one, day in past if one.replied_on is not None and one.replied_on > day]
    never = [one for one, _ in past if one.replied_on is None]
    assert 0.05 < len(late) / len(past) < 0.3
    assert 0.02 < len(never) / len(past) < 0.15
    assert any(day is None for _, day in due)


def test_make_letters__dirt_within_the_error_share(world: World, town: World) -> None:
    for one in (world, town):
        planted = [note for note in one.planted if note.contract == dirt.CONTRACT]
        assert len(planted) <= 0.1 * len(one.letter_lines)
    kinds = {kind.name for kind in [*dirt.kinds(), *dirt.repeats()]}
    assert kinds == {note.kind for note in world.planted if note.contract == dirt.CONTRACT}
