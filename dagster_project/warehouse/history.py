"""History in load time: which rows hold, since when they are known, and until when.

A raw table holds every version of a row that was ever current, with `known_from_at` and
`known_until_at` (empty while it holds). Which version is current depends on the set of
deliveries alone, not on the order in which they arrived:

- of all rows with one key the one that stands highest wins: by `updated_at` where every
  source sends changes (`upsert`) and the rows have it, then by the delivery's order, then by
  arrival, then by row. Of `append` sources the first one wins: they never change a row;
- it holds unless a snapshot delivery that is complete for its scope stands higher and does
  not list it.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from dagster_project.checks.predicates import literal
from dagster_project.configuration import ConfigurationError
from dagster_project.settings import Workspace
from dagster_project.warehouse.manifest import Delivery, accepted_file
from data_contracts.model import SourceContract

ORIGIN = ("_mapping", "_scope", "_order", "_delivery", "_row")


@dataclass(frozen=True, slots=True)
class Merge:
    """How many versions a merge opened and closed."""

    opened: int
    closed: int


def create(connection: duckdb.DuckDBPyConnection, contract: SourceContract) -> None:
    """The empty raw table of `contract`."""
    columns = ", ".join(f'"{c.name}" {c.physical_type}' for c in contract.columns)
    connection.execute(
        f"CREATE TABLE raw.{contract.id} ({columns}, known_from_at TIMESTAMP WITH TIME ZONE, "
        "known_until_at TIMESTAMP WITH TIME ZONE, _mapping VARCHAR, _scope VARCHAR, "
        "_order VARCHAR, _delivery BIGINT, _row BIGINT)"
    )


def merge(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    contract: SourceContract,
    deliveries: list[Delivery],
    new: list[Delivery],
    at: datetime,
) -> Merge:
    """Brings `new` deliveries, all loaded at `at`, into the raw table of `contract`.

    `deliveries` are all that are known by then, `new` among them.
    """
    statement = _Statements(contract, _mode(contract, deliveries))
    _register(connection, workspace, contract, deliveries, new)
    for sql in statement.candidates():
        connection.execute(sql)
    closed = _count(connection.execute(statement.close(), [at]))
    connection.execute(statement.confirm())
    opened = _count(connection.execute(statement.open(), [at, at]))
    for table in ("delivered", "incoming", "best", "touched", "previous", "verdict"):
        connection.execute(f"DROP TABLE temp.{table}")
    return Merge(opened=opened, closed=closed)


class _Statements:
    """The SQL of one merge."""

    def __init__(self, contract: SourceContract, mode: str) -> None:
        self.table = f"raw.{contract.id}"
        self.key = [f'"{name}"' for name in contract.key]
        self.names = [f'"{column.name}"' for column in contract.columns]
        self.values = [name for name in self.names if name not in self.key] or self.key
        self.is_first_wins = mode == "append"
        self.has_time = "updated_at" in {c.name for c in contract.columns} and mode == "upsert"

    def candidates(self) -> list[str]:
        """New rows, the best of them by key, what held before, and the verdict on each key."""
        key = ", ".join(self.key)
        direction = "ASC" if self.is_first_wins else "DESC"
        wins = "<" if self.is_first_wins else ">="
        new, old = self._standing("b."), self._standing("p.")
        same = f"({self._row('b.')}) IS NOT DISTINCT FROM ({self._row('p.')})"
        on_key = " AND ".join(f"b.{name} = p.{name}" for name in self.key)
        either = ", ".join(f"coalesce(b.{name}, p.{name}) AS {name}" for name in self.key)
        return [
            f"CREATE TEMP TABLE best AS SELECT * FROM incoming QUALIFY row_number() OVER "
            f"(PARTITION BY {key} ORDER BY {self._standing('')} {direction}) = 1",
            # A key may have left the scope that is delivered anew: its latest version decides.
            f"CREATE TEMP TABLE touched AS SELECT {key} FROM best UNION SELECT {key} "
            f"FROM {self.table} p JOIN delivered d ON d.is_new AND d.mode = 'snapshot' "
            "AND d.mapping = p._mapping AND d.scope = p._scope",
            f"CREATE TEMP TABLE previous AS SELECT * FROM {self.table} JOIN touched USING ({key}) "
            f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY known_from_at DESC) = 1",
            f"CREATE TEMP TABLE verdict AS SELECT {either}, "
            f"p._delivery IS NOT NULL AS was_known, p.known_until_at IS NULL AS was_open, "
            f"coalesce(b._delivery IS NOT NULL AND (p._delivery IS NULL OR {new} {wins} {old}), "
            f"false) AS is_new_winner, coalesce({same}, false) AS is_same, "
            f"CASE WHEN is_new_winner THEN {self._holds('b.')} ELSE {self._holds('p.')} END "
            f"AS holds, p.known_from_at AS was_known_from_at "
            f"FROM best b FULL JOIN previous p ON {on_key}",
        ]

    def close(self) -> str:
        """Ends versions that were replaced or that no longer hold. Parameter: the time."""
        return (
            f"UPDATE {self.table} AS r SET known_until_at = ? FROM verdict v "
            f"WHERE {self._on('v.')} AND r.known_until_at IS NULL AND v.was_known "
            "AND (NOT v.holds OR (v.is_new_winner AND NOT v.is_same))"
        )

    def confirm(self) -> str:
        """Raises the standing of a version that was delivered again as it was."""
        origin = ", ".join(f"{name} = b.{name}" for name in ORIGIN)
        on_best = " AND ".join(f"b.{name} = v.{name}" for name in self.key)
        return (
            f"UPDATE {self.table} AS r SET {origin} FROM verdict v JOIN best b ON {on_best} "
            f"WHERE {self._on('v.')} AND v.was_known AND v.is_new_winner AND v.is_same "
            "AND r.known_from_at = v.was_known_from_at"
        )

    def open(self) -> str:
        """Begins new versions. Parameters: the time, twice.

        A late row that is outdated on arrival is kept with an empty interval: it was never
        current, but rows that arrive later are compared with it.
        """
        columns = ", ".join([*self.names, "known_from_at", "known_until_at", *ORIGIN])
        values = ", ".join(f"b.{name}" for name in self.names)
        origin = ", ".join(f"b.{name}" for name in ORIGIN)
        on_best = " AND ".join(f"b.{name} = v.{name}" for name in self.key)
        return (
            f"INSERT INTO {self.table} ({columns}) SELECT {values}, ?, "
            f"CASE WHEN v.holds THEN NULL ELSE ?::TIMESTAMPTZ END, {origin} "
            f"FROM verdict v JOIN best b ON {on_best} WHERE v.is_new_winner AND "
            "(NOT v.was_known OR NOT v.is_same OR (NOT v.was_open AND v.holds))"
        )

    def _standing(self, prefix: str) -> str:
        time = f"coalesce({prefix}updated_at, '-infinity'::TIMESTAMPTZ), " if self.has_time else ""
        return f"row({time}{prefix}_order, {prefix}_delivery, {prefix}_row)"

    def _holds(self, prefix: str) -> str:
        return (
            "NOT EXISTS (FROM delivered d WHERE d.mode = 'snapshot' "
            f"AND d.mapping = {prefix}_mapping AND d.scope = {prefix}_scope "
            f'AND row(d."order", d.id) > row({prefix}_order, {prefix}_delivery))'
        )

    def _row(self, prefix: str) -> str:
        return "row(" + ", ".join(f"{prefix}{name}" for name in self.values) + ")"

    def _on(self, prefix: str) -> str:
        return " AND ".join(f"r.{name} = {prefix}{name}" for name in self.key)


def _register(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    contract: SourceContract,
    deliveries: list[Delivery],
    new: list[Delivery],
) -> None:
    connection.execute(
        "CREATE TEMP TABLE delivered "
        '(id BIGINT, mapping VARCHAR, mode VARCHAR, scope VARCHAR, "order" VARCHAR, is_new BOOLEAN)'
    )
    fresh = {delivery.id for delivery in new}
    rows = [(d.id, d.mapping, d.mode, d.scope, d.order, d.id in fresh) for d in deliveries]
    connection.executemany("INSERT INTO delivered VALUES (?, ?, ?, ?, ?, ?)", rows)
    columns = ", ".join(f'p."{column.name}"' for column in contract.columns)
    files = ", ".join(literal(accepted_file(workspace, delivery)) for delivery in new)
    connection.execute(
        f"CREATE TEMP TABLE incoming AS SELECT {columns}, d.mapping AS _mapping, "
        'd.scope AS _scope, d."order" AS _order, p._delivery, p._row '
        f"FROM read_parquet([{files}], union_by_name = true) p "
        "JOIN delivered d ON d.id = p._delivery"
    )


def _mode(contract: SourceContract, deliveries: list[Delivery]) -> str:
    modes = {delivery.mode for delivery in deliveries}
    if "append" in modes and len(modes) > 1:
        raise ConfigurationError(
            f"{contract.id}：有的映射只追加，有的不是，请把各映射的 'delivery' 改为一致。",
            f"{contract.id}: one mapping appends and another does not; use one kind of delivery",
        )
    return modes.pop() if len(modes) == 1 else "snapshot"


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.fetchone()
    connection.complete()
    return int(row[0]) if row else 0
