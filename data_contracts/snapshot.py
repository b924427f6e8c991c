"""The one way to find and open a published snapshot, for pages, SQL, exports and deliveries.

A snapshot is a folder `published/<snapshot_id>/` with one DuckDB file an outlet, and beside them
the Parquet files of tables that are published in months. It never changes once it stands
there. `published/current.json` names the one that serves; it is replaced atomically, so a
reader sees the old snapshot or the new one and nothing between.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from data_contracts.complaint import Complaint
from data_contracts.model import MartContract, Outlet

POINTER = "current.json"
LOCK = "SET enable_external_access = false; SET lock_configuration = true"


class NoSnapshotError(Complaint):
    """Nothing has been published yet."""


class NoOutletError(Complaint):
    """A snapshot without the outlet asked for: of a past day, or of an earlier version."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a reader needs to know before it opens a snapshot."""

    id: str
    as_of: date
    built_at: datetime
    home_area_code: str
    is_demo: bool
    folder: Path

    def file(self, outlet: Outlet) -> Path:
        """The DuckDB file of `outlet`."""
        return self.folder / f"{outlet}.duckdb"

    def months(self, outlet: Outlet) -> dict[str, list[Path]]:
        """The files of each table of `outlet` that is published in months."""
        folders = sorted(path for path in self.folder.glob(f"{outlet}/*") if path.is_dir())
        return {folder.name: sorted(folder.glob("*.parquet")) for folder in folders}


def current(published: Path) -> Snapshot:
    """The snapshot that serves now; costs one small file read.

    Raises:
        NoSnapshotError: nothing has been published in this folder yet.
    """
    try:
        pointer = json.loads((published / POINTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoSnapshotError(
            f"{published} 中还没有快照，请先运行 'anping run'。",
            f"no snapshot in {published}; run 'anping run' first",
        ) from None
    return Snapshot(
        id=pointer["snapshot_id"],
        as_of=date.fromisoformat(pointer["as_of"]),
        built_at=datetime.fromisoformat(pointer["built_at"]),
        home_area_code=pointer["home_area_code"],
        is_demo=pointer["is_demo"],
        folder=published / pointer["snapshot_id"],
    )


def connect(snapshot: Snapshot, outlet: Outlet = Outlet.OPEN) -> duckdb.DuckDBPyConnection:
    """A read-only connection that reaches nothing but the files of this one outlet.

    Raises:
        NoOutletError: the snapshot has no such outlet.
    """
    require(snapshot, outlet)
    connection = duckdb.connect()
    try:
        attach(connection, outlet, snapshot.file(outlet), snapshot.months(outlet))
    except BaseException:
        connection.close()
        raise
    return connection


def require(snapshot: Snapshot, outlet: Outlet) -> None:
    """Passes only if the snapshot has this outlet.

    Raises:
        NoOutletError: it has not.
    """
    if not snapshot.file(outlet).exists():
        raise NoOutletError(
            f"快照 {snapshot.id} 没有 {outlet} 出口：按过去某日重算的结果只供内部，请加 "
            "--outlet office；旧版本发布的快照请重新运行 'anping run'。",
            f"snapshot {snapshot.id} has no outlet '{outlet}': a past day is for the office alone, "
            "so add --outlet office; of an older version's snapshot, run 'anping run' again",
        )


def attach(
    connection: duckdb.DuckDBPyConnection,
    outlet: Outlet,
    file: Path,
    months: Mapping[str, Sequence[Path]],
) -> None:
    """Opens an outlet's file and its tables in months, and locks the connection to these."""
    connection.execute(f"ATTACH {quoted(file)} AS {outlet} (READ_ONLY)")
    connection.execute(f"USE {outlet}")
    for table, files in months.items():
        # The view of that name in the file says where they lie in relation to the snapshot.
        listed = ", ".join(map(quoted, files))
        connection.execute(f"CREATE TEMP VIEW {table} AS FROM read_parquet([{listed}])")
    allowed = [quoted(path) for files in months.values() for path in files]
    connection.execute(f"SET allowed_paths = [{', '.join(allowed)}]")
    connection.execute(LOCK)


def describe(
    connection: duckdb.DuckDBPyConnection, table: MartContract, name: str, kind: str = "TABLE"
) -> None:
    """Says in the file itself what the contract says of a table and its columns."""
    connection.execute(f"COMMENT ON {kind} {name} IS {quoted(table.description.both())}")
    for column in table.columns:
        said = quoted(column.description.both())
        connection.execute(f'COMMENT ON COLUMN {name}."{column.name}" IS {said}')


def quoted(text: Path | str) -> str:
    """`text` as a literal of SQL."""
    return "'" + str(text).replace("'", "''") + "'"
