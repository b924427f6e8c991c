"""The truth about the office's registers, worked out by hand on a few rows.

as_of = 2 February; the village committee C lies in S until 31 January, then in T
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dagster_project.demo.office import dirt
from dagster_project.demo.office.records import (
    Action,
    BudgetLine,
    Meeting,
    Office,
    OpinionEvent,
    Return,
    Staffing,
    Task,
)
from dagster_project.demo.records import World
from dagster_project.demo.truth import organisation, supervision
from dagster_project.demo.truth.figures import Figure
from dagster_project.demo.truth.overdue import Overdue, overdue_truth
from tests.unit.demo.small_world import small_world

AS_OF = date(2026, 2, 2)
WRITTEN = datetime(2026, 1, 5, 9)


def world_of(**registers: Any) -> World:
    return small_world(office=Office(**registers))


def task(number: str, year: int | None, done: date | None, kind: str = "special") -> Task:
    return Task(number, kind, "C", year, done, WRITTEN)


def returned(number: str, due_on: date, received: date | None, complete: bool | None) -> Return:
    return Return(number, "monthly", "C", due_on, received, complete, WRITTEN)


def meeting(number: str, held_on: date, required: int | None, topic: str = "peace") -> Meeting:
    return Meeting(number, "C", topic, held_on, required, WRITTEN)


def spent(quarter: str, budget: int, amount: str, line: str = "operation") -> BudgetLine:
    year = int(quarter[:4])
    return BudgetLine(year, quarter, "C", line, Decimal(budget), Decimal(amount), WRITTEN)


def event(number: str, at: datetime, answered: datetime | None, hours: int | None) -> OpinionEvent:
    return OpinionEvent(number, "V", "U", at, hours, answered, WRITTEN)


def of(world: World, indicator_id: str, *cell: str) -> tuple[Any, Any, str]:
    """Numerator, denominator and status of a figure."""
    kind, code, period_kind, period = cell
    found = {**supervision.figures(world, AS_OF), **organisation.figures(world, AS_OF)}
    figure = found[indicator_id, kind, code, period_kind, period]
    return figure.numerator, figure.denominator, figure.status


def test_figures__the_whole_plan_of_a_year() -> None:
    """Last year's stays where the unit lay on New Year's Eve, this year's is where it lies now."""
    world = world_of(
        tasks=(
            task("in time", 2025, date(2025, 12, 31)),
            task("next year", 2025, date(2026, 1, 1)),
            task("early", 2026, date(2025, 12, 1)),
            task("open", 2026, None),
            task("case", 2026, date(2026, 1, 3), kind="case"),
            task("not yet planned", 2027, None),
        )
    )
    assert of(world, "SUP01", "area", "S", "year", "2025") == (1, 2, "ok")
    assert of(world, "SUP01", "area", "S", "year", "2026") == (0, 0, "not_applicable")
    assert of(world, "SUP01", "area", "T", "year", "2026") == (1, 2, "provisional")
    assert overdue_truth(world, AS_OF)["supervision_task", "C"] == Overdue(1, 0, 0, None, None)


def test_figures__a_return_is_there_once_it_is_complete() -> None:
    day = date(2026, 1, 5)
    world = world_of(
        returns=(
            returned("in time", day, day, complete=True),
            returned("incomplete", day, day, complete=False),
            returned("late", day, date(2026, 1, 6), complete=True),
            returned("next month", date(2026, 3, 2), None, None),
            returned("not owed yet", date(2026, 3, 3), None, None),
        )
    )
    assert of(world, "SUP04", "unit", "C", "month", "2026-01") == (1, 3, "ok")
    assert overdue_truth(world, AS_OF)["return_log", "C"] == Overdue(2, 1, 0, day, 28)


def test_figures__sessions_of_quarters_that_have_ended() -> None:
    """Asked for two, then for one again; two too many in one quarter help no other."""
    world = world_of(
        meetings=(
            meeting("a", date(2025, 3, 31), 2),
            meeting("other", date(2025, 7, 1), 1, topic="other"),
            meeting("b", date(2025, 10, 1), None),
            meeting("c", date(2025, 10, 2), None),
            meeting("d", date(2025, 12, 31), None),
            meeting("running", date(2026, 1, 2), 4),
        )
    )
    quarters = [of(world, "ORG01", "unit", "C", "quarter", f"2025-Q{n}")[:2] for n in range(1, 5)]
    assert quarters == [(1, 2), (0, 2), (0, 1), (1, 1)]
    assert of(world, "ORG01", "area", "B", "year", "2025") == (2, 6, "ok")
    assert of(world, "ORG01", "unit", "C", "quarter", "2026-Q1") == (0, 0, "not_applicable")


