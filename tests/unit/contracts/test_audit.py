"""The one log of openings: a line each, for this account alone, and none without it."""

import json
import os
import pwd
import stat
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data_contracts import audit
from data_contracts.audit import AuditError
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot
from tests.unit.contracts.published import a_snapshot

AT = datetime(2026, 11, 23, 9, 5, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
STATEMENT = "SELECT '张三' FROM thing"


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return a_snapshot(tmp_path / "published")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "access.jsonl"


def record(log: Path, snapshot: Snapshot, outlet: Outlet = Outlet.OFFICE) -> None:
    audit.record(log, AT, snapshot, outlet, audit.sql(STATEMENT))


def test_record__says_when_who_what_and_quotes_nothing(log: Path, snapshot: Snapshot) -> None:
    record(log, snapshot)
    assert json.loads(log.read_bytes()) == {
        "time": "2026-11-23T09:05:07+08:00",
        "account": pwd.getpwuid(os.getuid()).pw_name,
        "outlet": "office",
        "snapshot": snapshot.id,
        "what": "sql",
        "statement_sha256": sha256(STATEMENT.encode()).hexdigest(),
    }
    assert not [word for word in ("SELECT", "张三", "thing") if word in log.read_text("utf-8")]


def test_record__account_is_not_what_the_environment_claims(
    log: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody else")
    record(log, snapshot)
    assert "somebody else" not in log.read_text("utf-8")


def test_record__account_without_a_name_is_a_number(
    log: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 2_000_000_123)
    record(log, snapshot)
    assert json.loads(log.read_bytes())["account"] == "2000000123"


def test_record__is_added_to_what_is_there(log: Path, snapshot: Snapshot) -> None:
    record(log, snapshot)
    first = log.read_bytes()
    record(log, snapshot, Outlet.RESTRICTED)
    assert log.read_bytes().startswith(first)
    outlets = [json.loads(line)["outlet"] for line in log.read_bytes().splitlines()]
    assert outlets == ["office", "restricted"]


def test_record__after_a_line_that_was_cut_short_has_its_own(log: Path, snapshot: Snapshot) -> None:
    log.parent.mkdir()
    log.write_bytes(b'{"time": "2026-11')
    record(log, snapshot)
    cut, whole = log.read_bytes().splitlines()
    assert cut == b'{"time": "2026-11'
    assert json.loads(whole)["outlet"] == "office"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_record__is_for_this_account_alone(log: Path, snapshot: Snapshot, umask: int) -> None:
    before = os.umask(umask)
    try:
        record(log, snapshot)
    finally:
        os.umask(before)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_record__is_on_disk_when_it_returns(
    log: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of the line is handed over before the file is forced to disk, and then its folder."""
    forced = []
    sync = os.fsync

    def watched(handle: int) -> None:
        sync(handle)
        path = Path(f"/proc/self/fd/{handle}").readlink()
        forced.append((path, path.read_bytes() if path.is_file() else b""))

    monkeypatch.setattr(os, "fsync", watched)
    record(log, snapshot)
    assert forced == [(log, log.read_bytes()), (log.parent, b"")]


def a_folder(log: Path) -> None:
    log.mkdir(parents=True)


def beneath_a_file(log: Path) -> None:
    log.parent.touch()


def a_full_disk(log: Path) -> None:
    log.parent.mkdir()
    log.symlink_to("/dev/full")


@pytest.mark.parametrize("hinder", [a_folder, beneath_a_file, a_full_disk])
def test_record__refuses_where_it_cannot_be_written(
    log: Path, snapshot: Snapshot, hinder: Callable[[Path], None]
) -> None:
    hinder(log)
    with pytest.raises(AuditError) as caught:
        record(log, snapshot)
    for said in (caught.value.cn, caught.value.en):
        assert str(log) in said
        assert "office" in said
    assert "没有打开" in caught.value.cn
    assert "not opened" in caught.value.en
