"""The build database: derived from the manifest's deliveries, worked on as a copy.

A run copies the last good build, brings new deliveries into its raw tables, lets dbt work
on it, and gives it a new name when it is whole. A build that was interrupted is thrown away.
"""

import hashlib
import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from dagster_project.checks import predicates
from dagster_project.settings import TIME_ZONE, Settings, Workspace, cut_off
from dagster_project.warehouse import durable, history
from dagster_project.warehouse.manifest import Build, Delivery, Manifest
from data_contracts import loader
from data_contracts.model import SourceContract

DBT_PROJECT = Path(__file__).parents[2] / "dbt"
CODE = (DBT_PROJECT, loader.HERE)
SCHEMAS = ("raw", "candidate", "staging", "intermediate", "marts")
IN_WORK = "building.duckdb"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would be made from; the same inputs give the same snapshot."""

    as_of: date
    built_at: datetime
    home_area_code: str
    is_demo: bool
    input_print: str

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
    return Plan(as_of, at, settings.home_area, settings.demo, _print("\n".join(said)))


def code_version() -> str:
    """The version of the program, with a fingerprint of its models and contracts."""
    return f"{version('anping')}+{code_print()[:8]}"


def code_print() -> str:
    """A fingerprint of every model and contract."""
    paths = sorted(
        p for folder in CODE for p in folder.rglob("*") if p.suffix in {".sql", ".yml", ".yaml"}
    )
    return _print("\n".join(f"{path.name} {_print(path.read_text('utf-8'))}" for path in paths))


def in_work(workspace: Workspace) -> Path:
    """The build database that the current run works on."""
    return workspace.warehouse / IN_WORK


def is_begun(workspace: Workspace) -> bool:
    """Whether the current run has begun a build."""
    return in_work(workspace).exists()


def usable(workspace: Workspace, manifest: Manifest) -> Build | None:
    """The last good build, where it is there and its raw tables have today's shape."""
    last = manifest.build
    if last is None or last.schema_print != schema_print():
        return None
    return last if (workspace.warehouse / last.file).exists() else None


def begin(workspace: Workspace, base: Build | None) -> None:
    """Lays out the build of this run: a copy of the last good one, or an empty one."""
    path = in_work(workspace)
    if base is not None:
        shutil.copyfile(workspace.warehouse / base.file, path)
        return
    with opened(workspace) as connection:
        for schema in SCHEMAS:
            connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute("CREATE TABLE raw.loaded (contract VARCHAR, last_delivery BIGINT)")
        for contract in _contracts():
            history.create(connection, contract)
            connection.execute("INSERT INTO raw.loaded VALUES (?, 0)", [contract.id])


def schema_print() -> str:
    """A fingerprint of the raw tables' shape; another one means building from the start."""
    shape = [(c.id, [(x.name, x.physical_type) for x in c.columns], c.key) for c in _contracts()]
    return _print(repr(shape))


