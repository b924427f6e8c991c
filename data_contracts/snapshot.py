"""The one way to find and open a published snapshot, for pages, SQL, exports and deliveries.

A snapshot is a folder `published/<snapshot_id>/` with one DuckDB file an outlet. It never
changes once it stands there. `published/current.json` names the one that serves; it is
replaced atomically, so a reader sees the old snapshot or the new one and nothing between.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from data_contracts.complaint import Complaint
from data_contracts.model import Outlet

POINTER = "current.json"
LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


class NoSnapshotError(Complaint):
    """Nothing has been published yet."""


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
    """A read-only connection that reaches nothing but this one file.

    Every connection of a process has the same configuration, as DuckDB demands.
    """
    return duckdb.connect(str(snapshot.file(outlet)), read_only=True, config=LOCKED)
