"""No statement gives out what lies outside its outlet, nor takes the machine with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sandbox.hostile_statements import HOSTILE, Hostile
from tests.sandbox.planted import IN_ENVIRONMENT, VARIABLE
from tests.sandbox.trial import Outcome

ROOT = Path(__file__).parents[2]
GIBIBYTE = 1024**3


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every statement tried once, by a process that has a secret in its environment."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.sandbox.trial", str(tmp_path_factory.mktemp("trial"))],
        cwd=ROOT,
        env=os.environ | {VARIABLE: IN_ENVIRONMENT},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def outcomes(trial: list[str]) -> dict[str, Outcome]:
    found = [Outcome(**json.loads(line)) for line in trial[:-1]]
    return {outcome.name: outcome for outcome in found}


def test_hostile__enough_of_them_and_each_named_once() -> None:
    assert len(HOSTILE) == len({hostile.name for hostile in HOSTILE}) > 200


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile__gives_nothing_away(hostile: Hostile, outcomes: dict[str, Outcome]) -> None:
    """That there is an outcome says that it ended, and that the process that asked goes on."""
    assert outcomes[hostile.name].leaked == []


@pytest.mark.parametrize(
    "hostile", [one for one in HOSTILE if one.kind != "bomb"], ids=lambda hostile: hostile.name
)
def test_hostile__is_refused_or_known_to_be_harmless(
    hostile: Hostile, outcomes: dict[str, Outcome]
) -> None:
    assert (outcomes[hostile.name].said == "") is hostile.runs


def test_hostile__none_takes_a_gibibyte(trial: list[str]) -> None:
    """The limit of the trial is a quarter of it; the rest is for starting and for Arrow."""
    assert 0 < json.loads(trial[-1]) < GIBIBYTE
