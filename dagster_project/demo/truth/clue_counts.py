"""Counts of clues by month: as computed, against what units return, and along the funnel."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from dagster_project.demo.clues.records import Clue
from dagster_project.demo.periods import last_day
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Subjects
from dagster_project.demo.truth.figures import Status, share
from dagster_project.demo.truth.known import FOUND, TURNED_AWAY, clues_known, is_by

NO_SECTOR: Final = "none"
MEASURES: Final = ("received", "transferred", "concluded", "filed")
HORIZONS: Final = (30, 60, 90, 180)
STAGES: Final = ("transferred", "verification_started", "concluded", "substantiated", "case_filed")


class Event(NamedTuple):
    """One of the four things that are counted, in a clue's life."""

    measure: str
    month: str
    unit_code: str
    clue: Clue


class Reconciled(NamedTuple):
    """One count as returned, if it was, against as computed."""

    returned_count: int | None
    computed_count: int
    difference: int | None
    is_matched: bool


class Reached(NamedTuple):
    """How many clues of a cohort reached a stage within some days."""

    clue_count: int
    excluded_count: int
    reached_count: int | None
    share_percent: Fraction | None
    open_count: int
    is_mature: bool
    status: Status


def count_truth(world: World, as_of: date) -> dict[tuple[str, ...], tuple[int, ...]]:
    """The four counts by (month, unit, area, sector, channel)."""
    found: dict[tuple[str, ...], list[int]] = {}
    for event in _events(world, as_of):
        clue = event.clue
        sector = clue.sector_code or NO_SECTOR
        key = (event.month, event.unit_code, clue.area_code, sector, clue.channel)
        found.setdefault(key, [0] * len(MEASURES))[MEASURES.index(event.measure)] += 1
    return {key: tuple(counts) for key, counts in found.items()}


def reconciliation_truth(world: World, as_of: date) -> dict[tuple[str, ...], Reconciled]:
    """Returned and computed counts by (month, unit, breakdown, its code, measure).

    There is a row where something was returned and where something was computed.
    """
    computed = Counter(
        (event.month, event.unit_code, *breakdown, event.measure)
        for event in _events(world, as_of)
        for breakdown in breakdowns(event.clue)
    )
    returned = {
        (row.month, row.unit_code, row.breakdown, row.breakdown_code, measure): int(
            getattr(row, f"{measure}_count")
        )
        for row in world.clue_months
        if date.fromisoformat(f"{row.month}-01") <= as_of
        for measure in MEASURES
    }
    return {key: _reconciled(returned.get(key), computed[key]) for key in {*returned, *computed}}


def funnel_truth(world: World, as_of: date) -> dict[tuple[str | int, ...], Reached]:
    """Stages reached by (cohort month, area, breakdown, its code, stage, days)."""
    subjects = Subjects(world.areas, world.units)
    cohorts: dict[tuple[str, ...], list[Clue]] = {}
    for clue in clues_known(world, as_of):
        for area_code in subjects.areas_above(clue.area_code, clue.received_on):
            for breakdown in breakdowns(clue):
                key = (f"{clue.received_on:%Y-%m}", area_code, *breakdown)
                cohorts.setdefault(key, []).append(clue)
    return {
        (*key, stage, days): _reached(clues, stage, days, as_of)
        for key, clues in cohorts.items()
        for stage in STAGES
        for days in HORIZONS
    }


def breakdowns(clue: Clue) -> tuple[tuple[str, str], ...]:
    """All clues, those of its sector, and those of its channel."""
    return (
        ("total", "total"),
        ("sector", clue.sector_code or NO_SECTOR),
        ("channel", clue.channel),
    )


def _events(world: World, as_of: date) -> Iterator[Event]:
    for clue in clues_known(world, as_of):
        happened = (
            ("received", clue.received_on, clue.received_unit_code),
            ("transferred", clue.transferred_on, clue.transferring_unit_code),
            ("concluded", clue.concluded_on, clue.checking_unit_code),
            ("filed", clue.case_filed_on, clue.checking_unit_code),
        )
        for measure, day, unit_code in happened:
            if day is not None and unit_code is not None:
                yield Event(measure, f"{day:%Y-%m}", unit_code, clue)


def _reconciled(returned: int | None, computed: int) -> Reconciled:
    if returned is None:
        return Reconciled(None, computed, None, is_matched=False)
    return Reconciled(returned, computed, returned - computed, returned == computed)


def _reached(clues: list[Clue], stage: str, days: int, as_of: date) -> Reached:
    counted = [clue for clue in clues if clue.conclusion not in TURNED_AWAY]
    is_mature = last_day(clues[0].received_on) + timedelta(days=days) <= as_of
    reached = sum(
        is_by(_stage_day(clue, stage), clue.received_on + timedelta(days=days)) for clue in counted
    )
    status: Status = "ok" if is_mature else "provisional"
    return Reached(
        clue_count=len(counted),
        excluded_count=len(clues) - len(counted),
        reached_count=reached if is_mature else None,
        share_percent=share(reached, len(counted)) if is_mature else None,
        open_count=sum(clue.concluded_on is None for clue in counted),
        is_mature=is_mature,
        status=status if counted else "not_applicable",
    )


def _stage_day(clue: Clue, stage: str) -> date | None:
    if stage == "substantiated":
        return clue.concluded_on if clue.conclusion in FOUND else None
    day: date | None = getattr(clue, f"{stage}_on")
    return day
