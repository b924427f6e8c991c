"""A statement in a process of its own: its rows, its limits, its end, and that nothing is left."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from data_contracts import query, sandbox
from data_contracts.model import Outlet
from data_contracts.query import QueryError
from data_contracts.sandbox import Limits
from data_contracts.snapshot import NoOutletError
from tests.sandbox.planted import ELSEWHERE, Ground, in_months
from tests.sandbox.processes import children, is_running, open_files
from tests.unit.contracts.published import a_snapshot

ROOT = Path(__file__).parents[2]
SLEEP = "SELECT sleep_ms(600000)"
BRIEF = Limits(seconds=2)


def test_result__the_rows_as_they_are_in_this_process(planted: Ground) -> None:
    sql = (
        "SELECT *, valid_from::TIMESTAMP AS at, valid_from::TIMESTAMPTZ AS zoned, "
        "population / 7 AS share, population::DECIMAL(18, 3) AS exact, [name, level] AS both, "
        "{'a': name} AS named, encode(name) AS raw, NULL AS nothing FROM dim_area ORDER BY 1"
    )
    result = sandbox.start(planted.snapshot, sql).result()
    assert not result.is_cut
    assert result.frame.height > 3
    assert result.frame.drop("zoned").equals(query.trusted(planted.snapshot, sql).drop("zoned"))


def test_result__times_are_those_of_beijing(planted: Ground) -> None:
    sql = "SELECT TIMESTAMPTZ '2026-11-22 18:00:00Z'::VARCHAR"
    assert sandbox.start(planted.snapshot, sql).result().frame.item() == "2026-11-23 02:00:00+08"


def test_result__no_rows_have_columns(planted: Ground) -> None:
    frame = sandbox.start(planted.snapshot, "SELECT 1 AS n, 'x' AS t WHERE false").result().frame
    assert (frame.columns, frame.height) == (["n", "t"], 0)


def test_result__columns_of_one_name_are_told_apart(planted: Ground) -> None:
    sql = "SELECT 1 AS n, 2 AS n, 3 AS n_1, 4 AS n, 5 AS N"
    frame = sandbox.start(planted.snapshot, sql).result().frame
    assert frame.columns == ["n", "n_1", "n_1_1", "n_2", "N"]
    assert frame.rows() == [(1, 2, 3, 4, 5)]


def test_result__of_the_outlet_asked_for(planted: Ground) -> None:
    sql = "FROM planted"
    granted = sandbox.start(planted.snapshot, sql, Outlet.OFFICE).result().frame
    assert granted.item() == ELSEWHERE
    with pytest.raises(QueryError):
        sandbox.start(planted.snapshot, sql, Outlet.OPEN).result()


def test_result__again_and_from_another_thread(planted: Ground) -> None:
    running = sandbox.start(planted.snapshot, "SELECT 7")
    found = []
    other = threading.Thread(target=lambda: found.append(running.result().frame.item()))
    other.start()
    other.join()
    assert (found, running.result().frame.item(), running.is_done()) == ([7], 7, True)


@pytest.mark.parametrize("threads", [1, 2])
def test_result__of_tables_in_months(tmp_path: Path, threads: int) -> None:
    """Their files are opened while the statement runs, in a folder of a difficult name."""
    snapshot = in_months(tmp_path / "快照 o'clock")
    limits = Limits(seconds=20, threads=threads)
    sql = "SELECT sum(n), count(*) FROM letters"
    frame = sandbox.start(snapshot, sql, Outlet.RESTRICTED, limits).result().frame
    assert frame.rows() == [(1 + 2 + 3, 3)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT sql FROM duckdb_views() WHERE NOT internal",
        "SELECT filename FROM letters",
        "SELECT file_row_number FROM letters",
        "FROM restricted.main.letters",
        "FROM '../20261122-1a2b3c4d/open.duckdb'",
        "FROM read_parquet('restricted/letters/*.parquet', filename=true)",
    ],
)
def test_result__of_tables_in_months_tells_no_path(tmp_path: Path, sql: str) -> None:
    running = sandbox.start(in_months(tmp_path), sql, Outlet.RESTRICTED, BRIEF)
    try:
        said = repr(running.result().frame.rows())
    except QueryError as error:
        said = str(error)
    assert str(tmp_path) not in said


def test_start__outlet_that_was_not_published(tmp_path: Path) -> None:
    snapshot = a_snapshot(tmp_path)
    snapshot.file(Outlet.OFFICE).unlink()
    before = children()
    with pytest.raises(NoOutletError):
        sandbox.start(snapshot, "SELECT 1", Outlet.OFFICE)
    assert children() == before


@pytest.mark.parametrize(("there", "is_cut"), [(99, False), (100, False), (101, True)])
def test_rows__more_than_the_limit_are_cut(planted: Ground, there: int, is_cut: bool) -> None:
    result = sandbox.start(planted.snapshot, f"FROM range({there})", limits=Limits(rows=100))
    assert result.result().is_cut is is_cut
    assert result.result().frame.height == min(there, 100)


def test_rows__first_ones_come_in_order_over_many_batches(planted: Ground) -> None:
    limits = Limits(rows=10_000)
    result = sandbox.start(planted.snapshot, "FROM range(1000000)", limits=limits).result()
    assert result.frame["range"].to_list() == list(range(10_000))


def test_bytes__larger_answer_is_refused_in_words(planted: Ground) -> None:
    sql = "SELECT repeat('x', 2000) || range AS wide FROM range(60000)"
    with pytest.raises(QueryError) as caught:
        sandbox.start(planted.snapshot, sql).result()
    assert "64 MiB" in caught.value.cn
    assert "64 MiB" in caught.value.en


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT list(hash(x)) FROM range(100000000) t(x)",
        "SELECT length(repeat('x', 4000000000))",
        "SELECT string_agg(repeat('x', 100000), '') FROM range(100000)",
    ],
)
def test_memory__statement_that_needs_more_is_refused_in_words(planted: Ground, sql: str) -> None:
    limits = Limits(seconds=20, memory_megabytes=128)
    with pytest.raises(QueryError) as caught:
        sandbox.start(planted.snapshot, sql, limits=limits).result()
    assert "内存" in caught.value.cn
    assert "memory" in caught.value.en


def test_time__process_that_does_not_end_is_killed(planted: Ground) -> None:
    before = children()
    running = sandbox.start(planted.snapshot, SLEEP, limits=Limits(seconds=0.1))
    with pytest.raises(QueryError) as caught:
        running.result()
    assert "时限" in caught.value.cn
    assert children() == before


def test_time__statement_that_can_be_stopped_says_the_same(planted: Ground) -> None:
    sql = "SELECT count(*) FROM range(1000000000000)"
    with pytest.raises(QueryError) as caught:
        sandbox.start(planted.snapshot, sql, limits=Limits(seconds=0.1)).result()
    assert "时限" in caught.value.cn


def test_cancel__ends_the_process(planted: Ground) -> None:
    before = children()
    running = sandbox.start(planted.snapshot, SLEEP, limits=Limits(seconds=600))
    (process,) = children() - before
    assert not running.is_done()
    running.cancel()
    with pytest.raises(QueryError) as caught:
        running.result()
    assert "取消" in caught.value.cn
    assert running.is_done()
    assert not Path(f"/proc/{process}").exists()


def test_cancel__twice_and_after_the_end(planted: Ground) -> None:
    running = sandbox.start(planted.snapshot, SLEEP)
    running.cancel()
    running.cancel()
    with pytest.raises(QueryError):
        running.result()
    running.cancel()
    done = sandbox.start(planted.snapshot, "SELECT 1")
    assert done.result().frame.item() == 1
    done.cancel()
    assert done.result().frame.item() == 1


def test_ended__by_somebody_else_is_said_in_words(planted: Ground) -> None:
    before = children()
    running = sandbox.start(planted.snapshot, SLEEP, limits=Limits(seconds=600))
    (process,) = children() - before
    os.kill(process, signal.SIGKILL)
    with pytest.raises(QueryError) as caught:
        running.result()
    assert "意外结束" in caught.value.cn


def test_orphan__ends_by_itself(planted: Ground) -> None:
    """Whoever started it is killed and can stop nothing any more."""
    script = f"""
