"""Subjects and periods, and what of each register counts in which of them."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from dagster_project.demo.periods import PERIOD_MONTHS, Period, period_of, periods_between
from dagster_project.demo.places.hierarchy import SUBJECT_LEVELS, Hierarchy, holds_on
from dagster_project.demo.places.records import Area, Unit
from dagster_project.demo.records import World
from dagster_project.demo.truth.figures import Cell

T = TypeVar("T")
EVERY_LEVEL: Final = (*SUBJECT_LEVELS, "unit")


class Placed(NamedTuple, Generic[T]):
    """A thing that counts on a day, at a unit if it is one's, in an area and all above it.

    Without an area it counts in that of the unit on the day; without a unit in its area alone.
    """

    thing: T
    unit_code: str | None
    area_code: str | None
    counts_on: date


def cohorts(
    world: World,
    placed: Sequence[Placed[T]],
    as_of: date,
    shortest: str = "month",
    levels: Sequence[str] = EVERY_LEVEL,
) -> dict[Cell, tuple[Period, list[T]]]:
    """The things in every cell in which each of them counts, by the day on which it counts.

    There is a cell for each subject and period from the first thing's month to that of
    `as_of`, also without a thing. Period kinds shorter than `shortest` are left out, and so are
    subjects of other `levels` (of areas, and units).
    """
    if not placed:
        return {}
    kinds = kinds_from(shortest)
    cells: dict[Cell, tuple[Period, list[T]]] = {
        cell: (period, [])
        for cell, period in every_cell(
            world, min(one.counts_on for one in placed), as_of, kinds, levels
        ).items()
    }
    subjects = Subjects(world.areas, world.units, levels)
    for one in placed:
        for kind in kinds:
            name = period_of(kind, one.counts_on).name
            for subject in subjects.of(one):
                cells[*subject, kind, name][1].append(one.thing)
    return cells


def kinds_from(shortest: str) -> list[str]:
    """The kinds of periods that are not shorter than this one."""
    return [kind for kind in PERIOD_MONTHS if PERIOD_MONTHS[kind] >= PERIOD_MONTHS[shortest]]


def every_cell(
    world: World,
    first: date,
    as_of: date,
    kinds: Iterable[str] = tuple(PERIOD_MONTHS),
    levels: Sequence[str] = EVERY_LEVEL,
) -> dict[Cell, Period]:
    """A cell for every subject that exists on some day of a period, from the month of `first`."""
    rows = [
        ("unit", row.unit_code, row.valid_from, row.valid_to)
        for row in world.units
        if "unit" in levels
    ]
    rows += [
        ("area", row.area_code, row.valid_from, row.valid_to)
        for row in world.areas
        if row.level in levels
    ]
    wanted = set(kinds)
    return {
        (subject_kind, code, period.kind, period.name): period
        for period in periods_between(first, as_of)
        if period.kind in wanted
        for subject_kind, code, start, end in rows
        if start <= period.last and (end is None or end > period.first)
    }


class Subjects:
    """The unit and the areas in which a thing counts."""

    def __init__(
        self, areas: Sequence[Area], units: Sequence[Unit], levels: Sequence[str] = EVERY_LEVEL
    ) -> None:
        self._levels = levels
        self._hierarchy = Hierarchy(tuple(areas))
        self._units: dict[str, list[Unit]] = {}
        for unit in units:
            self._units.setdefault(unit.unit_code, []).append(unit)
        self._above = lru_cache(maxsize=None)(self._lineage)

    def of(self, one: Placed[T]) -> list[tuple[str, str]]:
        """Subject kinds and codes."""
        units = [] if one.unit_code is None else [("unit", one.unit_code)]
        area_code = one.area_code or self.area_of(str(one.unit_code), one.counts_on)
        return [*units, *self._above(area_code, one.counts_on)]

    def area_of(self, unit_code: str, day: date) -> str:
        """The area in which a unit lies on a day; StopIteration where it does not exist."""
        return next(unit.area_code for unit in self._units[unit_code] if holds_on(unit, day))

    def areas_above(self, area_code: str, day: date) -> list[str]:
        """The area and all above it on that day, from town level up."""
        return [code for _, code in self._above(area_code, day)]

    def _lineage(self, area_code: str, day: date) -> list[tuple[str, str]]:
        return [
            ("area", area.area_code)
            for area in self._hierarchy.lineage(area_code, day)
            if area.level in self._levels
        ]
