"""What an unbroken run makes of the deliveries that the faults interrupt."""

import time
from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from tests.faults.command import anping
from tests.faults.forked import result
from tests.faults.scenarios import month
from tests.faults.state import Unbroken, state
from tests.integration.command import Ended
from tests.integration.workspaces import Run, lay_out

MOMENTS = 2


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often a run is killed, for `pytest tests/faults`; elsewhere this option is unknown."""
    parser.addoption("--moments", type=int, help="kill at so many random moments")


@pytest.fixture
def moments(request: pytest.FixtureRequest) -> int:
    """At how many random moments a run is killed."""
    return int(request.config.getoption("--moments", default=None) or MOMENTS)


@pytest.fixture(scope="session")
def month_to_come(tiny: Run, parsed: Workspace, ground: Path) -> Workspace:
    """The tiny workspace with one more month of tickets that no run has seen. To be copied."""
    return month(tiny.workspace, parsed, ground / "month-to-come")


@pytest.fixture(scope="session")
def unbroken(month_to_come: Workspace, ground: Path) -> Unbroken:
    """That workspace run to the end."""
    workspace = lay_out(month_to_come, ground / "unbroken")
    done, seconds = result(_timed, workspace)
    assert done.code == 0, done.err
    found = result(state, workspace)
    return Unbroken(found.served, found, seconds)


def _timed(workspace: Workspace) -> tuple[Ended, float]:
    done = anping(workspace, "run")
    return done, time.process_time()