import os, signal
from pathlib import Path
from data_contracts import sandbox, snapshot
from tests.sandbox.processes import children
serving = snapshot.current(Path({str(planted.snapshot.folder.parent)!r}))
sandbox.start(serving, {SLEEP!r}, limits=sandbox.Limits(seconds=0.1))
print(*children(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    orphan = int(done.stdout)
    deadline = time.monotonic() + 120
    while is_running(orphan):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_fifty_statements__leave_no_process_no_thread_and_no_pipe(planted: Ground) -> None:
    def held() -> tuple[set[int], int, int]:
        return children(), threading.active_count(), len(open_files(os.getpid()))

    sandbox.start(planted.snapshot, "SELECT 1").result()
    before = held()
    kinds = ["SELECT 1", "SELEKT", "FROM read_text('/etc/passwd')", "FROM range(100000)", SLEEP]
    for place in range(50):
        running = sandbox.start(planted.snapshot, kinds[place % 5], limits=Limits(rows=10))
        if kinds[place % 5] == SLEEP:
            running.cancel()
        try:
            running.result()
        except QueryError:
            assert running.is_done()
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread():
            thread.join(timeout=10)
    assert held() == before


def test_other_threads__go_on_while_a_bomb_runs(planted: Ground) -> None:
    """The statement ends only when it is cancelled, and that only after the other thread's work."""
    bomb = sandbox.start(
        planted.snapshot,
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range <> b.range + 0.5",
        limits=Limits(seconds=600),
    )
    answers = []
    worked = threading.Event()

    def work() -> None:
        answers.append(sandbox.start(planted.snapshot, "SELECT 5").result().frame.item())
        answers.append(sum(range(1_000_000)))
        worked.set()

    threading.Thread(target=work).start()
    assert worked.wait(timeout=120)
    assert not bomb.is_done()
    bomb.cancel()
    with pytest.raises(QueryError):
        bomb.result()
    assert answers == [5, 499_999_500_000]


def test_interrupt__while_waiting_ends_the_process(
    planted: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = children()
    running = sandbox.start(planted.snapshot, SLEEP, limits=Limits(seconds=600))
    done = running._done

    class Interrupted:
        def wait(self) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "_done", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        running.result()
    monkeypatch.setattr(running, "_done", done)
    assert done.wait(timeout=60)
    assert children() == before
