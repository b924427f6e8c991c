"""SRC01–SRC03, SRC08: premises visited, issues put right and back again, mechanisms set up."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from dagster_project.demo.records import World
from dagster_project.demo.sectors.records import Issue
from dagster_project.demo.truth.cells import Placed, Subjects, cohorts, every_cell, kinds_from
from dagster_project.demo.truth.figures import Figure, FigureKey, share_figure

MIN_DENOMINATOR: Final = {"SRC01": 10, "SRC02": 10, "SRC03": 10, "SRC08": 5}
FOLLOW_UP: Final = timedelta(days=180)


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SRC01 in every cell of an area; SRC02, SRC03 and SRC08 in every cell."""
    issues = [issue for issue in world.sectors.issues if issue.found_on <= as_of]
    put_right = [
        Placed(_is_by(i.verified_closed_on, i.due_on), i.unit_code, i.area_code, i.due_on)
        for i in issues
        if i.due_on <= as_of
    ]
    set_up = [
        Placed(_is_by(item.completed_on, item.due_on), item.unit_code, None, item.due_on)
        for item in world.sectors.items
        if item.due_on <= as_of
    ]
    nothing = timedelta(0)
    found: dict[FigureKey, Figure] = {}
    for indicator_id, placed, follow_up in (
        ("SRC02", put_right, nothing),
        ("SRC03", list(_followed(issues, as_of)), FOLLOW_UP),
        ("SRC08", set_up, nothing),
    ):
        for cell, (period, met) in cohorts(world, placed, as_of).items():
            minimum, settled_on = MIN_DENOMINATOR[indicator_id], period.last + follow_up
            found[indicator_id, *cell] = share_figure(
                sum(met), len(met), minimum, settled_on, as_of
            )
    return {**found, **_visited(world, as_of)}


def has_recurred(issue: Issue, issues: list[Issue]) -> bool:
    """Whether a closed issue was opened again, or its unit had another of its kind, in time."""
    closed_on = issue.verified_closed_on
    assert closed_on is not None
    last = closed_on + FOLLOW_UP
    return _is_by(issue.reopened_on, last) or any(
        closed_on < other.found_on <= last
        for other in issues
        if (other.unit_code, other.kind) == (issue.unit_code, issue.kind)
    )


def _followed(issues: list[Issue], as_of: date) -> Iterator[Placed[bool]]:
    for issue in issues:
        closed_on = issue.verified_closed_on
        if closed_on is not None and closed_on + FOLLOW_UP <= as_of:
            met = has_recurred(issue, issues)
            yield Placed(met, issue.unit_code, issue.area_code, closed_on)


def _visited(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SRC01: of the premises registered as a period begins, those visited within it."""
    days: dict[str, list[date]] = {}
    for visit in world.sectors.visits:
        if visit.visited_on <= as_of:
            days.setdefault(visit.premises_id, []).append(visit.visited_on)
    if not days:
        return {}
    first = min(day for visits in days.values() for day in visits)
    subjects = Subjects(world.areas, world.units)
    cells = every_cell(world, first, as_of, kinds_from("quarter"))
    found: dict[FigureKey, Figure] = {}
    for period in dict.fromkeys(cells.values()):
        registered: dict[str, list[bool]] = {}
        for one in world.sectors.premises:
            if one.is_on_register(period.first):
                seen = any(period.first <= day <= period.last for day in days.get(one.key, ()))
                for area_code in subjects.areas_above(one.area_code, period.first):
                    registered.setdefault(area_code, []).append(seen)
        for cell in (c for c, p in cells.items() if p == period and c[0] == "area"):
            seen_there = registered.get(cell[1], [])
            found["SRC01", *cell] = share_figure(
                sum(seen_there), len(seen_there), MIN_DENOMINATOR["SRC01"], period.last, as_of
            )
    return found


def _is_by(day: date | None, limit: date) -> bool:
    return day is not None and day <= limit
