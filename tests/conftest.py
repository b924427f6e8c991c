"""What slow tests share: a demo workspace and a tiny one, each made once and copied cheaply.

Once for all processes in which the tests run: the first that needs one makes it, and the others
wait and find how it ended beside it. Workspaces lie in memory where the system has room for
them there: a busy disk can take long over all that a run writes. What makes workspaces is
imported by the fixtures, so that tests which need none do not wait for Dagster.
"""

import gc
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from filelock import FileLock

from dagster_project.settings import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.integration.workspaces import Demo, Run

MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 * 1024**3
PATIENCE = 60_000
"""Milliseconds that a page may take on a busy machine to show what a test expects."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


SHARED_VARIABLE = "ANPING_TEST_GROUND"
KEY_VARIABLE = "ANPING_PSEUDONYM_KEY"
Made = TypeVar("Made")


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option for what may take hours."""
    parser.addoption(
        "--thorough",
        action="store_true",
        help="every scenario and every point of the faults",
    )


def pytest_configure(config: pytest.Config) -> None:
    """The first process makes the folder for workspaces, and removes it at the end.

    Workspaces have keys of their own, whatever the environment of the tests holds.
    """
    os.environ.pop(KEY_VARIABLE, None)
    # Runs make and keep many objects; looking for circles among them all takes a tenth of it.
    gc.set_threshold(200_000, 20, 50)
    if SHARED_VARIABLE in os.environ:
        return
    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    folder = tempfile.TemporaryDirectory(prefix="anping-test-", dir=MEMORY if is_roomy else None)
    os.environ[SHARED_VARIABLE] = folder.name
    config.add_cleanup(folder.cleanup)


@pytest.fixture(scope="session")
def is_thorough(request: pytest.FixtureRequest) -> bool:
    """Whether it may take hours."""
    return bool(request.config.getoption("--thorough"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """A folder for what all processes look at."""
    return Path(os.environ[SHARED_VARIABLE])


def once(make: Callable[[Path], Made], home: Path) -> Made:
    """What `make` returns of `home`, from the process that needed it first."""
    kept = home.with_suffix(".pickle")
    with FileLock(home.with_suffix(".lock")):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make(home)))
    made: Made = pickle.loads(kept.read_bytes())
    return made


@pytest.fixture(scope="session")
def ground(shared: Path) -> Path:
    """A folder for the workspaces of this process."""
    return Path(tempfile.mkdtemp(dir=shared))


@pytest.fixture
def plot(ground: Path) -> Iterator[Path]:
    """An empty folder on that ground for one test."""
    with tempfile.TemporaryDirectory(dir=ground) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One for all tests of a process: the library that drives it starts only once."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium or Chrome here: set BROWSER_PATH to one")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield found
        found.close()


@pytest.fixture(scope="session")
def parsed(shared: Path) -> Workspace:
    """The models parsed by dbt, so that it is done once and not in every workspace."""
    from tests.integration.workspaces import parse

    return once(parse, shared / "parsed")


@pytest.fixture(scope="session")
def demo(shared: Path, parsed: Workspace) -> "Demo":
    """The demo of the banner after its first run. Only to be looked at."""
    from tests.integration.workspaces import make_demo

    return once(partial(make_demo, parsed=parsed, scale="banner"), shared / "demo")


@pytest.fixture(scope="session")
def demo_town(shared: Path, parsed: Workspace) -> "Demo":
    """The demo of the home town after its first run. Only to be looked at."""
    from tests.integration.workspaces import make_demo

    return once(partial(make_demo, parsed=parsed, scale="town"), shared / "town")


@pytest.fixture(scope="session")
def demo_city(shared: Path, parsed: Workspace) -> "Demo":
    """The demo of a whole city after its first run. Only to be looked at."""
    from tests.integration.workspaces import make_demo

    return once(partial(make_demo, parsed=parsed, scale="city"), shared / "city")


@pytest.fixture(scope="session")
def tiny(shared: Path, parsed: Workspace) -> "Run":
    """A workspace of a few rows after its first run. Only to be looked at."""
    from tests.integration.workspaces import make_tiny

    return once(partial(make_tiny, parsed=parsed), shared / "tiny")


@pytest.fixture
def demo_copy(demo: "Demo", plot: Path) -> Workspace:
    """A copy of the demo of the banner, for one test to change."""
    from tests.integration.workspaces import lay_out

    return lay_out(demo.workspace, plot)


@pytest.fixture
def town_copy(demo_town: "Demo", plot: Path) -> Workspace:
    """A copy of the demo of the home town, for one test to change."""
    from tests.integration.workspaces import lay_out

    return lay_out(demo_town.workspace, plot)


@pytest.fixture
def tiny_copy(tiny: "Run", plot: Path) -> Workspace:
    """A copy of the tiny workspace, for one test to change."""
    from tests.integration.workspaces import lay_out

    return lay_out(tiny.workspace, plot)
