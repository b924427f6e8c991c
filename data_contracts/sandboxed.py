"""The process in which one statement of an analyst runs, with nothing at hand but one outlet.

Standard input holds the `Job`. Standard output takes the rows as an Arrow stream; the last line of
standard error says how it ended. Everything else is given up before the statement is looked at.
"""

import io
import json
import math
import os
import signal
import sys
from dataclasses import asdict, dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pyarrow.ipc

from data_contracts import confinement, snapshot, statement
from data_contracts.model import Outlet

BATCH_ROWS = 2_048
DEEPEST_TYPE = 16
SPARE_MEGABYTES = 160
"""For what DuckDB does not count as its own memory, and for Arrow."""
SPARE_SECONDS = 5.0
SPARE_FILES = 32
MOST_SAID = 4_000
"""Characters of an error's words."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the process is told; paths are relative to `folder`, so that it can tell no other."""

    folder: str
    outlet: str
    file: str
    months: dict[str, list[str]]
    sql: str
    seconds: float
    memory_megabytes: int
    threads: int
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Report:
    """How it ended: an error by the name of its class, or the rule by which it was refused."""

    is_cut: bool = False
    rule: str = ""
    error: str = ""
    said: str = ""


class TooLarge(Exception):  # noqa: N818
    """The rows take more bytes than agreed."""


class Outgoing:
    """Standard output, up to a number of bytes."""

    closed = False

    def __init__(self, most: int) -> None:
        self.left = most

    def write(self, data: Any) -> int:
        """Passes `data` on in full, or raises TooLarge."""
        rest = memoryview(data).cast("B")
        size = len(rest)
        self.left -= size
        if self.left < 0:
            raise TooLarge
        while rest:
            rest = rest[os.write(1, rest) :]
        return size

    def flush(self) -> None:
        """Nothing is kept back."""


def main() -> None:
    """Reads the job, runs it, and ends the process without a word more."""
    job = Job(**json.loads(sys.stdin.buffer.read()))
    # Its end, even if whoever started it is no longer there to bring it about.
    signal.alarm(math.ceil(job.seconds + SPARE_SECONDS))
    os.close(0)
    os.umask(0o077)
    # Pages come first.
    os.nice(10)
    os.chdir(job.folder)
    report = _answer(_confined(job), job)
    os.write(2, b"\n" + json.dumps(asdict(report)).encode() + b"\n")
    os._exit(0)


def _confined(job: Job) -> duckdb.DuckDBPyConnection:
    """The outlet, opened, with everything else out of reach."""
    months = {table: [Path(name) for name in names] for table, names in job.months.items()}
    files = [path for paths in months.values() for path in paths]
    connection = duckdb.connect(
        config={
            "threads": 1,
            "async_threads": 0,
            "memory_limit": f"{job.memory_megabytes}MiB",
            "max_execution_time": max(1, round(job.seconds * 1000)),
            "temp_directory": "",
            "python_enable_replacements": False,
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "allow_community_extensions": False,
            "allow_persistent_secrets": False,
        }
    )
    # What Python, DuckDB and Arrow load at first use; later they can open no file.
    statement.examine(connection, "SELECT 1")
    _send(connection, "SELECT 1", 1, io.BytesIO())
    confinement.limit(
        job.memory_megabytes + SPARE_MEGABYTES,
        job.seconds * job.threads + SPARE_SECONDS,
        SPARE_FILES + len(files),
    )
    # Only this thread is bound and those that it starts, so the others come later.
    confinement.read_only([Path(job.file), *sorted({path.parent for path in files})])
    connection.execute(f"SET threads = {job.threads}")
    snapshot.attach(connection, Outlet(job.outlet), Path(job.file), months)
    confinement.drop_rights(opens_files=bool(files))
    confinement.only_compute(opens_files=bool(files))
    return connection


def _answer(connection: duckdb.DuckDBPyConnection, job: Job) -> Report:
    try:
        statement.examine(connection, job.sql)
        return Report(is_cut=_send(connection, job.sql, job.rows, Outgoing(job.bytes)))
    except statement.Refusal as refusal:
        return Report(rule=refusal.rule, said=refusal.name[:MOST_SAID])
    except TooLarge:
        return Report(rule="bytes")
    except (duckdb.Error, pyarrow.ArrowException, MemoryError) as error:
        return Report(error=type(error).__name__, said=str(error)[:MOST_SAID])


def _send(connection: duckdb.DuckDBPyConnection, sql: str, rows: int, sink: Any) -> bool:
    """Writes the first `rows` rows; returns whether there are more."""
    reader = connection.sql(sql).to_arrow_reader(BATCH_ROWS)
    for field in reader.schema:
        _judge(field.type)
    names = _distinct(reader.schema.names)
    schema = pyarrow.schema(
        [field.with_name(name) for field, name in zip(reader.schema, names, strict=True)]
    )
    with pyarrow.ipc.new_stream(sink, schema) as stream:
        for batch in reader:
            stream.write_batch(batch.slice(0, rows).rename_columns(names))
            if batch.num_rows > rows:
                return True
            rows -= batch.num_rows
    return False


def _judge(kind: pyarrow.DataType, depth: int = 0) -> None:
    if depth > DEEPEST_TYPE or pyarrow.types.is_interval(kind) or pyarrow.types.is_union(kind):
        raise statement.Refusal("type")
    for place in range(kind.num_fields):
        _judge(kind.field(place).type, depth + 1)


def _distinct(names: list[str]) -> list[str]:
    """The names of columns, each used once: a second `name` is `name_1`."""
    given: dict[str, None] = {}
    for name in names:
        ways = chain([name], (f"{name}_{number}" for number in count(1)))
        given[next(way for way in ways if way not in given)] = None
    return list(given)
