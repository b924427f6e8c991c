"""The next run of a broken workspace, and where it ends."""

import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from dagster_project.settings import Workspace
from tests.faults.command import anping
from tests.faults.forked import result
from tests.faults.state import State, assert_whole, state
from tests.integration.command import Ended

AT_ONCE = 2
ABOUT_LOADS = ("snapshot", "mart_data_quality", "mart_register_state")
"""Tables that tell of loads, and so differ where the same was loaded twice."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """How the next run ended, and in which state."""

    workspace: Workspace
    ended: Ended
    state: State


def recovered(workspaces: Iterable[Workspace], words: tuple[str, ...]) -> Iterator[Recovered]:
    """Lets the next run end in each of the workspaces, and removes them."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda workspace: _recovered(workspace, words), workspaces)


def _recovered(workspace: Workspace, words: tuple[str, ...]) -> Recovered:
    found: Recovered = result(_recover, workspace, words)
    shutil.rmtree(workspace.home)
    return found


def _recover(workspace: Workspace, words: tuple[str, ...]) -> Recovered:
    ended = anping(workspace, *words)
    found = state(workspace)
    assert_whole(workspace)
    return Recovered(workspace, ended, found)


def without_loads(found: State) -> State:
    """What holds however often the same was loaded: figures and rows, whoever brought them."""
    assert found.served is not None
    tables = {name: rows for name, rows in found.served.tables.items() if name not in ABOUT_LOADS}
    served = replace(found.served, id="", tables=tables)
    return State(served, [], {}, [])
