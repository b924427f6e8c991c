"""Tables of PostgreSQL, MySQL, MariaDB and SQLite: named columns, read in one transaction.

Only the columns that a mapping names are asked for, so that an account with the right to read
those alone is enough.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import polars as pl
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from dagster_project.connections import DatabaseFile, DatabaseServer
from dagster_project.settings import TIME_ZONE
from dagster_project.sources import cursor, dialects, frames
from dagster_project.sources.dialects import DIALECTS, Dialect
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import (
    Offer,
    Reading,
    SourceError,
    SourceTable,
    SourceUnreachableError,
    refuse_name,
)
from data_contracts.configuration import ConfigurationError

ROWS_AT_ONCE = 20_000


class Database:
    """A table or view of a database as a kind of source."""

    def place(self, mapping: SourceMapping) -> str:
        """See `Connector`."""
        return f"{mapping.connection}.{mapping.table}"

    def probe(self, mapping: SourceMapping) -> None:
        """See `Connector`; the table and the columns are looked for too."""
        with _opened(mapping) as connection:
            _kinds(connection, mapping, mapping.asked)

    def offers(self, mapping: SourceMapping, at: datetime) -> list[Offer]:
        """See `Connector`."""
        refuse_name(self.place(mapping), mapping.name)
        order = at.astimezone(TIME_ZONE).isoformat(timespec="microseconds")
        return [Offer(file=self.place(mapping), stamp="", order=order)]

    def read(self, mapping: SourceMapping, offer: Offer, since: str | None) -> Reading:
        """See `Connector`."""
        with _opened(mapping) as connection:
            kinds = _kinds(connection, mapping, mapping.asked)
            frame = _rows(connection, mapping, kinds, since)
        return frames.reading(frame, mapping, since, datetime.fromisoformat(offer.order))

    def tables(
        self, data: bytes, mapping: SourceMapping, file: str
    ) -> Iterator[tuple[str, SourceTable]]:
        """See `Connector`."""
        yield file, frames.unpacked(data)


@contextmanager
def _opened(mapping: SourceMapping) -> Iterator[sa.Connection]:
    """A read-only transaction; whatever goes wrong in it becomes a complaint without data."""
    try:
        with _connected(mapping) as connection:
            yield connection
    except ConfigurationError as error:
        raise SourceError(error.cn, error.en) from None
    except DBAPIError as error:
        raise _complaint(error, mapping) from None
    except UnicodeError:
        place = f"{mapping.connection}.{mapping.table}"
        raise SourceError(
            f"{place}：有的文本不是数据库所称的编码，请让其管理员更正。",
            f"{place}: some text is not in the encoding that the database states; "
            "ask its administrator to correct it",
        ) from None


@contextmanager
def _connected(mapping: SourceMapping) -> Iterator[sa.Connection]:
    reached = mapping.reached
    assert isinstance(reached, DatabaseServer | DatabaseFile)
    if isinstance(reached, DatabaseFile):
        _require_file(reached, mapping)
    engine = dialects.engine(reached, mapping.connection or "", mapping.root)
    try:
        with engine.connect() as connection:
            for statement in DIALECTS[reached.kind].begin:
                connection.exec_driver_sql(statement)
            yield connection
    finally:
        engine.dispose()


def _dialect(mapping: SourceMapping) -> Dialect:
    assert mapping.reached is not None
    return DIALECTS[mapping.reached.kind]


def _quoted(connection: sa.Connection, name: str) -> str:
    quoted = connection.dialect.identifier_preparer.quote_identifier(name)
    return quoted.replace(":", "\\:")


def _column(connection: sa.Connection, name: str) -> str:
    """With its table before it: alone, SQLite would take a column that is missing for a text."""
    return f"src.{_quoted(connection, name)}"


def _table(connection: sa.Connection, mapping: SourceMapping) -> str:
    parts = (mapping.table or "").split(".")
    return ".".join(_quoted(connection, part) for part in parts) + " src"


def _kinds(
    connection: sa.Connection, mapping: SourceMapping, columns: list[str]
) -> dict[str, object]:
    """The driver's code of each column's type; asks for no row."""
    listed = ", ".join(_column(connection, name) for name in columns)
    table = _table(connection, mapping)
    result = connection.execute(sa.text(f"SELECT {listed} FROM {table} WHERE 1 = 0"))
    description = result.cursor.description if result.cursor is not None else []
    kinds = {name: said[1] for name, said in zip(columns, description, strict=True)}
    result.close()
    return kinds


def _rows(
    connection: sa.Connection, mapping: SourceMapping, kinds: dict[str, object], since: str | None
) -> pl.DataFrame:
    dialect = _dialect(mapping)
    listed = ", ".join(dialect.as_text(_column(connection, name), kinds[name]) for name in kinds)
    sql, parameters = f"SELECT {listed} FROM {_table(connection, mapping)}", {}
    if since is not None and mapping.cursor is not None:
        column = _column(connection, mapping.cursor)
        first = cursor.begin(since, mapping.overlap)
        is_text = kinds[mapping.cursor] in dialect.text_types and not first.lstrip("-").isdecimal()
        sql += f" WHERE {column} >= :first OR {column} IS NULL"
        parameters["first"] = first if is_text else cursor.typed(first)
    if mapping.key:
        sql += f" ORDER BY {', '.join(_column(connection, name) for name in mapping.key)}"
    streamed = connection.execution_options(stream_results=True, max_row_buffer=ROWS_AT_ONCE)
    result = streamed.execute(sa.text(sql), parameters)
    names = list(kinds)
    schema = dict.fromkeys(names, pl.String)
    parts = [pl.DataFrame(schema=schema)]
    for rows in result.partitions(ROWS_AT_ONCE):
        parts.append(pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row"))
    return pl.concat(parts)


def _require_file(reached: DatabaseFile, mapping: SourceMapping) -> None:
    """SQLite would say the same of a file that is away and of one that may not be read."""
    try:
        with (mapping.root / reached.path).open("rb"):
            return
    except OSError:
        raise SourceError(
            f"连接 {mapping.connection}：没有 SQLite 文件 {reached.path}，或无权读取；"
            "请更正 anping.yml 中的 'path'，或给本账户读取权限。",
            f"connection {mapping.connection}: there is no SQLite file {reached.path}, or it may "
            "not be read; correct 'path' in anping.yml, or give this account the right to read it",
        ) from None


def _complaint(error: DBAPIError, mapping: SourceMapping) -> SourceError:
    """What went wrong in our own words: a driver's may quote data or the password."""
    dialect, found = _dialect(mapping), dialects.code(error.orig)
    place = f"{mapping.connection}.{mapping.table}"
    if found in dialect.missing_table:
        return SourceError(
            f"{place}：没有这张表，请更正 mappings/{mapping.name}.yml 中的 'table'，"
            "或给该账户读取权限。",
            f"{place}: there is no such table; correct 'table' in mappings/{mapping.name}.yml, "
            "or give the account the right to read it",
        )
    if found in dialect.missing_column | dialect.forbidden:
        return _lacking(mapping, is_missing=found in dialect.missing_column)
    if found in dialect.closed:
        return SourceError(
            f"连接 {mapping.connection}：数据库拒绝登录，请更正 anping.yml 中的用户、数据库名，"
            "或环境变量中的密码。",
            f"connection {mapping.connection}: the database refuses the log-in; correct user and "
            "database in anping.yml, or the password in the environment",
        )
    if found in dialect.no_database:
        return SourceError(
            f"连接 {mapping.connection}：没有这个数据库，请更正 anping.yml 中的 'url'。",
            f"connection {mapping.connection}: there is no such database; "
            "correct 'url' in anping.yml",
        )
    if found in dialect.away:
        return SourceUnreachableError(
            f"连接 {mapping.connection}：连不上数据库，请检查网络、主机名、端口和数据库服务。",
            f"connection {mapping.connection}: the database does not answer; "
            "check the network, the host, the port and the service",
        )
    return SourceError(
        f"{place}：数据库未能给出数据（错误代码 {found}），请把代码告知该数据库的管理员。",
        f"{place}: the database could not give the rows (error {found}); "
        "tell that code to its administrator",
    )


