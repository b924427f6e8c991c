"""RPT11, RPT12, PUN01 to PUN05 and SUP03: rewards, leaks, cases, assets, training, reviews."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from dagster_project.demo.justice.records import AssetYear
from dagster_project.demo.periods import Period
from dagster_project.demo.places.hierarchy import SUBJECT_LEVELS
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import (
    EVERY_LEVEL,
    Placed,
    Subjects,
    cohorts,
    every_cell,
)
from dagster_project.demo.truth.figures import (
    Cell,
    Component,
    ComponentKey,
    Figure,
    FigureKey,
    count_figure,
    share,
    share_figure,
    status_of,
)
from dagster_project.demo.truth.received import period_named

MIN_DENOMINATOR: Final = {
    "RPT11": 5, "RPT12": 1, "PUN01": 5, "PUN02": 5, "PUN03": 1, "PUN04": 10, "PUN05": 5, "SUP03": 3,
}  # fmt: skip
STAGES: Final = ("case_filed", "case_transferred", "prosecuted", "first_instance")


class Share(NamedTuple):
    """How many of how many."""

    hits: int
    base: int


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """All eight in every cell."""
    held = world.justice
    rewards = [
        Placed(Share(row.paid_on_time_count, row.due_count), None, row.area_code, _first(row.month))
        for row in held.rewards
    ]
    milestones = [
        Placed(_one(_is_by(row.met_on, row.due_on)), None, row.area_code, row.due_on)
        for row in held.milestones
    ]
    trainings = [
        Placed(Share(row.passed_count, row.required_count), row.unit_code, None, row.held_on)
        for row in held.trainings
    ]
    reviews = [
        Placed(
            Share(row.qualified_count, row.reviewed_count), row.unit_code, None, _first(row.period)
        )
        for row in held.reviews
        if row.kind == "business"
    ]
    cases = [
        Placed(
            _one(row.has_lead_office and _is_by(row.closed_on, row.due_on)),
            None,
            row.area_code,
            row.due_on,
        )
        for row in held.cases
    ]
    return {
        **_shares("RPT11", world, rewards, as_of, "year", SUBJECT_LEVELS),
        **_leaks(world, as_of),
        **_filed(world, as_of),
        **_shares("PUN02", world, milestones, as_of, "quarter", SUBJECT_LEVELS),
        **_executed(world, as_of),
        **_shares("PUN04", world, trainings, as_of, "half_year", EVERY_LEVEL),
        **_shares("PUN05", world, reviews, as_of, "year", EVERY_LEVEL),
        **_shares("SUP03", world, cases, as_of, "year", SUBJECT_LEVELS),
    }


def components(world: World, as_of: date) -> dict[ComponentKey, Component]:
    """PUN01 by stage."""
    return {
        ("PUN01", stage, *cell): Component(count, None, Fraction(count), None)
        for cell, (_, entered) in _entered(world, as_of).items()
        for stage in STAGES
        for count in [sum(number for name, number in entered if name == stage)]
    }


def _shares(
    indicator: str,
    world: World,
    placed: Sequence[Placed[Share]],
    as_of: date,
    shortest: str,
    levels: Sequence[str],
) -> dict[FigureKey, Figure]:
    """A share of what counts by the cut-off."""
    counted = [one for one in placed if one.counts_on <= as_of]
    return {
        (indicator, *cell): share_figure(
            sum(one.hits for one in found),
            sum(one.base for one in found),
            MIN_DENOMINATOR[indicator],
            period.last,
            as_of,
        )
        for cell, (period, found) in cohorts(world, counted, as_of, shortest, levels).items()
    }


def _leaks(world: World, as_of: date) -> dict[FigureKey, Figure]:
    placed = [
        Placed(row.confirmed_leak_count, None, row.area_code, day)
        for row in world.justice.protections
        if (day := _first(row.month)) <= as_of
    ]
    return {
        ("RPT12", *cell): count_figure(sum(leaks), period.last, as_of)
        for cell, (period, leaks) in cohorts(world, placed, as_of, levels=SUBJECT_LEVELS).items()
    }


def _filed(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """The cases that began: over all stages a case would count more than once."""
    return {
        ("PUN01", *cell): count_figure(
            sum(number for name, number in entered if name == STAGES[0]), period.last, as_of
        )
        for cell, (period, entered) in _entered(world, as_of).items()
    }


def _entered(world: World, as_of: date) -> dict[Cell, tuple[Period, list[tuple[str, int]]]]:
    placed = [
        Placed((row.stage, row.case_count), None, row.area_code, day)
        for row in world.justice.stages
        if (day := _first(row.month)) <= as_of
    ]
    return cohorts(world, placed, as_of, "quarter", SUBJECT_LEVELS)


def _executed(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """PUN03: all that was ordered and executed up to the end of a year."""
    known = [row for row in world.justice.assets if _first(row.year) <= as_of]
    if not known:
        return {}
    subjects = Subjects(world.areas, world.units)
    within: dict[tuple[str, str], list[AssetYear]] = {}
    for row in known:
        for subject in subjects.of(Placed(row, None, row.area_code, _first(row.year))):
            within.setdefault(subject, []).append(row)
    first = min(_first(row.year) for row in known)
    found: dict[FigureKey, Figure] = {}
    for cell, period in every_cell(world, first, as_of, ("year",), SUBJECT_LEVELS).items():
        so_far = [row for row in within.get(cell[:2], ()) if row.year <= period.name]
        executed = sum((Fraction(row.executed_yuan) for row in so_far), Fraction(0))
        ordered = sum((Fraction(row.ordered_yuan) for row in so_far), Fraction(0))
        cases = sum(row.case_count for row in so_far)
        minimum = MIN_DENOMINATOR["PUN03"]
        found["PUN03", *cell] = Figure(
            executed,
            ordered,
            cases,
            share(executed, ordered),
            period.last,
            status_of(ordered, cases, minimum, True, period.last, as_of),
        )
    return found


def _first(name: str) -> date:
    """The first day of the period that a row is for."""
    return period_named(name).first


def _one(is_hit: bool) -> Share:
    return Share(int(is_hit), 1)


def _is_by(day: date | None, limit: date) -> bool:
    return day is not None and day <= limit
