"""A process with a small disk of its own that is nearly full: FOLDER SOURCE ROOM…

It mounts a disk of memory on FOLDER, lays out a copy of the workspace SOURCE on it with a new
month of tickets, and runs the command with so many bytes of ROOM left, one after the other,
and at last with all the room it needs. It prints what came of every run as JSON.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from dagster_project.settings import Workspace
from tests.faults.forked import result
from tests.faults.state import Served, assert_whole, served
from tests.integration.command import anping
from tests.integration.workspaces import deliver_tickets, lay_out

DISK_BYTES = 256 * 1024**2


def main(folder: Path, source: Path, rooms: list[int]) -> dict[str, Any]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", folder], check=True)
    workspace = lay_out(Workspace(source), folder / "workspace")
    before = result(served, workspace)
    deliver_tickets(workspace, 11)
    runs = [attempt(workspace, before, folder / "ballast", room) for room in rooms]
    last = result(anping, workspace, "run")
    result(assert_whole, workspace)
    after = result(served, workspace)
    return {
        "runs": runs,
        "code": last.code,
        "said": last.said,
        "id": after.id,
        "tables": after.tables,
    }


def attempt(workspace: Workspace, before: Served, ballast: Path, room: int) -> dict[str, Any]:
    """A run with no more than `room` bytes left on the disk."""
    fill(ballast, shutil.disk_usage(ballast.parent).free - room)
    try:
        done = result(anping, workspace, "run")
        is_same = result(is_still_served, workspace, before)
    finally:
        ballast.unlink()
    return {
        "room": room,
        "code": done.code,
        "said": done.said,
        "is_same": is_same,
    }


def is_still_served(workspace: Workspace, before: Served) -> bool:
    answer = anping(workspace, "sql", "SELECT snapshot_id FROM snapshot")
    return before.id in answer.out and served(workspace) == before


def fill(path: Path, size: int) -> None:
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), Path(sys.argv[2]), [int(word) for word in sys.argv[3:]])
    json.dump(found, sys.stdout)
