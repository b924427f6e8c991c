"""Counts the rows that every DuckDB query of this process reads and writes.

Read are the rows that leave a scan of a table, a Parquet file or a frame, and those that a
table scan looks at and filters out; written are the rows that go into a table or a file.
Taken from DuckDB's own profile of each query.
"""

import json
from typing import Any

import duckdb

WRITES = ("INSERT", "CREATE_TABLE_AS", "COPY_TO_FILE", "UPDATE", "DELETE")
rows = {"read": 0, "written": 0}


def begin() -> None:
    """From now on every connection counts."""
    connect = duckdb.connect
    duckdb.connect = lambda *words, **options: Counted(connect(*words, **options))


def end() -> dict[str, int]:
    """What was counted."""
    return dict(rows)


class Counted:
    """A connection that looks at the profile of a query when the next one begins."""

    def __init__(self, connection: Any) -> None:
        self._connection, self._last = connection, ""
        connection.execute("PRAGMA enable_profiling = 'no_output'")
        connection.execute("SET profiling_coverage = 'ALL'")

    def execute(self, *words: Any, **options: Any) -> Any:
        self._look()
        self._connection.execute(*words, **options)
        return self

    def executemany(self, *words: Any, **options: Any) -> Any:
        self._look()
        self._connection.executemany(*words, **options)
        return self

    def sql(self, *words: Any, **options: Any) -> Any:
        self._look()
        return self._connection.sql(*words, **options)

    def cursor(self) -> "Counted":
        return Counted(self._connection.cursor())

    def close(self) -> None:
        self._look()
        self._connection.close()

    def __enter__(self) -> "Counted":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def _look(self) -> None:
        try:
            said = self._connection.get_profiling_information(format="json")
        except duckdb.Error:
            return
        if said != self._last:
            self._last = said
            for operator in json.loads(said).get("operator", []):
                _count(operator)


def _count(operator: dict[str, Any]) -> None:
    kind, children = str(operator.get("type", "")), operator.get("children", [])
    if "SCAN" in kind or (not children and operator.get("rows_scanned")):
        rows["read"] += max(operator.get("rows_scanned", 0), operator.get("intermediate_rows", 0))
    if kind.removeprefix("BATCH_") in WRITES:
        rows["written"] += sum(child.get("intermediate_rows", 0) for child in children)
    for child in children:
        _count(child)
