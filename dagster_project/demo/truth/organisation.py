"""ORG01–ORG03, ORG05 and ORG06: sessions, actions, money, answers to events, and posts."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

from dagster_project.demo.office.records import BudgetLine, Meeting, OpinionEvent
from dagster_project.demo.periods import Period, period_of
from dagster_project.demo.places.hierarchy import holds_on
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Placed, Subjects, cohorts, every_cell, kinds_from
from dagster_project.demo.truth.figures import (
    Figure,
    FigureKey,
    share,
    share_figure,
    status_of,
)
from dagster_project.demo.truth.known import is_by
from dagster_project.demo.truth.received import period_named

MIN_DENOMINATOR: Final = {"ORG01": 1, "ORG02": 5, "ORG03": 1, "ORG05": 3, "ORG06": 3}
SESSIONS: Final = 1
"""What is asked of a unit in every quarter where nothing else is written."""
LIMIT_HOURS: Final = 24


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """All five, from the kind of period on in which each is counted."""
    return {
        **_sessions(world, as_of),
        **_actions(world, as_of),
        **_money(world, as_of),
        **_answers(world, as_of),
        **_posts(world, as_of),
    }


def due_at(event: OpinionEvent) -> datetime:
    """The moment by which an event has to be answered."""
    return event.occurred_at + timedelta(hours=event.limit_hours or LIMIT_HOURS)


def decided_on(world: World) -> dict[str, date]:
    """The days of all sessions, by number."""
    return {meeting.meeting_id: meeting.held_on for meeting in world.office.meetings}


def _sessions(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """ORG01: quarter after quarter, what each unit held of what it had been asked for by then."""
    by_unit: dict[str, list[Meeting]] = {}
    for meeting in sorted(world.office.meetings, key=lambda one: (one.held_on, one.meeting_id)):
        if meeting.held_on <= as_of:
            by_unit.setdefault(meeting.unit_code, []).append(meeting)
    placed = []
    for unit_code, meetings in by_unit.items():
        rows = [unit for unit in world.units if unit.unit_code == unit_code]
        quarter, asked = period_of("quarter", meetings[0].held_on), SESSIONS
        while quarter.last <= as_of:
            within = [m for m in meetings if quarter.first <= m.held_on <= quarter.last]
            stated = [m.required_count for m in within if m.required_count is not None]
            asked = stated[-1] if stated else asked
            held = len([m for m in within if m.topic_code in ("campaign", "peace")])
            if any(holds_on(row, quarter.last) for row in rows):
                placed.append(Placed((min(held, asked), asked), unit_code, None, quarter.last))
            quarter = period_of("quarter", quarter.last + timedelta(days=1))
    return {
        ("ORG01", *cell): share_figure(
            sum(held for held, _ in pairs),
            sum(asked for _, asked in pairs),
            MIN_DENOMINATOR["ORG01"],
            period.last,
            as_of,
        )
        for cell, (period, pairs) in cohorts(world, placed, as_of, "quarter").items()
    }


def _actions(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """ORG02: of what fell due, what was done by its day."""
    decided = decided_on(world)
    placed = [
        Placed(is_by(one.completed_on, one.due_on), one.unit_code, None, one.due_on)
        for one in world.office.actions
        if one.due_on <= as_of and decided[one.meeting_id] <= as_of
    ]
    return {
        ("ORG02", *cell): share_figure(
            sum(in_time), len(in_time), MIN_DENOMINATOR["ORG02"], period.last, as_of
        )
        for cell, (period, in_time) in cohorts(world, placed, as_of, "quarter").items()
    }


def _money(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """ORG03: of every line, what was spent since New Year, of its budget as last written."""
    known = [one for one in world.office.budget_lines if period_named(one.quarter).first <= as_of]
    lines: dict[tuple[int, str, str], list[BudgetLine]] = {}
    for one in sorted(known, key=lambda line: line.quarter):
        lines.setdefault((one.year, one.unit_code, one.line_code), []).append(one)
    if not lines:
        return {}
    subjects = Subjects(world.areas, world.units)
    first = min(min(period_named(one.quarter).last, as_of) for one in known)
    cells = every_cell(world, first, as_of, kinds_from("quarter"))
    spent: dict[tuple[Period, str, str], list[tuple[Fraction, Fraction]]] = {}
    for period in set(cells.values()):
        end = min(period.last, as_of)
        for (year, unit_code, _), rows in lines.items():
            so_far = [r for r in rows if period_named(r.quarter).first <= end]
            if year == end.year and so_far:
                pair = (
                    Fraction(sum(row.spent_yuan for row in so_far)),
                    Fraction(so_far[-1].annual_budget_yuan),
                )
                for subject in subjects.of(Placed(pair, unit_code, None, end)):
                    spent.setdefault((period, *subject), []).append(pair)
    found: dict[FigureKey, Figure] = {}
    for cell, period in cells.items():
        pairs = spent.get((period, *cell[:2]), [])
        used = sum((one for one, _ in pairs), Fraction(0))
        budget = sum((one for _, one in pairs), Fraction(0))
        status = status_of(budget, len(pairs), MIN_DENOMINATOR["ORG03"], True, period.last, as_of)
        found["ORG03", *cell] = Figure(
            used, budget, len(pairs), share(used, budget), period.last, status
        )
    return found


def _answers(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """ORG05: of the events whose limit has passed, those that were answered within it."""
    known = [one for one in world.office.opinion_events if one.occurred_at.date() <= as_of]
    placed = [
        Placed(
            one.responded_at is not None and one.responded_at <= due_at(one),
            one.unit_code,
            one.area_code,
            one.occurred_at.date(),
        )
        for one in known
        if due_at(one).date() <= as_of
    ]
    hours = max((one.limit_hours or LIMIT_HOURS for one in known), default=0)
    follow_up = timedelta(days=-(-hours // 24))
    return {
        ("ORG05", *cell): share_figure(
            sum(in_time), len(in_time), MIN_DENOMINATOR["ORG05"], period.last + follow_up, as_of
        )
        for cell, (period, in_time) in cohorts(world, placed, as_of, "quarter").items()
    }


def _posts(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """ORG06: a year stands where the half-year stands with which it ends, so far."""
    held: dict[tuple[str, str, date], list[tuple[int, int]]] = {}
    subjects = Subjects(world.areas, world.units)
    for one in world.office.staffing:
        half_year = period_named(one.half_year)
        end = min(half_year.last, as_of)
        if half_year.first <= as_of:
            pair = (one.filled_count, one.established_count)
            for subject in subjects.of(Placed(pair, one.unit_code, None, end)):
                held.setdefault((*subject, end), []).append(pair)
    if not held:
        return {}
    found: dict[FigureKey, Figure] = {}
    first = min(end for _, _, end in held)
    for cell, period in every_cell(world, first, as_of, kinds_from("half_year")).items():
        pairs = held.get((*cell[:2], min(period.last, as_of)), [])
        found["ORG06", *cell] = share_figure(
            sum(filled for filled, _ in pairs),
            sum(established for _, established in pairs),
            MIN_DENOMINATOR["ORG06"],
            period.last,
            as_of,
        )
    return found
