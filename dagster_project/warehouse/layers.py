"""How a register lies in a build: its own rows, and those of the base it stands on.

A build never changes its base, an earlier build that is attached read-only: what the base
says and no longer holds is listed in `gone`. So a day's rows cost what they are, and not a
copy of everything before them. Per register:

- `known.<contract>`: every version that was ever current, with its time in load time, and
  the delivered row that it comes from;
- `waiting.<contract>`: delivered rows that are not current and may still become so;
- `gone.known_<contract>`, `gone.waiting_<contract>`: the rows of the base that no longer count;
- `changed.<contract>`: the versions that this run has ended or begun;
- `raw.<contract>`, `candidate.<contract>`: views of versions and waiting rows as they stand,
  with `_is_own` and `_id` (the row's place in its layer).
"""

import duckdb

from data_contracts.model import SourceContract

BASE = "base"
SCHEMAS = ("known", "waiting", "gone", "changed", "raw", "candidate")
VERSION = "known_from_at TIMESTAMP WITH TIME ZONE, known_until_at TIMESTAMP WITH TIME ZONE"
DELIVERED = (
    "_mapping VARCHAR, _scope VARCHAR, _stamped_at TIMESTAMP WITH TIME ZONE, _order VARCHAR, "
    "_reading BIGINT, _delivery BIGINT, _row BIGINT"
)
VIEWS = {"known": "raw", "waiting": "candidate"}


def create(connection: duckdb.DuckDBPyConnection, contract: SourceContract) -> None:
    """The empty tables of `contract`, without its views."""
    columns = ", ".join(f'"{c.name}" {c.physical_type}' for c in contract.columns)
    connection.execute(f"CREATE TABLE known.{contract.id} ({columns}, {VERSION}, {DELIVERED})")
    connection.execute(f"CREATE TABLE waiting.{contract.id} ({columns}, {DELIVERED})")
    connection.execute(f"CREATE TABLE changed.{contract.id} ({columns}, is_current BOOLEAN)")
    for kind in VIEWS:
        connection.execute(f"CREATE TABLE gone.{kind}_{contract.id} (id BIGINT)")


def join(connection: duckdb.DuckDBPyConnection, contract: SourceContract) -> None:
    """The views of `contract` over the build's own rows and those of its base."""
    for kind, schema in VIEWS.items():
        name = f"{kind}.{contract.id}"
        connection.execute(
            f"CREATE VIEW {schema}.{contract.id} AS "
            f"SELECT *, true AS _is_own, rowid AS _id FROM {name} "
            f"UNION ALL SELECT *, false AS _is_own, b.rowid AS _id FROM {_of_base(kind, contract)}"
        )


def absorb(connection: duckdb.DuckDBPyConnection, contract: SourceContract) -> None:
    """Takes over the rows of the base, so that the build needs it no longer."""
    for kind in VIEWS:
        connection.execute(
            f"INSERT INTO {kind}.{contract.id} SELECT * FROM {_of_base(kind, contract)}"
        )
        connection.execute(f"DELETE FROM gone.{kind}_{contract.id}")


def size(connection: duckdb.DuckDBPyConnection, database: str) -> int:
    """How many rows of registers lie in the tables of an attached `database` itself."""
    [(rows,)] = connection.execute(
        "SELECT coalesce(sum(estimated_size), 0) FROM duckdb_tables() "
        "WHERE database_name = ? AND schema_name IN ('known', 'waiting')",
        [database],
    ).fetchall()
    return int(rows)


def _of_base(kind: str, contract: SourceContract) -> str:
    gone = f"gone.{kind}_{contract.id}"
    return f"{BASE}.{kind}.{contract.id} AS b ANTI JOIN {gone} AS g ON g.id = b.rowid"
