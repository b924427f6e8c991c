"""Money and posts: budgets quarter by quarter, staffing at the end of half-years."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Final

from dagster_project.demo.office.deadlines import written_at
from dagster_project.demo.office.records import BudgetLine, Staffing
from dagster_project.demo.periods import Period, Span, period_of
from dagster_project.demo.places.hierarchy import holds_on
from dagster_project.demo.places.home import is_at_home
from dagster_project.demo.places.records import Unit

LINES: Final = {"operation": 120_000, "publicity": 40_000, "equipment": 60_000}
SPENT: Final = {1: 0.14, 2: 0.22, 3: 0.24, 4: 0.36}
"""The usual share of a year's budget that a quarter spends."""
ADJUSTED: Final = 0.25
UNREPORTED: Final = 0.05
POSTS: Final = {"office": (4, 9), "governance_centre": (2, 6), "government": (1, 3)}
VACANT: Final = 0.14
BANNER_CENTRE: Final = "WS000-02"
"""It has a line without any money, and nothing but that."""


def make_budget_lines(seed: int, units: Sequence[Unit], span: Span) -> Iterator[BudgetLine]:
    """Every line of every quarter; elsewhere than at home one line of each office."""
    for quarter in _periods("quarter", span):
        for unit in units:
            if unit.unit_code == BANNER_CENTRE:
                yield _budget_line(seed, unit, "training", 0, quarter, span)
            elif unit.kind == "office":
                for line, usual in [*LINES.items()][: None if is_at_home(unit) else 1]:
                    rng = Random(f"{seed}/{unit.unit_code}/{quarter.name}/{line}/reported")
                    if rng.random() >= UNREPORTED:
                        yield _budget_line(seed, unit, line, usual, quarter, span)


def make_staffing(seed: int, units: Sequence[Unit], span: Span) -> Iterator[Staffing]:
    """Posts of offices, centres and governments in every half-year that has begun."""
    for half_year in _periods("half_year", span):
        for unit in units:
            rng = Random(f"{seed}/{unit.unit_code}/{half_year.name}/posts")
            if unit.kind in POSTS and rng.random() >= UNREPORTED and holds_on(unit, span.last):
                yield _staffing(rng, seed, unit, half_year, span)


def _periods(kind: str, span: Span) -> Iterator[Period]:
    """Those of which the beginning lies within the span."""
    day = span.months[0]
    while day <= span.last:
        period = period_of(kind, day)
        if period.first >= span.months[0]:
            yield period
        day = period.last + timedelta(days=1)


def _budget_line(
    seed: int, unit: Unit, line: str, usual: int, quarter: Period, span: Span
) -> BudgetLine:
    year, number = quarter.first.year, (quarter.first.month + 2) // 3
    of_year = Random(f"{seed}/{unit.unit_code}/{year}/{line}")
    annual = round(usual * of_year.uniform(0.6, 1.6), -3)
    more = round(annual * of_year.uniform(0.05, 0.2), -3) if of_year.random() < ADJUSTED else 0
    thrift = of_year.uniform(0.7, 1.08)
    rng = Random(f"{seed}/{unit.unit_code}/{quarter.name}/{line}")
    spent = annual * SPENT[number] * thrift * rng.uniform(0.8, 1.2)
    return BudgetLine(
        year=year,
        quarter=quarter.name,
        unit_code=unit.unit_code,
        line_code=line,
        annual_budget_yuan=Decimal(int(annual + (more if number > 2 else 0))),
        spent_yuan=Decimal(str(round(spent, 2))),
        updated_at=written_at(rng, min(quarter.last, span.last)),
    )


def _staffing(rng: Random, seed: int, unit: Unit, half_year: Period, span: Span) -> Staffing:
    established = Random(f"{seed}/{unit.unit_code}/established").randint(*POSTS[unit.kind])
    return Staffing(
        half_year=half_year.name,
        unit_code=unit.unit_code,
        established_count=established,
        filled_count=sum(rng.random() >= VACANT for _ in range(established)),
        updated_at=written_at(rng, min(half_year.last, span.last)),
    )
