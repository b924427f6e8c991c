"""What the indicators of the demo world must be, counted from its objects one by one.

The definitions are written out here a second time on purpose: no SQL, no dbt and no other
part of the product is used. Values are exact fractions; intervals are not worked out here.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from dagster_project.demo.periods import PERIOD_MONTHS, Period, period_of, periods_between
from dagster_project.demo.places import SUBJECT_LEVELS, Hierarchy, holds_on
from dagster_project.demo.records import Finding, Register, Ticket, World

Status = Literal["ok", "not_applicable", "insufficient", "provisional"]
Cell = tuple[str, str, str, str]
"""Subject kind, subject code, period kind, period."""

WEIGHTS: Final = {"response": Fraction(30), "solved": Fraction(35), "satisfied": Fraction(35)}
MIN_DENOMINATOR: Final = {"SUP02": 5, "EVA06": 10}


class Figure(NamedTuple):
    """One indicator of one subject in one period; `value` is a percentage or score, 0–100."""

    numerator: int | None
    denominator: int
    value: Fraction | None
    status: Status


class Component(NamedTuple):
    """One component rate; `value` is a percentage, none without a base."""

    numerator: int
    denominator: int
    value: Fraction | None


def indicator_truth(world: World, as_of: date) -> dict[tuple[str, str, str, str, str], Figure]:
    """EVA06 and SUP02 of every town, the banner and every unit in every period.

    The key is (indicator_id, subject_kind, subject_code, period_kind, period). There is a
    figure for each cell, also for those without a case.
    """
    figures = {}
    for cell, (period, findings) in _cohorts(world, world.findings, as_of).items():
        figures["SUP02", *cell] = _closed_in_time(findings, period, as_of)
    for cell, (period, tickets) in _cohorts(world, world.tickets, as_of).items():
        figures["EVA06", *cell] = _three_rates(_counted(tickets), period, as_of)
    return figures


def component_truth(
    world: World, as_of: date
) -> dict[tuple[str, str, str, str, str, str], Component]:
    """The three rates of EVA06, under (indicator_id, component, *cell)."""
    return {
        ("EVA06", name, *cell): component
        for cell, (_, tickets) in _cohorts(world, world.tickets, as_of).items()
        for name, component in _rates(_counted(tickets)).items()
    }


def weight(component: str) -> Fraction:
    """The share of a component in EVA06; the three add up to 1."""
    return WEIGHTS[component] / sum(WEIGHTS.values())


def status_of(
    denominator: int, minimum: int, has_base: bool, period: Period, as_of: date
) -> Status:
    """The status of a figure; the first that applies, in this order."""
    if denominator == 0:
        return "not_applicable"
    if denominator < minimum or not has_base:
        return "insufficient"
    if period.last > as_of:
        return "provisional"
    return "ok"


def _closed_in_time(findings: Sequence[Finding], period: Period, as_of: date) -> Figure:
    count = len(findings)
    in_time = sum(
        1 for f in findings if f.verified_closed_on is not None and f.verified_closed_on <= f.due_on
    )
    value = Fraction(100 * in_time, count) if count else None
    return Figure(
        in_time, count, value, status_of(count, MIN_DENOMINATOR["SUP02"], True, period, as_of)
    )


def _counted(tickets: Iterable[Ticket]) -> list[Ticket]:
    return [ticket for ticket in tickets if not ticket.is_excluded]


def _three_rates(tickets: Sequence[Ticket], period: Period, as_of: date) -> Figure:
    values = {name: component.value for name, component in _rates(tickets).items()}
    weighted = [weight(name) * value for name, value in values.items() if value is not None]
    has_base = len(weighted) == len(values)
    status = status_of(len(tickets), MIN_DENOMINATOR["EVA06"], has_base, period, as_of)
    return Figure(None, len(tickets), sum(weighted, Fraction(0)) if has_base else None, status)


def _rates(tickets: Sequence[Ticket]) -> dict[str, Component]:
    answers: dict[str, list[bool]] = {
        "response": [t.is_contacted_in_24h for t in tickets],
        "solved": [t.is_solved for t in tickets if t.is_solved is not None],
        "satisfied": [t.is_satisfied for t in tickets if t.is_satisfied is not None],
    }
    return {
        name: Component(
            sum(given), len(given), Fraction(100 * sum(given), len(given)) if given else None
        )
        for name, given in answers.items()
    }


def _cohorts(
    world: World, records: Sequence[Register], as_of: date
) -> dict[Cell, tuple[Period, list[Register]]]:
    """The records due by `as_of`, in every cell in which each of them counts."""
    cells = _empty_cells(world, records, as_of)
    hierarchy = Hierarchy(world.areas)
    for record in records:
        if record.due_on > as_of:
            continue
        area_code = _area_code(world, record)
        subjects = [("unit", record.unit_code)]
        subjects += [
            ("area", area.area_code)
            for area in hierarchy.lineage(area_code, record.due_on)
            if area.level in SUBJECT_LEVELS
        ]
        for kind in PERIOD_MONTHS:
            period = period_of(kind, record.due_on)
            for subject_kind, code in subjects:
                cells[subject_kind, code, kind, period.name][1].append(record)
    return cells


def _area_code(world: World, record: Ticket | Finding) -> str:
    """The area of a ticket, or that of the unit of a finding on its due date."""
    if isinstance(record, Ticket):
        return record.area_code
    return next(
        unit.area_code
        for unit in world.units
        if unit.unit_code == record.unit_code and holds_on(unit, record.due_on)
    )


def _empty_cells(
    world: World, records: Sequence[Register], as_of: date
) -> dict[Cell, tuple[Period, list[Register]]]:
    """A cell for every subject that exists on some day of a period."""
    if not records:
        return {}
    subjects = [("unit", row.unit_code, row.valid_from, row.valid_to) for row in world.units]
    subjects += [
        ("area", row.area_code, row.valid_from, row.valid_to)
        for row in world.areas
        if row.level in SUBJECT_LEVELS
    ]
    return {
        (kind, code, period.kind, period.name): (period, [])
        for period in periods_between(min(record.due_on for record in records), as_of)
        for kind, code, start, end in subjects
        if start <= period.last and (end is None or end > period.first)
    }