@contextmanager
def opened(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build database of this run, for the one process that writes it."""
    connection = duckdb.connect(str(in_work(workspace)))
    try:
        connection.execute(f"SET TimeZone = '{TIME_ZONE}'")
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
    with opened(workspace) as connection:
        mark = "SELECT last_delivery FROM raw.loaded WHERE contract = ?"
        [(last,)] = connection.execute(mark, [contract.id]).fetchall()
        pending = [d for d in accepted if d.id > last]
        for loaded_at, group in itertools.groupby(pending, key=lambda d: d.loaded_at):
            new = list(group)
            by_then = [d for d in accepted if d.id <= new[-1].id]
            done = history.merge(connection, workspace, contract, by_then, new, loaded_at)
            opened_count += done.opened
            closed_count += done.closed
        if pending:
            moved = "UPDATE raw.loaded SET last_delivery = ? WHERE contract = ?"
            connection.execute(moved, [pending[-1].id, contract.id])
    return history.Merge(opened_count, closed_count)


def write_ledger(workspace: Workspace, manifest: Manifest, plan: Plan) -> None:
    """The tables about the load itself: run, register, delivery, fault, rule."""
    latest = {delivery.id for delivery in manifest.latest().values()}
    contracts = _contracts()
    with opened(workspace) as connection:
        for name, columns, rows in (
            ("run", RUN, [_run(plan)]),
            ("register", REGISTER, [(c.id, c.freshness_days, c.event_date) for c in contracts]),
            ("delivery", DELIVERY, [_delivery(d, d.id in latest) for d in manifest.deliveries]),
            (
                "fault",
                FAULT,
                [(d.id, d.contract, *f) for d in manifest.deliveries for f in d.faults],
            ),
            ("rule", RULE, _all_rules(manifest)),
        ):
            connection.execute(f"CREATE OR REPLACE TABLE raw.{name} ({columns})")
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO raw.{name} VALUES ({marks})", rows)


def seal(workspace: Workspace, plan: Plan) -> str:
    """Gives the finished build its own name; returns it."""
    with opened(workspace) as connection:
        connection.execute("CHECKPOINT")
    name = f"build-{plan.snapshot_id}.duckdb"
    durable.flush(in_work(workspace))
    in_work(workspace).replace(workspace.warehouse / name)
    durable.flush(workspace.warehouse)
    return name


def discard_unfinished(workspace: Workspace, manifest: Manifest) -> None:
    """Removes builds that the manifest does not name, and what a killed run left behind."""
    good = manifest.build.file if manifest.build else None
    for path in workspace.warehouse.glob("*.duckdb*"):
        if path.name != good:
            durable.discard(path)


RUN = (
    "snapshot_id VARCHAR, as_of DATE, built_at TIMESTAMP WITH TIME ZONE, "
    "home_area_code VARCHAR, code_version VARCHAR, is_demo BOOLEAN"
)
REGISTER = "contract VARCHAR, freshness_days INTEGER, event_date VARCHAR"
DELIVERY = (
    "delivery BIGINT, contract VARCHAR, mapping VARCHAR, file VARCHAR, "
    "loaded_at TIMESTAMP WITH TIME ZONE, read_count BIGINT, accepted_count BIGINT, "
    "quarantined_count BIGINT, is_refused BOOLEAN, is_superseded BOOLEAN"
)
FAULT = "delivery BIGINT, contract VARCHAR, column_name VARCHAR, rule VARCHAR, fault_count BIGINT"
RULE = "contract VARCHAR, column_name VARCHAR, rule VARCHAR, rule_cn VARCHAR, rule_en VARCHAR"


def _run(plan: Plan) -> tuple[object, ...]:
    return (
        plan.snapshot_id,
        plan.as_of,
        plan.built_at,
        plan.home_area_code,
        code_version(),
        plan.is_demo,
    )


def _delivery(delivery: Delivery, is_latest: bool) -> tuple[object, ...]:
    return (
        delivery.id,
        delivery.contract,
        delivery.mapping,
        delivery.file,
        delivery.loaded_at,
        delivery.read_count,
        delivery.accepted_count,
        delivery.quarantined_count,
        delivery.is_refused,
        not is_latest,
    )


def _rules(contract: SourceContract) -> list[tuple[str, ...]]:
    """Every rule of every column, and those that a delivery as a whole may break."""
    judged = predicates.of_cells(contract, lambda _: "SELECT NULL")
    pairs = [(p.column, p.rule) for column in judged for p in column]
    pairs += [(p.column, p.rule) for p in predicates.of_rows(contract)]
    pairs += [(c.name, "outside_scope") for c in contract.columns]
    pairs.append((contract.columns[0].name, "surplus_fields"))
    texts = [predicates.describe(contract, rule) for _, rule in pairs]
    return [
        (contract.id, column, rule, text.cn, text.en)
        for (column, rule), text in zip(pairs, texts, strict=True)
    ]


def _all_rules(manifest: Manifest) -> list[tuple[str, ...]]:
    """Every rule of today, and those that only older deliveries broke, by their ids."""
    rules = {row[:3]: row for contract in _contracts() for row in _rules(contract)}
    for delivery in manifest.deliveries:
        for column, rule, _ in delivery.faults:
            key = (delivery.contract, column, rule)
            rules.setdefault(key, (*key, rule, rule))
    return list(rules.values())


def _contracts() -> list[SourceContract]:
    return list(loader.source_contracts().values())


def _print(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
