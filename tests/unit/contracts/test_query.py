"""One read-only statement on a published snapshot, and nothing else."""

import contextlib
from pathlib import Path

import pytest

from data_contracts import query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.query import QueryError
from data_contracts.snapshot import NoSnapshotError, Snapshot
from tests.unit.contracts.published import a_snapshot


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return a_snapshot(tmp_path)


def test_run__rows(snapshot: Snapshot) -> None:
    assert query.run(snapshot, "SELECT count(*) AS n FROM thing").rows() == [(2,)]
    assert query.run(snapshot, "FROM thing LIMIT 1", Outlet.RESTRICTED).height == 1


def test_run__with_and_comments_are_selects(snapshot: Snapshot) -> None:
    sql = "-- 说明\nWITH a AS (SELECT 1 AS n) SELECT n FROM a;"
    assert query.run(snapshot, sql).rows() == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "SELECT 1; SELECT 2",
        "DROP TABLE thing",
        "INSERT INTO thing SELECT * FROM thing",
        "CREATE TABLE t AS SELECT 1",
        "COPY thing TO '/tmp/thing.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET enable_external_access = true",
        "PRAGMA database_list",
        "INSTALL httpfs",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT nothing FROM thing",
        "SELEKT 1",
    ],
)
def test_run__anything_else_is_refused(snapshot: Snapshot, sql: str) -> None:
    with pytest.raises(QueryError):
        query.run(snapshot, sql)
    assert query.run(snapshot, "SELECT count(*) FROM thing").rows() == [(2,)]


def test_run__type_that_no_frame_holds_is_answered_or_refused(snapshot: Snapshot) -> None:
    """A difference of two moments is an interval to DuckDB; it ends in no other error."""
    with contextlib.suppress(QueryError):
        query.run(snapshot, "SELECT now() - seen_at FROM thing")


def test_run__complaint_quotes_no_cell(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError) as caught:
        query.run(snapshot, "SELECT name::INTEGER FROM thing")
    assert "图克镇" not in str(caught.value)


def test_current__nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError) as caught:
        snapshots.current(tmp_path)
    for said in (caught.value.cn, caught.value.en):
        assert str(tmp_path) in said
        assert "anping run" in said


def test_current__what_the_pointer_names(tmp_path: Path, snapshot: Snapshot) -> None:
    (tmp_path / snapshots.POINTER).write_text(
        '{"snapshot_id": "20261122-1a2b3c4d", "as_of": "2026-11-22", "is_demo": true, '
        '"built_at": "2026-11-23T00:00:00+00:00", "home_area_code": "150626102"}',
        encoding="utf-8",
    )
    assert snapshots.current(tmp_path) == snapshot
