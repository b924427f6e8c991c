"""History in load time: which rows hold, since when they are known, and until when.

A version is a row as it was current, with `known_from_at` and `known_until_at` (empty while
it holds). What is current depends on the set of deliveries alone, not on the order in which
they arrived:

- a row holds until a snapshot delivery of the same source and scope stands higher than the
  one that brought it. What one reading of a file brings stands together: its sheets and
  members do not end each other's rows;
- of the rows with one key that hold, the one that stands highest is current: by `updated_at`
  where an `upsert` source gives it, then by the delivery's order, then by arrival, then by
  row. Of `append` sources the lowest is current: they never change a row.

A version names the delivered row it comes from, the highest of those that say the same; the
others that hold wait. Where the tables lie is the matter of `layers`.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from dagster_project.checks.predicates import literal
from dagster_project.settings import Workspace
from dagster_project.warehouse import keys, layers
from dagster_project.warehouse.manifest import Delivery, accepted_file
from data_contracts.configuration import ConfigurationError
from data_contracts.model import SourceContract

STANDING = "row(coalesce(_stamped_at, '-infinity'::TIMESTAMPTZ), _order, _reading, _delivery, _row)"
DELIVERED = "_mapping, _scope, _stamped_at, _order, _reading, _delivery, _row"
OUTDONE = "(SELECT id FROM delivered WHERE is_outdone)"


@dataclass(frozen=True, slots=True)
class Merge:
    """How many versions a merge opened and closed."""

    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a merge works: the build in work, the file it stands on, and whether changes are noted.

    `base` is None where it stands on nothing. `is_noted`: what changes is listed in `changed`,
    for models that keep what they made before.
    """

    connection: duckdb.DuckDBPyConnection
    workspace: Workspace
    base: Path | None
    is_noted: bool


def merge(
    ground: Ground,
    contract: SourceContract,
    deliveries: list[Delivery],
    new: list[Delivery],
    at: datetime,
) -> Merge:
    """Brings `new` deliveries, all loaded at `at`, into the tables of `contract`.

    `deliveries` are all that are known by then, `new` among them.
    """
    connection = ground.connection
    sql = _Statements(contract, "ASC" if _is_append(contract, deliveries) else "DESC")
    _register(connection, deliveries, new)
    if len(new) == len(deliveries):
        # Everything is new: a copy of what is read again anyway would only cost memory.
        connection.execute(sql.bring(ground.workspace, new, "VIEW"))
        connection.execute(sql.stand_alone())
    else:
        connection.execute(sql.bring(ground.workspace, new, "TABLE"))
        connection.execute(sql.touch(new))
        _look_up(ground, contract, sql)
        connection.execute(sql.stand_together())
    for statement in (*sql.rank(), *sql.compare()):
        connection.execute(statement)
    if ground.is_noted:
        for statement in sql.note():
            connection.execute(statement)
    for statement in (*sql.leave(), *sql.wait()):
        connection.execute(statement)
    closed = _count(connection.execute(sql.end(), [at]))
    connection.execute(sql.go_on())
    opened = _count(connection.execute(sql.begin(), [at]))
    _clear(connection)
    return Merge(opened, closed)


