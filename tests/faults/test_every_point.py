"""Killed between any two effects on disk, a run leaves what the next one makes good.

The run is held before every effect, and what then lies on the disk is what a kill there leaves.
At each point that looks unlike those before it, what serves is read to the end, and what the
next run would go on from is worked out by letting it clear up a copy. From these states, and
from a sample of states of the run's own records, the next run is let go to its end: from each
after a month more, from a share of them elsewhere unless `--thorough` is asked for. Real kills
show that they leave nothing that was not among these.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from tests.faults import kernel
from tests.faults.forked import result
from tests.faults.points import TURNS, Points, held_at_every_point
from tests.faults.recovery import recovered, without_loads
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.state import Served, State, served_or_nothing, state
from tests.integration.command import Ended
from tests.integration.workspaces import Run, lay_out


@dataclass(frozen=True, slots=True)
class Watched:
    """A scenario as it was, how it went, and where it ended."""

    scenario: Scenario
    original: Workspace
    before: Served | None
    done: Ended
    points: Points
    wanted: State


@pytest.fixture(scope="module")
def watched(
    tiny: Run, parsed: Workspace, ground: Path, is_thorough: bool
) -> Callable[[str], Watched]:
    """Watches the scenario of a name, once."""
    kernel.require()
    found: dict[str, Watched] = {}

    def watch(name: str) -> Watched:
        turn = list(SCENARIOS).index(name)
        home, scenario = ground / "points" / str(turn), SCENARIOS[name]
        original = scenario.lay_out(tiny.workspace, parsed, home / "original")
        workspace = lay_out(original, home / "workspace")
        before = served_or_nothing(workspace)
        turns = range(TURNS) if is_thorough else (turn,)
        done, points = held_at_every_point(workspace, home / "aside", scenario.words, turns)
        wanted = result(state, workspace)
        shutil.rmtree(workspace.home)
        return Watched(scenario, original, before, done, points, wanted)

    def known(name: str) -> Watched:
        if name not in found:
            found[name] = watch(name)
        return found[name]

    return known


@pytest.mark.parametrize("name", ["one month more", "first run"])
def test_killed_at_any_point__next_run_ends_as_if_unbroken(
    watched: Callable[[str], Watched], name: str, is_thorough: bool
) -> None:
    case = watched(name)
    scenario, points, wanted = case.scenario, case.points, case.wanted
    assert case.done.code == scenario.code, case.done.err
    assert points.truth_count > 20, "the run was not watched"
    assert points.record_count > 1000, "its records were not watched"
    for offered in points.offered:
        assert offered in (case.before, wanted.served), "neither the old snapshot nor the new one"
    count = len(points.copies)
    share = count if is_thorough or scenario.mended is None else min(scenario.mended, count)
    chosen = [points.copies[number * count // share] for number in range(share)]
    for found in recovered(chosen, scenario.words):
        assert found.ended.code == scenario.code, f"{found.workspace.home}: {found.ended.err}"
        if scenario.is_repeated:
            assert without_loads(found.state) == without_loads(wanted), found.workspace.home
        else:
            assert found.state == wanted, found.workspace.home
