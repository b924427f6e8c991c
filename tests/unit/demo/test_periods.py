"""Calendar periods and the span of the world."""

from datetime import date

import pytest

from dagster_project.demo.periods import Period, last_day, period_of, periods_between, span_to


@pytest.mark.parametrize(
    ("kind", "name", "first", "last"),
    [
        ("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", "2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("half_year", "2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        ("year", "2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_period_of__leap_day(kind: str, name: str, first: date, last: date) -> None:
    assert period_of(kind, date(2024, 2, 29)) == Period(kind, name, first, last)


def test_periods_between__two_days_over_new_year() -> None:
    names = [p.name for p in periods_between(date(2025, 12, 31), date(2026, 1, 1))]
    expected = ["2025-12", "2026-01", "2025-Q4", "2026-Q1", "2025-H2", "2026-H1", "2025", "2026"]
    assert names == expected


def test_periods_between__no_month_before_the_first_but_the_common_quarter() -> None:
    names = [p.name for p in periods_between(date(2026, 2, 1), date(2026, 1, 31))]
    assert names == ["2026-Q1", "2026-H1", "2026"]


@pytest.mark.parametrize(
    ("today", "first", "last_month"),
    [
        (date(2026, 11, 23), date(2023, 12, 1), date(2026, 11, 1)),
        (date(2026, 3, 1), date(2023, 3, 1), date(2026, 2, 1)),
    ],
    ids=["within a month", "on the first of a month"],
)
def test_span_to__three_years_to_the_eve(today: date, first: date, last_month: date) -> None:
    span = span_to(today)
    assert (len(span.months), span.months[0], span.months[-1]) == (36, first, last_month)
    assert (span.progress(first), span.progress(last_day(last_month))) == (0, 1)
