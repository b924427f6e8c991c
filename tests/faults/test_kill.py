"""Killed at random moments, the last good snapshot serves, and the next run ends as if unbroken.

Moments are told by the processor's time that the run has used, so that they lie as far into it
on a busy machine as on an idle one: one at random in each of as many parts of a run.
"""

import os
import shutil
import signal
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

TICK = 1 / os.sysconf("SC_CLK_TCK")
ALIKE = 3
"""So many kills that leave the same truth are mended to the end; `test_every_point` says why."""


def test_killed_at_random_moments__next_run_ends_as_if_unbroken(
    month_to_come: Workspace, unbroken: Unbroken, plot: Path, moments: int
) -> None:
    before, random = served(month_to_come), Random(moments)
    part = unbroken.seconds * 1.1 / moments
    seconds = [random.uniform(number, number + 1) * part for number in range(moments)]
    mended: Counter[Likeness] = Counter()
    broken: list[float] = []

    def break_and_mend(number: int) -> None:
        workspace = lay_out(month_to_come, plot / str(number))
        run = process(anping, workspace, "run")
        run.start()
        while run.is_alive() and _used(run.pid) < seconds[number]:
            run.join(TICK)
        run.kill()
        run.join()
        if run.exitcode == -signal.SIGKILL:
            broken.append(seconds[number])
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
    assert broken, "every kill came too late"
    # Two of them may by chance fall between the same effects; many may not.
    assert moments <= ALIKE or len(mended) > 1, "every kill came too early, or too late"


def _used(process: int | None) -> float:
    """The seconds of processor that a process and its threads have used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK
