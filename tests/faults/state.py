"""What must hold of a workspace whatever went wrong in it, and where its truth lies."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from dagster_project.settings import Workspace
from dagster_project.warehouse import build, session, transform
from dagster_project.warehouse.manifest import Manifest, accepted_file, quarantine_file
from data_contracts import loader
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.snapshot import NoSnapshotError, Snapshot
from tests.integration.command import MORNING, Ended, anping

Likeness = frozenset[tuple[str, str]]

_PLAN = Workspace(Path())
RECORDS = tuple(
    f"{place}/" for place in (_PLAN.logs, transform.folder(_PLAN), _PLAN.warehouse / "run.lock")
)
IN_WORK = (str(build.in_work(_PLAN)), str(build.base_in_work(_PLAN)), "scratch/")
OF_A_DAY = re.compile(r"^scratch/[^/]+/")
"""What lies in the warehouse of a day comes after this, as in the real one."""
RANDOM = re.compile(r"(?<=-)[0-9a-f]{6}(?=\.duckdb)")
"""What makes the name of a build unlike any other."""


@dataclass(frozen=True, slots=True)
class Served:
    """What readers see: an id, and every row of every table, by "outlet.table", as text."""

    id: str
    tables: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class State:
    """Where a run has ended: what it serves, took in and remembers, and what lies about.

    `deliveries` is the manifest's account without times; `history` every version of every row
    by contract; `files` the names of all files but the run's own records.
    """

    served: Served | None
    deliveries: list[dict[str, Any]]
    history: dict[str, list[str]]
    files: list[str]


@dataclass(frozen=True, slots=True)
class Unbroken:
    """What serves after a run that nothing broke, the whole state, and its processor's seconds."""

    served: Served
    state: State
    seconds: float


def served(workspace: Workspace) -> Served:
    """Reads what serves from its first row to its last."""
    serving = snapshots.current(workspace.published)
    return Served(serving.id, _tables(serving))


def served_or_nothing(workspace: Workspace) -> Served | None:
    """The same, or nothing where nothing was ever published."""
    try:
        return served(workspace)
    except NoSnapshotError:
        return None


def _tables(snapshot: Snapshot) -> dict[str, list[str]]:
    found = {}
    for outlet in Outlet:
        with snapshots.connect(snapshot, outlet) as connection:
            for table in loader.mart_contracts().values():
                if table.stands_in(outlet):
                    rows = connection.execute(f"FROM {table.id}").fetchall()
                    found[f"{outlet}.{table.id}"] = sorted(map(repr, rows))
    for outlet in (Outlet.OPEN, Outlet.OFFICE):
        [row] = found[f"{outlet}.snapshot"]
        assert snapshot.id in row, "the pointer names one snapshot and its files another"
    return found


def state(workspace: Workspace) -> State:
    """Where the last run has left a workspace."""
    deliveries = [d.model_dump(exclude={"loaded_at"}) for d in Manifest.load(workspace).deliveries]
    files = sorted(RANDOM.sub("", path) for path in truth(workspace))
    return State(served_or_nothing(workspace), deliveries, _history(workspace), files)


def _history(workspace: Workspace) -> dict[str, list[str]]:
    """Every version of every row, as a run that goes on from the last build sees them."""
    manifest = Manifest.load(workspace)
    if manifest.build is None:
        return {}
    build.begin(workspace, manifest.build)
    try:
        with build.opened(workspace) as connection:
            return {
                contract: sorted(map(repr, connection.execute(f"FROM raw.{contract}").fetchall()))
                for contract in loader.source_contracts()
            }
    finally:
        build.discard_unfinished(workspace, manifest)


def is_record(path: str) -> bool:
    """Whether a path in a workspace is of a run's own records, from which no figure comes."""
    return f"{OF_A_DAY.sub('', path)}/".startswith(RECORDS)


def is_unfinished(path: str) -> bool:
    """Whether it is a draft, or of a build in work: the next run throws it away unread."""
    return "/." in f"/{path}" or path.startswith(IN_WORK)


def truth(workspace: Workspace) -> Iterator[str]:
    """Every file of a workspace but records, relative to it."""
    for folder, folders, names in os.walk(workspace.home):
        inside = os.path.relpath(folder, workspace.home).removeprefix(".")
        there = f"{inside}/" if inside else ""
        folders[:] = [name for name in folders if not is_record(there + name)]
        yield from (there + name for name in names if not is_record(there + name))


def likeness(workspace: Workspace) -> Likeness:
    """What lies in a workspace, records aside: the same in two workspaces that are alike.

    Of what is unfinished and of databases only the names count: the one is thrown away unread,
    and the others never change under a finished name (which `points` sees to).
    """
    return frozenset((RANDOM.sub("", path), _content(workspace, path)) for path in truth(workspace))


def _content(workspace: Workspace, path: str) -> str:
    if path.endswith(".duckdb") or is_unfinished(path):
        return ""
    file = workspace.home / path
    found = file.stat()
    return _digest(str(file), found.st_ino, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4096)
def _digest(file: str, *_: int) -> str:
    """A hash of a file's content; the rest tells the file from another of its name."""
    content = Path(file).read_bytes().decode("latin-1")
    return hashlib.sha256(RANDOM.sub("", content).encode()).hexdigest()


def after_opening(workspace: Workspace) -> Likeness:
    """What the next run goes on from, once it has pointed readers right and cleared up.

    It looks at nothing else but records, so workspaces that are alike here end alike.
    """
    with session.opened(workspace, MORNING):
        pass
    return likeness(workspace)


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
    assert named == {*workspace.landing.glob("*/*"), *workspace.quarantine.glob("*/*")}
    left = [path for path in truth(workspace) if is_unfinished(path)]
    assert not [path for path in left if not path.startswith("scratch")]


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
