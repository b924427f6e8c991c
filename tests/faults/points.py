"""Every point between two effects on disk of a run, and what a kill there would leave.

The run is held before each of its effects, so that what lies on the disk is what a kill at
this point leaves. Most points leave what an earlier one has left: they are told apart by what
the next run would find after clearing up, and one copy is handed on of each.
"""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from dagster_project.settings import Workspace
from tests.faults.command import anping
from tests.faults.effects import Effect, supervised
from tests.faults.state import (
    Likeness,
    Served,
    after_opening,
    is_record,
    is_unfinished,
    likeness,
    served_or_nothing,
)
from tests.integration.command import Ended

MOVES = ("rename", "unlink", "rmdir", "mkdir", "fsync", "fdatasync", "link", "symlink")
"""How calls begin that change no content."""
TURNS = 6
"""Kinds of writes to records are many and much alike: a run that is held takes a share of them."""


@dataclass
class Points:
    """What a run did at its points: how often, and how many of them were unlike those before.

    `reached` says at which effect on the truth each likeness was met first; `offered` is
    everything that served.
    """

    truth_count: int = 0
    record_count: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    copy_count: int = 0
    reached: dict[Likeness, int] = field(default_factory=dict)
    offered: list[Served | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sample:
    """Which copies are taken: every so many of them, beginning with the one of that number.

    They are of each state that the next run would go on from, and of each kind of write to
    records of whose name it is the turn; without `turn` of every kind.
    """

    turn: int | None = None
    step: int = 1

    def is_in_turn(self, name: str) -> bool:
        """Whether this kind of write to records gives a copy."""
        return self.turn is None or crc32(name.encode()) % TURNS == self.turn % TURNS

    def holds(self, number: int) -> bool:
        """Whether the copy of this number is taken."""
        return number % self.step == (self.turn or 0) % self.step


def held_at_every_point(
    workspace: Workspace,
    aside: Path,
    words: tuple[str, ...],
    sample: Sample,
    hand_on: Callable[[Workspace, str], None],
) -> tuple[Ended, Points]:
    """Runs the command, looking at the workspace before each effect on it.

    Copies are laid in `aside` and handed on at once, with the name of their point, to whoever
    removes them.
    """
    look = _Look(workspace, aside, sample, hand_on)
    done = supervised(workspace.home, look, anping, workspace, *words)
    look.at_end()
    return done, look.points


def killed_at(workspace: Workspace, number: int, words: tuple[str, ...]) -> Ended | None:
    """Kills the command before its effect on the truth of that number; none where it was."""
    count = 0

    def ask(effect: Effect) -> bool:
        nonlocal count
        count += not _is_recording(effect)
        return count <= number

    done: Ended | None = supervised(workspace.home, ask, anping, workspace, *words)
    return done


def _is_recording(effect: Effect) -> bool:
    return all(is_record(path) for path in effect.paths)


class _Look:
    """What is asked before each effect."""

    def __init__(
        self,
        workspace: Workspace,
        aside: Path,
        sample: Sample,
        hand_on: Callable[[Workspace, str], None],
    ) -> None:
        self.workspace = workspace
        self.aside = aside
        self.sample = sample
        self.hand_on = hand_on
        self.points = Points()
        self._seen: Counter[Likeness] = Counter()
        self._read: set[Likeness] = set()

    def __call__(self, effect: Effect) -> bool:
        try:
            if _is_recording(effect):
                self._record(effect)
            else:
                self._assert_finished_stays(effect)
                self._truth(kind(effect))
        except BaseException as error:
            error.add_note(f"before {effect} ({self.points.truth_count})")
            raise
        return True

    def at_end(self) -> None:
        """The last point is the end itself."""
        self._truth("the end")

    def _assert_finished_stays(self, effect: Effect) -> None:
        if not effect.call.startswith(MOVES):
            for path in effect.paths:
                assert is_unfinished(path) or is_record(path), (
                    f"{path} has its final name and is written to"
                )

    def _record(self, effect: Effect) -> None:
        self.points.record_count += 1
        name = kind(effect)
        self.points.kinds[name] += 1
        is_first_write = "write" in effect.call and self.points.kinds[name] == 1
        if is_first_write and self.sample.is_in_turn(name):
            self._hand_on_copy(name)

    def _truth(self, name: str) -> None:
        """Looks closer at the first, second, fourth, eighth… point that looks like this one."""
        self.points.truth_count += 1
        found = likeness(self.workspace)
        self._seen[found] += 1
        if self._seen[found].bit_count() != 1:
            return
        probe = self._laid_out(Path("probe"), _only_truth(self.workspace))
        self._offer(probe)
        opened = after_opening(probe)
        self._offer(probe)
        shutil.rmtree(probe.home)
        if opened not in self.points.reached:
            self.points.reached[opened] = self.points.truth_count
            self._hand_on_copy(f"{name}, effect {self.points.truth_count}")

    def _offer(self, workspace: Workspace) -> None:
        """Reads what serves, unless the same files have been read before."""
        published = workspace.published.name
        found = frozenset(
            (path, content)
            for path, content in likeness(workspace)
            if path.startswith(published) and not is_unfinished(path)
        )
        if found not in self._read:
            self._read.add(found)
            offered = served_or_nothing(workspace)
            if offered not in self.points.offered:
                self.points.offered.append(offered)

    def _hand_on_copy(self, point: str) -> None:
        number = self.points.copy_count
        self.points.copy_count += 1
        if self.sample.holds(number):
            self.hand_on(self._laid_out(Path(f"{number}"), None), f"before {point}")

    def _laid_out(
        self, name: Path, ignore: Callable[[str, list[str]], list[str]] | None
    ) -> Workspace:
        home = self.aside / name
        shutil.copytree(self.workspace.home, home, symlinks=True, ignore=ignore)
        return Workspace(home)


def _only_truth(workspace: Workspace) -> Callable[[str, list[str]], list[str]]:
    def ignored(folder: str, names: list[str]) -> list[str]:
        inside = Path(folder).relative_to(workspace.home)
        return [name for name in names if is_record(str(inside / name))]

    return ignored


def kind(effect: Effect) -> str:
    """Call and file, without what differs from run to run or from model to model."""
    file = re.sub(r"[^/]{30,}|/(compiled|run|project)/.*", "…", effect.paths[0])
    return f"{effect.call} {file}"
