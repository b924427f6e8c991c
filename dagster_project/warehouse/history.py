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

Where the tables lie is the matter of `layers`.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb
import polars as pl

from dagster_project.checks.predicates import literal
from dagster_project.configuration import ConfigurationError
from dagster_project.settings import Workspace
from dagster_project.warehouse.manifest import Delivery, accepted_file
from data_contracts.model import SourceContract

STANDING = "row(coalesce(_stamped_at, '-infinity'::TIMESTAMPTZ), _order, _reading, _delivery, _row)"
SCRATCH = ("delivered", "touched", "standing", "lost", "winner", "open_now", "ending", "beginning")


@dataclass(frozen=True, slots=True)
class Merge:
    """How many versions a merge opened and closed."""

    opened: int
    closed: int


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
    sql = _Statements(contract, is_first_wins=_is_append(contract, deliveries))
    _register(connection, deliveries, new)
    connection.execute(sql.bring(workspace, new))
    replaces = any(delivery.mode == "snapshot" for delivery in new)
    for statement in (sql.touch(replaces), sql.stand(), sql.lose(), sql.choose()):
        connection.execute(statement)
    for statement in (sql.find_open(), sql.find_ending(), sql.find_beginning()):
        connection.execute(statement)
    for statement in (*sql.forget(), *sql.note()):
        connection.execute(statement)
    connection.execute(sql.end_own(), [at])
    connection.execute(sql.end_of_base(), [at])
    connection.execute(sql.leave_base())
    connection.execute(sql.begin(), [at])
    done = Merge(opened=_count(connection, "beginning"), closed=_count(connection, "ending"))
    for table in SCRATCH:
        connection.execute(f"DROP TABLE temp.{table}")
    return done


