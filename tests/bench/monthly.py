"""A register in one file a month, and the file of one new day.

The life of a row follows from its number alone, so that the same row is the same in every
file; a file of day D shows what had happened by D. Some rows are faulty, some stand twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from dagster_project.settings import Workspace
from tests.bench.world import (
    DAYS,
    FIRST_DAY,
    LAST_DAY,
    NEW_DAY,
    SUFFIX,
    fault,
    months,
    new_day_file,
    places,
    write_parquet,
)


@dataclass(frozen=True, slots=True)
class MonthlyFiles:
    """Files in `folder`, written from SQL.

    `life` are columns over a row's `id` and the `day` it begins on; among them are its `place`,
    `begins_on` and the days `events`, the last at most `reach` days after the first. `shown`
    gives what stands under each label, over the life as known and a number `fault` from 0 to 1.
    """

    folder: str
    begins_on: str
    events: tuple[str, ...]
    reach: int
    life: str
    shown: Mapping[str, str]

    def write_one(self, workspace: Workspace) -> None:
        """See `Files`."""
        with duckdb.connect() as connection:
            places(connection)
            path = workspace.home / self.folder / new_day_file()
            write_parquet(connection, self._rows(1, (0, 1), LAST_DAY), path, is_dirty=False)

    def write(self, workspace: Workspace, rows: int) -> None:
        """See `Files`."""
        with duckdb.connect() as connection:
            places(connection)
            for first, last in months():
                shown = self._rows(rows, _numbers(rows, first, last), LAST_DAY, is_dirty=True)
                path = workspace.home / self.folder / f"{first:%Y年%m月}{SUFFIX}"
                write_parquet(connection, shown, path, is_dirty=True)

    def write_new_day(self, workspace: Workspace, rows: int) -> None:
        """See `Files`: the rows that began on NEW_DAY or to which something happened then."""
        with duckdb.connect() as connection:
            places(connection)
            span = _numbers(rows, NEW_DAY - timedelta(days=self.reach), NEW_DAY)
            new = f"DATE '{NEW_DAY}' IN ({', '.join((self.begins_on, *self.events))})"
            path = workspace.home / self.folder / new_day_file()
            write_parquet(connection, self._rows(rows, span, NEW_DAY, new), path, is_dirty=False)

    def _rows(
        self,
        rows: int,
        span: tuple[int, int],
        by: date,
        which: str = "true",
        is_dirty: bool = False,
    ) -> str:
        day = f"DATE '{FIRST_DAY}' + CAST(id * {DAYS} // {rows} AS INTEGER)"
        known = ", ".join(
            f"CASE WHEN {event} <= DATE '{by}' THEN {event} END AS {event}" for event in self.events
        )
        labels = ", ".join(f"{sql} AS {label}" for label, sql in self.shown.items())
        return (
            f"WITH begun AS (SELECT id, {day} AS day FROM range({span[0]}, {span[1]}) n(id)), "
            f"life AS (SELECT id, {self.life} FROM begun), "
            f"known AS (SELECT * REPLACE ({known}), {fault(is_dirty)} AS fault FROM life) "
            f"SELECT id, {labels} FROM known JOIN place USING (place) WHERE {which}"
        )


def _numbers(rows: int, first: date, last: date) -> tuple[int, int]:
    """The numbers of the rows that begin from `first` to `last`: (from, to), to excluded."""
    begin, end = (first - FIRST_DAY).days, (last - FIRST_DAY).days + 1
    return max(begin, 0) * rows // DAYS, end * rows // DAYS
