"""History in load time: which rows hold, since when they are known, and until when.

`raw.<contract>` holds every version that was ever current, with `known_from_at` and
`known_until_at` (empty while it holds). `candidate.<contract>` holds the delivered rows that
may still become current. What is current depends on the set of deliveries alone, not on the
order in which they arrived:

- a row holds until a snapshot delivery of the same source and scope stands higher than the
  one that brought it. What one reading of a file brings stands together: its sheets and
  members do not end each other's rows;
- of the rows with one key that hold, the one that stands highest is current: by `updated_at`
  where an `upsert` source gives it, then by the delivery's order, then by arrival, then by
  row. Of `append` sources the lowest is current: they never change a row.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from dagster_project.checks.predicates import literal
from dagster_project.configuration import ConfigurationError
from dagster_project.settings import Workspace
from dagster_project.warehouse.manifest import Delivery, accepted_file
from data_contracts.model import SourceContract

STANDING = "row(coalesce(_stamped_at, '-infinity'::TIMESTAMPTZ), _order, _reading, _delivery, _row)"


@dataclass(frozen=True, slots=True)
class Merge:
    """How many versions a merge opened and closed."""

    opened: int
    closed: int


def create(connection: duckdb.DuckDBPyConnection, contract: SourceContract) -> None:
    """The empty tables of `contract`."""
    columns = ", ".join(f'"{c.name}" {c.physical_type}' for c in contract.columns)
    connection.execute(
        f"CREATE TABLE raw.{contract.id} ({columns}, known_from_at TIMESTAMP WITH TIME ZONE, "
        "known_until_at TIMESTAMP WITH TIME ZONE, _mapping VARCHAR, _delivery BIGINT, _row BIGINT)"
    )
    connection.execute(
        f"CREATE TABLE candidate.{contract.id} ({columns}, _mapping VARCHAR, _scope VARCHAR, "
        "_stamped_at TIMESTAMP WITH TIME ZONE, _order VARCHAR, _reading BIGINT, "
        "_delivery BIGINT, _row BIGINT)"
    )


def merge(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    contract: SourceContract,
    deliveries: list[Delivery],
    new: list[Delivery],
    at: datetime,
) -> Merge:
    """Brings `new` deliveries, all loaded at `at`, into the tables of `contract`.

    `deliveries` are all that are known by then, `new` among them.
    """
    statement = _Statements(contract, is_first_wins=_is_append(contract, deliveries))
    _register(connection, deliveries, new)
    connection.execute(statement.bring(workspace, new))
    for sql in (statement.touch(), *statement.prune(), statement.choose()):
        connection.execute(sql)
    closed = _count(connection.execute(statement.close(), [at]))
    opened = _count(connection.execute(statement.open(), [at]))
    for table in ("delivered", "touched", "winner"):
        connection.execute(f"DROP TABLE temp.{table}")
    return Merge(opened=opened, closed=closed)


class _Statements:
    """The SQL of one merge, in the order in which it runs."""

    def __init__(self, contract: SourceContract, is_first_wins: bool) -> None:
        self.raw = f"raw.{contract.id}"
        self.candidate = f"candidate.{contract.id}"
        self.keys = list(contract.key)
        self.names = [column.name for column in contract.columns]
        self.key = ", ".join(f'"{name}"' for name in self.keys)
        self.columns = ", ".join(f'"{name}"' for name in self.names)
        self.has_time = "updated_at" in self.names
        self.direction = "ASC" if is_first_wins else "DESC"

    def bring(self, workspace: Workspace, new: list[Delivery]) -> str:
        """Accepted rows become candidates; a column that old files lack is empty."""
        files = ", ".join(literal(accepted_file(workspace, delivery)) for delivery in new)
        stamp = "CASE WHEN d.mode = 'upsert' THEN p.updated_at END" if self.has_time else "NULL"
        return (
            f"INSERT INTO {self.candidate} ({self.columns}, _mapping, _scope, _stamped_at, _order, "
            f"_reading, _delivery, _row) SELECT {self.columns}, d.mapping, d.scope, {stamp}, "
            'd."order", d.reading, p._delivery, p._row '
            f"FROM (SELECT {self.columns}, _delivery, _row FROM {self.candidate} WHERE false "
            f"UNION ALL BY NAME SELECT * FROM read_parquet([{files}], union_by_name = true)) p "
            "JOIN delivered d ON d.id = p._delivery"
        )

    def touch(self) -> str:
        """The keys whose current row may change."""
        return (
            f"CREATE TEMP TABLE touched AS SELECT DISTINCT {self.key} FROM {self.candidate} c "
            "JOIN delivered d ON d.is_new AND (d.id = c._delivery OR (d.mode = 'snapshot' "
            "AND d.mapping = c._mapping AND d.scope = c._scope))"
        )

    def prune(self) -> list[str]:
        """Drops what can never become current: superseded rows, and outdone ones without scope."""
        return [
            f"DELETE FROM {self.candidate} c WHERE EXISTS (FROM delivered d "
            "WHERE d.mode = 'snapshot' AND d.mapping = c._mapping AND d.scope = c._scope "
            'AND row(d."order", d.reading) > row(c._order, c._reading))',
            f"DELETE FROM {self.candidate} WHERE rowid IN (SELECT c.rowid FROM {self.candidate} c "
            f"JOIN touched USING ({self.key}) WHERE _scope IS NULL QUALIFY row_number() OVER "
            f"(PARTITION BY {self.key} ORDER BY {STANDING} {self.direction}) > 1)",
        ]

    def choose(self) -> str:
        """The current row of each touched key."""
        return (
            f"CREATE TEMP TABLE winner AS SELECT c.* FROM {self.candidate} c "
            f"JOIN touched USING ({self.key}) QUALIFY row_number() OVER "
            f"(PARTITION BY {self.key} ORDER BY {STANDING} {self.direction}) = 1"
        )

    def close(self) -> str:
        """Ends open versions that are no longer current as they are. Parameter: the time."""
        return (
            f"UPDATE {self.raw} AS r SET known_until_at = ? WHERE r.known_until_at IS NULL "
            f"AND EXISTS (FROM touched t WHERE {self._same(self.keys, 't', 'r')}) "
            f"AND NOT EXISTS (FROM winner w WHERE {self._same(self.names, 'w', 'r')})"
        )

    def open(self) -> str:
        """Begins the versions that are current and not open yet. Parameter: the time."""
        return (
            f"INSERT INTO {self.raw} ({self.columns}, known_from_at, _mapping, _delivery, _row) "
            f"SELECT {self.columns}, ?, _mapping, _delivery, _row FROM winner w WHERE NOT EXISTS "
            f"(FROM {self.raw} r WHERE r.known_until_at IS NULL "
            f"AND {self._same(self.keys, 'r', 'w')})"
        )

    def _same(self, names: list[str], left: str, right: str) -> str:
        return " AND ".join(f'{left}."{n}" IS NOT DISTINCT FROM {right}."{n}"' for n in names)


def _register(
    connection: duckdb.DuckDBPyConnection, deliveries: list[Delivery], new: list[Delivery]
) -> None:
    connection.execute(
        "CREATE TEMP TABLE delivered (id BIGINT, reading BIGINT, mapping VARCHAR, mode VARCHAR, "
        'scope VARCHAR, "order" VARCHAR, is_new BOOLEAN)'
    )
    fresh = {delivery.id for delivery in new}
    rows = [
        (d.id, d.reading, d.mapping, d.mode, d.scope, d.order, d.id in fresh) for d in deliveries
    ]
    connection.executemany("INSERT INTO delivered VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _is_append(contract: SourceContract, deliveries: list[Delivery]) -> bool:
    """Whether the sources, as they deliver now, only append."""
    modes = set({delivery.mapping: delivery.mode for delivery in deliveries}.values())
    if "append" in modes and len(modes) > 1:
        raise ConfigurationError(
            f"{contract.id}：有的映射只追加，有的不是，请把各映射的 'delivery' 改为一致。",
            f"{contract.id}: one mapping appends and another does not; use one kind of delivery",
        )
    return modes == {"append"}


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.fetchone()
    connection.complete()
    return int(row[0]) if row else 0
