"""RPT01 to RPT10: what becomes of clues, and what units return of them."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from dagster_project.demo.clues.records import Clue, ClueMonth
from dagster_project.demo.periods import Period
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Placed, Subjects, cohorts, every_cell
from dagster_project.demo.truth.figures import (
    Cell,
    Component,
    ComponentKey,
    Figure,
    FigureKey,
    count_figure,
    share_figure,
)
from dagster_project.demo.truth.known import (
    FOUND,
    TURNED_AWAY,
    clues_known,
    effective_due_on,
    is_by,
    workdays_after,
)

MIN_DENOMINATOR: Final = {
    "RPT02": 10, "RPT03": 10, "RPT04": 10, "RPT05": 10, "RPT06": 10, "RPT07": 10, "RPT08": 10,
    "RPT09": 5, "RPT10": 10,
}  # fmt: skip
TRANSFER_WORKDAYS: Final = 3
CONTACT_DAYS: Final = 30
CASE_DAYS: Final = 180
FEEDBACK_DAYS: Final = 15
PANEL: Final = 3
FOUR_COUNTS: Final = ("received", "transferred", "concluded", "filed")


class Counted(NamedTuple):
    """A clue that counts in the denominator: on which day, at which unit, and whether it hits."""

    clue: Clue
    counts_on: date
    unit_code: str
    is_hit: bool


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """RPT01 to RPT10 in every cell."""
    known = clues_known(world, as_of)
    found: dict[FigureKey, Figure] = {}
    for indicator, count, settle in SHARES:
        placed = [
            Placed(one.is_hit, one.unit_code, one.clue.area_code, one.counts_on)
            for one in count(known, as_of)
        ]
        for cell, (period, hits) in cohorts(world, placed, as_of).items():
            found[indicator, *cell] = share_figure(
                sum(hits), len(hits), MIN_DENOMINATOR[indicator], settle(period.last), as_of
            )
    return {**_returned(world, as_of), **found, **_stock(world, as_of), **_checked(world, as_of)}


def components(world: World, as_of: date) -> dict[ComponentKey, Component]:
    """The four counts of RPT01 in every cell."""
    return {
        ("RPT01", name, *cell): Component(count, None, Fraction(count), None)
        for cell, (_, rows) in _returns(world, as_of).items()
        for name in FOUR_COUNTS
        for count in [sum(getattr(row, f"{name}_count") for row in rows)]
    }


def _transferred(known: Iterable[Clue], as_of: date) -> list[Counted]:
    """RPT02: clues to be transferred whose third working day is over."""
    found = []
    for clue in known:
        limit = workdays_after(clue.received_on, TRANSFER_WORKDAYS)
        if clue.needs_transfer and limit <= as_of:
            is_hit = is_by(clue.transferred_on, limit)
            found.append(Counted(clue, clue.received_on, clue.received_unit_code, is_hit))
    return found


def _contacted(known: Iterable[Clue], as_of: date) -> list[Counted]:
    """RPT03: reporters who can be contacted, by their thirtieth day."""
    found = []
    for clue in known:
        if clue.is_contactable and clue.unit_received_on is not None:
            limit = clue.unit_received_on + timedelta(days=CONTACT_DAYS)
            if limit <= as_of:
                is_hit = is_by(clue.first_contact_on, limit)
                found.append(Counted(clue, limit, clue.checking_unit_code, is_hit))
    return found


def _concluded_in_time(known: Iterable[Clue], as_of: date) -> list[Counted]:
    """RPT04: clues that are due, after extensions."""
    found = []
    for clue in known:
        due = effective_due_on(clue, as_of)
        if due <= as_of:
            is_hit = is_by(clue.concluded_on, due)
            found.append(Counted(clue, due, clue.checking_unit_code, is_hit))
    return found


def _concluded(
    known: Iterable[Clue], is_counted: Callable[[Clue], bool], is_hit: Callable[[Clue], bool]
) -> list[Counted]:
    """Clues by the day of their conclusion."""
    return [
        Counted(clue, clue.concluded_on, clue.checking_unit_code, is_hit(clue))
        for clue in known
        if clue.concluded_on is not None and is_counted(clue)
    ]


def _substantiated(known: Iterable[Clue], _: date) -> list[Counted]:
    """RPT06: conclusions but for duplicates and what is out of scope."""
    return _concluded(
        known,
        is_counted=lambda clue: clue.conclusion not in TURNED_AWAY,
        is_hit=lambda clue: clue.conclusion in FOUND,
    )


def _filed(known: Iterable[Clue], as_of: date) -> list[Counted]:
    """RPT07: clues but for duplicates that are 180 days old."""
    found = []
    for clue in known:
        limit = clue.received_on + timedelta(days=CASE_DAYS)
        if clue.conclusion != "duplicate" and limit <= as_of:
            is_hit = is_by(clue.case_filed_on, limit)
            found.append(Counted(clue, clue.received_on, clue.checking_unit_code, is_hit))
    return found


def is_compliant(clue: Clue) -> bool:
    """Whether a conclusion was reached as it should; what was not noted was not done."""
    is_panel = clue.panel_size is not None and clue.panel_size >= PANEL
    return is_panel and all((clue.is_recorded, clue.is_signed, clue.has_basis))


def _compliant(known: Iterable[Clue], _: date) -> list[Counted]:
    """RPT08: all conclusions."""
    return _concluded(known, is_counted=lambda _: True, is_hit=is_compliant)


def _fed_back(known: Iterable[Clue], as_of: date) -> list[Counted]:
    """RPT10: conclusions that someone is to hear of, fifteen days later."""
    days = timedelta(days=FEEDBACK_DAYS)
    return [
        one._replace(is_hit=is_by(one.clue.fed_back_on, one.counts_on + days))
        for one in _concluded(known, lambda clue: clue.is_contactable, lambda _: False)
        if one.counts_on + days <= as_of
    ]


def _plus(days: int) -> Callable[[date], date]:
    return lambda last: last + timedelta(days=days)


SHARES: Final = (
    ("RPT02", _transferred, lambda last: workdays_after(last, TRANSFER_WORKDAYS)),
    ("RPT03", _contacted, _plus(0)),
    ("RPT04", _concluded_in_time, _plus(0)),
    ("RPT06", _substantiated, _plus(0)),
    ("RPT07", _filed, _plus(CASE_DAYS)),
    ("RPT08", _compliant, _plus(0)),
    ("RPT10", _fed_back, _plus(FEEDBACK_DAYS)),
)
"""Indicator, what counts, and the day on which a period that ends on a day no longer runs."""


def _stock(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """RPT05: the clues open at each period's end, or at the cut-off where that comes first."""
    if not (received := [clue for clue in world.clues if clue.received_on <= as_of]):
        return {}
    subjects = Subjects(world.areas, world.units)
    cells = every_cell(world, min(clue.received_on for clue in received), as_of)
    ends = {min(period.last, as_of) for period in cells.values()}
    open_at: dict[tuple[date, str, str], list[bool]] = {}
    for end in ends:
        for clue in received:
            if clue.received_on <= end and not is_by(clue.concluded_on, end):
                is_overdue = effective_due_on(clue, end) < end
                one = Placed(clue, clue.checking_unit_code, clue.area_code, end)
                for subject in subjects.of(one):
                    open_at.setdefault((end, *subject), []).append(is_overdue)
    found: dict[FigureKey, Figure] = {}
    for cell, period in cells.items():
        overdue = open_at.get((min(period.last, as_of), *cell[:2]), [])
        found["RPT05", *cell] = share_figure(
            sum(overdue), len(overdue), MIN_DENOMINATOR["RPT05"], period.last, as_of
        )
    return found


