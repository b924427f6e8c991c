"""SRC10–SRC13 and ORG04: what villages and their grids do, by area."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from dagster_project.demo.periods import period_of
from dagster_project.demo.places.hierarchy import SUBJECT_LEVELS, holds_on
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Placed, Subjects, cohorts, every_cell
from dagster_project.demo.truth.figures import Cell, Figure, FigureKey, share_figure
from dagster_project.demo.truth.known import is_by
from dagster_project.demo.truth.received import period_named
from dagster_project.demo.villages.records import BranchStatus, VillageDecision

MIN_DENOMINATOR: Final = {"SRC10": 1, "SRC11": 1, "SRC12": 10, "SRC13": 5, "ORG04": 5}
FOLLOW_UP_DAYS: Final = 365
WITH_VILLAGES: Final = ("village", *SUBJECT_LEVELS)
BY_QUARTER: Final = ("quarter", "half_year", "year")


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """The five indicators in every cell in which they are measured."""
    return {
        **_turned_round(world, as_of),
        **_certified(world, as_of),
        **_closed_in_time(world, as_of),
        **_in_order(world, as_of),
        **_reached(world, as_of),
    }


def _turned_round(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SRC10: a listing counts with its deadline, as the last list that names it says."""
    last: dict[tuple[str, date], BranchStatus] = {}
    for status in sorted(_lists(world, as_of), key=lambda one: one.half_year):
        if status.listed_on is not None:
            last[status.branch_code, status.listed_on] = status
    placed = [
        Placed(_has_held(status, deadline_on, as_of), None, status.area_code, deadline_on)
        for status in last.values()
        if (deadline_on := status.deadline_on) is not None and deadline_on <= as_of
    ]
    return {
        ("SRC10", *cell): _share("SRC10", held, period.last + timedelta(days=FOLLOW_UP_DAYS), as_of)
        for cell, (period, held) in cohorts(world, placed, as_of, "year", SUBJECT_LEVELS).items()
    }


def _has_held(status: BranchStatus, deadline_on: date, as_of: date) -> bool:
    return (
        is_by(status.turned_round_on, min(deadline_on, as_of))
        and is_by(status.observation_end_on, as_of)
        and status.is_observation_passed is True
    )


def _certified(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SRC11: by the last list at a period's end, at the oldest that of the half-year before."""
    lists = _lists(world, as_of)
    if not lists:
        return {}
    first = min(period_named(one.half_year).first for one in lists)
    kinds = ("half_year", "year")
    held_on: dict[date, dict[tuple[str, str], list[bool]]] = {}
    found: dict[FigureKey, Figure] = {}
    for cell, period in every_cell(world, first, as_of, kinds, SUBJECT_LEVELS).items():
        end = min(period.last, as_of)
        if end not in held_on:
            held_on[end] = _certified_on(world, lists, end)
        found["SRC11", *cell] = _share("SRC11", held_on[end].get(cell[:2], []), period.last, as_of)
    return found


def _certified_on(
    world: World, lists: list[BranchStatus], end: date
) -> dict[tuple[str, str], list[bool]]:
    """Whether each branch is certified, by the areas in which its village lies on a day."""
    now = period_of("half_year", end)
    before = period_of("half_year", now.first - timedelta(days=1))
    current = {one.branch_code: one for one in lists if one.half_year == before.name}
    current |= {one.branch_code: one for one in lists if one.half_year == now.name}
    subjects = Subjects(world.areas, world.units)
    found: dict[tuple[str, str], list[bool]] = {}
    for one in current.values():
        for subject in subjects.of(Placed(one, None, one.area_code, end)):
            found.setdefault(subject, []).append(one.is_certified)
    return found


def _closed_in_time(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SRC12: events in the cohort of their due dates."""
    placed = [
        Placed(is_by(event.closed_on, event.due_on), None, event.area_code, event.due_on)
        for event in world.villages.events
        if event.reported_on <= as_of and event.due_on <= as_of
    ]
    return {
        ("SRC12", *cell): _share("SRC12", in_time, period.last, as_of)
        for cell, (period, in_time) in cohorts(world, placed, as_of, levels=SUBJECT_LEVELS).items()
    }


def _in_order(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SRC13: decisions with the day of their conclusion, disclosures with their due dates."""
    placed = [
        Placed(is_in_order(decision, as_of), None, decision.area_code, day)
        for decision in world.villages.decisions
        if (day := concluded_on(decision, as_of)) is not None
    ]
    placed += [
        Placed(is_by(one.published_on, one.due_on), None, one.area_code, one.due_on)
        for one in world.villages.disclosures
        if one.due_on <= as_of
    ]
    return {
        ("SRC13", *cell): _share("SRC13", met, period.last, as_of)
        for cell, (period, met) in cohorts(world, placed, as_of, "quarter", WITH_VILLAGES).items()
    }


def concluded_on(decision: VillageDecision, as_of: date) -> date | None:
    """The day of the resolution; where nothing shows one, that of the first publication."""
    days = (
        decision.resolved_on, decision.resolution_published_on, decision.result_published_on,
    )  # fmt: skip
    return next((day for day in days if day is not None and day <= as_of), None)


def is_in_order(decision: VillageDecision, as_of: date) -> bool:
    """All six steps taken, none before the last, by enough members."""
    days = [
        decision.proposed_on, decision.deliberated_on, decision.reviewed_on, decision.resolved_on,
        decision.resolution_published_on, decision.result_published_on,
    ]  # fmt: skip
    taken = [day for day in days if day is not None and day <= as_of]
    due, there, for_it = decision.eligible_count, decision.attended_count, decision.approved_count
    if len(taken) < len(days) or due is None or there is None or for_it is None:
        return False
    return taken == sorted(taken) and there * 3 >= due * 2 and for_it * 2 >= due


def _reached(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """ORG04: of the villages at the end of a period, those in which something was held in it."""
    held = [one for one in world.villages.activities if one.held_on <= as_of]
    if not held:
        return {}
    visited = {
        kind: {(one.area_code, period_of(kind, one.held_on).name) for one in held}
        for kind in BY_QUARTER
    }
    subjects = Subjects(world.areas, world.units)
    first = min(one.held_on for one in held)
    cells = every_cell(world, first, as_of, BY_QUARTER, SUBJECT_LEVELS)
    reached: dict[Cell, list[bool]] = {cell: [] for cell in cells}
    for period in set(cells.values()):
        end = min(period.last, as_of)
        for village in _villages_on(world, end):
            is_reached = (village, period.name) in visited[period.kind]
            for area_code in subjects.areas_above(village, end):
                reached["area", area_code, period.kind, period.name].append(is_reached)
    return {
        ("ORG04", *cell): _share("ORG04", reached[cell], period.last, as_of)
        for cell, period in cells.items()
    }


def _villages_on(world: World, day: date) -> Iterator[str]:
    for area in world.areas:
        if area.level == "village" and holds_on(area, day):
            yield area.area_code


def _lists(world: World, as_of: date) -> list[BranchStatus]:
    """The statuses of half-years that have begun."""
    return [one for one in world.villages.statuses if period_named(one.half_year).first <= as_of]


def _share(indicator_id: str, met: list[bool], settled_on: date, as_of: date) -> Figure:
    return share_figure(sum(met), len(met), MIN_DENOMINATOR[indicator_id], settled_on, as_of)
