"""Killed at any instant, the last good snapshot serves, and the next run ends as if unbroken."""

import signal
from itertools import count
from pathlib import Path
from random import Random

import pytest

from dagster_project.settings import Workspace
from dagster_project.warehouse import session
from tests.faults.forked import process
from tests.faults.publishing import publish_and_die
from tests.faults.state import Unbroken, assert_whole, served
from tests.integration.command import MORNING, anping
from tests.integration.workspaces import Run, deliver_tickets, lay_out

SPREAD = 0.06


@pytest.mark.parametrize("moments", [(0.08, 0.7), (0.3, 0.9), (0.5, 0.2)])
def test_killed_run__next_one_ends_as_if_unbroken(
    tiny_copy: Workspace, unbroken: Unbroken, moments: tuple[float, float]
) -> None:
    """Killed about these shares of a run's time, begun again, and at last left to end."""
    before, random = served(tiny_copy), Random(str(moments))
    deliver_tickets(tiny_copy, 11)
    for moment in moments:
        seconds = unbroken.seconds * (moment + random.uniform(-SPREAD, SPREAD))
        run = process(anping, tiny_copy, "run")
        run.start()
        run.join(seconds)
        run.kill()
        run.join()
        assert served(tiny_copy) in (before, unbroken.served), f"killed after {seconds} s"
    done = anping(tiny_copy, "run")
    assert done.code == 0, done.err
    assert served(tiny_copy) == unbroken.served
    assert_whole(tiny_copy)


def test_killed_while_publishing__old_snapshot_or_new_one(tiny: Run, plot: Path) -> None:
    """At every step that renames a file or flushes one to disk, one after the other."""
    seen = []
    for step in count():
        workspace = lay_out(tiny.workspace, plot / str(step))
        with workspace.settings_file.open("a", encoding="utf-8") as file:
            file.write("cut_off_days: 2\n")
        child = process(publish_and_die, workspace, step)
        child.start()
        child.join()
        seen.append(served(workspace).id)
        assert_recovers(workspace)
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
    new = seen[-1]
    assert len(seen) > 10
    assert new != tiny.snapshot.id
    assert seen == sorted(seen, key=lambda found: found == new), "it went back and forth"
    assert set(seen) == {tiny.snapshot.id, new}


def assert_recovers(workspace: Workspace) -> None:
    """The next run serves what the manifest names, and clears away what it does not."""
    with session.opened(workspace, MORNING) as opened:
        named = opened.manifest.build
    assert named is not None
    assert served(workspace).id == named.snapshot_id
    assert [path.name for path in workspace.warehouse.glob("*.duckdb*")] == [named.file]
    assert_whole(workspace)
