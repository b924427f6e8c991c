"""The build database: derived from the manifest's deliveries, worked on as a copy.

A build stands on a base, an earlier build that it never changes (`layers`). The first one
stands on nothing; a later one is a copy of the last good one on the same base, or stands on
the last good one itself; and once its own rows are many it absorbs its base. A run brings new
deliveries into the build, lets dbt work on it, and gives it a new name when it is whole. A
build that was interrupted is thrown away.
"""

import hashlib
import itertools
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from dagster_project import methods
from dagster_project.checks import predicates
from dagster_project.settings import MEMORY_GIGABYTES, TIME_ZONE, Settings, Workspace, cut_off
from dagster_project.warehouse import durable, history, keys, layers, releases
from dagster_project.warehouse.manifest import Build, Manifest
from data_contracts import loader
from data_contracts.model import SourceContract

DBT_PROJECT = Path(__file__).parents[2] / "dbt"
METHODS = Path(methods.__file__).parent
CODE = (DBT_PROJECT, METHODS, loader.HERE)
SCHEMAS = (*layers.SCHEMAS, "staging", "intermediate", "marts", "open")
IN_WORK = "building.duckdb"
BASE_IN_WORK = "base.duckdb"
# Own rows beyond this share of the base's cost more to read twice than to copy once.
ABSORBING_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would be made from; the same inputs give the same snapshot."""

    as_of: date
    built_at: datetime
    home_area_code: str
    is_demo: bool
    input_print: str
    release: str | None = None
    """The month whose release this build makes; none where none is due."""

    @property
    def snapshot_id(self) -> str:
        """Such as 20261122-1a2b3c4d: the cut-off and a fingerprint of everything in it."""
        return f"{self.as_of:%Y%m%d}-{self.input_print[:8]}"

    def is_due(self, base: Build | None) -> bool:
        """Whether the last good build was made from something else."""
        return base is None or base.input_print != self.input_print


def plan(manifest: Manifest, settings: Settings, at: datetime) -> Plan:
    """The build that `manifest` and `settings` call for at time `at`."""
    as_of = cut_off(settings, at)
    said = [f"{d.id} {d.content}" for d in manifest.deliveries]
    said += [code_print(), as_of.isoformat(), settings.home_area, str(settings.demo)]
    said.append(manifest.key_print or "")
    release = releases.due(manifest, settings, as_of)
    return Plan(as_of, at, settings.home_area, settings.demo, _print("\n".join(said)), release)


def code_version() -> str:
    """The version of the program, with a fingerprint of its models and contracts."""
    return f"{version('anping')}+{code_print()[:8]}"


def code_print() -> str:
    """A fingerprint of every model, method and contract."""
    paths = sorted(
        path
        for folder in CODE
        for path in folder.rglob("*")
        if path.suffix in {".sql", ".yml", ".yaml", ".py"}
    )
    return _print("\n".join(f"{path.name} {_print(path.read_text('utf-8'))}" for path in paths))


def in_work(workspace: Workspace) -> Path:
    """The build database that the current run works on."""
    return workspace.warehouse / IN_WORK


def base_in_work(workspace: Workspace) -> Path:
    """What stands for the base of the build in work, under a name that never changes."""
    return workspace.warehouse / BASE_IN_WORK


def is_begun(workspace: Workspace) -> bool:
    """Whether the current run has begun a build."""
    return in_work(workspace).exists()


def usable(workspace: Workspace, manifest: Manifest) -> Build | None:
    """The last good build, where it and its base are there and have today's shape."""
    last = manifest.build
    if last is None or last.schema_print != schema_print():
        return None
    base = workspace.warehouse / (last.base or last.file)
    needed = (workspace.warehouse / last.file, base, keys.folder(base))
    return last if all(path.exists() for path in needed) else None


def begin(workspace: Workspace, last: Build | None) -> None:
    """Lays out the build of this run: on nothing, on the last good one, or as a copy of it."""
    path, base = in_work(workspace), base_in_work(workspace)
    durable.discard(base)
    if last is None or last.base is None:
        _stand_on(base, None if last is None else last.file)
        with _connected(workspace, path, base) as connection:
            _lay_out(connection)
        return
    resume(workspace, last)
    with _connected(workspace, path, base) as connection:
        for contract in _contracts():
            connection.execute(f"DELETE FROM changed.{contract.id}")
        own, below = (layers.size(connection, name) for name in (path.stem, layers.BASE))
        is_absorbing = own > ABSORBING_SHARE * below
        if is_absorbing:
            for contract in _contracts():
                layers.absorb(connection, contract)
    if is_absorbing:
        durable.discard(base)
        _stand_on(base, None)


def resume(workspace: Workspace, last: Build) -> None:
    """Makes a copy of an earlier build the build in work, on the same base."""
    durable.discard(base_in_work(workspace))
    _stand_on(base_in_work(workspace), last.base)
    shutil.copyfile(workspace.warehouse / last.file, in_work(workspace))


def base_of(workspace: Workspace) -> str | None:
    """The file that the build in work stands on; none where it stands on nothing."""
    base = base_in_work(workspace)
    return str(base.readlink()) if base.is_symlink() else None


