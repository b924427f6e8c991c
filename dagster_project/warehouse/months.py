"""Published tables of a register's rows: a Parquet file a month, shared between snapshots.

A run makes anew the months in which something has changed; every other month's file is the
one of the snapshot before, under a second name. So a day costs its months and not all years.
"""

import os
import shutil
from pathlib import Path

import duckdb

from dagster_project.checks.predicates import literal
from data_contracts.model import MartContract, Months

FILES = "????-??.parquet"
NONE = "none.parquet"


def write(
    connection: duckdb.DuckDBPyConnection, table: MartContract, into: Path, earlier: Path
) -> None:
    """Writes the months of `table` that the build has made, and takes the others from `earlier`."""
    assert table.months is not None
    into.mkdir(parents=True)
    fresh = _fresh(connection, table)
    if fresh is not None:
        for path in earlier.glob(FILES):
            if path.stem not in fresh:
                _share(path, into / path.name)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    order = ", ".join(f'"{name}"' for name in table.key)
    rows = f"SELECT {columns} FROM marts.{table.id}"
    for month in _made(connection, table, table.months):
        first = f"CAST('{month}-01' AS DATE)"
        week = f'"{table.months.week}"'
        within = f"{week} >= {first} AND {week} <= last_day({first})"
        _copy(connection, f"{rows} WHERE {within} ORDER BY {order}", into / f"{month}.parquet")
    if not any(into.iterdir()):
        _copy(connection, f"{rows} LIMIT 0", into / NONE)


def view(connection: duckdb.DuckDBPyConnection, table: MartContract, folder: Path) -> str:
    """SQL of a view's body: the files below `folder`, named from the snapshot's own folder."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    connection.execute(f"SET file_search_path = {literal(folder)}")
    return f"SELECT {columns} FROM read_parquet('{table.outlet}/{table.id}/*.parquet')"


def _fresh(connection: duckdb.DuckDBPyConnection, table: MartContract) -> set[str] | None:
    """The months that are made anew; none where all of them are."""
    found = connection.execute(
        "SELECT strftime(month_on, '%Y-%m') FROM intermediate.int_fresh_month WHERE mart = ?",
        [table.id],
    ).fetchall()
    months = {month for (month,) in found}
    return None if None in months else months


def _made(connection: duckdb.DuckDBPyConnection, table: MartContract, months: Months) -> list[str]:
    found = connection.execute(
        f"SELECT DISTINCT strftime(\"{months.week}\", '%Y-%m') AS month "
        f"FROM marts.{table.id} ORDER BY month"
    ).fetchall()
    return [month for (month,) in found]


def _copy(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    connection.execute(f"COPY ({rows}) TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)")


def _share(path: Path, also: Path) -> None:
    """Gives a file that never changes a second name; a disk that knows no such names copies it."""
    try:
        os.link(path, also)
    except OSError:
        shutil.copyfile(path, also)
