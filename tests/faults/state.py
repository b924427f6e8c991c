"""What must hold of a workspace whatever went wrong in it."""

from dataclasses import dataclass

import polars as pl

from dagster_project.settings import Workspace
from dagster_project.warehouse.manifest import Manifest, accepted_file, quarantine_file
from data_contracts import loader
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot
from tests.integration.command import Ended, anping


@dataclass(frozen=True, slots=True)
class Served:
    """What readers see: an id, and every row of every table as text."""

    id: str
    tables: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Unbroken:
    """What serves after a run that nothing broke, and how long that run took."""

    served: Served
    seconds: float


def served(workspace: Workspace) -> Served:
    """Reads what serves from its first row to its last."""
    serving = snapshots.current(workspace.published)
    return Served(serving.id, _tables(serving))


def _tables(snapshot: Snapshot) -> dict[str, list[str]]:
    found = {}
    for outlet in Outlet:
        with snapshots.connect(snapshot, outlet) as connection:
            for table in loader.mart_contracts().values():
                if table.outlet is outlet:
                    rows = connection.execute(f"FROM {table.id}").fetchall()
                    found[table.id] = sorted(map(repr, rows))
    [row] = found["snapshot"]
    assert snapshot.id in row, "the pointer names one snapshot and its files another"
    return found


def assert_whole(workspace: Workspace) -> None:
    """The manifest names exactly what was landed, and none of it is half a file."""
    manifest = Manifest.load(workspace)
    named = set()
    for delivery in manifest.deliveries:
        accepted, faults = accepted_file(workspace, delivery), quarantine_file(workspace, delivery)
        if not delivery.is_refused:
            assert pl.read_parquet(accepted).height == delivery.accepted_count
            named.add(accepted)
        if delivery.quarantined_count:
            rows = pl.read_parquet(faults)["row"]
            assert rows.n_unique() == delivery.quarantined_count
            named.add(faults)
    kept = [*workspace.landing.glob("*/*"), *workspace.quarantine.glob("*/*")]
    assert set(kept) == named
    assert not [path for path in workspace.published.iterdir() if path.name.startswith(".")]


def assert_complained(done: Ended, *named: str) -> None:
    """It ended with exit code 1 and a sentence in each language that names what is wrong."""
    assert done.code == 1, done.said
    assert "Traceback" not in done.said
    for name in named:
        assert name in done.err
    assert any("\u4e00" <= character <= "\u9fff" for character in done.err)


def assert_still_serves(workspace: Workspace, before: Served) -> None:
    """`anping sql` answers, and everything that is read is as it was."""
    done = anping(workspace, "sql", "SELECT snapshot_id FROM snapshot")
    assert done.code == 0, done.err
    assert before.id in done.out
    assert served(workspace) == before
