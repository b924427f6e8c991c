"""The working-day calendar, from the announcements kept in the library chinesecalendar.

A year that has not been announced is not an error: Monday to Friday are then assumed to be
working days, and every such day says so.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import chinese_calendar
import polars as pl

from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import (
    ROW,
    SURPLUS,
    Offer,
    Reading,
    Selection,
    SourceTable,
)

FIRST_YEAR = 2015
COLUMNS = ["day", "is_workday", "basis"]


class Calendar:
    """The calendar up to the end of next year; changes with the year or the library."""

    def place(self, mapping: SourceMapping) -> str:
        """See `Connector`."""
        return "chinesecalendar"

    def probe(self, mapping: SourceMapping) -> None:
        """See `Connector`; it is always there."""

    def offers(self, mapping: SourceMapping, at: datetime) -> list[Offer]:
        """See `Connector`."""
        year = at.year + 1
        stamp = f"{chinese_calendar.__version__}:{year}"
        return [Offer(file=f"chinesecalendar {year}", stamp=stamp, order="")]

    def read(self, mapping: SourceMapping, offer: Offer, since: str | None) -> Reading:
        """See `Connector`; it has no content but its stamp."""
        return Reading.whole(offer.stamp.encode())

    def tables(
        self, data: bytes, mapping: SourceMapping, file: str
    ) -> Iterator[tuple[str, SourceTable]]:
        """See `Connector`."""
        yield file, CalendarTable(int(data.decode().rpartition(":")[2]))


class CalendarTable:
    """One row a day from `FIRST_YEAR` to the end of `last_year`."""

    headers = COLUMNS

    def __init__(self, last_year: int) -> None:
        first, last = date(FIRST_YEAR, 1, 1), date(last_year, 12, 31)
        self._days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """See `SourceTable`."""
        known = ((day, *status(day)) for day in self._days)
        rows = [
            (day.isoformat(), str(is_workday).lower(), basis) for day, is_workday, basis in known
        ]
        frame = pl.DataFrame(rows, schema=["0", "1", "2"], orient="row").select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW),
            *[str(position) for position in positions],
            pl.lit(False).alias(SURPLUS),
        )
        return Selection(frame=frame, ignored=0)


def status(day: date) -> tuple[bool, str]:
    """Whether a day is a working day, and what that rests on."""
    try:
        return chinese_calendar.is_workday(day), "published"
    except NotImplementedError:
        return day.isoweekday() <= 5, "assumed"
