"""RPT01 to RPT10 and overdue clues, worked out by hand on a few clues of one town.

The days around Spring Festival 2026: 14, 28 February are working days, 15 to 23 are not.
"""

import csv
from datetime import date, datetime
from typing import Any

import pytest

from dagster_project.demo.clues.records import Clue, ClueMonth, SpotCheck
from dagster_project.demo.truth.clues import (
    CASE_DAYS,
    CONTACT_DAYS,
    FEEDBACK_DAYS,
    TRANSFER_WORKDAYS,
    components,
    figures,
)
from dagster_project.demo.truth.figures import Component, Figure
from dagster_project.demo.truth.known import clues_known, effective_due_on, workdays_after
from dagster_project.demo.truth.overdue import Overdue, overdue_truth
from data_contracts import loader
from tests.unit.demo.small_world import clue, small_world

JANUARY = ("month", "2026-01")
AS_OF = date(2026, 2, 2)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def figure(
    indicator: str,
    *clues: Clue,
    as_of: date = AS_OF,
    subject: tuple[str, str] = ("area", "S"),
    period: tuple[str, str] = JANUARY,
) -> Figure:
    return figures(small_world(clues=clues), as_of)[indicator, *subject, *period]


def hits(found: Figure) -> tuple[Any, Any, date]:
    return found.numerator, found.denominator, found.settled_on


@pytest.mark.parametrize(
    ("start", "third"),
    [("01-05", "01-08"), ("01-08", "01-13"), ("02-13", "02-25")],
    ids=["within a week", "over a weekend", "over Spring Festival"],
)
def test_workdays_after__third(start: str, third: str) -> None:
    assert workdays_after(day(start), 3) == day(third)


def test_workdays_after__nothing_announced_yet() -> None:
    """Thursday 30 December 2049: Friday, Monday, Tuesday."""
    assert workdays_after(date(2049, 12, 30), 3) == date(2050, 1, 4)


@pytest.mark.parametrize(
    ("approved", "on", "due"),
    [
        ("01-20", "01-20", "03-01"),
        ("01-20", "01-19", "01-31"),
        ("01-31", "02-05", "03-01"),
        ("02-01", "02-05", "01-31"),
    ],
    ids=["from its approval", "not before it", "approved on the last day", "approved too late"],
)
def test_effective_due_on__extension(approved: str, on: str, due: str) -> None:
    extended = clue(
        "x",
        day("01-01"),
        due_on=day("01-31"),
        extension_approved_on=day(approved),
        extended_to=day("03-01"),
    )
    assert effective_due_on(extended, day(on)) == day(due)


def test_clues_known__what_is_later_has_not_happened() -> None:
    later = clue(
        "x",
        day("01-01"),
        concluded_on=day("02-03"),
        conclusion="partly",
        reviewed_on=day("02-04"),
        review_result="upheld",
    )
    [known] = clues_known(small_world(clues=(later, clue("y", day("02-03")))), AS_OF)
    assert (known.concluded_on, known.conclusion, known.review_result) == (None, None, None)


def test_rpt02__third_working_day() -> None:
    """8 January: due 13. Sent on the day, sent a day late, need not be sent, not yet due."""
    clues = [
        clue("a", day("01-08"), transferring_unit_code="U", transferred_on=day("01-13")),
        clue("b", day("01-08"), transferring_unit_code="U", transferred_on=day("01-14")),
        clue("c", day("01-08"), needs_transfer=False),
        clue("d", day("01-29")),
    ]
    assert hits(figure("RPT02", *clues)) == (1, 2, day("02-04"))
    assert hits(figure("RPT02", *clues, as_of=day("02-03"))) == (1, 3, day("02-04"))


def test_rpt03__counts_on_the_thirtieth_day_of_the_checking_unit() -> None:
    """Received by the unit on 1 January: the thirtieth day is 31 January."""
    arrived = {"unit_received_on": day("01-01"), "handling_unit_code": "C"}
    clues = [
        clue("a", day("01-01"), **arrived, first_contact_on=day("01-31")),
        clue("b", day("01-01"), **arrived, first_contact_on=day("02-01")),
        clue("c", day("01-01"), **arrived, is_contactable=False),
        clue("d", day("01-01"), unit_received_on=day("01-04")),
    ]
    for subject in (("area", "S"), ("unit", "C"), ("area", "B")):
        assert hits(figure("RPT03", *clues, subject=subject)) == (1, 2, day("01-31"))


def test_rpt04__due_after_extension() -> None:
    clues = [
        clue(
            "a", day("01-01"), due_on=day("01-31"), concluded_on=day("01-31"), conclusion="partly"
        ),
        clue(
            "b", day("01-01"), due_on=day("01-31"), concluded_on=day("02-01"), conclusion="partly"
        ),
        clue("c", day("01-01"), due_on=day("01-31")),
        clue(
            "d",
            day("01-01"),
            due_on=day("01-31"),
            extension_approved_on=day("01-31"),
            extended_to=day("03-01"),
        ),
    ]
    assert hits(figure("RPT04", *clues)) == (1, 3, day("01-31"))


