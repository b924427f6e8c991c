"""Counts of clues by month: as computed, and against what units return."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from dagster_project.demo.clues.records import Clue
from dagster_project.demo.records import World
from dagster_project.demo.truth.known import clues_known

NO_SECTOR: Final = "none"
MEASURES: Final = ("received", "transferred", "concluded", "filed")


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
