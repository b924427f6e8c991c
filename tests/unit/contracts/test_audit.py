"""The one log of openings: a line each, for this account alone, and none without it."""

import json
import os
import pwd
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data_contracts import audit
from data_contracts.audit import AuditError
from data_contracts.model import Outlet
from data_contracts.scorecard_life import Step
from data_contracts.snapshot import Snapshot
from tests.unit.contracts.published import a_snapshot

AT = datetime(2026, 11, 23, 9, 5, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
ROOT = Path(__file__).parents[3]
STATEMENT = "SELECT '张三' FROM thing"


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return a_snapshot(tmp_path / "published")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "access.jsonl"


def record(log: Path, snapshot: Snapshot, outlet: Outlet = Outlet.OFFICE) -> None:
    audit.record(log, AT, audit.opening(snapshot, outlet, audit.sql(STATEMENT)))


def test_record__says_when_who_what_and_quotes_nothing(log: Path, snapshot: Snapshot) -> None:
    record(log, snapshot)
    assert json.loads(log.read_bytes()) == {
        "number": 1,
        "previous": sha256(b"").hexdigest(),
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
    sealed = log.with_suffix(".seal").read_bytes()
    assert forced == [
        (log, log.read_bytes()),
        (log.parent, b""),
        (log.with_suffix(".seal.draft"), sealed),
        (log.parent, b""),
    ]


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
        assert "sql" in said
    assert "没有执行" in caught.value.cn
    assert "not done" in caught.value.en


def five(log: Path, snapshot: Snapshot) -> list[bytes]:
    """A log of five records, and its lines."""
    for number in range(5):
        audit.record(log, AT, {"what": f"deed {number}"}, account="somebody")
    assert audit.faults(log) == []
    return log.read_bytes().splitlines(keepends=True)


def said(log: Path) -> str:
    return "\n".join(fault.en for fault in audit.faults(log))


@pytest.mark.parametrize("place", range(5))
def test_faults__name_a_record_that_was_altered(log: Path, snapshot: Snapshot, place: int) -> None:
    lines = five(log, snapshot)
    lines[place] = lines[place].replace(b"somebody", b"another1")
    log.write_bytes(b"".join(lines))
    assert said(log) == f"record {place + 1} is not as it was written"


@pytest.mark.parametrize("place", range(4))
def test_faults__name_where_a_record_was_removed(log: Path, snapshot: Snapshot, place: int) -> None:
    lines = five(log, snapshot)
    del lines[place]
    log.write_bytes(b"".join(lines))
    assert f"line {place + 1} holds record {place + 2}" in said(log)


def test_faults__miss_the_last_records(log: Path, snapshot: Snapshot) -> None:
    lines = five(log, snapshot)
    log.write_bytes(b"".join(lines[:3]))
    assert said(log) == "there were 5 records and are 3: the last ones were removed"


def test_faults__name_records_that_changed_places(log: Path, snapshot: Snapshot) -> None:
    lines = five(log, snapshot)
    lines[1], lines[2] = lines[2], lines[1]
    log.write_bytes(b"".join(lines))
    assert "line 2 holds record 3" in said(log)
    assert "line 3 holds record 2" in said(log)


def test_faults__a_log_written_anew_does_not_fit_a_seal_that_was_kept(
    log: Path, snapshot: Snapshot
) -> None:
    five(log, snapshot)
    kept = audit.seal(log)
    assert kept is not None
    assert audit.faults(log, kept) == []
    log.unlink()
    for number in range(6):
        audit.record(log, AT, {"what": f"other {number}"}, account="somebody")
    assert audit.faults(log) == []
    assert [fault.en for fault in audit.faults(log, kept)] == ["record 5 is not as it was written"]


def test_faults__lines_from_before_the_chain_are_no_fault(log: Path, snapshot: Snapshot) -> None:
    log.parent.mkdir()
    log.write_bytes(b'{"time": "2026-11-01", "what": "sql"}\n')
    record(log, snapshot)
    assert audit.faults(log) == []
    log.write_bytes(log.read_bytes().replace(b"11-01", b"11-02"))
    assert said(log) == "record 1 is not as it was written"


def test_record__of_many_processes_is_one_chain(log: Path) -> None:
    count = 12
    command = (
        "import sys, datetime, pathlib\n"
        "from data_contracts import audit\n"
        "for number in range(5):\n"
        "    audit.record(pathlib.Path(sys.argv[1]), datetime.datetime.now(), {'what': 'x'})\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", command, str(log)], cwd=ROOT) for _ in range(count)
    ]
    assert [one.wait(timeout=60) for one in running] == [0] * count
    assert len(log.read_bytes().splitlines()) == 5 * count
    assert audit.faults(log) == []


def test_deeds__all_that_the_product_records_have_a_name() -> None:
    """Read from the source: whatever stands after `"what":`, and every step of a scorecard."""
    found = {
        name
        for folder in ("dagster_project", "dashboards", "data_contracts")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r'"what": "(\w+)"', path.read_text("utf-8"))
    }
    assert len(found) > 10
    assert found | {f"scorecard_{step}" for step in Step} <= set(audit.DEEDS)
