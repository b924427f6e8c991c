"""SUP01 and SUP04: the year's plan carried out, and returns that arrived complete and in time."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from dagster_project.demo.office.records import Return
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Placed, cohorts
from dagster_project.demo.truth.figures import Figure, FigureKey, share_figure
from dagster_project.demo.truth.known import is_by
from dagster_project.demo.truth.letters import plus_months

MIN_DENOMINATOR: Final = {"SUP01": 1, "SUP04": 1}
OWED_MONTHS: Final = 1
"""So long before it is due a return is owed."""


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SUP01 in years, SUP04 in every cell."""
    plans = [
        Placed(is_by(task.completed_on, min(end, as_of)), task.unit_code, None, min(end, as_of))
        for task in world.office.tasks
        if task.kind != "case" and task.planned_year is not None and task.planned_year <= as_of.year
        for end in [date(task.planned_year, 12, 31)]
    ]
    returns = [
        Placed(is_by(completed_on(one, as_of), one.due_on), one.unit_code, None, one.due_on)
        for one in world.office.returns
        if one.due_on <= as_of
    ]
    found: dict[FigureKey, Figure] = {}
    for indicator_id, placed, shortest in (("SUP01", plans, "year"), ("SUP04", returns, "month")):
        for cell, (period, met) in cohorts(world, placed, as_of, shortest).items():
            found[indicator_id, *cell] = share_figure(
                sum(met), len(met), MIN_DENOMINATOR[indicator_id], period.last, as_of
            )
    return found


def completed_on(one: Return, as_of: date) -> date | None:
    """The day on which a return was there and complete, as far as is known."""
    return one.received_on if one.is_complete and is_by(one.received_on, as_of) else None


def tasks_owed(world: World, as_of: date) -> Iterator[tuple[str, date, date | None]]:
    """Unit, deadline and completion of what stands in the plans of years that have begun."""
    for task in world.office.tasks:
        year = task.planned_year
        if task.kind != "case" and year is not None and year <= as_of.year:
            yield task.unit_code, date(year, 12, 31), task.completed_on


def returns_owed(world: World, as_of: date) -> Iterator[tuple[str, date, date | None]]:
    """The same of returns that are due by a month from now."""
    for one in world.office.returns:
        if one.due_on <= plus_months(as_of, OWED_MONTHS):
            yield one.unit_code, one.due_on, completed_on(one, as_of)