class _Statements:
    """The SQL of one merge, in the order in which it runs."""

    def __init__(self, contract: SourceContract, direction: str) -> None:
        self.id = contract.id
        self.names = [column.name for column in contract.columns]
        self.key = ", ".join(f'"{name}"' for name in contract.key)
        self.columns = ", ".join(f'"{name}"' for name in self.names)
        self.has_time = "updated_at" in self.names
        self.standing = f"{STANDING} {direction}"

    def bring(self, workspace: Workspace, new: list[Delivery], kind: str) -> str:
        """`brought`: accepted rows with what is known of their delivery.

        A column that old files lack is empty. A contract may have a column that `delivered`
        has too, such as mode.
        """
        files = ", ".join(literal(accepted_file(workspace, delivery)) for delivery in new)
        given = ", ".join(f'p."{name}"' for name in self.names)
        stamp = "CASE WHEN d.mode = 'upsert' THEN p.updated_at END" if self.has_time else "NULL"
        return (
            f"CREATE TEMP {kind} brought AS SELECT {given}, d.mapping AS _mapping, "
            f"d.scope AS _scope, CAST({stamp} AS TIMESTAMPTZ) AS _stamped_at, "
            'd."order" AS _order, d.reading AS _reading, p._delivery, p._row '
            f"FROM (SELECT {self.columns}, _delivery, _row FROM known.{self.id} WHERE false "
            f"UNION ALL BY NAME SELECT * FROM read_parquet([{files}], union_by_name = true)) p "
            "JOIN delivered d ON d.id = p._delivery"
        )

    def touch(self, new: list[Delivery]) -> str:
        """`touched`: the keys whose current row may change.

        They are delivered now, or lie in a scope that is replaced now.
        """
        parts = [f"SELECT DISTINCT {self.key} FROM brought"]
        scopes = {(d.mapping, d.scope) for d in new if d.mode == "snapshot" and d.scope}
        for mapping, scope in sorted(scopes):
            here = f"_mapping = {literal(mapping)} AND _scope = {literal(scope)}"
            parts.append(f"SELECT {self.key} FROM candidate.{self.id} WHERE {here}")
            parts.append(
                f"SELECT {self.key} FROM raw.{self.id} WHERE known_until_at IS NULL AND {here}"
            )
        return f"CREATE TEMP TABLE touched AS {' UNION '.join(parts)}"

    def numbers(self) -> str:
        """The numbers of the touched keys."""
        return f"SELECT {keys.number(self.key)} AS number FROM touched"

    def stand_alone(self) -> str:
        """`standing` where nothing came before."""
        return (
            "CREATE TEMP VIEW standing AS SELECT *, 'brought' AS _from, "
            "NULL::TIMESTAMPTZ AS known_from_at, NULL::BOOLEAN AS _is_own, NULL::BIGINT AS _id "
            "FROM brought"
        )

    def stand_together(self) -> str:
        """`standing`: all delivered rows of the touched keys that still count, and their place."""
        given = f"{self.columns}, {DELIVERED}"
        own = f"SELECT *, true AS _is_own, rowid AS _id FROM known.{self.id}"
        base = (
            f"SELECT *, false AS _is_own, rowid AS _id FROM {layers.BASE}.known.{self.id} "
            "WHERE rowid IN (SELECT id FROM near) "
            f"AND rowid NOT IN (SELECT id FROM gone.known_{self.id})"
        )
        return (
            f"CREATE TEMP TABLE standing AS SELECT {given}, 'brought' AS _from, "
            "NULL::TIMESTAMPTZ AS known_from_at, NULL::BOOLEAN AS _is_own, NULL::BIGINT AS _id "
            f"FROM brought UNION ALL SELECT {given}, 'waiting', NULL, _is_own, _id "
            f"FROM candidate.{self.id} SEMI JOIN touched USING ({self.key}) "
            f"UNION ALL SELECT {given}, 'known', known_from_at, _is_own, _id "
            f"FROM ({own} UNION ALL {base}) SEMI JOIN touched USING ({self.key}) "
            "WHERE known_until_at IS NULL"
        )

    def rank(self) -> list[str]:
        """`beaten`: which of them are not current, and which of these can never become so.

        Lost are rows outdone by a snapshot, and superseded ones without scope. Most keys have
        one row, and need no ranking.
        """
        ranked = f"row_number() OVER (PARTITION BY {self.key} ORDER BY {self.standing})"
        number = keys.number(self.key)
        return [
            "CREATE TEMP TABLE beaten AS SELECT _delivery, _row, true AS is_lost FROM standing "
            f"WHERE _delivery IN {OUTDONE}",
            f"CREATE TEMP TABLE rival AS SELECT {self.key}, {DELIVERED} FROM standing "
            f"WHERE _delivery NOT IN {OUTDONE} AND {number} IN "
            f"(SELECT {number} FROM standing GROUP BY ALL HAVING count(*) > 1)",
            "INSERT INTO beaten SELECT _delivery, _row, _scope IS NULL AND row_number() OVER "
            f"(PARTITION BY {self.key}, _scope IS NULL ORDER BY {self.standing}) > 1 "
            f"FROM rival QUALIFY {ranked} > 1",
        ]

    def compare(self) -> list[str]:
        """`leaving`: versions whose row is no longer current; `arriving`: rows that now are.

        An arriving row that says the same as the one that leaves goes on with its version.
        """
        same = " AND ".join(f'o."{n}" IS NOT DISTINCT FROM w."{n}"' for n in self.names)
        return [
            "CREATE TEMP TABLE leaving AS SELECT * FROM standing "
            "SEMI JOIN beaten USING (_delivery, _row) WHERE _from = 'known'",
            f"CREATE TEMP VIEW arriving AS SELECT w.* REPLACE (o.known_from_at AS known_from_at) "
            "FROM (FROM standing ANTI JOIN beaten USING (_delivery, _row) "
            f"WHERE _from <> 'known') w LEFT JOIN leaving o ON {same}",
            f"CREATE TEMP TABLE ending AS SELECT * FROM leaving o WHERE NOT EXISTS "
            f"(FROM arriving w WHERE {same})",
        ]

    def note(self) -> list[str]:
        """The versions that end and begin."""
        return [
            f"INSERT INTO changed.{self.id} SELECT {self.columns}, false FROM ending",
            f"INSERT INTO changed.{self.id} SELECT {self.columns}, true FROM arriving "
            "WHERE known_from_at IS NULL",
        ]

    def leave(self) -> list[str]:
        """Takes what leaves from where it lay; from the base it is gone."""
        no_longer_waits = (
            "FROM standing LEFT JOIN beaten USING (_delivery, _row) "
            "WHERE _from = 'waiting' AND coalesce(is_lost, true)"
        )
        return [
            statement
            for kind, rows in (("known", "FROM leaving WHERE true"), ("waiting", no_longer_waits))
            for statement in (
                f"DELETE FROM {kind}.{self.id} WHERE rowid IN (SELECT _id {rows} AND _is_own)",
                f"INSERT INTO gone.{kind}_{self.id} SELECT _id {rows} AND NOT _is_own",
            )
        ]

    def wait(self) -> list[str]:
        """What is beaten and not lost waits."""
        return [
            f"INSERT INTO waiting.{self.id} SELECT {self.columns}, {DELIVERED} FROM standing "
            "SEMI JOIN (FROM beaten WHERE NOT is_lost) USING (_delivery, _row) "
            "WHERE _from <> 'waiting'"
        ]

    def end(self) -> str:
        """Ends versions. Parameter: the time."""
        return (
            f"INSERT INTO known.{self.id} SELECT {self.columns}, known_from_at, ?, {DELIVERED} "
            "FROM ending"
        )

    def go_on(self) -> str:
        """Versions of which another delivered row now says the same."""
        return (
            f"INSERT INTO known.{self.id} SELECT {self.columns}, known_from_at, NULL, {DELIVERED} "
            "FROM arriving WHERE known_from_at IS NOT NULL"
        )

    def begin(self) -> str:
        """Begins versions. Parameter: the time."""
        return (
            f"INSERT INTO known.{self.id} SELECT {self.columns}, ?, NULL, {DELIVERED} "
            "FROM arriving WHERE known_from_at IS NULL"
        )


