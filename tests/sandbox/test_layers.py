"""Each layer holds when those before it are gone: the parse, DuckDB's own lock, the kernel."""

import os
import platform
import sys
from pathlib import Path

import pytest

from data_contracts import confinement, sandbox
from data_contracts.model import Outlet
from data_contracts.query import QueryError
from data_contracts.sandbox import Limits
from tests.sandbox.hostile_statements import HOSTILE, Hostile
from tests.sandbox.planted import BESIDE, ELSEWHERE, Ground, in_months
from tests.sandbox.processes import children, limits, open_files, status

UNEXAMINED = "from data_contracts import statement; statement.examine = lambda *words: None; "
UNLOCKED = "from data_contracts import snapshot; snapshot.LOCK = 'SET threads = 1'; "
SLEEP = "SELECT sleep_ms(600000)"
REACHING = [one for one in HOSTILE if one.kind in ("file", "outlet")]
HAS_LANDLOCK = (
    sys.platform == "linux" and confinement._system_call(confinement.RESTRICT_FILES, None, 0, 1) > 0
)
HAS_FILTER = sys.platform == "linux" and platform.machine() == "x86_64"


def without(layers: str) -> str:
    """The words that start the process, with something of it taken out."""
    before, main = sandbox.START.rsplit("from data_contracts", 1)
    return f"{before}{layers}from data_contracts{main}"


def told(planted: Ground, hostile: Hostile) -> str:
    """Everything that comes of a statement."""
    sql = planted.fill(hostile.sql)
    try:
        result = sandbox.start(planted.snapshot, sql, limits=Limits(seconds=5)).result()
        return repr(result.frame.rows())
    except QueryError as error:
        return str(error)


def outside(text: str) -> list[str]:
    accounts = Path("/etc/passwd").read_text().splitlines()
    return [word for word in (BESIDE, ELSEWHERE, *accounts) if word in text]


@pytest.mark.parametrize("hostile", REACHING, ids=lambda hostile: hostile.name)
def test_lock_of_duckdb__holds_where_no_statement_is_examined(
    planted: Ground, monkeypatch: pytest.MonkeyPatch, hostile: Hostile
) -> None:
    monkeypatch.setattr(sandbox, "START", without(UNEXAMINED))
    assert outside(told(planted, hostile)) == []


@pytest.mark.skipif(not (HAS_LANDLOCK or HAS_FILTER), reason="this kernel confines nothing")
@pytest.mark.parametrize("hostile", REACHING, ids=lambda hostile: hostile.name)
def test_kernel__holds_where_duckdb_is_not_locked(
    planted: Ground, monkeypatch: pytest.MonkeyPatch, hostile: Hostile
) -> None:
    monkeypatch.setattr(sandbox, "START", without(UNEXAMINED + UNLOCKED))
    assert outside(told(planted, hostile)) == []


@pytest.mark.skipif(not HAS_LANDLOCK, reason="this kernel has no Landlock")
@pytest.mark.parametrize("sql", ["FROM read_text('secret.txt')", "FROM read_blob('open.duckdb')"])
def test_kernel__holds_where_files_are_still_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    """Of the folder's files only those of the outlet's months can be."""
    snapshot = in_months(tmp_path)
    (snapshot.folder / "secret.txt").write_text(BESIDE)
    monkeypatch.setattr(sandbox, "START", without(UNEXAMINED + UNLOCKED))
    with pytest.raises(QueryError):
        sandbox.start(snapshot, sql, Outlet.RESTRICTED).result()
    own = "SELECT count(*) FROM read_parquet('restricted/letters/*.parquet')"
    assert sandbox.start(snapshot, own, Outlet.RESTRICTED).result().frame.item() == 3


def test_without_layers__the_secret_is_read(
    planted: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the two tests above would say nothing."""
    nothing = (
        "from data_contracts import confinement as c; "
        "c.read_only = c.limit = c.drop_rights = c.only_compute = lambda *a, **k: None; "
    )
    monkeypatch.setattr(sandbox, "START", without(UNEXAMINED + UNLOCKED + nothing))
    secret = Hostile("", "file", "FROM read_text('{workspace}/secret.txt')")
    assert outside(told(planted, secret)) == [BESIDE]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_process__holds_nothing_but_its_pipes_and_the_file(planted: Ground) -> None:
    before = children()
    running = sandbox.start(planted.snapshot, SLEEP, limits=Limits(seconds=600))
    (process,) = children() - before
    try:
        # The filter is the last that it takes upon itself; elsewhere the file that it opens.
        file = planted.snapshot.file(Outlet.OPEN)
        while not (
            status(process)["Seccomp"] == "2" if HAS_FILTER else str(file) in open_files(process)
        ):
            assert not running.is_done()
        found = status(process)
        assert found["NoNewPrivs"] == "1"
        if os.getuid() == 0:
            nobody = [str(confinement.NOBODY)] * 4
            assert found["Uid"].split() == found["Gid"].split() == nobody
            assert found["Groups"] == ""
        assert set(found["CapEff"]) == {"0"}
        held = sorted(open_files(process))
        assert [name for name in held if not name.startswith("pipe:")] == [str(file)]
        assert len(held) == 3
        environment = Path(f"/proc/{process}/environ").read_text().rstrip("\0").split("\0")
        assert sorted(environment) == ["ARROW_DEFAULT_MEMORY_POOL=system", "TZ=Asia/Shanghai"]
        most = limits(process)
        assert most["Max file size"] == most["Max core file size"] == 0
        assert most["Max open files"] < 100
        assert 0 < most["Max address space"] < 2 * 1024**3
        assert 0 < most["Max cpu time"] < 700
        assert os.getsid(process) == process
    finally:
        running.cancel()
        with pytest.raises(QueryError):
            running.result()
