"""Intervals recomputed from the demo's objects by the published formulas, in plain Python.

Wilson (1927), JASA 22, 209-212. Zou & Donner (2008), Statistics in Medicine 27, 1693-1702,
with the correlations of the component rates from their linearised residuals.
"""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from math import sqrt
from statistics import NormalDist

import pytest

from dagster_project.demo.hotline.records import Ticket
from dagster_project.demo.periods import period_of
from dagster_project.demo.places.hierarchy import Hierarchy
from dagster_project.demo.places.home import HOME
from data_contracts.model import Outlet
from tests.integration.workspaces import AS_OF, Demo

Z = NormalDist().inv_cdf(0.975)
TOLERANCE = 1e-7
WEIGHTS = {"response": 0.30, "solved": 0.35, "satisfied": 0.35}
BANNER = "150626"
CELLS = [
    ("area", BANNER, "year", date(2025, 1, 1)),
    ("area", BANNER, "month", date(2026, 10, 1)),
    ("area", HOME, "quarter", date(2026, 4, 1)),
    ("area", HOME, "month", date(2026, 11, 1)),
    ("area", "150626104", "half_year", date(2024, 7, 1)),
    ("area", "150626101", "quarter", date(2025, 4, 1)),
    ("unit", "WS100-02", "year", date(2026, 1, 1)),
    ("unit", "WS102-06", "year", date(2025, 1, 1)),
]
Cell = tuple[str, str, str, date]


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The two roots p of (share - p)^2 = Z^2 p (1 - p) / count, as shares."""
    share = hits / count
    middle = share + Z**2 / (2 * count)
    reach = Z * sqrt(share * (1 - share) / count + Z**2 / (4 * count**2))
    scale = 1 + Z**2 / count
    return (middle - reach) / scale, (middle + reach) / scale


def mover(answers: dict[str, Sequence[bool | None]]) -> tuple[float, float]:
    """The limits of the weighted sum of the rates, each over the tickets that have an answer."""
    below, above, residuals, score = {}, {}, {}, 0.0
    for name, given in answers.items():
        known = [answer for answer in given if answer is not None]
        rate = sum(known) / len(known)
        low, high = wilson(sum(known), len(known))
        below[name] = WEIGHTS[name] * (rate - low)
        above[name] = WEIGHTS[name] * (high - rate)
        residuals[name] = [0 if a is None else (a - rate) / len(known) for a in given]
        score += WEIGHTS[name] * rate
    return score - joined(below, residuals), score + joined(above, residuals)


def joined(margins: dict[str, float], residuals: dict[str, list[float]]) -> float:
    total = sum(margin**2 for margin in margins.values())
    for one, other in combinations(margins, 2):
        total += 2 * correlation(residuals[one], residuals[other]) * margins[one] * margins[other]
    return sqrt(total)


def correlation(one: list[float], other: list[float]) -> float:
    scale = sqrt(sum(r * r for r in one) * sum(r * r for r in other))
    return sum(r * s for r, s in zip(one, other, strict=True)) / scale if scale else 0.0


def counted(demo: Demo, cell: Cell) -> list[Ticket]:
    """The tickets of a cell."""
    subject_kind, code, period_kind, day = cell
    period, hierarchy = period_of(period_kind, day), Hierarchy(demo.world.areas)
    return [
        ticket
        for ticket in demo.world.tickets
        if period.first <= ticket.due_on <= min(period.last, AS_OF)
        and not ticket.is_excluded
        and (
            ticket.unit_code == code
            if subject_kind == "unit"
            else code in {a.area_code for a in hierarchy.lineage(ticket.area_code, ticket.due_on)}
        )
    ]


def where(cell: Cell) -> str:
    subject_kind, code, period_kind, day = cell
    period = period_of(period_kind, day).name
    return (
        f"subject_kind = '{subject_kind}' AND subject_code = '{code}' "
        f"AND period_kind = '{period_kind}' AND period = '{period}'"
    )


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[1]}-{cell[2]}-{cell[3]:%Y%m}")
def test_eva06__mover_limits(demo: Demo, cell: Cell) -> None:
    tickets = counted(demo, cell)
    answers: dict[str, Sequence[bool | None]] = {
        "response": [t.is_contacted_in_24h for t in tickets],
        "solved": [t.is_solved for t in tickets],
        "satisfied": [t.is_satisfied for t in tickets],
    }
    low, high = mover(answers)
    [found] = demo.rows(
        "SELECT denominator, interval_low, interval_high, interval_method FROM "
        f"mart_indicator_value WHERE indicator_id = 'EVA06' AND {where(cell)}",
        Outlet.OFFICE,
    )
    assert len(tickets) > 20
    assert found[0] == len(tickets)
    assert found[1:3] == pytest.approx((100 * low, min(100 * high, 100)), abs=TOLERANCE)
    assert found[3] == "mover@1"


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[1]}-{cell[2]}-{cell[3]:%Y%m}")
def test_eva06__component_limits(demo: Demo, cell: Cell) -> None:
    tickets = counted(demo, cell)
    for name, given in (
        ("solved", [t.is_solved for t in tickets if t.is_solved is not None]),
        ("satisfied", [t.is_satisfied for t in tickets if t.is_satisfied is not None]),
    ):
        [found] = demo.rows(
            "SELECT interval_low, interval_high FROM mart_indicator_component "
            f"WHERE component = '{name}' AND {where(cell)}",
            Outlet.OFFICE,
        )
        limits = [100 * limit for limit in wilson(sum(given), len(given))]
        assert found == pytest.approx(limits, abs=TOLERANCE)


def test_sup02__wilson_limits_of_every_figure(demo: Demo) -> None:
    rows = demo.rows(
        "SELECT numerator, denominator, interval_low, interval_high, interval_method "
        "FROM mart_indicator_value WHERE indicator_id = 'SUP02' AND denominator > 0",
        Outlet.OFFICE,
    )
    assert len(rows) > 500
    for hits, count, *found, method in rows:
        limits = [100 * limit for limit in wilson(hits, count)]
        assert found == pytest.approx(limits, abs=TOLERANCE), (hits, count)
        assert method == "wilson@1"


def test_interval__empty_without_a_case(demo: Demo) -> None:
    [(count, limits)] = demo.rows(
        "SELECT count(*), count(interval_low) + count(interval_high) + count(value) "
        "FROM mart_indicator_value WHERE denominator = 0",
        Outlet.OFFICE,
    )
    assert count > 0
    assert limits == 0