def _returns(world: World, as_of: date) -> dict[Cell, tuple[Period, list[ClueMonth]]]:
    placed = [
        Placed(row, row.unit_code, None, month)
        for row in world.clue_months
        if row.breakdown == "total" and (month := date.fromisoformat(f"{row.month}-01")) <= as_of
    ]
    return cohorts(world, placed, as_of)


def _returned(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """RPT01: clues received, as the units return them."""
    return {
        ("RPT01", *cell): count_figure(sum(row.received_count for row in rows), period.last, as_of)
        for cell, (period, rows) in _returns(world, as_of).items()
    }


def _checked(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """RPT09: problems among the clues that were looked at again, by quarter and longer."""
    placed = [
        Placed(check, check.unit_code, None, first)
        for check in world.spot_checks
        if (first := _first_of(check.quarter)) <= as_of
    ]
    return {
        ("RPT09", *cell): share_figure(
            sum(check.problem_count for check in checks),
            sum(check.sampled_count for check in checks),
            MIN_DENOMINATOR["RPT09"],
            period.last,
            as_of,
        )
        for cell, (period, checks) in cohorts(world, placed, as_of, shortest="quarter").items()
    }


def _first_of(quarter: str) -> date:
    year, number = quarter.split("-Q")
    return date(int(year), 3 * int(number) - 2, 1)