def test_rpt05__stock_at_each_periods_end() -> None:
    """Open on 31 January: b, c, d, of which c is overdue; on 2 February c and d, both."""
    clues = [
        clue("a", day("01-01"), concluded_on=day("01-31"), conclusion="partly"),
        clue("b", day("01-01"), concluded_on=day("02-01"), conclusion="partly"),
        clue("c", day("01-01"), due_on=day("01-30")),
        clue("d", day("01-01"), due_on=day("01-31")),
    ]
    assert hits(figure("RPT05", *clues)) == (1, 3, day("01-31"))
    february = figure("RPT05", *clues, period=("month", "2026-02"))
    assert hits(february) == (2, 2, day("02-28"))
    assert hits(figure("RPT05", *clues, period=("year", "2026"))) == (2, 2, day("12-31"))


def test_rpt06_and_rpt08__conclusions() -> None:
    good = {"panel_size": 3, "is_recorded": True, "is_signed": True, "has_basis": True}
    clues = [
        clue("a", day("01-01"), concluded_on=day("01-09"), conclusion="partly", **good),
        clue(
            "b",
            day("01-01"),
            concluded_on=day("01-09"),
            conclusion="unverifiable",
            **{**good, "panel_size": 2},
        ),
        clue(
            "c",
            day("01-01"),
            concluded_on=day("01-09"),
            conclusion="duplicate",
            **{**good, "is_signed": None},
        ),
        clue("d", day("01-01"), concluded_on=day("02-03"), conclusion="partly", **good),
    ]
    assert hits(figure("RPT06", *clues)) == (1, 2, day("01-31"))
    assert hits(figure("RPT08", *clues)) == (1, 3, day("01-31"))


def test_rpt07__a_hundred_and_eighty_days() -> None:
    """1 January and 180 days are 30 June; 31 January and 180 days are 30 July."""
    clues = [
        clue("a", day("01-01"), case_filed_on=day("06-30")),
        clue("b", day("01-01"), case_filed_on=day("07-01")),
        clue("c", day("01-01"), concluded_on=day("01-02"), conclusion="duplicate"),
        clue("d", day("01-02")),
    ]
    assert hits(figure("RPT07", *clues, as_of=day("06-30"))) == (1, 2, day("07-30"))


def test_rpt10__fed_back_within_fifteen_days() -> None:
    """Concluded on 15 January: until the 30th. Concluded on 19: not yet over on 2 February."""
    ended = {"concluded_on": day("01-15"), "conclusion": "partly"}
    clues = [
        clue("a", day("01-01"), **ended, fed_back_on=day("01-30")),
        clue("b", day("01-01"), **ended, fed_back_on=day("01-31")),
        clue("c", day("01-01"), **ended, is_contactable=False),
        clue("d", day("01-01"), concluded_on=day("01-19"), conclusion="partly"),
    ]
    assert hits(figure("RPT10", *clues)) == (1, 2, day("02-15"))


def test_rpt01__as_returned() -> None:
    """Two units of January in one banner; the row by sector does not count again."""
    at = datetime(2026, 2, 1, 9)
    rows = (
        ClueMonth("2026-01", "U", "total", "total", 4, 3, 2, 1, at),
        ClueMonth("2026-01", "C", "total", "total", 1, 0, 0, 0, at),
        ClueMonth("2026-01", "U", "sector", "mineral", 4, 3, 2, 1, at),
    )
    world = small_world(clue_months=rows)
    found = figures(world, AS_OF)["RPT01", "area", "B", *JANUARY]
    assert found == Figure(5, None, 5, 5, day("01-31"), "ok")
    parts = components(world, AS_OF)
    assert parts["RPT01", "received", "area", "B", *JANUARY] == Component(5, None, 5, None)
    assert parts["RPT01", "filed", "unit", "U", *JANUARY] == Component(1, None, 1, None)


def test_rpt09__by_quarter_and_longer() -> None:
    at = datetime(2026, 2, 1, 9)
    checks = (SpotCheck("1", "2026-Q1", "U", 4, 1, at), SpotCheck("2", "2026-Q1", "C", 3, 0, at))
    found = figures(small_world(spot_checks=checks), AS_OF)
    assert hits(found["RPT09", "area", "S", "quarter", "2026-Q1"]) == (1, 7, day("03-31"))
    assert {key[3] for key in found} == {"quarter", "half_year", "year"}


def test_overdue_truth__clues_after_extension() -> None:
    clues = (
        clue("a", day("01-01"), due_on=day("02-01")),
        clue(
            "b",
            day("01-01"),
            due_on=day("02-01"),
            extension_approved_on=day("01-31"),
            extended_to=day("02-09"),
            handling_unit_code="U",
        ),
        clue("c", day("01-01"), due_on=day("02-01"), concluded_on=AS_OF, conclusion="partly"),
    )
    expected = Overdue(2, 1, 1, day("02-01"), 1)
    assert overdue_truth(small_world(clues=clues), AS_OF) == {("clue", "U"): expected}


def test_limits__are_those_of_the_catalogue() -> None:
    with (loader.HERE / "indicators.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["indicator_id"]: row for row in csv.DictReader(file)}
    limits = {
        i: (rows[i]["limit_value"], rows[i]["limit_unit"]) for i in ("RPT02", "RPT03", "RPT10")
    }
    assert limits == {
        "RPT02": (str(TRANSFER_WORKDAYS), "workdays"),
        "RPT03": (str(CONTACT_DAYS), "days"),
        "RPT10": (str(FEEDBACK_DAYS), "days"),
    }
    assert rows["RPT07"]["follow_up_days"] == str(CASE_DAYS)
