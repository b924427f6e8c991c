"""EVA06: the three rates of hotline tickets, of the cohort of their due dates."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from dagster_project.demo.hotline.records import Ticket
from dagster_project.demo.periods import Period
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Placed, cohorts
from dagster_project.demo.truth.figures import (
    Cell,
    Component,
    ComponentKey,
    Figure,
    FigureKey,
    share,
    status_of,
)

WEIGHTS: Final = {"response": Fraction(30), "solved": Fraction(35), "satisfied": Fraction(35)}
MIN_DENOMINATOR: Final = {"EVA06": 10}


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """EVA06 in every cell."""
    return {
        ("EVA06", *cell): _three_rates(_counted(tickets), period, as_of)
        for cell, (period, tickets) in _due(world, as_of).items()
    }


def components(world: World, as_of: date) -> dict[ComponentKey, Component]:
    """The three rates of EVA06 in every cell."""
    return {
        ("EVA06", name, *cell): component
        for cell, (_, tickets) in _due(world, as_of).items()
        for name, component in _rates(_counted(tickets)).items()
    }


def weight(component: str) -> Fraction:
    """The share of a component in EVA06; the three add up to 1."""
    return WEIGHTS[component] / sum(WEIGHTS.values())


def _due(world: World, as_of: date) -> dict[Cell, tuple[Period, list[Ticket]]]:
    placed = [
        Placed(t, t.unit_code, t.area_code, t.due_on) for t in world.tickets if t.due_on <= as_of
    ]
    return cohorts(world, placed, as_of)


def _counted(tickets: Iterable[Ticket]) -> list[Ticket]:
    return [ticket for ticket in tickets if not ticket.is_excluded]


def _three_rates(tickets: Sequence[Ticket], period: Period, as_of: date) -> Figure:
    count = len(tickets)
    rates = [rate for rate in _rates(tickets).values() if rate.value is not None]
    has_base = len(rates) == len(WEIGHTS)
    value = sum((r.weight * r.value for r in rates if r.weight and r.value), Fraction(0))
    return Figure(
        None,
        count,
        count,
        value if has_base else None,
        period.last,
        status_of(count, count, MIN_DENOMINATOR["EVA06"], has_base, period.last, as_of),
    )


def _rates(tickets: Sequence[Ticket]) -> dict[str, Component]:
    answers: dict[str, list[bool]] = {
        "response": [t.is_contacted_in_24h for t in tickets],
        "solved": [t.is_solved for t in tickets if t.is_solved is not None],
        "satisfied": [t.is_satisfied for t in tickets if t.is_satisfied is not None],
    }
    return {
        name: Component(sum(given), len(given), share(sum(given), len(given)), weight(name))
        for name, given in answers.items()
    }
