"""The next run of a broken workspace, and where it ends."""

import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import BoundedSemaphore, Lock
from typing import Self

from dagster_project.settings import Workspace
from tests.faults.command import anping
from tests.faults.forked import result
from tests.faults.state import State, assert_whole, state
from tests.integration.command import Ended

AT_ONCE = 2
WAITING = 2
"""So many broken workspaces may lie about beside those at work: each takes room in memory."""
ABOUT_LOADS = ("snapshot", "mart_data_quality", "mart_register_state")
"""Tables that tell of loads, and so differ where the same was loaded twice."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """How the next run ended, and in which state; where it was broken."""

    point: str
    ended: Ended
    state: State


class Mending:
    """Lets the next run end in broken workspaces as they come, and removes each at once.

    Who brings one waits for room. The block ends when all have ended.
    """

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._room = BoundedSemaphore(AT_ONCE + WAITING)
        self._futures: list[Future[Recovered]] = []
        self._states: list[State] = []
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._pool.shutdown(cancel_futures=kind is not None)

    def __call__(self, workspace: Workspace, point: str) -> None:
        """Takes a workspace over that was broken at `point`."""
        self._room.acquire()
        self._futures.append(self._pool.submit(self._recovered, workspace, point))

    def ends(self) -> list[Recovered]:
        """Where the next run has ended, workspace by workspace."""
        return [future.result() for future in self._futures]

    def _recovered(self, workspace: Workspace, point: str) -> Recovered:
        try:
            ended, found = recovered(workspace, self._words)
        except Exception as error:
            error.add_note(point)
            raise
        finally:
            self._room.release()
        return Recovered(point, ended, self._known(found))

    def _known(self, found: State) -> State:
        """One of each is kept: they are large, and nearly all alike."""
        with self._lock:
            if found not in self._states:
                self._states.append(found)
            return self._states[self._states.index(found)]


def recovered(workspace: Workspace, words: tuple[str, ...]) -> tuple[Ended, State]:
    """How the next run ends in a process of its own, and in which state; removes the workspace."""
    try:
        found: tuple[Ended, State] = result(_recover, workspace, words)
        return found
    finally:
        shutil.rmtree(workspace.home)


def _recover(workspace: Workspace, words: tuple[str, ...]) -> tuple[Ended, State]:
    ended = anping(workspace, *words)
    found = state(workspace)
    assert_whole(workspace)
    return ended, found


def without_loads(found: State) -> State:
    """What holds however often the same was loaded: figures and rows, whoever brought them."""
    assert found.served is not None
    tables = {
        name: rows
        for name, rows in found.served.tables.items()
        if name.partition(".")[2] not in ABOUT_LOADS
    }
    served = replace(found.served, id="", tables=tables)
    return State(served, [], {}, [])
