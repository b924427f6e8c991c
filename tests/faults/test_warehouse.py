"""What can happen to the warehouse itself: held by another run, damaged, on a full disk."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from dagster_project.settings import Workspace
from dagster_project.warehouse import scratch, session
from tests.faults import full_disk, kernel
from tests.faults.state import (
    Unbroken,
    assert_complained,
    assert_still_serves,
    assert_whole,
    served,
)
from tests.integration.command import MORNING, anping, environment
from tests.integration.workspaces import deliver_tickets

WRITES = 4


def test_another_run_at_work(tiny_copy: Workspace) -> None:
    before = served(tiny_copy)
    with FileLock(tiny_copy.warehouse / "run.lock"):
        assert_complained(anping(tiny_copy, "run"), "another run")
        assert_still_serves(tiny_copy, before)
    assert anping(tiny_copy, "run").code == 0


@pytest.mark.parametrize("damage", ["cut off", "empty", "not JSON"])
def test_damaged_manifest(tiny_copy: Workspace, damage: str) -> None:
    """Nothing is loaded on top of a record that cannot be read."""
    before, path = served(tiny_copy), tiny_copy.warehouse / "manifest.json"
    good = path.read_bytes()
    spoiled = {"cut off": good[: len(good) // 2], "empty": b"", "not JSON": b"\xff\xfe\0"}[damage]
    path.write_bytes(spoiled)
    deliver_tickets(tiny_copy, 11)
    landed = sorted(tiny_copy.landing.rglob("*"))
    assert_complained(anping(tiny_copy, "run"), str(path))
    assert_still_serves(tiny_copy, before)
    assert path.read_bytes() == spoiled
    assert sorted(tiny_copy.landing.rglob("*")) == landed
    path.write_bytes(good)
    (tiny_copy.inbox / "hotline" / "2026-11.csv").unlink()
    assert anping(tiny_copy, "run").code == 0
    assert_whole(tiny_copy)


def test_damaged_build__full_run_makes_it_anew(tiny_copy: Workspace, unbroken: Unbroken) -> None:
    """The build database is derived: the rows that were accepted are enough to make another."""
    before = served(tiny_copy)
    [path] = tiny_copy.warehouse.glob("build-*.duckdb")
    path.write_bytes(path.read_bytes()[:5000])
    deliver_tickets(tiny_copy, 11)
    assert_complained(anping(tiny_copy, "run"))
    assert_still_serves(tiny_copy, before)
    done = anping(tiny_copy, "run", "--full")
    assert done.code == 0, done.err
    for table in ("open.dim_area", "restricted.fct_hotline_ticket", "office.mart_indicator_value"):
        assert served(tiny_copy).tables[table] == unbroken.served.tables[table]


def test_faults_of_a_killed_run__are_cleared_away(tiny_copy: Workspace) -> None:
    """Its file was corrected before the next run, whose delivery has none under that number."""
    stray = tiny_copy.quarantine / "hotline_ticket" / "00000099.parquet"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.touch()
    with session.opened(tiny_copy, MORNING):
        assert not stray.exists()
    assert_whole(tiny_copy)


def test_past_day__leaves_alone_what_was_landed_since(tiny_copy: Workspace) -> None:
    """The faults of later deliveries, and what a run at work beside it is writing."""
    faults = tiny_copy.quarantine / "hotline_ticket" / "00000099.parquet"
    draft = tiny_copy.landing / "hotline_ticket" / ".00000100.parquet.draft"
    for path in (faults, draft):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    past = scratch.lay_out(tiny_copy, MORNING.date(), MORNING)
    with session.opened(past, MORNING):
        assert faults.exists()
        assert draft.exists()


def test_full_disk__is_said_and_harms_nothing(
    month_to_come: Workspace, tmp_path: Path, is_thorough: bool
) -> None:
    """At a share of the writes that take room or, if asked for, at some of each kind."""
    kernel.require()
    count = 0 if is_thorough else WRITES
    script = [sys.executable, full_disk.__file__, str(tmp_path), str(month_to_come.home)]
    done = subprocess.run(
        [*own_disk(tmp_path), *script, str(count)],
        env=environment(month_to_come),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    tries = json.loads(done.stdout)
    assert len(tries) >= WRITES
    assert any(" logs/" not in tried["write"][0] for tried in tries)
    for tried in tries:
        assert tried["is_served"], tried
        assert tried["is_mended"], tried
        if tried["code"] != 0:
            assert "所在磁盘已满" in tried["said"], tried
            assert str(tmp_path) in tried["said"], tried
            assert "unforeseen" not in tried["said"], tried
    assert len([tried for tried in tries if tried["code"] != 0]) >= WRITES // 2


def own_disk(folder: Path) -> list[str]:
    """The words that let a process mount a disk that nobody else sees; skips where none may."""
    words = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    probe = [*words, "mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    try:
        done = subprocess.run(probe, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no 'unshare' here, with which a small disk is mounted for one process")
    if done.returncode != 0:
        pytest.skip(f"a small disk may not be mounted here: {done.stderr.strip()}")
    return words