class _Statements:
    """The SQL of one merge, in the order in which it runs."""

    def __init__(self, contract: SourceContract, is_first_wins: bool) -> None:
        self.id = contract.id
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
            f"INSERT INTO held.{self.id} ({self.columns}, _mapping, _scope, _stamped_at, _order, "
            f"_reading, _delivery, _row) SELECT {self.columns}, d.mapping, d.scope, {stamp}, "
            'd."order", d.reading, p._delivery, p._row '
            f"FROM (SELECT {self.columns}, _delivery, _row FROM held.{self.id} WHERE false "
            f"UNION ALL BY NAME SELECT * FROM read_parquet([{files}], union_by_name = true)) p "
            "JOIN delivered d ON d.id = p._delivery"
        )

    def touch(self, replaces: bool) -> str:
        """The keys whose current row may change: delivered now, or in a scope replaced now."""
        parts = [
            f"SELECT DISTINCT {self.key} FROM held.{self.id} c "
            "JOIN delivered d ON d.is_new AND d.id = c._delivery"
        ]
        if replaces:
            parts.append(
                f"SELECT DISTINCT {self.key} FROM candidate.{self.id} c JOIN delivered d "
                "ON d.is_new AND d.mode = 'snapshot' AND d.mapping = c._mapping "
                "AND d.scope = c._scope"
            )
        return f"CREATE TEMP TABLE touched AS {' UNION '.join(parts)}"

    def stand(self) -> str:
        """The candidates for the touched keys, without their contents."""
        return (
            f"CREATE TEMP TABLE standing AS SELECT {self.key}, _mapping, _scope, _stamped_at, "
            "_order, _reading, _delivery, _row, _is_own, _id "
            f"FROM candidate.{self.id} JOIN touched USING ({self.key})"
        )

    def lose(self) -> str:
        """What can never become current: superseded rows, and outdone ones without scope."""
        return (
            "CREATE TEMP TABLE lost AS WITH judged AS (SELECT *, EXISTS (FROM delivered d "
            "WHERE d.mode = 'snapshot' AND d.mapping = s._mapping AND d.scope = s._scope "
            'AND row(d."order", d.reading) > row(s._order, s._reading)) AS is_superseded '
            "FROM standing s) "
            "SELECT _is_own, _id FROM judged WHERE is_superseded UNION ALL "
            "SELECT _is_own, _id FROM judged WHERE NOT is_superseded AND _scope IS NULL "
            f"QUALIFY row_number() OVER (PARTITION BY {self.key} "
            f"ORDER BY {STANDING} {self.direction}) > 1"
        )

    def choose(self) -> str:
        """The current row of each touched key."""
        return (
            f"CREATE TEMP TABLE winner AS WITH best AS (SELECT _is_own, _id FROM standing "
            f"ANTI JOIN lost USING (_is_own, _id) QUALIFY row_number() OVER "
            f"(PARTITION BY {self.key} ORDER BY {STANDING} {self.direction}) = 1) "
            f"SELECT {self.columns}, _mapping, _delivery, _row "
            f"FROM candidate.{self.id} SEMI JOIN best USING (_is_own, _id)"
        )

    def find_open(self) -> str:
        """The versions of the touched keys that held until now."""
        return (
            f"CREATE TEMP TABLE open_now AS SELECT r.* FROM raw.{self.id} r "
            f"SEMI JOIN touched USING ({self.key}) WHERE r.known_until_at IS NULL"
        )

    def find_ending(self) -> str:
        """Versions that are no longer current as they are."""
        return (
            "CREATE TEMP TABLE ending AS SELECT * FROM open_now r "
            f"WHERE NOT EXISTS (FROM winner w WHERE {self._same(self.names, 'w', 'r')})"
        )

    def find_beginning(self) -> str:
        """Rows that are current and not open yet."""
        return (
            "CREATE TEMP TABLE beginning AS SELECT * FROM winner w WHERE NOT EXISTS (FROM "
            "(FROM open_now ANTI JOIN ending USING (_is_own, _id)) r "
            f"WHERE {self._same(self.keys, 'r', 'w')})"
        )

    def forget(self) -> list[str]:
        """Candidates that lost leave the build, or are gone from its base."""
        return [
            f"DELETE FROM held.{self.id} WHERE rowid IN (SELECT _id FROM lost WHERE _is_own)",
            f"INSERT INTO gone.held_{self.id} SELECT _id FROM lost WHERE NOT _is_own",
        ]

    def note(self) -> list[str]:
        """What changes, for the models that work on changes only."""
        return [
            f"INSERT INTO changed.{self.id} SELECT {self.columns}, false FROM ending",
            f"INSERT INTO changed.{self.id} SELECT {self.columns}, true FROM beginning",
        ]

    def end_own(self) -> str:
        """Ends versions of this build. Parameter: the time."""
        ending = "SELECT _id FROM ending WHERE _is_own"
        return f"UPDATE known.{self.id} SET known_until_at = ? WHERE rowid IN ({ending})"

    def end_of_base(self) -> str:
        """Ends versions of the base, as copies of this build. Parameter: the time."""
        return (
            f"INSERT INTO known.{self.id} SELECT {self.columns}, known_from_at, ?, _mapping, "
            "_delivery, _row FROM ending WHERE NOT _is_own"
        )

    def leave_base(self) -> str:
        """The ended versions are gone from the base."""
        return f"INSERT INTO gone.known_{self.id} SELECT _id FROM ending WHERE NOT _is_own"

    def begin(self) -> str:
        """Begins versions. Parameter: the time."""
        return (
            f"INSERT INTO known.{self.id} SELECT {self.columns}, ?, NULL, _mapping, _delivery, "
            "_row FROM beginning"
        )

    def _same(self, names: list[str], left: str, right: str) -> str:
        return " AND ".join(f'{left}."{n}" IS NOT DISTINCT FROM {right}."{n}"' for n in names)


def _register(
    connection: duckdb.DuckDBPyConnection, deliveries: list[Delivery], new: list[Delivery]
) -> None:
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
    connection.execute("CREATE TEMP TABLE delivered AS FROM registered")
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


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    [(count,)] = connection.execute(f"SELECT count(*) FROM temp.{table}").fetchall()
    return int(count)