def test_figures__actions_of_sessions_that_were_held() -> None:
    due = date(2026, 2, 2)
    made = (("done", due), ("late", date(2026, 2, 3)), ("open", None))
    world = world_of(
        meetings=(meeting("m", date(2026, 1, 2), None), meeting("later", date(2026, 2, 3), None)),
        actions=(
            *(Action(number, "m", "C", due, done, WRITTEN) for number, done in made),
            Action("unknown", "later", "C", due, None, WRITTEN),
        ),
    )
    assert of(world, "ORG02", "area", "T", "quarter", "2026-Q1") == (1, 3, "insufficient")
    assert overdue_truth(world, AS_OF)["meeting_action", "C"].open_count == 2


def test_figures__money_since_new_year() -> None:
    """A line that says nothing in a quarter stands where it stood; a raise counts from then on."""
    world = world_of(
        budget_lines=(
            spent("2025-Q1", 100, "10.01"),
            spent("2025-Q1", 100, "30", line="publicity"),
            spent("2025-Q3", 150, "170"),
            spent("2026-Q1", 80, "4"),
            spent("2026-Q2", 80, "9"),
        )
    )
    found = organisation.figures(world, AS_OF)
    first = found["ORG03", "unit", "C", "quarter", "2025-Q2"]
    assert first == Figure(Fraction("40.01"), 200, 2, Fraction("20.005"), date(2025, 6, 30), "ok")
    assert of(world, "ORG03", "area", "B", "year", "2025") == (Fraction("210.01"), 250, "ok")
    assert of(world, "ORG03", "unit", "C", "year", "2026") == (4, 80, "provisional")


def test_figures__events_count_once_their_limit_has_passed() -> None:
    """The longest limit is two days, by which the year settles later than it ends."""
    world = world_of(
        opinion_events=(
            event("day", datetime(2026, 1, 30, 8), datetime(2026, 1, 31, 8), None),
            event("minute late", datetime(2026, 1, 30, 8), datetime(2026, 1, 30, 12, 1), 4),
            event("silent", datetime(2026, 2, 1, 23), None, 25),
            event("answered at once", datetime(2026, 2, 2, 8), datetime(2026, 2, 2, 9), 48),
            event("tomorrow", datetime(2026, 2, 3, 0), None, 150),
        )
    )
    assert of(world, "ORG05", "area", "B", "quarter", "2026-Q1") == (1, 2, "insufficient")
    assert of(world, "ORG05", "area", "S", "quarter", "2026-Q1") == (1, 2, "insufficient")
    settled = organisation.figures(world, AS_OF)["ORG05", "unit", "U", "year", "2026"].settled_on
    assert settled == date(2027, 1, 2)
    assert overdue_truth(world, AS_OF)["opinion_event", "U"] == Overdue(1, 0, 1, None, None)


def test_figures__posts_of_the_last_half_year() -> None:
    rows = (("2025-H1", 5, 2), ("2025-H2", 8, 6), ("2026-H1", 4, 4), ("2026-H2", 9, 0))
    world = world_of(staffing=tuple(Staffing(h, "C", e, f, WRITTEN) for h, e, f in rows))
    assert of(world, "ORG06", "area", "S", "year", "2025") == (6, 8, "ok")
    assert of(world, "ORG06", "area", "T", "half_year", "2026-H1") == (4, 4, "provisional")
    assert of(world, "ORG06", "area", "S", "half_year", "2025-H1") == (2, 5, "ok")


def test_make_office__dirt_of_every_kind_within_the_error_share(world: World, town: World) -> None:
    for contract, lines in world.office.lines.items():
        wanted = {kind.name for kind in [*dirt.kinds(contract), *dirt.repeats(contract)]}
        planted = [note for note in world.planted if note.contract == contract]
        assert {note.kind for note in planted} == wanted, contract
        assert len(planted) <= 0.1 * len(lines)
    for contract, lines in town.office.lines.items():
        assert len([p for p in town.planted if p.contract == contract]) <= 0.1 * len(lines)


def test_make_office__has_what_is_hard_to_count(world: World) -> None:
    office = world.office
    assert any(one.planned_year == 2027 for one in office.tasks), "a plan that nobody knows yet"
    assert any(one.due_on > date(2026, 12, 22) for one in office.returns), "not owed yet"
    assert any(one.is_complete is False for one in office.returns)
    assert {one.required_count for one in office.meetings} == {None, 0, 1, 2}
    assert any(one.annual_budget_yuan == 0 for one in office.budget_lines)
    assert any(one.occurred_at.hour == 23 for one in office.opinion_events)
    assert any(one.responded_at is None for one in office.opinion_events)
