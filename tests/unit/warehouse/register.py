"""A register of three columns whose deliveries are real Parquet files, for tests of history."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import duckdb
import polars as pl

from dagster_project.settings import Workspace
from dagster_project.warehouse import history, keys, layers
from dagster_project.warehouse.manifest import Delivery, accepted_file
from data_contracts.model import (
    Classification,
    Column,
    DataClass,
    LogicalType,
    SourceContract,
    Text,
)

Mode = Literal["snapshot", "upsert", "append"]
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One delivered row; `updated` is an hour of 1 January 2026, or unknown."""

    item: str
    value: str
    updated: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery before it arrives; one reading brings all of a run that name one `file`."""

    order: str
    rows: tuple[Row, ...]
    mode: Mode = "upsert"
    scope: str | None = None
    mapping: str = "m"
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an item, and between which runs it was known."""

    value: str
    known_from: int
    known_until: int | None


def day(number: int) -> datetime:
    """The time at which run `number` loads."""
    return START + timedelta(days=number)


def hour(number: int | None) -> datetime | None:
    return None if number is None else START + timedelta(hours=number)


def a_contract(has_time: bool = True) -> SourceContract:
    columns = [_column("item", LogicalType.STRING, "VARCHAR", 1)]
    columns.append(_column("value", LogicalType.STRING, "VARCHAR"))
    if has_time:
        columns.append(_column("updated_at", LogicalType.TIMESTAMP, "TIMESTAMP WITH TIME ZONE"))
    return SourceContract(
        id="thing",
        version="1.0.0",
        label=Text("事项", "Thing"),
        description=Text("每行一个事项。", "One thing per row."),
        domain="reference",
        owner="综治中心",
        data_class=DataClass.INSTITUTIONAL,
        columns=tuple(columns),
        rules=(),
        max_error_share=0.0,
        freshness_days=None,
        event_date=None,
    )


def _column(name: str, kind: LogicalType, physical: str, key: int | None = None) -> Column:
    text = Text("字段", name)
    return Column(
        name, text, text, kind, physical, Classification.PUBLIC, key is not None, key_position=key
    )


class Register:
    """The raw table of the contract, into which runs bring deliveries."""

    def __init__(self, folder: Path, has_time: bool = True) -> None:
        self.contract = a_contract(has_time)
        self._workspace = Workspace(folder)
        self._known: list[Delivery] = []
        self._runs = 0
        self._database = duckdb.connect()
        self._database.execute("SET TimeZone = 'Asia/Shanghai'; SET threads = 1")
        self._stand_on_nothing()

    def run(self, *sent: Sent) -> history.Merge:
        """One run that loads `sent` together; runs are numbered from 1."""
        self._runs += 1
        readings: dict[str | None, int] = {}
        new = [self._land(one, readings) for one in sent]
        base = self._workspace.home / "base"
        ground = history.Ground(
            self._database,
            self._workspace,
            base if keys.folder(base).exists() else None,
            is_noted=True,
        )
        return history.merge(ground, self.contract, self._known, new, day(self._runs))

    def settle(self) -> None:
        """Everything so far becomes the base of what follows."""
        layers.absorb(self._database, self.contract)
        for kind in layers.VIEWS:
            self._database.execute(
                f"CREATE OR REPLACE TABLE base.{kind}.thing AS FROM {kind}.thing; "
                f"DELETE FROM {kind}.thing"
            )
        into = keys.folder(self._workspace.home / "base")
        keys.write(self._database, "base", self.contract, into)

    def changes(self) -> set[tuple[str, str, bool]]:
        """Item and value of every version ended or begun since the last call; is it current."""
        rows = self._database.execute("SELECT item, value, is_current FROM changed.thing")
        changed = set(rows.fetchall())
        self._database.execute("DELETE FROM changed.thing")
        return changed

    def current(self) -> dict[str, str]:
        """The value of every item that holds now; fails where one holds twice."""
        rows = self._database.execute(
            "SELECT item, value FROM raw.thing WHERE known_until_at IS NULL"
        ).fetchall()
        assert len(rows) == len(dict(rows))
        return dict(rows)

    def known_after(self, run: int) -> dict[str, str]:
        """The value of every item that held once `run` had loaded, as history tells it now."""
        rows = self._database.execute(
            "SELECT item, value FROM raw.thing WHERE known_from_at <= $at "
            "AND (known_until_at IS NULL OR known_until_at > $at)",
            {"at": day(run)},
        ).fetchall()
        assert len(rows) == len(dict(rows))
        return dict(rows)

    def versions(self, item: str) -> list[Version]:
        """Every version of `item` that was ever current, oldest first."""
        rows = self._database.execute(
            "SELECT value, known_from_at, known_until_at FROM raw.thing WHERE item = ? "
            "AND known_until_at IS DISTINCT FROM known_from_at ORDER BY known_from_at",
            [item],
        ).fetchall()
        return [Version(value, _run(since), until and _run(until)) for value, since, until in rows]

    def close(self) -> None:
        self._database.close()

    def _stand_on_nothing(self) -> None:
        self._database.execute("ATTACH ':memory:' AS base")
        for database in ("base", "memory"):
            self._database.execute(f"USE {database}")
            for schema in layers.SCHEMAS:
                self._database.execute(f"CREATE SCHEMA {schema}")
            layers.create(self._database, self.contract)
        layers.join(self._database, self.contract)

    def _land(self, sent: Sent, readings: dict[str | None, int]) -> Delivery:
        number = len(self._known) + 1
        reading = readings.setdefault(sent.file, number) if sent.file else number
        delivery = Delivery(
            id=number,
            reading=reading,
            contract=self.contract.id,
            mapping=sent.mapping,
            file=sent.order,
            content="",
            loaded_at=day(self._runs),
            mode=sent.mode,
            scope=sent.scope,
            order=sent.order,
            read_count=len(sent.rows),
            accepted_count=len(sent.rows),
            ignored_count=0,
            faults=(),
            is_refused=False,
        )
        self._known.append(delivery)
        path = accepted_file(self._workspace, delivery)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._frame(sent, delivery.id).write_parquet(path)
        return delivery

    def _frame(self, sent: Sent, delivery: int) -> pl.DataFrame:
        schema = {
            "item": pl.String,
            "value": pl.String,
            "updated_at": pl.Datetime("us", "UTC"),
            "_delivery": pl.Int64,
            "_row": pl.Int64,
        }
        rows = [
            (row.item, row.value, hour(row.updated), delivery, number)
            for number, row in enumerate(sent.rows, start=2)
        ]
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        return frame.select(c.name for c in self.contract.columns).with_columns(
            frame["_delivery"], frame["_row"]
        )


def _run(at: datetime) -> int:
    return (at - START).days
