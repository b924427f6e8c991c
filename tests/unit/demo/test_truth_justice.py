"""The truth about rewards, cases, assets, reviews and training, worked out by hand.

as_of = 2 February; the village committee C lies in S until 31 January, then in T
"""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from dagster_project.demo.justice import dirt
from dagster_project.demo.justice.records import (
    AssetYear,
    CaseReview,
    CaseStageMonth,
    Justice,
    ListedCase,
    Milestone,
    ProtectionMonth,
    RewardMonth,
    Training,
)
from dagster_project.demo.records import World
from dagster_project.demo.truth.figures import Component, Figure
from dagster_project.demo.truth.justice import components, figures
from tests.unit.demo.small_world import small_world

AS_OF = date(2026, 2, 2)
NOW = datetime(2026, 2, 1, 9)
LAST_DAY_OF_2025, LAST_DAY_OF_2026 = date(2025, 12, 31), date(2026, 12, 31)


def of(indicator_id: str, *cell: str, **registers: Any) -> Figure | None:
    world = small_world(justice=Justice(**registers))
    kind, code, period_kind, period = cell
    return figures(world, AS_OF).get((indicator_id, kind, code, period_kind, period))


def case(number: str, due_on: date, closed_on: date | None, **fields: Any) -> ListedCase:
    given = {"area_code": "S", "listed_on": date(2025, 3, 1), "has_lead_office": True, **fields}
    return ListedCase(listed_id=number, due_on=due_on, closed_on=closed_on, updated_at=NOW, **given)


def assets(year: str, ordered: str, executed: str, cases: int = 1, area: str = "S") -> AssetYear:
    nothing = Decimal(0)
    amounts = (Decimal(ordered), Decimal(executed), nothing, nothing)
    return AssetYear(year, area, "fine", *amounts, cases, Decimal(ordered), nothing, NOW)


def test_rpt11__by_the_month_of_the_limit_and_by_area_alone() -> None:
    rewards = (
        RewardMonth("2025-12", "S", 0, 5, 4, NOW),
        RewardMonth("2026-01", "S", 9, 0, 0, NOW),
        RewardMonth("2026-02", "B", 0, 6, 6, NOW),
        RewardMonth("2026-03", "S", 0, 7, 7, NOW),
    )
    before = Figure(4, 5, 5, Fraction(80), LAST_DAY_OF_2025, "ok")
    assert of("RPT11", "area", "S", "year", "2025", rewards=rewards) == before
    banner = of("RPT11", "area", "B", "year", "2026", rewards=rewards)
    assert banner == Figure(6, 6, 6, Fraction(100), LAST_DAY_OF_2026, "provisional")
    town = of("RPT11", "area", "S", "year", "2026", rewards=rewards)
    assert town is not None
    assert town.status == "not_applicable"
    assert of("RPT11", "unit", "U", "year", "2025", rewards=rewards) is None
    assert of("RPT11", "area", "S", "half_year", "2025-H2", rewards=rewards) is None


def test_rpt12__a_leak_is_one_in_its_month_and_above() -> None:
    leaks = (ProtectionMonth("2026-01", "S", 2, 1, NOW), ProtectionMonth("2026-01", "T", 0, 0, NOW))
    month = ("month", "2026-01")
    leaked = Figure(1, None, 1, Fraction(1), date(2026, 1, 31), "ok")
    assert of("RPT12", "area", "S", *month, protections=leaks) == leaked
    assert of("RPT12", "area", "B", *month, protections=leaks) == leaked
    none = of("RPT12", "area", "T", *month, protections=leaks)
    assert none == Figure(0, None, 0, Fraction(0), date(2026, 1, 31), "ok")


def test_pun01__is_the_cases_filed_and_its_parts_the_stages() -> None:
    stages = (
        CaseStageMonth("2025-12", "S", "case_filed", 3, NOW),
        CaseStageMonth("2025-12", "S", "prosecuted", 2, NOW),
        CaseStageMonth("2026-01", "S", "case_filed", 1, NOW),
    )
    cell = ("area", "B", "quarter", "2025-Q4")
    assert of("PUN01", *cell, stages=stages) == Figure(
        3, None, 3, Fraction(3), LAST_DAY_OF_2025, "ok"
    )
    parts = components(small_world(justice=Justice(stages=stages)), AS_OF)
    assert parts["PUN01", "prosecuted", *cell] == Component(2, None, Fraction(2), None)
    assert parts["PUN01", "first_instance", *cell] == Component(0, None, Fraction(0), None)


