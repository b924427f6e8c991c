"""The working-day calendar, from the announcements kept in the library chinesecalendar.

A year that has not been announced is not an error: Monday to Friday are then assumed to be
working days, and every such day says so.
"""

from datetime import date, timedelta

import chinese_calendar
import polars as pl

from dagster_project.sources.reading import ROW, SURPLUS, Offer, Selection

FIRST_YEAR = 2015
COLUMNS = ["day", "is_workday", "basis"]


def offer(today: date) -> Offer:
    """The calendar up to the end of next year; changes with the year or the library."""
    return Offer(
        file=f"chinesecalendar {today.year + 1}",
        stamp=f"{chinese_calendar.__version__}:{today.year + 1}",
        order="",
    )


class CalendarTable:
    """One row a day from `FIRST_YEAR` to the year after `today`."""

    headers = COLUMNS

    def __init__(self, today: date) -> None:
        first, last = date(FIRST_YEAR, 1, 1), date(today.year + 1, 12, 31)
        self._days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """See `SourceTable`."""
        rows = [(day.isoformat(), *_status(day)) for day in self._days]
        frame = pl.DataFrame(rows, schema=["0", "1", "2"], orient="row").select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW),
            *[str(position) for position in positions],
            pl.lit(False).alias(SURPLUS),
        )
        return Selection(frame=frame, ignored=0)


def _status(day: date) -> tuple[str, str]:
    try:
        return str(chinese_calendar.is_workday(day)).lower(), "published"
    except NotImplementedError:
        return str(day.isoweekday() <= 5).lower(), "assumed"
