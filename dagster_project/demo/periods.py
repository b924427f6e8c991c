"""Months, quarters, half-years and years, and the span of time that the world covers."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

PERIOD_MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
WORLD_MONTHS: Final = 36


@dataclass(frozen=True, slots=True)
class Period:
    """One calendar period; both days belong to it."""

    kind: str
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Span:
    """The time that the world covers: whole months, the last one cut off at `last`.

    Nothing is received later than `last`, the day before `today`; things may still be
    closed on the morning of `today`.
    """

    today: date
    months: tuple[date, ...]

    @property
    def last(self) -> date:
        """The last day on which a ticket or finding can arise."""
        return self.today - timedelta(days=1)

    def progress(self, day: date) -> float:
        """How far into the span's months a day lies, from 0 to 1."""
        passed = (day - self.months[0]) / (last_day(self.months[-1]) - self.months[0])
        return min(max(passed, 0.0), 1.0)


def span_to(today: date) -> Span:
    """The three years that end on the eve of `today`."""
    month = (today - timedelta(days=1)).replace(day=1)
    months = [month]
    while len(months) < WORLD_MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return Span(today, tuple(reversed(months)))


def last_day(month: date) -> date:
    """The last day of the month in which `month` lies."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def period_of(kind: str, day: date) -> Period:
    """The period of this kind in which the day falls; KeyError for an unknown kind."""
    length = PERIOD_MONTHS[kind]
    number = (day.month - 1) // length + 1
    first = date(day.year, (number - 1) * length + 1, 1)
    name = {
        "month": f"{day.year}-{day.month:02}",
        "quarter": f"{day.year}-Q{number}",
        "half_year": f"{day.year}-H{number}",
        "year": f"{day.year}",
    }[kind]
    return Period(kind, name, first, last_day(first.replace(month=number * length)))


def periods_between(first: date, last: date) -> list[Period]:
    """Every period of every kind from the one of `first` to the one of `last`."""
    found = []
    for kind in PERIOD_MONTHS:
        day = first
        while (period := period_of(kind, day)).first <= last:
            found.append(period)
            day = period.last + timedelta(days=1)
    return found
