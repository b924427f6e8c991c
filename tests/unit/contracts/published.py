"""A published snapshot of one small table, for tests of queries and exports."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot

ROWS = (
    "(DATE '2026-09-01', TIMESTAMPTZ '2026-09-01 00:15:00Z', ['mineral', 'finance'], "
    "'图克镇', 1.5), "
    "(NULL, NULL, [], '=1+1', NULL)"
)


def a_snapshot(folder: Path, is_demo: bool = True) -> Snapshot:
    snapshot = Snapshot(
        id="20261122-1a2b3c4d",
        as_of=date(2026, 11, 22),
        built_at=datetime(2026, 11, 23, tzinfo=UTC),
        home_area_code="150626102",
        is_demo=is_demo,
        folder=folder / "20261122-1a2b3c4d",
    )
    snapshot.folder.mkdir(parents=True)
    for outlet in Outlet:
        with duckdb.connect(str(snapshot.file(outlet))) as connection:
            connection.execute(
                "CREATE TABLE thing (day DATE, seen_at TIMESTAMPTZ, codes VARCHAR[], name VARCHAR, "
                f"value DOUBLE); INSERT INTO thing VALUES {ROWS}"
            )
    return snapshot
