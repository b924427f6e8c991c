"""Killed between any two effects on disk, a run leaves what the next one makes good.

The run is held before every effect, and what then lies on the disk is what a kill there leaves.
At each point that looks unlike those before it, what serves is read to the end, and what the
next run would go on from is worked out by letting it clear up a copy. From these states, and
from a sample of states of the run's own records, the next run is let go to its end while the
first one goes on. Real kills show that they leave nothing that was not among these.

Unless `--thorough` is asked for the next run is let go from a share of the states, in each
scenario from another one, and some scenarios are left out.
"""

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from tests.faults import kernel
from tests.faults.forked import result
from tests.faults.points import Points, Sample, held_at_every_point, killed_at
from tests.faults.recovery import AT_ONCE, Mending, Recovered, without_loads
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.state import Served, State, after_opening, served_or_nothing, state
from tests.integration.command import Ended
from tests.integration.workspaces import Run, lay_out

STEP = 5
KILLS = 2
MANY_KILLS = 60


@dataclass(frozen=True, slots=True)
class Watched:
    """A scenario as it was, how it went, where it ended, and where it ended once broken."""

    scenario: Scenario
    original: Workspace
    before: Served | None
    done: Ended
    points: Points
    wanted: State
    ends: list[Recovered]


@pytest.fixture(scope="module", params=SCENARIOS)
def watched(
    request: pytest.FixtureRequest, tiny: Run, parsed: Workspace, ground: Path, is_thorough: bool
) -> Iterator[Watched]:
    """Watches a scenario, and lets the next run end wherever it might have been killed."""
    kernel.require()
    scenario = SCENARIOS[request.param]
    if scenario.is_rare and not is_thorough:
        pytest.skip("watched with --thorough")
    sample = Sample() if is_thorough else Sample(list(SCENARIOS).index(request.param), STEP)
    with tempfile.TemporaryDirectory(dir=ground) as folder:
        home = Path(folder)
        original = scenario.lay_out(tiny.workspace, parsed, home / "original")
        workspace = lay_out(original, home / "workspace")
        before = served_or_nothing(workspace)
        with Mending(scenario.words) as mending:
            done, points = held_at_every_point(
                workspace, home / "aside", scenario.words, sample, mending
            )
            wanted = result(state, workspace)
            shutil.rmtree(workspace.home)
        yield Watched(scenario, original, before, done, points, wanted, mending.ends())


def test_killed_at_any_point__next_run_ends_as_if_unbroken(watched: Watched) -> None:
    scenario, points, wanted = watched.scenario, watched.points, watched.wanted
    assert watched.done.code == scenario.code, watched.done.err
    assert points.truth_count > 20, "the run was not watched"
    assert points.record_count > 1000, "its records were not watched"
    for offered in points.offered:
        assert offered in (watched.before, wanted.served), "neither the old snapshot nor the new"
    assert watched.ends
    for found in watched.ends:
        assert found.ended.code == scenario.code, f"killed {found.point}: {found.ended.err}"
        if scenario.is_repeated:
            assert without_loads(found.state) == without_loads(wanted), f"killed {found.point}"
        else:
            assert found.state == wanted, f"killed {found.point}"


@pytest.mark.parametrize("watched", ["one month more"], indirect=True)
def test_kill__leaves_what_was_seen_at_its_point(
    watched: Watched, plot: Path, is_thorough: bool
) -> None:
    """Real kills, at two effects after which something is new or, if asked for, at many more."""
    new = sorted(watched.points.reached.values())[1:]

    def kill(number: int) -> None:
        workspace = lay_out(watched.original, plot / str(number))
        killed = killed_at(workspace, number, watched.scenario.words)
        # The database does not write alike each time, so that the last effects have no number.
        assert killed is None or number > new[-2], f"it ended before effect {number}"
        assert served_or_nothing(workspace) in (watched.before, watched.wanted.served)
        assert after_opening(workspace) in watched.points.reached, f"killed at effect {number}"
        shutil.rmtree(workspace.home)

    count = watched.points.truth_count
    many = sorted({*new, *range(1, count, max(1, count // MANY_KILLS))})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(kill, many if is_thorough else new[:: len(new) // KILLS]))