def test_pun02__open_milestones_stay_and_what_is_not_due_is_not_counted() -> None:
    due = {"met": date(2026, 1, 9), "late": date(2026, 1, 9), "open": AS_OF}
    met = {"met": date(2026, 1, 9), "late": date(2026, 1, 10), "open": None}
    milestones = (
        *(
            Milestone(name, "S", "judgment", date(2025, 3, 1), due[name], met[name], NOW)
            for name in due
        ),
        Milestone("next", "S", "judgment", date(2025, 3, 1), date(2026, 2, 3), None, NOW),
    )
    quarter = of("PUN02", "area", "S", "quarter", "2026-Q1", milestones=milestones)
    assert quarter == Figure(1, 3, 3, Fraction(100, 3), date(2026, 3, 31), "insufficient")


def test_pun03__all_that_was_ordered_and_executed_so_far() -> None:
    rows = (
        assets("2024", "0", "0", cases=0),
        assets("2025", "300.30", "100.10", cases=2),
        assets("2026", "0", "50.05", cases=0),
        assets("2027", "900", "900"),
    )
    empty = of("PUN03", "area", "S", "year", "2024", assets=rows)
    assert empty == Figure(0, 0, 0, None, date(2024, 12, 31), "not_applicable")
    settled = of("PUN03", "area", "B", "year", "2025", assets=rows)
    third = Fraction(100, 3)
    amounts = (Fraction("100.10"), Fraction("300.30"))
    assert settled == Figure(*amounts, 2, third, LAST_DAY_OF_2025, "ok")
    running = of("PUN03", "area", "S", "year", "2026", assets=rows)
    assert running is not None
    assert (running.value, running.sample_count, running.status) == (50, 2, "provisional")


def test_pun04__where_the_unit_lay_on_the_day() -> None:
    trainings = (
        Training("a", "C", date(2026, 1, 31), 10, 7, 2.0, NOW),
        Training("b", "C", date(2026, 2, 1), 10, 10, 2.0, NOW),
        Training("c", "C", date(2026, 2, 3), 10, 0, 2.0, NOW),
    )
    half = ("half_year", "2026-H1")
    hits = {
        code: of("PUN04", kind, code, *half, trainings=trainings)
        for kind, code in (("unit", "C"), ("area", "S"), ("area", "T"))
    }
    found = {code: one and (one.numerator, one.denominator) for code, one in hits.items()}
    assert found == {"C": (17, 20), "S": (7, 10), "T": (10, 10)}


def test_pun05__business_cases_of_whatever_period_within_the_year() -> None:
    reviews = (
        CaseReview("2025-Q4", "U", "business", 2, 1, NOW),
        CaseReview("2025-H1", "U", "business", 3, 3, NOW),
        CaseReview("2025", "U", "organised_crime", 9, 0, NOW),
    )
    expected = Figure(4, 5, 5, Fraction(80), LAST_DAY_OF_2025, "ok")
    assert of("PUN05", "unit", "U", "year", "2025", reviews=reviews) == expected
    assert of("PUN05", "area", "B", "year", "2025", reviews=reviews) == expected


@pytest.mark.parametrize(
    ("closed_on", "has_lead_office", "hits"),
    [
        (date(2025, 12, 31), True, 1),
        (date(2026, 1, 1), True, 0),
        (date(2025, 12, 31), False, 0),
        (None, True, 0),
    ],
)
def test_sup03__in_time_and_with_a_lead_office(
    closed_on: date | None, has_lead_office: bool, hits: int
) -> None:
    cases = (case("a", LAST_DAY_OF_2025, closed_on, has_lead_office=has_lead_office),)
    figure = of("SUP03", "area", "S", "year", "2025", cases=cases)
    assert figure is not None
    assert (figure.numerator, figure.denominator, figure.status) == (hits, 1, "insufficient")


def test_ledgers__every_kind_of_dirt_within_the_error_share(world: World, town: World) -> None:
    for one in (world, town):
        dirty = Counter(note.contract for note in one.justice.planted)
        for contract, lines in one.justice.lines.items():
            assert dirty[contract] <= 0.1 * len(lines), contract
    planted = {(note.contract, note.kind) for note in world.justice.planted}
    for contract in world.justice.lines:
        listed = [*dirt.kinds(contract), *dirt.repeats(contract)]
        lacking = {kind.name for kind in listed} - {k for c, k in planted if c == contract}
        assert lacking <= {"future_listing"}, contract


def test_ledgers__hold_open_rows_nothing_and_single_cases(world: World) -> None:
    justice = world.justice
    assert any(row.met_on is None and row.due_on < AS_OF for row in justice.milestones)
    ends = [row for row in justice.cases if (row.due_on.month, row.due_on.day) == (12, 31)]
    assert {row.closed_on is None for row in justice.cases} == {True, False}
    assert 0.3 < len(ends) / len(justice.cases) < 0.8
    assert {row.due_count for row in justice.rewards} >= {0, 1}
    assert {row.required_count for row in justice.trainings} >= {0}
    assert {row.case_count for row in justice.assets} >= {0, 1}
    assert sum(row.confirmed_leak_count for row in justice.protections) == 2