def _lacking(mapping: SourceMapping, is_missing: bool) -> SourceError:
    """Names the first column that cannot be read by itself."""
    columns = mapping.asked
    refused = [name for name in columns if not _can_read(mapping, name)]
    place, listed = f"{mapping.connection}.{mapping.table}", ", ".join(refused)
    if is_missing:
        return SourceError(
            f"{place}：没有列 {listed}，请更正 mappings/{mapping.name}.yml 中的"
            " 'columns' 或 'cursor'。",
            f"{place}: there is no column {listed}; correct 'columns' or 'cursor' in "
            f"mappings/{mapping.name}.yml",
        )
    if len(refused) == len(columns):
        listed = "*"
    # Who may read single columns only is not told by MariaDB whether another one exists.
    return SourceError(
        f"{place}：该账户无权读取列 {listed}，或没有此列；请让管理员授予其 SELECT 权限，"
        f"或更正 mappings/{mapping.name}.yml。",
        f"{place}: the account may not read the column {listed}, or there is none; ask the "
        f"administrator for SELECT on it, or correct mappings/{mapping.name}.yml",
    )


def _can_read(mapping: SourceMapping, column: str) -> bool:
    try:
        with _connected(mapping) as connection:
            _kinds(connection, mapping, [column])
    except DBAPIError:
        return False
    return True
