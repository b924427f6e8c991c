"""A register in one file a month, and the file of one new day.

The life of a row follows from its number alone, so that the same row is the same in every
file; a file of day D shows what had happened by D. Some rows are faulty, some stand twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from dagster_project.settings import Workspace
from tests.bench.world import FIRST_DAY, LAST_DAY, NEW_DAY, OPTIONS, SUFFIX, chance, months, places

DAYS = (LAST_DAY - FIRST_DAY).days + 1
REPEATED = 0.0005
FAULTLESS = "1"


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
            path = workspace.home / self.folder / _new_day_file()
            connection.execute(self._copy(1, (0, 1), LAST_DAY, path))

    def write(self, workspace: Workspace, rows: int) -> None:
        """See `Files`."""
        with duckdb.connect() as connection:
            places(connection)
            for first, last in months():
                span = _numbers(rows, first, last)
                path = workspace.home / self.folder / f"{first:%Y年%m月}{SUFFIX}"
                connection.execute(self._copy(rows, span, LAST_DAY, path, fault=chance("fault")))

    def write_new_day(self, workspace: Workspace, rows: int) -> None:
        """See `Files`: the rows that began on NEW_DAY or to which something happened then."""
        with duckdb.connect() as connection:
            places(connection)
            span = _numbers(rows, NEW_DAY - timedelta(days=self.reach), NEW_DAY)
            new = f"DATE '{NEW_DAY}' IN ({', '.join((self.begins_on, *self.events))})"
            path = workspace.home / self.folder / _new_day_file()
            connection.execute(self._copy(rows, span, NEW_DAY, path, which=new))

    def _copy(
        self,
        rows: int,
        span: tuple[int, int],
        by: date,
        path: Path,
        which: str = "true",
        fault: str = FAULTLESS,
    ) -> str:
        day = f"DATE '{FIRST_DAY}' + CAST(id * {DAYS} // {rows} AS INTEGER)"
        known = ", ".join(
            f"CASE WHEN {on} <= DATE '{by}' THEN {on} END AS {on}" for on in self.events
        )
        labels = ", ".join(f"{sql} AS {label}" for label, sql in self.shown.items())
        repeated = 0 if fault == FAULTLESS else REPEATED
        return (
            f"COPY (WITH begun AS (SELECT id, {day} AS day FROM range({span[0]}, {span[1]}) n(id)), "
            f"life AS (SELECT id, {self.life} FROM begun), "
            f"known AS (SELECT * REPLACE ({known}), {fault} AS fault FROM life), "
            f"shown AS (SELECT id, {labels} FROM known JOIN place USING (place) WHERE {which}) "
            "SELECT * EXCLUDE (id) FROM ((FROM shown ORDER BY id) UNION ALL "
            f"(FROM shown WHERE {chance('again')} < {repeated}))) TO '{path}' ({OPTIONS})"
        )


def _new_day_file() -> str:
    return f"{NEW_DAY:%Y年%m月%d日}{SUFFIX}"


def _numbers(rows: int, first: date, last: date) -> tuple[int, int]:
    """The numbers of the rows that begin from `first` to `last`: (from, to), to excluded."""
    begin, end = (first - FIRST_DAY).days, (last - FIRST_DAY).days + 1
    return max(begin, 0) * rows // DAYS, end * rows // DAYS
