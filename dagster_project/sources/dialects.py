"""How PostgreSQL, MySQL, MariaDB and SQLite differ: connecting, values as text, what errors mean.

Everything that a database holds comes out as text in the words of files: dates in ISO form,
times as local wall clock, numbers without padding.
"""

import re
import sqlite3
from collections.abc import Callable, Set
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pymysql
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from dagster_project.connections import VARIABLE, DatabaseFile, DatabaseServer, filled
from dagster_project.settings import TIME_ZONE
from dagster_project.sources.reading import SourceError

CONNECT_SECONDS = 10
PG_ZONED, PG_NUMERIC, PG_TEXT = 1184, 1700, {25, 1042, 1043, 705}
MY_BIT, MY_DECIMAL, MY_TEXT = 16, {0, 246}, {15, 249, 250, 251, 252, 253, 254}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of database.

    `begin` are the statements before the first reading; `as_text` gives the SQL of a quoted
    column as text, by the driver's code of its type; `text_types` are the codes of text. The
    rest are codes of errors; those in `away` may be gone in a moment.
    """

    begin: tuple[str, ...]
    as_text: Callable[[str, object], str]
    text_types: Set[object]
    missing_table: Set[object]
    missing_column: Set[object]
    forbidden: Set[object]
    closed: Set[object]
    no_database: Set[object]
    away: Set[object]


def _postgresql_text(column: str, kind: object) -> str:
    if kind == PG_ZONED:
        column = f"({column} AT TIME ZONE '{TIME_ZONE}')"
    text = f"CAST({column} AS text)"
    return _unpadded(text) if kind == PG_NUMERIC else text


def _mysql_text(column: str, kind: object) -> str:
    text = f"CAST({column} + 0 AS CHAR)" if kind == MY_BIT else f"CAST({column} AS CHAR)"
    return _unpadded(text) if kind in MY_DECIMAL else text


def _unpadded(number: str) -> str:
    """A code that lies in a column of decimals is 150626102 and not 150626102.00."""
    bare = f"TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {number}))"
    return f"CASE WHEN {number} LIKE '%.%' THEN {bare} ELSE {number} END"


def _sqlite_text(column: str, kind: object) -> str:
    """SQLite has no types of columns; a code of nine digits may lie there as 150626102.0."""
    whole = f"printf('%.15g', {column})"
    return f"CASE typeof({column}) WHEN 'real' THEN {whole} ELSE CAST({column} AS TEXT) END"


POSTGRESQL = Dialect(
    begin=(
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        f"SET LOCAL TIME ZONE '{TIME_ZONE}'",
        "SET LOCAL DateStyle = 'ISO, YMD'",
    ),
    as_text=_postgresql_text,
    text_types=PG_TEXT,
    missing_table={"42P01", "3F000"},
    missing_column={"42703"},
    forbidden={"42501"},
    closed={"28000", "28P01"},
    no_database={"3D000"},
    away={None, "08000", "08001", "08003", "08006", "53300", "57P01", "57P02", "57P03", "40001"},
)
MYSQL = Dialect(
    begin=(
        "SET time_zone = '+08:00'",
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    ),
    as_text=_mysql_text,
    text_types=MY_TEXT,
    missing_table={1146},
    missing_column={1054},
    forbidden={1142, 1143},
    closed={1044, 1045, 1698},
    no_database={1049},
    away={2002, 2003, 2006, 2013, 1040, 1053, 1205, 1213, 1203},
)
SQLITE = Dialect(
    begin=("BEGIN",),
    as_text=_sqlite_text,
    text_types={None},
    missing_table={"no such table", "unknown database"},
    missing_column={"no such column"},
    forbidden=set(),
    closed=set(),
    no_database=set(),
    away={"database is locked", "disk I/O error"},
)
DIALECTS = {"postgresql": POSTGRESQL, "mysql": MYSQL, "sqlite": SQLITE}
DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}


def engine(connection: DatabaseServer | DatabaseFile, name: str, root: Path) -> sa.Engine:
    """What connects to a database; nothing is connected yet.

    Raises:
        ConfigurationError: a variable of the environment is not set.
        SourceError: the address, with its variables filled in, is none.
    """
    if isinstance(connection, DatabaseFile):
        path = root / connection.path
        address = f"file:{quote(str(path))}?mode=ro"
        return sa.create_engine(
            "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
        )
    options: dict[str, object] = {"connect_timeout": CONNECT_SECONDS}
    if connection.kind == "mysql":
        options["charset"] = "utf8mb4"
    return sa.create_engine(
        _address(connection, name), poolclass=NullPool, connect_args=options, hide_parameters=True
    )


def code(error: BaseException | None) -> object:
    """What a driver's error is called in the tables above; its text may quote data."""
    match error:
        case psycopg.OperationalError() if error.sqlstate is None:
            # A refused log-in carries its code in no field while the connection is not made.
            return next((c for c, said in PG_REFUSALS.items() if re.search(said, str(error))), None)
        case psycopg.Error():
            return error.sqlstate
        case pymysql.MySQLError():
            return error.args[0] if error.args else None
        case sqlite3.Error():
            known = SQLITE.missing_table | SQLITE.missing_column | SQLITE.away
            said = next((words for words in known if str(error).startswith(str(words))), None)
            return said or getattr(error, "sqlite_errorname", "SQLITE")
    return type(error).__name__


PG_REFUSALS = {
    "28P01": r"password authentication failed",
    "28000": r"no pg_hba.conf entry|role \".*\" does not exist|not permitted to log in",
    "3D000": r"database \".*\" does not exist",
}
"""By the English words, for the code is lost; others count as being away."""


def _address(connection: DatabaseServer, name: str) -> sa.URL:
    """Variables are put in part by part, so that a password may hold any character."""
    text = connection.url
    if VARIABLE.fullmatch(text):
        text = filled(text, name)
    try:
        url = sa.make_url(text)
    except (ArgumentError, ValueError):
        raise SourceError(
            f"连接 {name}：网址须写作 {connection.kind}://用户:${{密码变量}}@主机:端口/数据库。",
            f"connection {name}: its address must read "
            f"{connection.kind}://user:${{VARIABLE}}@host:port/database",
        ) from None

    def fill(part: str | None) -> str | None:
        return part if part is None else filled(part, name)

    query = {
        key: filled(said, name) if isinstance(said, str) else said
        for key, said in url.query.items()
    }
    return sa.URL.create(
        DRIVERS[connection.kind],
        fill(url.username),
        fill(url.password),
        fill(url.host),
        url.port,
        fill(url.database),
        query,
    )
