"""The dashboards served as users get them, and a browser that may reach nothing else."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Request

from dashboards.wording import BEIJING
from tests.conftest import PATIENCE
from tests.dashboards.fixture_world import QUIET_TOWN
from tests.dashboards.snapshot_fixture import build_snapshot

ROOT = Path(__file__).parents[2]
STALE_DAYS = 36
READY = ".ap-head, .ap-instead"


@dataclass
class Site:
    """A running server and what its pages asked for and complained of."""

    address: str
    log: Path
    process: int
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _watched: set[Page] = field(default_factory=set)

    @property
    def bytes(self) -> int:
        """What the server keeps in memory."""
        status = Path(f"/proc/{self.process}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    def watch(self, page: Page) -> None:
        if page not in self._watched:
            self._watched.add(page)
            page.on("request", lambda request: self._request(page, request))
            page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _request(self, page: Page, request: Request) -> None:
        """A tab goes from one server of the tests to another, and is watched while on this one."""
        if page.url.startswith(self.address) and not request.url.startswith(
            (self.address, "data:", "blob:", "about:")
        ):
            self.outside.append(request.url)

    def open(self, page: Page, path: str = "") -> None:
        """Load a page and wait until its charts are drawn."""
        page.goto(f"{self.address}/{path}")
        page.wait_for_selector(READY, timeout=PATIENCE)
        settle(page)


def settle(page: Page) -> None:
    """Wait until the server has nothing more to send and every chart has its labels."""
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    page.wait_for_function(
        "[...document.querySelectorAll('.js-plotly-plot')].every(e => e.querySelector('.xtick'))"
        " && document.querySelectorAll('[data-testid=stSkeleton]').length === 0"
    )


def free_port() -> int:
    """A port of this machine that nothing listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


@contextmanager
def serving(home: Path, port: int | None = None) -> Iterator[Site]:
    """The dashboards over a workspace, on that port of this machine or a free one."""
    port = port or free_port()
    address, path = f"http://127.0.0.1:{port}", home / "server.log"
    with path.open("wb") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "dashboards/server.py"),
                *("--server.port", str(port)),
            ],
            cwd=ROOT,
            env=os.environ | {"ANPING_HOME": str(home)},
            stdout=log,
            stderr=log,
        )
    site = Site(address, path, server.pid)
    try:
        _await(f"{site.address}/_stcore/health", server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=20)


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the dashboards did not start")


@pytest.fixture(scope="session")
def kept_tab(browser: Browser) -> Iterator[Page]:
    """A tab in which the browser has Streamlit's program compiled: pages open in half the time."""
    found = browser.new_page()
    yield found
    found.close()


@pytest.fixture
def tab(kept_tab: Page) -> Iterator[Page]:
    """That tab as if it were new: it remembers nothing and shows nothing."""
    yield kept_tab
    kept_tab.emulate_media(media="null")
    kept_tab.context.clear_cookies()
    if kept_tab.url.startswith("http"):
        kept_tab.evaluate("localStorage.clear(), sessionStorage.clear()")
    kept_tab.goto("about:blank")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboards over a full demonstration snapshot of yesterday."""
    home = tmp_path_factory.mktemp("full")
    build_snapshot(home, datetime.now(BEIJING).date() - timedelta(days=1))
    with serving(home) as found:
        yield found


@pytest.fixture(scope="session")
def stale_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboards over a snapshot that no run has replaced for 36 days."""
    home = tmp_path_factory.mktemp("stale")
    today = datetime.now(BEIJING).date()
    build_snapshot(home, today - timedelta(days=STALE_DAYS), stale_register=True)
    with serving(home) as found:
        yield found


@pytest.fixture(scope="session")
def bare_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboards over a snapshot without a row."""
    home = tmp_path_factory.mktemp("bare")
    build_snapshot(home, datetime.now(BEIJING).date() - timedelta(days=1), rows=False)
    with serving(home) as found:
        yield found


@pytest.fixture(scope="session")
def quiet_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboards of a town of which half the figures are not shown."""
    home = tmp_path_factory.mktemp("quiet")
    yesterday = datetime.now(BEIJING).date() - timedelta(days=1)
    build_snapshot(home, yesterday, home_area=QUIET_TOWN)
    with serving(home) as found:
        yield found


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """The dashboards over a workspace that never published."""
    with serving(tmp_path) as found:
        yield found
