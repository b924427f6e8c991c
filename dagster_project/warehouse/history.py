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
    is_noted: bool,
) -> Merge:
    """Brings `new` deliveries, all loaded at `at`, into the tables of `contract`.

    `deliveries` are all that are known by then, `new` among them. `is_noted`: what changes is
    listed in `changed`, for models that keep what they made before.
    """
    sql = _Statements(
        contract,
        is_first=len(new) == len(deliveries),
        is_first_wins=_is_append(contract, deliveries),
        replaces=any(delivery.mode == "snapshot" for delivery in new),
    )
    _register(connection, deliveries, new)
    connection.execute(sql.bring(workspace, new))
    for statement in (*sql.compare(), *sql.find(), *(sql.note() if is_noted else ())):
        connection.execute(statement)
    closed = _count(connection.execute(sql.end_own(), [at]))
    closed += _count(connection.execute(sql.end_of_base(), [at]))
    opened = _count(connection.execute(sql.begin(), [at]))
    for statement in (*sql.forget(), *sql.clear()):
        connection.execute(statement)
    return Merge(opened, closed)


class _Statements:
    """The SQL of one merge, in the order in which it runs."""

    def __init__(
        self, contract: SourceContract, is_first: bool, is_first_wins: bool, replaces: bool
    ) -> None:
        self.id = contract.id
        self.keys = list(contract.key)
        self.names = [column.name for column in contract.columns]
        self.key = ", ".join(f'"{name}"' for name in self.keys)
        self.columns = ", ".join(f'"{name}"' for name in self.names)
        # A contract may have a column that `delivered` has too, such as mode.
        self.given = ", ".join(f'p."{name}"' for name in self.names)
        self.given_key = ", ".join(f'p."{name}"' for name in self.keys)
        self.candidate_key = ", ".join(f'c."{name}"' for name in self.keys)
        self.has_time = "updated_at" in self.names
        self.standing = f"{STANDING} {'ASC' if is_first_wins else 'DESC'}"
        self.replaces = replaces
        # Where everything is new every key is touched, and a copy would only cost memory.
        self.kind = "VIEW" if is_first else "TABLE"
        self.candidates = f"candidate.{self.id}" + ("" if is_first else self._near("held"))
        self.versions = f"raw.{self.id}" + ("" if is_first else self._near("known"))
        self.nothing_before = "LIMIT 0" if is_first else ""

    def _near(self, kind: str) -> str:
        """Joins that leave the rows of the touched keys: first by place, then by the key itself."""
        return f" SEMI JOIN near_{kind} USING (_is_own, _id) SEMI JOIN touched USING ({self.key})"

    def bring(self, workspace: Workspace, new: list[Delivery]) -> str:
        """Accepted rows become candidates; a column that old files lack is empty."""
        files = ", ".join(literal(accepted_file(workspace, delivery)) for delivery in new)
        stamp = "CASE WHEN d.mode = 'upsert' THEN p.updated_at END" if self.has_time else "NULL"
        return (
            f"INSERT INTO held.{self.id} ({self.columns}, _mapping, _scope, _stamped_at, _order, "
            f"_reading, _delivery, _row, _key) SELECT {self.given}, d.mapping, d.scope, {stamp}, "
            f'd."order", d.reading, p._delivery, p._row, hash({self.given_key}) '
            f"FROM (SELECT {self.columns}, _delivery, _row FROM held.{self.id} WHERE false "
            f"UNION ALL BY NAME SELECT * FROM read_parquet([{files}], union_by_name = true)) p "
            "JOIN delivered d ON d.id = p._delivery"
        )

    def compare(self) -> list[str]:
        """Which of the candidates for the touched keys are beaten, and which lost for good.

        Beaten is what is not current. Lost is what can never become so: rows outdone by a
        snapshot, and superseded ones without scope.
        """
        ranked = f"row_number() OVER (PARTITION BY {self.key} ORDER BY {self.standing})"
        return [
            f"CREATE TEMP TABLE touched AS {' UNION '.join(self._touched())}",
            f"CREATE TEMP TABLE near_held AS {self._places('candidate')}",
            f"CREATE TEMP TABLE near_known AS {self._places('raw')} AND known_until_at IS NULL",
            f"CREATE TEMP {self.kind} standing AS SELECT {self.key}, _key, "
            "_scope, _stamped_at, _order, _reading, _delivery, _row, _is_own, _id "
            f"FROM {self.candidates}",
            "CREATE TEMP TABLE beaten AS SELECT _is_own, _id, true AS is_lost FROM standing "
            "WHERE _delivery IN (SELECT id FROM delivered WHERE is_outdone)",
            # Most keys have one candidate, and need no ranking.
            "CREATE TEMP TABLE rival AS SELECT * FROM standing WHERE _delivery NOT IN "
            "(SELECT id FROM delivered WHERE is_outdone) AND _key IN "
            "(SELECT _key FROM standing GROUP BY _key HAVING count(*) > 1)",
            f"INSERT INTO beaten SELECT _is_own, _id, _scope IS NULL AND row_number() OVER "
            f"(PARTITION BY {self.key}, _scope IS NULL ORDER BY {self.standing}) > 1 "
            f"FROM rival QUALIFY {ranked} > 1",
        ]

    def _touched(self) -> list[str]:
        """The keys whose current row may change: delivered now, or in a scope replaced now."""
        parts = [
            f"SELECT DISTINCT {self.candidate_key} FROM held.{self.id} c "
            f"JOIN delivered d ON d.is_new AND d.id = c._delivery {self.nothing_before}"
        ]
        if self.replaces and not self.nothing_before:
            parts.append(
                f"SELECT DISTINCT {self.candidate_key} FROM candidate.{self.id} c JOIN delivered d "
                "ON d.is_new AND d.mode = 'snapshot' AND d.mapping = c._mapping "
                "AND d.scope = c._scope"
            )
        return parts

    def _places(self, schema: str) -> str:
        touched = f"SELECT hash({self.key}) FROM touched"
        return f"SELECT _is_own, _id FROM {schema}.{self.id} WHERE _key IN ({touched})"

    def find(self) -> list[str]:
        """What is current, what held until now, and so what ends and what begins."""
        return [
            f"CREATE TEMP {self.kind} winner AS SELECT {self.columns}, _mapping, _delivery, _row "
            f"FROM {self.candidates} ANTI JOIN beaten USING (_is_own, _id)",
            f"CREATE TEMP TABLE open_now AS SELECT * FROM {self.versions} "
            f"WHERE known_until_at IS NULL {self.nothing_before}",
            "CREATE TEMP TABLE ending AS SELECT * FROM open_now r "
            f"WHERE NOT EXISTS (FROM winner w WHERE {self._same(self.names, 'w', 'r')}) "
            f"{self.nothing_before}",
            f"CREATE TEMP {self.kind} beginning AS SELECT * FROM winner w WHERE NOT EXISTS (FROM "
            "(FROM open_now ANTI JOIN ending USING (_is_own, _id)) r "
            f"WHERE {self._same(self.keys, 'r', 'w')})",
        ]

    def note(self) -> list[str]:
        """The versions that end and begin."""
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
            "_delivery, _row, _key FROM ending WHERE NOT _is_own"
        )

    def begin(self) -> str:
        """Begins versions. Parameter: the time."""
        return (
            f"INSERT INTO known.{self.id} SELECT {self.columns}, ?, NULL, _mapping, _delivery, "
            f"_row, hash({self.key}) FROM beginning"
        )

    def forget(self) -> list[str]:
        """What lost leaves the build; what lost or ended in the base is gone from it."""
        lost = "SELECT _id FROM beaten WHERE is_lost"
        return [
            f"DELETE FROM held.{self.id} WHERE rowid IN ({lost} AND _is_own)",
            f"INSERT INTO gone.held_{self.id} {lost} AND NOT _is_own",
            f"INSERT INTO gone.known_{self.id} SELECT _id FROM ending WHERE NOT _is_own",
        ]

    def clear(self) -> list[str]:
        """Drops what only this merge needed, views before the tables that they read."""
        made = [(self.kind, name) for name in ("beginning", "winner", "standing")]
        names = ("rival", "beaten", "open_now", "ending", "near_held", "near_known", "touched")
        made += [("TABLE", name) for name in (*names, "delivered")]
        return [f"DROP {kind} temp.{name}" for kind, name in made]

    def _same(self, names: list[str], left: str, right: str) -> str:
        return " AND ".join(f'{left}."{n}" IS NOT DISTINCT FROM {right}."{n}"' for n in names)


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
