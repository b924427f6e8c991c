"""Killed at random moments, the last good snapshot serves, and the next run ends as if unbroken."""

import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from dagster_project.settings import Workspace
from tests.faults.command import anping
from tests.faults.forked import process
from tests.faults.recovery import AT_ONCE, recovered
from tests.faults.state import Likeness, Unbroken, after_opening, served
from tests.integration.workspaces import lay_out

ALIKE = 3
"""So many kills that leave the same truth are mended to the end; `test_every_point` says why."""


def test_killed_at_random_moments__next_run_ends_as_if_unbroken(
    month_to_come: Workspace, unbroken: Unbroken, plot: Path, moments: int
) -> None:
    before, random = served(month_to_come), Random(moments)
    seconds = [random.uniform(0, unbroken.seconds * 1.1) for _ in range(moments)]
    mended: Counter[Likeness] = Counter()

    def break_and_mend(number: int) -> None:
        workspace = lay_out(month_to_come, plot / str(number))
        run = process(anping, workspace, "run")
        run.start()
        run.join(seconds[number])
        run.kill()
        run.join()
        assert served(workspace) in (before, unbroken.served), f"killed after {seconds[number]} s"
        opened = lay_out(workspace, plot / f"{number}-opened")
        alike = after_opening(opened)
        shutil.rmtree(opened.home)
        mended[alike] += 1
        if mended[alike] <= ALIKE:
            ended, found = recovered(workspace, ("run",))
            assert ended.code == 0, f"killed after {seconds[number]} s: {ended.err}"
            assert found == unbroken.state, f"killed after {seconds[number]} s"
        else:
            shutil.rmtree(workspace.home)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(break_and_mend, range(moments))) == [None] * moments
    assert len(mended) > 1, "every kill came too early, or too late"
