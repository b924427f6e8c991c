"""Publishes a build as an immutable snapshot, one file an outlet, and points readers to it."""

import json
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

import duckdb

from dagster_project.checks.predicates import literal
from dagster_project.settings import Workspace
from dagster_project.warehouse import build, durable, months, releases
from dagster_project.warehouse.build import Plan
from dagster_project.warehouse.manifest import Build, Manifest, accepted_file, quarantine_file
from data_contracts import loader
from data_contracts import snapshot as snapshots
from data_contracts.model import MartContract, Outlet
from data_contracts.snapshot import POINTER, NoSnapshotError

# Older readers open it too; a draft that was interrupted is thrown away, and needs no log.
OUTLET_OPTIONS = "STORAGE_VERSION 'v1.4.0', RECOVERY_MODE NO_WAL_WRITES"


def publish(workspace: Workspace, manifest: Manifest, plan: Plan) -> None:
    """Writes the snapshot, seals the build, and commits both by one change of the manifest."""
    folder = workspace.published / plan.snapshot_id
    draft = workspace.published / f".{plan.snapshot_id}.draft"
    durable.discard(draft)
    draft.mkdir(parents=True)
    earlier = workspace.published / (manifest.build.snapshot_id if manifest.build else "none")
    with build.opened(workspace) as connection:
        for outlet in Outlet:
            if outlet is Outlet.OPEN and workspace.is_scratch:
                continue  # The past as it was known is no release, and shows small differences.
            with durable.private() if outlet.is_granted else nullcontext():
                _write_outlet(connection, draft, outlet, earlier)
    _write_pointer(draft / POINTER, plan)
    durable.flush(draft)
    if folder.exists():  # The same inputs were published before, and readers may hold it.
        durable.discard(draft)
    else:
        draft.replace(folder)
    durable.flush(workspace.published)
    if plan.release is not None:
        with build.opened(workspace) as connection:
            made = releases.keep(connection, workspace, plan.release, plan.as_of)
        manifest.releases.append(made)
    manifest.build = Build(
        base=build.base_of(workspace),
        file=build.seal(workspace, plan),
        schema_print=build.schema_print(),
        input_print=plan.input_print,
        last_delivery=manifest.last_delivery,
        as_of=plan.as_of,
        snapshot_id=plan.snapshot_id,
    )
    manifest.save(workspace)
    point(workspace, manifest)


def point(workspace: Workspace, manifest: Manifest) -> None:
    """Makes readers see the snapshot that the manifest names."""
    if manifest.build is None:
        return
    source = workspace.published / manifest.build.snapshot_id / POINTER
    if not source.exists():
        return
    wanted = source.read_bytes()
    pointer = workspace.published / POINTER
    if not pointer.exists() or pointer.read_bytes() != wanted:
        with durable.whole(pointer) as draft:
            draft.write_bytes(wanted)


def retain(workspace: Workspace, manifest: Manifest, keep: int) -> list[str]:
    """Removes all but `keep` snapshots, and what a killed run left behind."""
    build.discard_unfinished(workspace, manifest)
    releases.discard_unnamed(workspace, manifest)
    if not workspace.published.exists():
        return []
    serving = _serving(workspace)
    folders = [p for p in workspace.published.iterdir() if p.is_dir()]
    newest_first = sorted(
        (p for p in folders if not p.name.startswith(".") and p.name != serving),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )
    gone = newest_first[keep - 1 :]
    # Renamed first: half a snapshot under its own name would pass for the newest one.
    hidden = [path.rename(path.with_name(f".{path.name}.gone")) for path in gone]
    for path in [*hidden, *(p for p in folders if p.name.startswith("."))]:
        durable.discard(path)
    return [path.name for path in gone]


def discard_strays(workspace: Workspace, manifest: Manifest) -> None:
    """Removes rows and faults that the manifest does not name, half-written ones among them.

    A killed run never entered them, or they hold pseudonyms of a key that is no longer in use.
    """
    entered = {
        file(workspace, delivery)
        for file in (accepted_file, quarantine_file)
        for delivery in manifest.deliveries
    }
    for path in chain(workspace.landing.glob("*/*"), workspace.quarantine.glob("*/*")):
        if path not in entered:
            durable.discard(path)


def _serving(workspace: Workspace) -> str | None:
    try:
        return snapshots.current(workspace.published).id
    except NoSnapshotError:
        return None


def _write_outlet(
    connection: duckdb.DuckDBPyConnection, draft: Path, outlet: Outlet, earlier: Path
) -> None:
    """One outlet's file below `draft`, with the files of months beside it."""
    path = draft / f"{outlet}.duckdb"
    connection.execute(f"ATTACH {literal(path)} AS outlet ({OUTLET_OPTIONS})")
    for table in loader.mart_contracts().values():
        if not table.stands_in(outlet):
            continue
        if table.months is None:
            _write_table(connection, table, outlet)
            continue
        place = Path(outlet, table.id)
        months.write(connection, table, draft / place, earlier / place)
        durable.flush(draft / place)
        body = months.view(connection, table, draft)
        connection.execute(f"CREATE VIEW outlet.main.{table.id} AS {body}")
        snapshots.describe(connection, table, f"outlet.main.{table.id}", "VIEW")
    connection.execute("DETACH outlet")


def _write_table(
    connection: duckdb.DuckDBPyConnection, table: MartContract, outlet: Outlet
) -> None:
    """Copies one mart, or what everyone sees of it, in the order of its key."""
    rows = _open_rows(table) if outlet is Outlet.OPEN else _rows(table, "marts", table.id)
    order = ", ".join(f'"{name}"' for name in table.key)
    connection.execute(f"CREATE TABLE outlet.main.{table.id} AS {rows} ORDER BY {order}")
    snapshots.describe(connection, table, f"outlet.main.{table.id}")


def _rows(table: MartContract, schema: str, name: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f"SELECT {columns} FROM {schema}.{name}"


def _open_rows(table: MartContract) -> str:
    """SQL of what everyone sees of a table."""
    if table.in_open is None:
        return _rows(table, "marts", table.id)
    if table.is_protected:
        return _rows(table, "open", f"open_{table.id}")
    registers = loader.source_contracts().values()
    personal = ", ".join(literal(c.id) for c in registers if c.smallest_count is not None)
    is_personal = f'"{table.in_open.register}" IN ({personal})'
    if not table.in_open.blank:
        return f"{_rows(table, 'marts', table.id)} WHERE NOT {is_personal}"
    blank = ", ".join(
        f'CASE WHEN NOT {is_personal} THEN "{name}" END AS "{name}"' for name in table.in_open.blank
    )
    return f"SELECT * REPLACE ({blank}) FROM ({_rows(table, 'marts', table.id)})"


def _write_pointer(path: Path, plan: Plan) -> None:
    content = {
        "snapshot_id": plan.snapshot_id,
        "as_of": plan.as_of.isoformat(),
        "built_at": plan.built_at.isoformat(timespec="seconds"),
        "home_area_code": plan.home_area_code,
        "is_demo": plan.is_demo,
    }
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
