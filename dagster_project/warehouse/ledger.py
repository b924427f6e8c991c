"""What a build knows of itself: the run, the registers, their deliveries, faults and rules."""

from datetime import UTC, date

import duckdb
import polars as pl

from dagster_project.checks import predicates
from dagster_project.settings import Workspace
from dagster_project.warehouse import build, releases
from dagster_project.warehouse.manifest import Build, Delivery, Manifest
from data_contracts import loader
from data_contracts.model import SourceContract

RUN = (
    "snapshot_id VARCHAR, as_of DATE, built_at TIMESTAMP WITH TIME ZONE, "
    "home_area_code VARCHAR, code_version VARCHAR, is_demo BOOLEAN, previous_as_of DATE"
)
REGISTER = "contract VARCHAR, freshness_days INTEGER, event_date VARCHAR"
DELIVERY = (
    "delivery BIGINT, contract VARCHAR, mapping VARCHAR, file VARCHAR, "
    "loaded_at TIMESTAMP WITH TIME ZONE, read_count BIGINT, accepted_count BIGINT, "
    "quarantined_count BIGINT, is_refused BOOLEAN, is_superseded BOOLEAN"
)
FAULT = "delivery BIGINT, contract VARCHAR, column_name VARCHAR, rule VARCHAR, fault_count BIGINT"
RULE = "contract VARCHAR, column_name VARCHAR, rule VARCHAR, rule_cn VARCHAR, rule_en VARCHAR"


def write(workspace: Workspace, manifest: Manifest, plan: build.Plan) -> None:
    """The tables about the load itself, and what was released before."""
    latest = {delivery.id for delivery in manifest.latest().values()}
    contracts = list(loader.source_contracts().values())
    with build.opened(workspace) as connection:
        has_earlier = manifest.build is not None and _is_published(workspace, manifest.build)
        run = (*_run(plan), _previous(connection, plan) if has_earlier else None)
        for name, columns, rows in (
            ("run", RUN, [run]),
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
                frame = pl.DataFrame(rows, orient="row", infer_schema_length=None)
                connection.register("written", frame)
                connection.execute(f"INSERT INTO raw.{name} FROM written")
                connection.unregister("written")
        releases.lay_out(connection, workspace, manifest, plan.release)


def _run(plan: build.Plan) -> tuple[object, ...]:
    return (
        plan.snapshot_id,
        plan.as_of,
        plan.built_at,
        plan.home_area_code,
        build.code_version(),
        plan.is_demo,
    )


def _is_published(workspace: Workspace, last: Build) -> bool:
    """Whether the snapshot of an earlier build is there to take months from."""
    return (workspace.published / last.snapshot_id).is_dir()


def _previous(connection: duckdb.DuckDBPyConnection, plan: build.Plan) -> date | None:
    """The cut-off of the build that this one goes on from; none where all is made anew.

    Models may then keep what no change touches. Other models, or a cut-off that went back,
    leave nothing to keep.
    """
    if not build.goes_on(connection):
        return None
    [(as_of, version)] = connection.execute("SELECT as_of, code_version FROM raw.run").fetchall()
    return as_of if version == build.code_version() and as_of <= plan.as_of else None


def _delivery(delivery: Delivery, is_latest: bool) -> tuple[object, ...]:
    return (
        delivery.id,
        delivery.contract,
        delivery.mapping,
        delivery.file,
        delivery.loaded_at.astimezone(UTC),
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
    rules = {
        row[:3]: row for contract in loader.source_contracts().values() for row in _rules(contract)
    }
    for delivery in manifest.deliveries:
        for column, rule, _ in delivery.faults:
            key = (delivery.contract, column, rule)
            rules.setdefault(key, (*key, rule, rule))
    return list(rules.values())
