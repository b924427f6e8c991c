"""Whether rows read and written are counted, whatever way a query is asked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.bench import counting
from tests.bench.counting import Counted

Query = Callable[[Counted, Path], object]
TWICE = "WITH m AS MATERIALIZED (FROM t) SELECT count(*) FROM m JOIN m AS n USING (a)"
FRAME = pl.DataFrame({"a": range(30)})


@pytest.fixture
def connection() -> Iterator[Counted]:
    counted = Counted(duckdb.connect())
    counted.execute("CREATE TABLE t AS SELECT range AS a, range % 10 AS b FROM range(1000)")
    counted.execute("CREATE TABLE u AS FROM t WHERE b < 5")
    yield counted
    counted.close()


def _insert_frame(connection: Counted) -> None:
    connection.register("frame", FRAME)
    connection.execute("INSERT INTO u SELECT a, a FROM frame")
    connection.unregister("frame")


def _read_by_cursor(connection: Counted) -> None:
    cursor = connection.cursor()
    cursor.execute("SELECT a FROM t WHERE b = 3").fetchall()


@pytest.mark.parametrize(
    ("ask", "read", "written"),
    [
        (lambda c, _: c.execute("SELECT a FROM t WHERE b = 3").fetchall(), 1000, 0),
        (lambda c, _: c.execute("SELECT a FROM t WHERE b = ?", [3]).fetchall(), 1000, 0),
        (lambda c, _: c.sql("SELECT a FROM t WHERE b = 3").fetchall(), 1000, 0),
        (lambda c, _: c.sql("SELECT a FROM t WHERE b = 3").to_arrow_table(), 1000, 0),
        (lambda c, _: _read_by_cursor(c), 1000, 0),
        (lambda c, _: c.sql("CREATE TABLE v AS FROM t WHERE b = 3"), 1000, 100),
        (lambda c, _: c.execute("CREATE TEMP TABLE v AS FROM t ORDER BY a"), 1000, 1000),
        (lambda c, _: c.execute("INSERT INTO u FROM t WHERE b = 3"), 1000, 100),
        (lambda c, _: c.execute("UPDATE u SET a = 0 WHERE b = 3"), 500, 100),
        (lambda c, _: c.execute("DELETE FROM u WHERE b = 3"), 500, 100),
        (lambda c, path: c.execute(f"COPY (FROM t WHERE b = 3) TO '{path}'"), 1000, 100),
        (lambda c, _: c.execute("INSERT INTO u FROM t; INSERT INTO u FROM t"), 2000, 2000),
        (lambda c, _: c.executemany("INSERT INTO u VALUES (?, ?)", [[1, 2], [3, 4]]), 0, 2),
        (lambda c, _: c.execute(TWICE).fetchall(), 1000, 0),
        (lambda c, _: _insert_frame(c), 30, 30),
    ],
)
def test_counts(connection: Counted, tmp_path: Path, ask: Query, read: int, written: int) -> None:
    before = counting.end()
    ask(connection, tmp_path / "rows.parquet")
    connection.close()
    done = counting.end()
    assert {name: done[name] - before[name] for name in done} == {"read": read, "written": written}
