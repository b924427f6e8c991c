"""The statements that an account has saved and asked: one SQLite file of the workspace.

Every read and write is a transaction of its own that is over at once, and waits for those of
other sessions. A shelf belongs to one account and reaches no row of another. What a statement
holds may be sensitive, so the file is for the account that serves the pages alone.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from data_contracts.complaint import Complaint
from data_contracts.model import Outlet

FILE = "queries.sqlite"
KEPT = 100
"""So many statements of an account's history are kept."""
PATIENCE_SECONDS = 15
TABLES = (
    """
    CREATE TABLE IF NOT EXISTS saved (
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        statement TEXT NOT NULL,
        outlet TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        PRIMARY KEY (account, name)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS asked (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account TEXT NOT NULL,
        statement TEXT NOT NULL,
        outlet TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        ending TEXT NOT NULL,
        seconds REAL NOT NULL,
        row_count INTEGER
    )
    """,
    "CREATE INDEX IF NOT EXISTS asked_by ON asked (account, id)",
)


class ShelfError(Complaint):
    """The file cannot be read or written; queries themselves go on without it."""


class Ending(StrEnum):
    """What became of a statement."""

    ANSWERED = "answered"
    FAILED = "failed"
    REFUSED = "refused"
    """The outlet was not opened for it."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Saved:
    """A statement under a name."""

    name: str
    statement: str
    outlet: Outlet
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement of the history; `row_count` where it was answered."""

    statement: str
    outlet: Outlet
    asked_at: datetime
    ending: Ending
    seconds: float
    row_count: int | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one account keeps; every method raises ShelfError where the file does not serve."""

    file: Path
    account: str

    def saved(self) -> list[Saved]:
        """All saved statements by name."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT name, statement, outlet, saved_at FROM saved WHERE account = ?"
                " ORDER BY name",
                (self.account,),
            ).fetchall()
        return [
            Saved(name, statement, Outlet(outlet), datetime.fromisoformat(at))
            for name, statement, outlet, at in rows
        ]

    def save(self, name: str, statement: str, outlet: Outlet, *, is_overwriting: bool) -> bool:
        """Keeps a statement; False, and nothing is changed, where the name is taken already."""
        verb = "INSERT OR REPLACE" if is_overwriting else "INSERT OR IGNORE"
        with self._open() as connection:
            done = connection.execute(
                f"{verb} INTO saved VALUES (?, ?, ?, ?, ?)",
                (self.account, name, statement, outlet, _text(datetime.now(UTC))),
            )
            return done.rowcount == 1

    def delete(self, name: str) -> None:
        """Removes a saved statement, if it is there."""
        with self._open() as connection:
            connection.execute(
                "DELETE FROM saved WHERE account = ? AND name = ?", (self.account, name)
            )

    def record(self, asked: Asked) -> None:
        """Adds to the history, of which the oldest go."""
        row = (
            *(self.account, asked.statement, asked.outlet, _text(asked.asked_at)),
            *(asked.ending, asked.seconds, asked.row_count),
        )
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO asked (account, statement, outlet, asked_at, ending, seconds,"
                " row_count) VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            connection.execute(
                "DELETE FROM asked WHERE account = ?1 AND id NOT IN"
                " (SELECT id FROM asked WHERE account = ?1 ORDER BY id DESC LIMIT ?2)",
                (self.account, KEPT),
            )
            connection.execute("COMMIT")

    def history(self) -> list[Asked]:
        """The statements asked last, the latest first."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT statement, outlet, asked_at, ending, seconds, row_count FROM asked"
                " WHERE account = ? ORDER BY id DESC",
                (self.account,),
            ).fetchall()
        return [
            Asked(statement, Outlet(outlet), datetime.fromisoformat(at), Ending(ending), *measured)
            for statement, outlet, at, ending, *measured in rows
        ]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            _own(self.file)
            with closing(
                sqlite3.connect(self.file, timeout=PATIENCE_SECONDS, isolation_level=None)
            ) as connection:
                for table in TABLES:
                    connection.execute(table)
                yield connection
        except (sqlite3.Error, OSError, ValueError) as error:
            raise ShelfError(
                f"{self.file} 无法读写，保存的查询和历史暂不可用，查询本身不受影响；"
                "请管理员检查该文件的权限和磁盘空间，文件损坏时把它移走，系统会新建一份。",
                f"{self.file} cannot be used, so that nothing is saved or listed; queries "
                "themselves go on. See to its rights and room; if it is damaged, move it away "
                "and a new one is made",
            ) from error


def _own(file: Path) -> None:
    """The file is there, is no link, and is for this account alone.

    It is never opened here: to close it would drop the locks by which SQLite keeps the sessions
    of this process apart.
    """
    if not os.path.lexists(file):
        blank = file.with_name(f"{file.name}.{uuid4().hex}")
        blank.touch(0o600, exist_ok=False)
        try:
            with suppress(FileExistsError):
                file.hardlink_to(blank)
        finally:
            blank.unlink()
    found = file.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(f"{file} is no regular file")
    if found.st_mode & 0o077:
        file.chmod(0o600)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
