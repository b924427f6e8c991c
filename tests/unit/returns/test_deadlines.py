"""When returns are due, around Spring Festival 2026 above all.

国务院办公厅关于2026年部分节假日安排的通知: Spring Festival 15 to 23 February, with work on the
Saturdays 14 and 28 February; New Year 1 to 3 January, with work on Sunday 4 January.

Working days of February 2026, numbered: Mon 2 to Fri 6 are 1 to 5; Mon 9 to Fri 13 are 6 to 10;
Sat 14 is 11 (made up); Tue 24 to Fri 27 are 12 to 15; Sat 28 is 16 (made up); Mon 2 March is 17.
"""

from datetime import date

import pytest

from dagster_project.returns import deadlines
from dagster_project.returns.deadlines import Returns
from dagster_project.settings import Settings
from dagster_project.sources import calendar
from data_contracts import returns as agreed
from data_contracts.configuration import ConfigurationError, read_yaml
from data_contracts.returns import Due, Kind

JANUARY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("number", "due_on"),
    [
        (1, date(2026, 2, 2)),
        (5, date(2026, 2, 6)),
        (10, date(2026, 2, 13)),
        (11, date(2026, 2, 14)),
        (12, date(2026, 2, 24)),
        (15, date(2026, 2, 27)),
        (16, date(2026, 2, 28)),
        (17, date(2026, 3, 2)),
    ],
)
def test_deadline__counts_working_days_through_spring_festival(number: int, due_on: date) -> None:
    found = deadlines.deadline(Kind.MONTHLY, JANUARY, number, calendar.status)
    assert found == Due(Kind.MONTHLY, "2026-01", due_on)


def test_deadline__office_may_set_its_own_days() -> None:
    """With Friday 6 February off by a local rule, the fifth working day is Monday 9."""

    def local(day: date) -> tuple[bool, str]:
        return (False, "local") if day == date(2026, 2, 6) else calendar.status(day)

    assert deadlines.deadline(Kind.MONTHLY, JANUARY, 5, local).due_on == date(2026, 2, 9)


def test_deadline__in_a_year_without_announcement_is_an_assumption() -> None:
    """1 January 2046 is a Monday, so by Monday to Friday the fifth working day is Friday 5."""
    found = deadlines.deadline(Kind.YEARLY, date(2045, 12, 31), 5, calendar.status)
    assert found == Due(Kind.YEARLY, "2045", date(2046, 1, 5), is_assumed=True)


def test_due__all_kinds_of_a_january() -> None:
    """January 2026: Sun 4 to Fri 9 are 1 to 6, 12 to 16 are 7 to 11, 19 to 23 are 12 to 16, 26 to
    29 are 17 to 20."""
    found = deadlines.due(Returns(), calendar.status, date(2026, 1, 1), JANUARY)
    assert found == [
        Due(Kind.MONTHLY, "2025-12", date(2026, 1, 8)),
        Due(Kind.QUARTERLY, "2025-Q4", date(2026, 1, 15)),
        Due(Kind.HALF_YEARLY, "2025-H2", date(2026, 1, 22)),
        Due(Kind.YEARLY, "2025", date(2026, 1, 29)),
    ]


def test_due__both_ends_count() -> None:
    day = date(2026, 1, 8)
    assert [one.period for one in deadlines.due(Returns(), calendar.status, day, day)] == [
        "2025-12"
    ]


def test_due__kind_without_deadline_is_none() -> None:
    only = Returns(monthly=None, quarterly=None, half_yearly=None)
    found = deadlines.due(only, calendar.status, date(2026, 1, 1), date(2026, 12, 31))
    assert [one.name for one in found] == [(Kind.YEARLY, "2025")]


@pytest.mark.parametrize(
    ("period", "kind", "last"),
    [
        ("2026-02", Kind.MONTHLY, date(2026, 2, 28)),
        ("2026-12", Kind.MONTHLY, date(2026, 12, 31)),
        ("2026-Q3", Kind.QUARTERLY, date(2026, 9, 30)),
        ("2026-H1", Kind.HALF_YEARLY, date(2026, 6, 30)),
        ("2026", Kind.YEARLY, date(2026, 12, 31)),
    ],
)
def test_period__is_told_by_its_name(period: str, kind: Kind, last: date) -> None:
    assert agreed.kind_of(period) is kind
    assert deadlines.end_of(kind, period) == last
    assert deadlines.period(kind, last) == period


@pytest.mark.parametrize("period", ["2026-13", "2026-Q5", "2026-H3", "26", "2026-1", ""])
def test_period__is_none(period: str) -> None:
    assert agreed.kind_of(period) is None


def test_missed__is_what_lies_behind_today_and_was_not_made() -> None:
    due = [
        Due(Kind.QUARTERLY, "2025-Q4", date(2026, 1, 15)),
        Due(Kind.MONTHLY, "2025-12", date(2026, 1, 8)),
        Due(Kind.HALF_YEARLY, "2025-H2", date(2026, 1, 22)),
    ]
    late = agreed.missed({(Kind.MONTHLY, "2025-11")}, due, date(2026, 1, 22))
    assert [one.period for one in late] == ["2025-12", "2025-Q4"]
    assert agreed.missed({due[1].name}, due, date(2026, 1, 15)) == []


@pytest.mark.parametrize("said", ["{monthly: 0}", "{monthly: 61}", "{weekly: 1}", "5"])
def test_settings__complain_of_returns(tmp_path_factory: pytest.TempPathFactory, said: str) -> None:
    path = tmp_path_factory.mktemp("home") / "anping.yml"
    path.write_text(f'home_area: "150626102"\nreturns: {said}\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="returns"):
        read_yaml(path, Settings)
