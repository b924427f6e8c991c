"""An analyst's statement, run in a process of its own that reaches nothing but one outlet.

The process (`sandboxed`) is started for one statement and ends with it. It is bound from inside
by all that the machine's kernel offers, and from here by its time and by how much it may say.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from data_contracts.model import Outlet
from data_contracts.query import RULES, QueryError, failed, refused
from data_contracts.snapshot import Snapshot, require

BYTES = 64 * 1024**2
"""How large the rows of an answer may be, as an Arrow stream."""
FRAMING_BYTES = 1024**2
REPORT_BYTES = 64 * 1024
GRACE_SECONDS = 3.0
"""Within these DuckDB should have stopped the statement itself, and the process have started."""
CHUNK = 1024**2
ROOT = Path(__file__).parents[1]
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); sys.modules['numpy'] = None; "
    "from data_contracts import sandboxed; sandboxed.main()"
)
"""Arrow does not need NumPy for this, and without it starts in half the time."""
ENVIRONMENT = {"TZ": "Asia/Shanghai", "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""All of it. An allocator of Arrow's own would start a thread too early to be confined."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one statement may take; its memory comes on top of what the process needs to start."""

    seconds: float = 30
    memory_megabytes: int = 512
    threads: int = 1
    rows: int = 100_000


@dataclass(frozen=True, slots=True)
class Result:
    """The rows; `is_cut` says that there were more than the limit."""

    frame: pl.DataFrame
    is_cut: bool
    seconds: float


def start(
    snapshot: Snapshot,
    sql: str,
    outlet: Outlet = Outlet.OPEN,
    limits: Limits = Limits(),
    then: Callable[[], None] | None = None,
) -> "Running":
    """Begins to run one SELECT; returns at once, and calls `then` from a thread when it is over.

    Raises:
        NoOutletError: the snapshot has no such outlet.
    """
    require(snapshot, outlet)
    months = snapshot.months(outlet)
    job = {
        "folder": str(snapshot.folder.resolve()),
        "outlet": outlet.value,
        "file": snapshot.file(outlet).name,
        "months": {
            table: [str(path.relative_to(snapshot.folder)) for path in paths]
            for table, paths in months.items()
        },
        "sql": sql,
        "seconds": limits.seconds,
        "memory_megabytes": limits.memory_megabytes,
        "threads": limits.threads,
        "rows": limits.rows,
        "bytes": BYTES,
    }
    return Running(job, limits.seconds + GRACE_SECONDS, then)


class Running:
    """A statement on its way. May be used from several threads."""

    def __init__(
        self, job: dict[str, Any], seconds: float, then: Callable[[], None] | None
    ) -> None:
        self._then = then
        self._began = time.monotonic()
        self._seconds: float | None = None
        self._folder = job["folder"]
        self._rows, self._said = bytearray(), bytearray()
        self._killed_for = ""
        self._is_reaped = False
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._process = subprocess.Popen(  # nosec B603  # this module itself, without a shell
            [sys.executable, "-I", "-c", START, str(ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,
        )
        self._alarm = threading.Timer(seconds, self._kill, ["time"])
        self._alarm.daemon = True
        self._alarm.start()
        words = json.dumps(job).encode()
        threading.Thread(target=self._attend, args=[words], daemon=True).start()

    @property
    def seconds(self) -> float:
        """How long it has run so far, or in all."""
        return time.monotonic() - self._began if self._seconds is None else self._seconds

    def is_done(self) -> bool:
        """Whether `result` answers at once."""
        return self._done.is_set()

    def cancel(self) -> None:
        """Ends the process, if it still runs."""
        self._kill("cancelled")

    def result(self) -> Result:
        """Waits for the rows.

        Raises:
            QueryError: there are none: it is no single SELECT, fails, takes too much, or was
                cancelled.
        """
        try:
            self._done.wait()
        except BaseException:
            self.cancel()
            raise
        report = self._report()
        if report is None:
            raise refused("ended", "")
        try:
            frame = pl.read_ipc_stream(bytes(self._rows))
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            raise refused("type", "") from None
        return Result(frame, report["is_cut"] is True, self.seconds)

    def _report(self) -> dict[str, Any] | None:
        """What the process said at its end, if it came to its end; raises what went wrong."""
        if self._killed_for:
            raise refused(self._killed_for, "")
        if self._process.returncode in (-signal.SIGXCPU, -signal.SIGALRM):
            raise refused("time", "")
        try:
            report = json.loads(self._said.splitlines()[-1])
            rule, error, said = str(report["rule"]), str(report["error"]), str(report["said"])
        except (ValueError, LookupError, TypeError):
            return None
        if rule:
            raise refused(rule if rule in RULES else "ended", said)
        if error:
            raise self._failed(error, said)
        return dict(report)

    def _failed(self, error: str, said: str) -> QueryError:
        """DuckDB's error; where its words tell where the snapshot lies, without them."""
        return failed("PermissionException" if self._folder in said else error, said)

    def _kill(self, reason: str) -> None:
        with self._lock:
            if not self._is_reaped:
                self._killed_for = self._killed_for or reason
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def _attend(self, job: bytes) -> None:
        try:
            self._exchange(job)
            # Left to be reaped below, under the lock, so that no other process is ever killed.
            os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        except BaseException:
            self._kill("ended")
            raise
        finally:
            with self._lock:
                self._process.wait()
                self._is_reaped = True
            self._alarm.cancel()
            self._seconds = time.monotonic() - self._began
            self._done.set()
            if self._then is not None:
                self._then()

    def _exchange(self, job: bytes) -> None:
        """Writes the job and reads both outputs, whichever is ready, until all are closed."""
        process, unsent = self._process, memoryview(job)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        os.set_blocking(process.stdin.fileno(), False)
        with (
            process.stdin as words,
            process.stdout as rows,
            process.stderr as said,
            selectors.DefaultSelector() as ready,
        ):
            pipes = {pipe.fileno(): pipe for pipe in (words, rows, said)}
            ready.register(words, selectors.EVENT_WRITE)
            ready.register(rows, selectors.EVENT_READ, self._take_rows)
            ready.register(said, selectors.EVENT_READ, self._take_said)
            while ready.get_map():
                for key, _ in ready.select():
                    if key.fileobj is words:
                        unsent = _rest(words.fileno(), unsent)
                        is_over = not unsent
                    else:
                        chunk = os.read(key.fd, CHUNK)
                        key.data(chunk)
                        is_over = not chunk
                    if is_over:
                        ready.unregister(key.fileobj)
                        pipes[key.fd].close()

    def _take_rows(self, chunk: bytes) -> None:
        self._rows += chunk
        if len(self._rows) > BYTES + FRAMING_BYTES:
            self._kill("bytes")
            self._rows.clear()

    def _take_said(self, chunk: bytes) -> None:
        """Its end is kept: there stands the report, whatever came before."""
        self._said += chunk
        del self._said[:-REPORT_BYTES]


def _rest(handle: int, unsent: memoryview) -> memoryview:
    """What is left to write; nothing if nobody reads it."""
    try:
        return unsent[os.write(handle, unsent) :]
    except BrokenPipeError:
        return unsent[:0]