def _look_up(ground: Ground, contract: SourceContract, sql: _Statements) -> None:
    """`near`: the places of the base where rows of the touched keys may lie."""
    if ground.base is None:
        ground.connection.execute("CREATE TEMP TABLE near (id BIGINT)")
        return
    touched = pl.DataFrame(ground.connection.sql(sql.numbers()).to_arrow_table())
    found = keys.places(ground.base, contract, touched["number"])
    ground.connection.register("found", found)
    ground.connection.execute("CREATE TEMP TABLE near AS FROM found")
    ground.connection.unregister("found")


def _clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Drops what only this merge needed, views before the tables that they read."""
    made = connection.execute(
        "SELECT 'VIEW', view_name FROM duckdb_views() WHERE database_name = 'temp' "
        "AND NOT internal UNION ALL "
        "SELECT 'TABLE', table_name FROM duckdb_tables() WHERE database_name = 'temp'"
    ).fetchall()
    for kind, name in made:
        connection.execute(f"DROP {kind} temp.{name}")


def _register(
    connection: duckdb.DuckDBPyConnection, deliveries: list[Delivery], new: list[Delivery]
) -> None:
    """All deliveries, and which of them a snapshot that stands higher has outdone."""
    fresh = {delivery.id for delivery in new}
    rows = [
        (d.id, d.reading, d.mapping, d.mode, d.scope, d.order, d.id in fresh) for d in deliveries
    ]
    schema = {
        "id": pl.Int64,
        "reading": pl.Int64,
        "mapping": pl.String,
        "mode": pl.String,
        "scope": pl.String,
        "order": pl.String,
        "is_new": pl.Boolean,
    }
    connection.register("registered", pl.DataFrame(rows, schema=schema, orient="row"))
    connection.execute(
        "CREATE TEMP TABLE delivered AS SELECT *, EXISTS (FROM registered s WHERE "
        "s.mode = 'snapshot' AND s.mapping = r.mapping AND s.scope = r.scope "
        'AND row(s."order", s.reading) > row(r."order", r.reading)) AS is_outdone '
        "FROM registered r"
    )
    connection.unregister("registered")


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
    [(count,)] = connection.fetchall()
    return int(count)
