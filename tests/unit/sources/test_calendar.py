"""The working-day calendar, against the schedule published for 2026.

国务院办公厅关于2026年部分节假日安排的通知, 4 November 2025: Spring Festival 15 to 23 February,
work on Saturdays 14 and 28 February; New Year 1 to 3 January, work on Sunday
4 January; National Day 1 to 7 October, work on Sunday 20 September and Saturday 10 October.
"""

from datetime import date, datetime

import chinese_calendar
import pytest

from dagster_project.settings import TIME_ZONE
from dagster_project.sources.calendar import COLUMNS, FIRST_YEAR, Calendar, CalendarTable
from data_contracts.loader import source_contracts
from tests.unit.sources.stand_ins import a_mapping

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def days() -> dict[str, tuple[str, str]]:
    return _table(TODAY)


def _table(today: date) -> dict[str, tuple[str, str]]:
    rows = CalendarTable(today.year + 1).select([0, 1, 2], ()).frame.rows()
    return {day: (is_workday, basis) for _, day, is_workday, basis, _ in rows}


@pytest.mark.parametrize("day", [f"2026-02-{number}" for number in range(15, 24)])
def test_calendar__spring_festival_2026(days: dict[str, tuple[str, str]], day: str) -> None:
    assert days[day] == ("false", "published")


@pytest.mark.parametrize(
    "day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"]
)
def test_calendar__make_up_workdays_2026(days: dict[str, tuple[str, str]], day: str) -> None:
    assert date.fromisoformat(day).isoweekday() > 5
    assert days[day] == ("true", "published")


def test_calendar__ordinary_days_2026(days: dict[str, tuple[str, str]]) -> None:
    assert days["2026-11-23"] == ("true", "published")
    assert days["2026-11-22"] == ("false", "published")
    assert days["2026-10-01"] == ("false", "published")


def test_calendar__year_without_data_is_assumed() -> None:
    """2 October 2045, a Monday, will be a holiday in all likelihood; nobody has said so."""
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(2045, 10, 2))
    far = _table(date(2044, 6, 1))
    assert far["2045-10-02"] == ("true", "assumed")
    assert far["2045-10-07"] == ("false", "assumed")
    assert {basis for day, (_, basis) in far.items() if day.startswith("2045")} == {"assumed"}


def test_calendar__every_day_once(days: dict[str, tuple[str, str]]) -> None:
    first, last = date(FIRST_YEAR, 1, 1), date(TODAY.year + 1, 12, 31)
    assert len(days) == (last - first).days + 1
    assert (min(days), max(days)) == (first.isoformat(), last.isoformat())


def test_calendar__headers_and_codes_are_the_contracts() -> None:
    contract = source_contracts()["calendar_day"]
    assert [column.name for column in contract.columns] == COLUMNS
    assert {"published", "assumed"} <= {code for code, _ in contract.column("basis").codes}


def test_offer__changes_with_the_year_and_not_with_the_day() -> None:
    mapping = a_mapping(contract="calendar_day", kind="calendar", files=None)
    january, december, next_year = (
        Calendar().offers(mapping, datetime(*day, tzinfo=TIME_ZONE))
        for day in ((2026, 1, 1), (2026, 12, 31), (2027, 1, 1))
    )
    assert january == december
    assert december[0].stamp != next_year[0].stamp
