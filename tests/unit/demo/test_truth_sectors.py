"""The truth about the sectors' registers, worked out by hand on a few rows.

as_of = 2 February; the village V lies in S until 31 January, then in T
"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dagster_project.demo.clues.records import ClueTransfer
from dagster_project.demo.records import World
from dagster_project.demo.sectors import dirt
from dagster_project.demo.sectors.records import Issue, MechanismItem, Premises, Sectors, Visit
from dagster_project.demo.truth import sectors, transfers
from dagster_project.demo.truth.figures import Figure
from dagster_project.demo.truth.overdue import Overdue, overdue_truth
from dagster_project.demo.truth.sectors import FOLLOW_UP
from tests.unit.demo.small_world import OLD, small_world

AS_OF = date(2026, 2, 2)
CHANGED = datetime(2026, 1, 5, 9)
JANUARY = date(2026, 1, 31)


def premises(number: str, valid_from: date = OLD, valid_to: date | None = None) -> Premises:
    return Premises(number, "mineral", "V", valid_from, valid_to, CHANGED)


def visit(premises_id: str, day: date) -> Visit:
    return Visit(f"{premises_id}{day}", premises_id, "mineral", "V", day, 0, CHANGED)


def issue(number: str, due_on: date, **fields: Any) -> Issue:
    """A hazard in V found on 5 January, for unit U to put right."""
    given: dict[str, Any] = {
        "premises_id": None, "sector_code": "mineral", "area_code": "V", "unit_code": "U",
        "kind": "hazard", "found_by": "inspection", "found_on": date(2026, 1, 5),
        "verified_closed_on": None, "reopened_on": None, "updated_at": CHANGED,
    }  # fmt: skip
    return Issue(issue_id=number, due_on=due_on, **{**given, **fields})


def item(number: str, due_on: date, completed_on: date | None) -> MechanismItem:
    return MechanismItem(number, "mineral", "C", due_on, completed_on, CHANGED)


def transfer(number: str, day: date, due_on: date | None, back_on: date | None) -> ClueTransfer:
    return ClueTransfer(number, "C", "U", "mineral", day, due_on, back_on, CHANGED)


def hits(found: dict[Any, Figure], *key: str) -> tuple[Any, Any]:
    return found[key].numerator, found[key].denominator  # type: ignore[index]


def sector_world(**registers: Any) -> World:
    return small_world(sectors=Sectors(**registers))


def test_visited__of_those_on_the_register_as_the_period_begins() -> None:
    """In January the village is S's; on 1 January three were listed, of which one is visited."""
    found = sectors.figures(
        sector_world(
            premises=(
                premises("seen"),
                premises("unseen"),
                premises("closing", valid_to=date(2026, 1, 2)),
                premises("new", valid_from=date(2026, 1, 2)),
                premises("gone", valid_to=date(2026, 1, 1)),
            ),
            visits=(
                visit("seen", date(2026, 1, 1)),
                visit("seen", JANUARY),
                visit("new", JANUARY),
                visit("unseen", date(2026, 2, 3)),
            ),
        ),
        AS_OF,
    )
    assert hits(found, "SRC01", "area", "S", "quarter", "2026-Q1") == (1, 3)
    assert hits(found, "SRC01", "area", "B", "year", "2026") == (1, 3)
    assert hits(found, "SRC01", "area", "T", "quarter", "2026-Q1") == (0, 0)
    assert {key[1] for key in found} == {"area"}
    assert {key[3] for key in found} == {"quarter", "half_year", "year"}


def test_put_right__on_the_day_late_and_never() -> None:
    due = date(2026, 1, 20)
    found = sectors.figures(
        sector_world(
            issues=(
                issue("on the day", due, verified_closed_on=due),
                issue("late", due, verified_closed_on=date(2026, 1, 21)),
                issue("never", JANUARY),
                issue("after the move", date(2026, 2, 1)),
                issue("not yet due", date(2026, 2, 3)),
            )
        ),
        AS_OF,
    )
    assert hits(found, "SRC02", "area", "S", "month", "2026-01") == (1, 3)
    assert hits(found, "SRC02", "area", "T", "month", "2026-02") == (0, 1)
    assert hits(found, "SRC02", "unit", "U", "quarter", "2026-Q1") == (1, 4)


CLOSED = date(2025, 8, 1)


