"""Counts the rows that every DuckDB query of this process reads and writes.

Read are the rows that a scan of a table, a Parquet file or a frame looks at, those that it
filters out among them (but for rows that the Parquet reader itself leaves out, which no
profile tells of); a query's own intermediate results are not read again. Written are the rows
that go into, are changed in or leave a table or a file. Taken from DuckDB's own profile of
each query, whichever connection or cursor runs it, dbt's among them.
"""

import json
import threading
from typing import Any

import duckdb

SCAN = "TABLE_SCAN"
WRITES = ("INSERT", "CREATE_TABLE_AS", "COPY_TO_FILE", "UPDATE", "DELETE_OPERATOR")
rows = {"read": 0, "written": 0}
lock = threading.Lock()


def begin() -> None:
    """From now on every connection counts."""
    connect = duckdb.connect
    duckdb.connect = lambda *words, **options: Counted(connect(*words, **options))


def end() -> dict[str, int]:
    """What was counted."""
    return dict(rows)


class Counted:
    """A connection that looks at the profile of a query once another may take its place.

    A query's profile is whole once its result is fetched, and gone once anything else runs,
    which may be a frame that is registered, or a transaction that ends.
    """

    def __init__(self, connection: Any) -> None:
        self._connection, self._last = connection, ""
        connection.execute("PRAGMA enable_profiling = 'no_output'")
        connection.execute("SET profiling_coverage = 'ALL'")

    def execute(self, query: Any, *words: Any, **options: Any) -> "Counted":
        """The last of several statements is the one that is profiled, so each runs by itself."""
        self._look()
        statements = [] if words or options else self._connection.extract_statements(query)
        for statement in statements if len(statements) > 1 else [query]:
            self._connection.execute(statement, *words, **options)
            self._look()
        return self

    def executemany(self, query: Any, parameters: Any, **options: Any) -> "Counted":
        for one in parameters:
            self.execute(query, one, **options)
        return self

    def cursor(self) -> "Counted":
        return Counted(self._connection.cursor())

    def close(self) -> None:
        self._look()
        self._connection.close()

    def __enter__(self) -> "Counted":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self._look()

    def __getattr__(self, name: str) -> Any:
        self._look()
        return getattr(self._connection, name)

    def _look(self) -> None:
        try:
            said = self._connection.get_profiling_information(format="json")
        except duckdb.Error:
            return
        profile = json.loads(said)
        if said == self._last or "query" not in profile:
            return
        self._last = said
        with lock:
            for operator in profile["operator"]:
                _count(operator)


def _count(operator: dict[str, Any]) -> None:
    kind, children = operator["type"], operator.get("children", [])
    if kind == SCAN:
        # Frames and other functions only say what they gave.
        rows["read"] += max(operator.get("rows_scanned", 0), operator["intermediate_rows"])
    if kind.removeprefix("BATCH_") in WRITES:
        rows["written"] += sum(child["intermediate_rows"] for child in children)
    for child in children:
        _count(child)
