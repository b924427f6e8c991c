"""A process with small disks of its own that fill up at a write of our choosing.

    full_disk.py FOLDER SOURCE COUNT

It mounts disks of memory beneath FOLDER and runs the command once on a copy of the workspace
SOURCE, to learn which effects take room. Then it does so again for COUNT of these writes (0: for
some of each kind): just before the write all that is left of the disk is taken away, and stays so
until the run has ended. It prints what came of every run as JSON.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from queue import SimpleQueue

from dagster_project.settings import Workspace
from tests.faults.command import anping
from tests.faults.effects import Effect, supervised
from tests.faults.forked import result
from tests.faults.points import kind
from tests.faults.recovery import AT_ONCE, recovered
from tests.faults.state import Likeness, State, after_opening, is_record, served, state
from tests.integration.command import Ended
from tests.integration.workspaces import lay_out

DISK_BYTES = 160 * 1024**2
OFTEN = 2
"""So many writes of a kind to records are tried: the first ones; of others every doubling."""

Write = tuple[str, int]
"""A kind of effect, and which of its kind it is."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How a run on a disk that filled up ended, and what the next one made of it.

    `is_served` says that the old snapshot or the new one serves, as the code says;
    `is_mended` that the next run, with room, ended as an unbroken one.
    """

    write: Write
    code: int
    said: str
    is_served: bool
    is_mended: bool


def main(folder: Path, original: Workspace, count: int) -> list[Tried]:
    disks: SimpleQueue[Path] = SimpleQueue()
    for disk in (folder / str(number) for number in range(AT_ONCE)):
        disk.mkdir()
        size = ["-o", f"size={DISK_BYTES}"]
        subprocess.run(["mount", "-t", "tmpfs", *size, "none", str(disk)], check=True)
        disks.put(disk)
    disk = disks.get()
    whole = lay_out(original, disk / "whole")
    taking: list[Write] = []
    done = supervised(whole.home, _Each(whole, taking.append), anping, whole, "run")
    assert done.code == 0, done.err
    trial = Trial(disks, original, result(state, whole))
    shutil.rmtree(whole.home)
    disks.put(disk)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(trial, _sample(taking, count)))


def _sample(taking: list[Write], count: int) -> list[Write]:
    """A share of the writes, half of them to the truth and half to records."""
    shares = [
        sorted(w for w in taking if not _is_of_record(w) and w[1].bit_count() == 1),
        sorted(w for w in taking if _is_of_record(w) and w[1] <= OFTEN),
    ]
    if not count:
        return list(chain.from_iterable(shares))
    half = count // len(shares)
    return [share[number * len(share) // half] for share in shares for number in range(half)]


class Trial:
    """Tries one write after the other, each on a workspace of its own, as a disk comes free."""

    def __init__(self, disks: SimpleQueue[Path], original: Workspace, wanted: State) -> None:
        self.disks = disks
        self.original = original
        self.wanted = wanted
        self.mended: set[Likeness] = set()

    def __call__(self, write: Write) -> Tried:
        disk = self.disks.get()
        try:
            return self._tried(write, lay_out(self.original, disk / "workspace"), disk / "ballast")
        finally:
            self.disks.put(disk)

    def _tried(self, write: Write, workspace: Workspace, ballast: Path) -> Tried:
        def fill_at(effect: Effect, number: int) -> None:
            if (kind(effect), number) == write:
                fill(ballast)

        done: Ended = supervised(workspace.home, _Every(fill_at), anping, workspace, "run")
        is_served = result(_serves_as_said, workspace, self.original, self.wanted, done.code)
        ballast.unlink(missing_ok=True)
        is_mended = self._is_mended(workspace)
        return Tried(write, done.code, done.said, is_served, is_mended)

    def _is_mended(self, workspace: Workspace) -> bool:
        """Once for each state that the next run goes on from."""
        alike = result(after_opening, workspace)
        if alike in self.mended:
            shutil.rmtree(workspace.home)
            return True
        self.mended.add(alike)
        ended, found = recovered(workspace, ("run",))
        return ended.code == 0 and found == self.wanted


def _serves_as_said(workspace: Workspace, original: Workspace, wanted: State, code: int) -> bool:
    answer = anping(workspace, "sql", "SELECT snapshot_id FROM snapshot")
    found = served(workspace)
    return found.id in answer.out and found == (served(original) if code else wanted.served)


class _Every:
    """Tells of each effect which of its kind it is."""

    def __init__(self, tell: Callable[[Effect, int], None]) -> None:
        self._tell = tell
        self._counts: Counter[str] = Counter()

    def __call__(self, effect: Effect) -> bool:
        self._counts[kind(effect)] += 1
        self._tell(effect, self._counts[kind(effect)])
        return True


class _Each(_Every):
    """Tells of the effects after which the disk has less room."""

    def __init__(self, workspace: Workspace, tell: Callable[[Write], None]) -> None:
        super().__init__(self._look)
        self._workspace = workspace
        self._told = tell
        self._last: Write | None = None
        self._room = 0

    def _look(self, effect: Effect, number: int) -> None:
        room = os.statvfs(self._workspace.home).f_bfree
        if self._last is not None and room < self._room:
            self._told(self._last)
        self._last, self._room = (kind(effect), number), room


def _is_of_record(write: Write) -> bool:
    return is_record(write[0].partition(" ")[2])


def fill(path: Path) -> None:
    """Takes all the room that is left, while other threads of the run may take some too."""
    taken, piece = 0, shutil.disk_usage(path.parent).free
    with path.open("wb") as file:
        while piece:
            try:
                os.posix_fallocate(file.fileno(), taken, piece)
                taken += piece
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                piece //= 2


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), Workspace(Path(sys.argv[2])), int(sys.argv[3]))
    json.dump([asdict(tried) for tried in found], sys.stdout)