def _stand_on(base: Path, file: str | None) -> None:
    """Makes `base` stand for an earlier build, or for one without any row."""
    if file is not None:
        base.symlink_to(file)
        return
    with duckdb.connect(str(base)) as connection:
        for schema in layers.SCHEMAS:
            connection.execute(f"CREATE SCHEMA {schema}")
        for contract in _contracts():
            layers.create(connection, contract)


def _lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    """A build without rows of its own; what it needs to know of its base is copied."""
    for schema in SCHEMAS:
        connection.execute(f"CREATE SCHEMA {schema}")
    for contract in _contracts():
        layers.create(connection, contract)
        layers.join(connection, contract)
    kept = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'raw'",
        [layers.BASE],
    ).fetchall()
    for (table,) in kept:
        connection.execute(f"CREATE TABLE raw.{table} AS FROM {layers.BASE}.raw.{table}")
    if not kept:
        connection.execute("CREATE TABLE raw.loaded (contract VARCHAR, last_delivery BIGINT)")
        for contract in _contracts():
            connection.execute("INSERT INTO raw.loaded VALUES (?, 0)", [contract.id])


def schema_print() -> str:
    """A fingerprint of the raw tables' shape; another one means building from the start."""
    shape = [(c.id, [(x.name, x.physical_type) for x in c.columns], c.key) for c in _contracts()]
    # Keys are hashed by DuckDB, and another version may hash them otherwise.
    return _print(repr((shape, layers.VERSION, layers.DELIVERED, duckdb.__version__)))


@contextmanager
def opened(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build database of this run on its base, for the one process that writes it."""
    with _connected(workspace, in_work(workspace), base_in_work(workspace)) as connection:
        yield connection


def memory(workspace: Workspace) -> str:
    """What DuckDB may take of it, in its own words; models are parsed without any settings."""
    is_set = workspace.settings_file.exists()
    gigabytes = workspace.settings().memory_gigabytes if is_set else MEMORY_GIGABYTES
    return f"{gigabytes}GB"


@contextmanager
def _connected(workspace: Workspace, path: Path, base: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(path))
    try:
        connection.execute(f"SET TimeZone = '{TIME_ZONE}'")
        connection.execute(f"SET memory_limit = '{memory(workspace)}'")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(f"ATTACH {predicates.literal(base)} AS {layers.BASE} (READ_ONLY)")
        yield connection
    finally:
        connection.close()


def is_pending(manifest: Manifest, base: Build | None, contract: SourceContract) -> bool:
    """Whether a contract has accepted deliveries that the last good build does not hold."""
    last = base.last_delivery if base is not None else 0
    return any(d.id > last for d in manifest.accepted(contract.id))


def load(workspace: Workspace, manifest: Manifest, contract: SourceContract) -> history.Merge:
    """Brings what the build in work lacks into it, in the order in which it became known."""
    accepted, opened_count, closed_count = manifest.accepted(contract.id), 0, 0
    name = base_of(workspace)
    base = None if name is None else workspace.warehouse / name
    with opened(workspace) as connection:
        mark = "SELECT last_delivery FROM raw.loaded WHERE contract = ?"
        [(last,)] = connection.execute(mark, [contract.id]).fetchall()
        pending = [d for d in accepted if d.id > last]
        ground = history.Ground(connection, workspace, base, is_noted=goes_on(connection))
        for loaded_at, group in itertools.groupby(pending, key=lambda d: d.loaded_at):
            new = list(group)
            by_then = [d for d in accepted if d.id <= new[-1].id]
            done = history.merge(ground, contract, by_then, new, loaded_at)
            opened_count += done.opened
            closed_count += done.closed
        if pending:
            moved = "UPDATE raw.loaded SET last_delivery = ? WHERE contract = ?"
            connection.execute(moved, [pending[-1].id, contract.id])
    return history.Merge(opened_count, closed_count)


def seal(workspace: Workspace, plan: Plan) -> str:
    """Gives the finished build a name that none had before; returns it.

    One that stands on nothing may become the base of others, which must find its keys.
    """
    with opened(workspace) as connection:
        connection.execute("CHECKPOINT")
    sealed = workspace.warehouse / f"build-{plan.snapshot_id}-{secrets.token_hex(3)}.duckdb"
    if base_of(workspace) is None:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {predicates.literal(in_work(workspace))} (READ_ONLY)")
            for contract in _contracts():
                keys.write(connection, in_work(workspace).stem, contract, keys.folder(sealed))
    durable.flush(in_work(workspace))
    in_work(workspace).replace(sealed)
    durable.flush(workspace.warehouse)
    return sealed.name


def discard_unfinished(workspace: Workspace, manifest: Manifest) -> None:
    """Removes builds that the manifest does not name, and what a killed run left behind."""
    last = manifest.build
    good = {last.file, last.base or last.file} if last else set()
    good |= {keys.folder(workspace.warehouse / name).name for name in good}
    found = (workspace.warehouse.glob(pattern) for pattern in ("*.duckdb*", ".*.draft"))
    for path in itertools.chain.from_iterable(found):
        if path.name not in good:
            durable.discard(path)


def goes_on(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the build in work goes on from another, and was not made anew."""
    named = connection.execute(
        "FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'raw' "
        "AND table_name = 'run'"
    )
    return bool(named.fetchall())


def _contracts() -> list[SourceContract]:
    return list(loader.source_contracts().values())


def _print(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
