"""Figures of hand-made rows: the models' own SQL, run in memory on what a test gives them.

dbt compiles the models once, against a database that holds nothing. A test then says the rows
of registers and the cut-off, and asks for a figure; whatever lies between is run for it alone.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumuro_decoder

from dagster_project.settings import Workspace
from dagster_project.warehouse import build, transform
from data_contracts.model import SourceContract
from tests.contracts.agreed import SOURCES
from tests.contracts.shipped import shipped

TOWN, UNIT = "150626102", "TK1"
PLACED = {"area_code": TOWN} | dict.fromkeys(
    ["unit_code", "received_unit_code", "recipient_unit_code", "to_unit_code"], UNIT
)
"""Where a row belongs that does not say so: all of them to one unit of one town."""
PLACES = {
    "area": [{"level": "town", "valid_from": "2000-01-01"}],
    "unit": [{"valid_from": "2000-01-01"}],
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Model:
    """A model as dbt compiled it."""

    schema: str
    sql: str
    parents: tuple[str, ...]


def compiled(parsed: Workspace, folder: Path, *names: str) -> dict[str, Model]:
    """The models called `names` and all that they are made from, by name."""
    workspace = Workspace(folder)
    transform.hand_over(parsed, workspace)
    workspace.warehouse.mkdir(exist_ok=True)
    for path in (build.in_work(workspace), build.base_in_work(workspace)):
        duckdb.connect(str(path)).close()
    [packed] = transform.folder(workspace).glob("*.msgpack")
    project = str(transform.folder(workspace) / "project")
    words = ["compile", "--quiet", "--select", *(f"+{name},resource_type:model" for name in names)]
    words += ["--project-dir", project, "--profiles-dir", project, "--log-path", str(folder)]
    words += ["--target-path", str(folder / "target"), "--vars", json.dumps(transform.variables())]
    models = Manifest.from_msgpack(packed.read_bytes(), decoder=extended_mashumuro_decoder)
    with transform.environment(workspace):
        done = dbtRunner(models).invoke(words)
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    assert done.success, done.exception
    nodes = [result.node for result in done.result]  # type: ignore[union-attr]
    return {
        node.name: Model(
            node.schema,
            node.compiled_code,
            tuple(parent.rpartition(".")[2] for parent in node.depends_on.nodes),
        )
        for node in nodes
    }


@cache
def _reference(name: str) -> pl.DataFrame:
    return shipped(name).select(column.name for column in SOURCES[name].columns)


class Office:
    """What the models make of `given` rows at a cut-off, by register or in place of a model."""

    def __init__(self, models: dict[str, Model], as_of: str, given: dict[str, list[Row]]):
        self._models = models
        self._made: set[str] = set()
        self._database = duckdb.connect()
        self._database.execute("SET TimeZone = 'Asia/Shanghai'; ATTACH ':memory:' AS building")
        for schema in ("raw", "staging", "intermediate"):
            self._database.execute(f"CREATE SCHEMA building.{schema}")
        self._database.execute(
            "CREATE TABLE building.raw.run AS SELECT CAST(? AS DATE) AS as_of", [as_of]
        )
        for contract in SOURCES.values():
            self._lay_out(contract)
        for name in ("indicator", "calendar_day"):
            self._fill(name, _reference(name))
        for name, rows in (PLACES | given).items():
            if name in SOURCES:
                self._fill(name, _placed(SOURCES[name], rows))
            else:
                self._replace(name, pl.from_dicts(rows))

    def _lay_out(self, contract: SourceContract) -> None:
        columns = [f"{column.name} {column.physical_type}" for column in contract.columns]
        columns.append("known_until_at TIMESTAMP WITH TIME ZONE")
        self._database.execute(f"CREATE TABLE building.raw.{contract.id} ({', '.join(columns)})")

    def _fill(self, register: str, rows: pl.DataFrame) -> None:
        self._database.execute(f"INSERT INTO building.raw.{register} BY NAME FROM rows")

    def _replace(self, model: str, rows: pl.DataFrame) -> None:
        self._made.add(model)
        self._database.execute(
            f"CREATE TABLE building.{self._models[model].schema}.{model} AS FROM rows"
        )

    def rows(self, sql: str, model: str) -> list[tuple[Any, ...]]:
        """The rows of a query that reads `model`."""
        self._make(model)
        self._database.execute("USE building.intermediate")
        return self._database.execute(sql).fetchall()

    def counted(self, indicator: str, kind: str) -> dict[str, tuple[float, float]]:
        """How many met it and how many counted, in the town, by period in which any did."""
        model = f"int_indicator_{indicator.lower()}"
        found = self.rows(
            f"SELECT period, numerator, denominator FROM {model} WHERE denominator > 0 "
            f"AND subject_code = '{TOWN}' AND period_kind = '{kind}' ORDER BY period",
            model,
        )
        return {period: (met, whole) for period, met, whole in found}

    def _make(self, name: str) -> None:
        if name in self._made or name not in self._models:
            return
        self._made.add(name)
        model = self._models[name]
        for parent in model.parents:
            self._make(parent)
        self._database.execute(f"CREATE TABLE building.{model.schema}.{name} AS {model.sql}")


def _placed(contract: SourceContract, rows: list[Row]) -> pl.DataFrame:
    """Rows with a number, and a place for each that does not say its own."""
    places = {
        name: code for name, code in PLACED.items() if name in {c.name for c in contract.columns}
    }
    key = contract.key[0]
    return pl.from_dicts(
        [{key: f"{n}", **places, **row} for n, row in enumerate(rows)], infer_schema_length=None
    )


def days(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same rows with dates as they are written."""
    return [
        tuple(str(value) if isinstance(value, date) else value for value in row) for row in found
    ]
