"""Which statements of an analyst are run at all: one that reads, and names nothing of the machine.

DuckDB has no rights of its own: a SELECT may call functions that read files, take addresses of
memory, run a text as a further statement, or tell where the database lies. So what a statement
names is read from DuckDB's own parse of it, before anything of it runs.
"""

import json
from collections.abc import Iterator
from typing import Any

import duckdb

LONGEST_BYTES = 100_000
DEEPEST = 8_000
"""Levels of the parse as JSON; DuckDB's own 1,000 levels of an expression take about half."""

NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
"""Kinds of query that only read; DuckDB also takes INSERT, UPDATE and DELETE within a WITH."""
TABLE_FUNCTIONS = {
    "range",
    "generate_series",
    "unnest",
    "json_each",
    "json_tree",
    "regexp_split_to_table",
    "duckdb_tables",
    "duckdb_views",
    "duckdb_columns",
    "duckdb_functions",
    "duckdb_types",
    "pragma_table_info",
}
SYSTEM_PREFIXES = ("duckdb_", "pragma_", "pg_", "sqlite_")
FUNCTIONS = {
    "current_setting",
    "getenv",
    "query",
    "query_table",
    "json_execute_serialized_sql",
    "json_serialize_plan",
    "write_log",
    "finalize",
    "combine",
    "to_aggregate_state",
}
"""Functions that tell of the machine, run a text, or take the inside of another for granted."""
FUNCTION_PREFIX = "__internal_"
LISTINGS = {'"tables"', "__show_tables_expanded"}
"""What SHOW may list; it also lists databases with their paths."""


class Refusal(Exception):  # noqa: N818
    """A statement that is not run: the rule, and the name in it that breaks the rule."""

    def __init__(self, rule: str, name: str = "") -> None:
        super().__init__(rule, name)
        self.rule = rule
        self.name = name


def examine(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Passes only one statement that reads and names nothing of the machine.

    Raises:
        Refusal: any other.
        duckdb.Error: it is no SQL.
    """
    try:
        size = len(sql.encode())
    except UnicodeEncodeError:
        raise Refusal("not_text") from None
    if size > LONGEST_BYTES:
        raise Refusal("too_long")
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise Refusal("one_select")
    [(serialised,)] = connection.execute("SELECT json_serialize_sql($1)", [sql]).fetchall()
    try:
        parsed = json.loads(serialised)
        if parsed.get("error") is not False or len(parsed["statements"]) != 1:
            raise Refusal("one_select")
        for part in _parts(parsed["statements"]):
            _judge(part)
    except RecursionError:
        raise Refusal("too_deep") from None


def _parts(parsed: list[Any]) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = list(parsed)
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _judge(part: dict[str, Any]) -> None:
    kind = str(part.get("type", ""))
    if kind.endswith("_NODE") and kind not in NODES:
        raise Refusal("one_select")
    if kind == "TABLE_FUNCTION":
        name = str(part.get("function", {}).get("function_name", ""))
        if name.lower() not in TABLE_FUNCTIONS:
            raise Refusal("table_function", name)
    elif kind == "BASE_TABLE":
        name = str(part["table_name"])
        if name.lower().startswith(SYSTEM_PREFIXES) and name.lower() not in TABLE_FUNCTIONS:
            raise Refusal("table", name)
    elif kind == "SHOW_REF" and part["show_type"] == "SHOW_SPECIAL":
        if part["table_name"] not in LISTINGS:
            raise Refusal("table", str(part["table_name"]).strip('"'))
    elif kind == "FUNCTION":
        name = str(part["function_name"])
        if name.lower() in FUNCTIONS or name.lower().startswith(FUNCTION_PREFIX):
            raise Refusal("function", name)
