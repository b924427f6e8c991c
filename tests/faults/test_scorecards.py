"""Killed at any point of an issue or a restatement, there is a whole one or none.

The step is held before each of its effects on disk: what lies there is what a kill leaves. Each
state that is unlike those before is kept aside and the step taken again, to the same end.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.scorecards import issue, steps, verify
from dagster_project.scorecards import life as lives
from dagster_project.settings import Workspace
from data_contracts.scorecard_life import Stage
from tests.faults.effects import Effect, supervised
from tests.faults.forked import result
from tests.unit.scorecards import period
from tests.unit.scorecards.period import FIGURES, PERIOD, TOWN, deed

Faults = list[str]


def locked(home: Path) -> None:
    """A period that is locked and not issued."""
    workspace = period.publish(home)
    period.noticed(workspace)
    steps.lock(workspace, PERIOD, deed())


def corrected(home: Path) -> None:
    """A period that is issued, after which figures have changed."""
    workspace = period.publish(home)
    period.issued(workspace)
    period.publish(home, FIGURES.but(TOWN, SRC01=(60, 72)), "20261101-bbbb2222")


def publish(home: Path) -> None:
    steps.publish(Workspace(home), PERIOD, deed())


def restate(home: Path) -> None:
    """As a user does it who finds it broken off: what is locked already is issued."""
    workspace = Workspace(home)
    if lives.load(workspace, PERIOD).stage is Stage.LOCKED:
        steps.publish(workspace, PERIOD, deed("补录漏登的六次走访"))
    else:
        steps.restate(workspace, PERIOD, deed("补录漏登的六次走访"))


def found_wrong(home: Path) -> Faults:
    """What is wrong with the issues that are there, whether the log names them or not."""
    folder = home / "scorecards" / PERIOD
    issues = [path for path in folder.iterdir() if path.name.startswith("issue-")]
    return [f"{path.name}: {fault.en}" for path in issues for fault in verify.faults(path)]


def _finished(home: Path) -> dict[str, str]:
    """Every file under its final name, and whatever it holds."""
    return {
        str(path.relative_to(home)): path.read_bytes().hex()
        for path in (home / "scorecards").rglob("*")
        if path.is_file() and "/." not in str(path.relative_to(home))
    }


@pytest.mark.parametrize(
    ("make", "step", "versions"), [(locked, publish, 1), (corrected, restate, 2)]
)
def test_killed_at_any_point__an_issue_is_whole_or_not_there(
    plot: Path, make: Callable[[Path], None], step: Callable[[Path], None], versions: int
) -> None:
    home, states = plot / "home", list[dict[str, str]]()
    count = 0
    result(make, home)

    def look(_: Effect) -> bool:
        nonlocal count
        count += 1
        if (state := _finished(home)) not in states:
            states.append(state)
            shutil.copytree(home, plot / f"{len(states)}")
        return True

    supervised(home, look, step, home)
    assert count > 20, "the step was not seen at work"
    assert len(states) > 2
    for number in range(1, len(states) + 1):
        left = plot / f"{number}"
        assert result(found_wrong, left) == [], number
        if versions not in lives.load(Workspace(left), PERIOD).issues:
            result(step, left)
        ended = lives.load(Workspace(left), PERIOD)
        assert ended.stage is Stage.ISSUED
        assert [*ended.issues] == [*range(1, versions + 1)]
        assert result(found_wrong, left) == []
        assert not [path for path in ended.folder.iterdir() if path.name.startswith(".")]
        assert issue.folder(ended, versions).is_dir()
