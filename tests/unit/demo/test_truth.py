"""The truth about indicators, worked out by hand on a few records.

as_of = 2 February; the village moves from S to T on 1 February
ticket  due      contacted  solved  satisfied
a       31 Jan   yes        yes     yes         -> S, January
b        1 Feb   no         no      ?           -> T, February
c        3 Feb   yes        yes     yes         -> not yet due
"""

import csv
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from dagster_project.demo.records import World
from dagster_project.demo.truth.figures import Component, Figure, Status, status_of
from dagster_project.demo.truth.hotline import WEIGHTS, weight
from dagster_project.demo.truth.indicators import (
    MIN_DENOMINATOR,
    component_truth,
    indicator_truth,
)
from data_contracts import loader
from tests.unit.demo.small_world import finding, small_world, ticket

AS_OF = date(2026, 2, 2)
TICKETS = (
    ticket("a", date(2026, 1, 31)),
    ticket("b", date(2026, 2, 1), is_contacted_in_24h=False, is_solved=False, is_satisfied=None),
    ticket("c", date(2026, 2, 3)),
)


LAST = {
    "2026-01": date(2026, 1, 31),
    "2026-02": date(2026, 2, 28),
    "2026-Q1": date(2026, 3, 31),
    "2026": date(2026, 12, 31),
}


def composite(count: int, value: Fraction | None, status: Status, period: str) -> Figure:
    return Figure(None, count, count, value, LAST[period], status)


def eva06(world: World, *cell: str) -> Figure:
    kind, code, period_kind, period = cell
    return indicator_truth(world, AS_OF)["EVA06", kind, code, period_kind, period]


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        (("area", "S", "month", "2026-01"), composite(1, Fraction(100), "insufficient", "2026-01")),
        (("area", "S", "month", "2026-02"), composite(0, None, "not_applicable", "2026-02")),
        (("area", "T", "month", "2026-01"), composite(0, None, "not_applicable", "2026-01")),
        (("area", "T", "month", "2026-02"), composite(1, None, "insufficient", "2026-02")),
        (("area", "B", "year", "2026"), composite(2, Fraction(135, 2), "insufficient", "2026")),
        (
            ("unit", "U", "quarter", "2026-Q1"),
            composite(2, Fraction(135, 2), "insufficient", "2026-Q1"),
        ),
    ],
)
def test_indicator_truth__village_moves_at_month_end(cell: tuple[str, ...], figure: Figure) -> None:
    """Half contacted, half solved, the only answer satisfied: 15 + 17.5 + 35 = 67.5."""
    assert eva06(small_world(TICKETS), *cell) == figure


def test_indicator_truth__excluded_tickets_do_not_count() -> None:
    excluded = ticket("d", date(2026, 1, 31), is_excluded=True, is_contacted_in_24h=False)
    figure = eva06(small_world([*TICKETS, excluded]), "area", "S", "month", "2026-01")
    assert figure == composite(1, Fraction(100), "insufficient", "2026-01")


def test_indicator_truth__dense_over_subjects_and_periods() -> None:
    """January and February, in 2 months and 1 quarter, half-year and year: 5 periods."""
    cells = {key[1:] for key in indicator_truth(small_world(TICKETS), AS_OF)}
    areas = [cell for cell in cells if cell[0] == "area"]
    assert len(areas) == 3 * 5, "banner and two towns, no village"
    new = {(kind, period) for subject, code, kind, period in cells if code == "N"}
    assert ("month", "2026-02") in new
    assert ("year", "2026") in new
    assert ("month", "2026-01") not in new, "the unit starts on 10 February"


def test_indicator_truth__ten_answered_tickets_are_enough() -> None:
    world = small_world([ticket(str(n), date(2026, 1, 31)) for n in range(10)])
    assert eva06(world, "area", "S", "month", "2026-01").status == "ok"
    assert eva06(world, "area", "B", "year", "2026").status == "provisional"


@pytest.mark.parametrize(
    ("closed", "in_time"),
    [
        ([date(2026, 1, 31)], 1),
        ([date(2026, 2, 1)], 0),
        ([None], 0),
        ([date(2026, 1, 31), date(2026, 2, 1), None], 1),
    ],
    ids=["on the due date", "a day late", "open", "all three"],
)
def test_indicator_truth__findings_closed_in_time(
    closed: Sequence[date | None], in_time: int
) -> None:
    findings = [finding(str(n), date(2026, 1, 31), day) for n, day in enumerate(closed)]
    figures = indicator_truth(small_world(findings=findings), AS_OF)
    count, value = len(closed), Fraction(100 * in_time, len(closed))
    expected = Figure(in_time, count, count, value, LAST["2026-01"], "insufficient")
    for subject in (("area", "S"), ("area", "B"), ("unit", "C")):
        assert figures["SUP02", *subject, "month", "2026-01"] == expected
    assert figures["SUP02", "area", "T", "month", "2026-01"].denominator == 0


def test_indicator_truth__findings_follow_the_unit_of_the_due_date() -> None:
    """Found while the village belonged to S, due when it belongs to T."""
    world = small_world(findings=[finding("f", date(2026, 2, 1), date(2026, 1, 15))])
    figures = indicator_truth(world, AS_OF)
    assert figures["SUP02", "area", "T", "month", "2026-02"].numerator == 1
    assert figures["SUP02", "area", "S", "month", "2026-02"].denominator == 0


def test_indicator_truth__nothing_due_yet() -> None:
    assert indicator_truth(small_world([TICKETS[2]]), date(2026, 1, 31)) == {}


def test_component_truth__three_rates() -> None:
    components = component_truth(small_world(TICKETS), AS_OF)
    year = ("area", "B", "year", "2026")
    assert components["EVA06", "response", *year] == Component(1, 2, Fraction(50), Fraction(3, 10))
    assert components["EVA06", "solved", *year] == Component(1, 2, Fraction(50), Fraction(7, 20))
    assert components["EVA06", "satisfied", *year] == Component(
        1, 1, Fraction(100), Fraction(7, 20)
    )
    february = ("area", "T", "month", "2026-02")
    assert components["EVA06", "satisfied", *february] == Component(0, 0, None, Fraction(7, 20))


@pytest.mark.parametrize(
    ("denominator", "has_base", "as_of", "status"),
    [
        (0, False, date(2026, 1, 5), "not_applicable"),
        (4, True, date(2026, 1, 5), "insufficient"),
        (9, False, date(2026, 1, 5), "insufficient"),
        (5, True, date(2026, 1, 30), "provisional"),
        (5, True, date(2026, 1, 31), "ok"),
    ],
)
def test_status_of__first_that_applies(
    denominator: int,
    has_base: bool,
    as_of: date,
    status: Status,
) -> None:
    settled_on = date(2026, 1, 31)
    assert status_of(denominator, denominator, 5, has_base, settled_on, as_of) == status


def test_constants__are_those_of_the_catalogue() -> None:
    with (loader.HERE / "indicators.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["indicator_id"]: row for row in csv.DictReader(file)}
    assert {i: int(rows[i]["min_denominator"]) for i in MIN_DENOMINATOR} == MIN_DENOMINATOR
    note = ";".join(f"{name}_weight={value}" for name, value in WEIGHTS.items())
    assert rows["EVA06"]["score_rule_note"] == note
    assert sum(weight(name) for name in WEIGHTS) == 1
