"""What can happen to the warehouse itself: held by another run, damaged, on a full disk."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from dagster_project.settings import Workspace
from tests.faults import full_disk
from tests.faults.state import (
    Unbroken,
    assert_complained,
    assert_still_serves,
    assert_whole,
    served,
)
from tests.integration.command import anping, environment
from tests.integration.workspaces import Run, deliver_tickets

ROOMS = (4096, 64 * 1024, 512 * 1024, 12 * 1024**2)


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
    for table in ("dim_area", "fct_hotline_ticket", "mart_indicator_value"):
        assert served(tiny_copy).tables[table] == unbroken.served.tables[table]


def test_full_disk__is_said_and_harms_nothing(
    tiny: Run, unbroken: Unbroken, tmp_path: Path
) -> None:
    """With ever more room left, ever later writes fail; with enough of it the run succeeds."""
    script = [sys.executable, full_disk.__file__, str(tmp_path), str(tiny.workspace.home)]
    done = subprocess.run(
        [*own_disk(tmp_path), *script, *map(str, ROOMS)],
        env=environment(tiny.workspace),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    failed = [run for run in found["runs"] if run["code"] != 0]
    assert len(failed) >= 3
    for run in failed:
        assert run["is_same"], run
    assert (found["code"], found["id"]) == (0, unbroken.served.id), found["said"]
    assert found["tables"] == unbroken.served.tables
    for run in failed:
        assert "所在磁盘已满" in run["said"], run
        assert str(tmp_path) in run["said"], run
        assert "unforeseen" not in run["said"], run


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