@pytest.mark.parametrize(
    ("reopened_after", "found_after", "unit_code", "kind", "is_back"),
    [
        (180, 200, "C", "hazard", True),
        (181, 200, "U", "hazard", False),
        (None, 180, "U", "hazard", True),
        (None, 181, "U", "hazard", False),
        (None, 0, "U", "hazard", False),
        (None, 10, "U", "pricing", False),
        (None, 10, "C", "hazard", False),
    ],
)
def test_recurred__within_the_follow_up(
    reopened_after: int | None, found_after: int, unit_code: str, kind: str, is_back: bool
) -> None:
    def after(days: int) -> date:
        return CLOSED + timedelta(days=days)

    first = issue(
        "first",
        CLOSED,
        found_on=date(2025, 7, 1),
        verified_closed_on=CLOSED,
        reopened_on=None if reopened_after is None else after(reopened_after),
    )
    other = issue(
        "other",
        date(2026, 12, 31),
        found_on=after(found_after),
        unit_code=unit_code,
        kind=kind,
    )
    assert sectors.has_recurred(first, [first, other]) is is_back


def test_recurred__counts_when_the_follow_up_is_over() -> None:
    closed = issue("a", CLOSED, found_on=date(2025, 7, 1), verified_closed_on=CLOSED)
    key = ("SRC03", "area", "S", "month", "2025-08")
    eve, day = (CLOSED + FOLLOW_UP - timedelta(days=1), CLOSED + FOLLOW_UP)
    assert key not in sectors.figures(sector_world(issues=(closed,)), eve)
    figure = sectors.figures(sector_world(issues=(closed,)), day)[key]
    assert (figure.numerator, figure.denominator) == (0, 1)
    assert figure.settled_on == date(2025, 8, 31) + FOLLOW_UP


def test_set_up__where_the_unit_lies_on_the_due_date() -> None:
    found = sectors.figures(
        sector_world(
            items=(
                item("in time", JANUARY, JANUARY),
                item("late", JANUARY, date(2026, 2, 1)),
                item("moved", date(2026, 2, 1), date(2026, 1, 10)),
                item("not yet due", date(2026, 2, 3), date(2026, 1, 10)),
            )
        ),
        AS_OF,
    )
    assert hits(found, "SRC08", "area", "S", "quarter", "2026-Q1") == (1, 2)
    assert hits(found, "SRC08", "area", "T", "quarter", "2026-Q1") == (1, 1)


def test_fed_back__by_the_day_named_or_the_fifteenth_working_day() -> None:
    """From Friday 9 January 2026 the fifteenth working day is Friday 30; New Year is past."""
    sent, limit = date(2026, 1, 9), date(2026, 1, 30)
    given = (
        transfer("on the day", sent, None, limit),
        transfer("late", sent, None, JANUARY),
        transfer("named", sent, date(2026, 1, 20), date(2026, 1, 21)),
        transfer("open", sent, date(2026, 1, 28), None),
        transfer("not due", sent, date(2026, 2, 3), None),
        transfer("sent later", date(2026, 2, 3), date(2026, 2, 3), None),
    )
    assert transfers.feedback_due_on(given[0]) == limit
    one_world = small_world(clue_transfers=given)
    found = transfers.figures(one_world, AS_OF)
    assert hits(found, "SRC09", "unit", "U", "month", "2026-01") == (1, 4)
    assert hits(found, "SRC09", "area", "S", "month", "2026-01") == (1, 4)
    assert hits(found, "SRC09", "unit", "C", "month", "2026-01") == (0, 0)
    assert overdue_truth(one_world, AS_OF) == {
        ("clue_transfer", "U"): Overdue(2, 1, 1, date(2026, 1, 28), 5)
    }


def test_make__levels_dirt_and_open_rows(world: World, town: World) -> None:
    for one in (world, town):
        kinds = {
            "premises_register": dirt.of_premises(),
            "sector_inspection": dirt.of_visits(),
            "sector_issue": [*dirt.of_issues(), *dirt.repeated_issues()],
            "mechanism_item": dirt.of_items(),
        }
        lines = (
            one.sectors.premises_lines,
            one.sectors.visit_lines,
            one.sectors.issue_lines,
            one.sectors.item_lines,
        )
        for (contract, listed), rows in zip(kinds.items(), lines, strict=True):
            planted = [note.kind for note in one.planted if note.contract == contract]
            assert sorted(planted) == sorted(kind.name for kind in listed)
            assert len(planted) <= 0.1 * len(rows)
    made = world.sectors
    assert any(i.due_on < AS_OF and i.verified_closed_on is None for i in made.issues)
    assert any(i.reopened_on for i in made.issues)
    assert any(i.due_on > world.today for i in made.items)
    assert {v.premises_id for v in made.visits} < {p.premises_id for p in made.premises}
