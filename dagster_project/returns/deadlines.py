"""By which working day after its period each return is due. Pure: days in, days out."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from data_contracts.returns import Due, Kind

ASSUMED = "assumed"
Workdays = Callable[[date], tuple[bool, str]]
"""Whether a day is a working day, and what that rests on."""
MONTHS = {Kind.MONTHLY: 1, Kind.QUARTERLY: 3, Kind.HALF_YEARLY: 6, Kind.YEARLY: 12}
LONGEST = timedelta(days=200)
"""No deadline lies further behind its period: 60 working days and all holidays between."""


class Returns(BaseModel):
    """The working day after its period on which each return is due; `~` where none is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    monthly: int | None = Field(default=5, ge=1, le=60)
    quarterly: int | None = Field(default=10, ge=1, le=60)
    half_yearly: int | None = Field(default=15, ge=1, le=60)
    yearly: int | None = Field(default=20, ge=1, le=60)

    def workday(self, kind: Kind) -> int | None:
        """The deadline of a kind of return."""
        said: int | None = getattr(self, kind)
        return said


def due(returns: Returns, workdays: Workdays, first: date, last: date) -> list[Due]:
    """Every return whose deadline lies from `first` to `last`, the earliest first."""
    found = (
        deadline(kind, end, number, workdays)
        for kind in Kind
        if (number := returns.workday(kind)) is not None
        for end in _ends(kind, first - LONGEST, last)
    )
    return sorted(
        (one for one in found if first <= one.due_on <= last),
        key=lambda one: (one.due_on, MONTHS[one.kind]),
    )


def deadline(kind: Kind, end: date, number: int, workdays: Workdays) -> Due:
    """The return of the period that ends on `end`, due on the working day of that number."""
    day, is_assumed = end, False
    while number:
        day += timedelta(days=1)
        is_workday, basis = workdays(day)
        number -= is_workday
        is_assumed |= basis == ASSUMED
    return Due(kind, period(kind, end), day, is_assumed)


def period(kind: Kind, day: date) -> str:
    """The period of a kind in which a day lies."""
    number = (day.month - 1) // MONTHS[kind] + 1
    forms = {
        Kind.MONTHLY: f"{day:%Y-%m}",
        Kind.QUARTERLY: f"{day.year}-Q{number}",
        Kind.HALF_YEARLY: f"{day.year}-H{number}",
        Kind.YEARLY: f"{day.year}",
    }
    return forms[kind]


def end_of(kind: Kind, named: str) -> date:
    """The last day of the period of that name."""
    year, _, number = named.partition("-")
    month = int(number.lstrip("QH") or 1) * MONTHS[kind]
    return _last_day(int(year), month)


def _ends(kind: Kind, first: date, last: date) -> Iterator[date]:
    """Last days of the periods of a kind that end from `first` to `last`."""
    for year in range(first.year, last.year + 1):
        for month in range(MONTHS[kind], 13, MONTHS[kind]):
            end = _last_day(year, month)
            if first <= end <= last:
                yield end


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
