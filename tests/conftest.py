"""What slow tests share: a demo workspace and a tiny one, each made once and copied cheaply.

Workspaces lie in memory where the system has room for them there: a run commits to Dagster's
records hundreds of times, for which a busy disk can take a minute. What makes workspaces is
imported by the fixtures, so that tests which need none do not wait for Dagster.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dagster_project.settings import Workspace

if TYPE_CHECKING:
    from tests.integration.workspaces import Demo, Run

MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 * 1024**3


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for workspaces, removed at the end."""
    if not (MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES):
        yield tmp_path_factory.mktemp("workspaces")
        return
    with tempfile.TemporaryDirectory(prefix="anping-test-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def plot(ground: Path) -> Iterator[Path]:
    """An empty folder on that ground for one test."""
    with tempfile.TemporaryDirectory(dir=ground) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def parsed(ground: Path) -> Workspace:
    """The models parsed by dbt, so that it is done once and not in every workspace."""
    from tests.integration.workspaces import parse

    return parse(ground / "parsed")


@pytest.fixture(scope="session")
def demo(ground: Path, parsed: Workspace) -> "Demo":
    """The demo of the banner after its first run. Only to be looked at."""
    from tests.integration.workspaces import make_demo

    return make_demo(ground / "demo", parsed, "banner")


@pytest.fixture(scope="session")
def demo_town(ground: Path, parsed: Workspace) -> "Demo":
    """The demo of the home town after its first run. Only to be looked at."""
    from tests.integration.workspaces import make_demo

    return make_demo(ground / "town", parsed, "town")


@pytest.fixture(scope="session")
def tiny(ground: Path, parsed: Workspace) -> "Run":
    """A workspace of a few rows after its first run. Only to be looked at."""
    from tests.integration.workspaces import make_tiny

    return make_tiny(ground / "tiny", parsed)


@pytest.fixture
def demo_copy(demo: "Demo", plot: Path) -> Workspace:
    """A copy of the demo of the banner, for one test to change."""
    from tests.integration.workspaces import lay_out

    return lay_out(demo.workspace, plot)


@pytest.fixture
def tiny_copy(tiny: "Run", plot: Path) -> Workspace:
    """A copy of the tiny workspace, for one test to change."""
    from tests.integration.workspaces import lay_out

    return lay_out(tiny.workspace, plot)
