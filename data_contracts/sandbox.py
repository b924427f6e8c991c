"""Stand-in: one statement in a thread of this process."""

import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass

import duckdb
import polars as pl

from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.query import QueryError, _complaint
from data_contracts.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Limits:
    """What one statement may use."""

    seconds: float = 30
    memory_megabytes: int = 512
    threads: int = 1
    rows: int = 100_000


@dataclass(frozen=True, slots=True)
class Result:
    """What a statement found."""

    frame: pl.DataFrame
    is_cut: bool
    seconds: float


class Running:
    """A statement that is being answered."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._future: Future[Result] = Future()

    def is_done(self) -> bool:
        """Whether there is a result or an error."""
        return self._future.done()

    def result(self) -> Result:
        """Waits for it.

        Raises:
            QueryError: there is none.
        """
        return self._future.result()

    def cancel(self) -> None:
        """Ends it."""
        self._connection.interrupt()


def start(
    snapshot: Snapshot, sql: str, outlet: Outlet = Outlet.OPEN, limits: Limits = Limits()
) -> Running:
    """Begins to answer `sql`."""
    running = Running(snapshots.connect(snapshot, outlet))
    threading.Thread(target=_work, args=(running, sql, limits), daemon=True).start()
    return running


def _work(running: Running, sql: str, limits: Limits) -> None:
    began = time.monotonic()
    timer = threading.Timer(limits.seconds, running.cancel)
    timer.start()
    try:
        statements = duckdb.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise QueryError("只能执行一条 SELECT 语句，请改写。", "give exactly one SELECT")
        found = running._connection.sql(sql).limit(limits.rows + 1).to_arrow_table()
        frame = pl.DataFrame(found)
        is_cut = frame.height > limits.rows
        running._future.set_result(
            Result(frame.head(limits.rows), is_cut, time.monotonic() - began)
        )
    except duckdb.InterruptException:
        running._future.set_exception(
            QueryError(
                f"语句运行超过{limits.seconds:.0f}秒，已经停止；请缩小范围后再试。",
                f"stopped after {limits.seconds:.0f} seconds; ask for less",
            )
        )
    except duckdb.Error as error:
        running._future.set_exception(_complaint(error))
    except Exception as error:
        running._future.set_exception(error)
    finally:
        timer.cancel()
        running._connection.close()
