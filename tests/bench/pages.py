"""The pages as a browser and as twenty people find them, over the demo world of a scale."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import duckdb
from playwright.sync_api import Browser, Page, sync_playwright

from dagster_project.demo import installation
from dagster_project.demo.records import Scale
from dagster_project.settings import Workspace
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from tests.bench import clues, runs, world
from tests.bench.measuring import PYTHON
from tests.browser.conftest import Site, serving, settle
from tests.browser.test_pages import PAGES
from tests.conftest import ARGUMENTS, BROWSERS

SEED, LAST = 1, date(2026, 8, 1)
GIGABYTES = 12
"""What a run may take of memory where clues are counted by the million."""
PEOPLE, SECONDS, THINKING = 20, 60, 2.0
REPEATED = 7
FILTERS = {
    "": ("period", ("month", "quarter", "half_year", "year")),
    "clues": ("period", ("month", "quarter", "half_year", "year")),
    "ledger": ("status", ("overdue", "soon")),
    "handbook": ("words", ("线索", "整改")),
}
"""Choices of pages, beside the indicators on the pages of one."""
BOMBS = (
    "SELECT count(*) FROM range(1000000000) AS a, range(1000000) AS b",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
    "SELECT list(range) FROM range(200000000)",
    "SELECT repeat('x', 1000000000)",
)
"""Statements that take all they can get, of time or of memory."""
PRESSING_SECONDS = 0.5
OF_INDICATOR = ("indicator", "trends", "compare")


@dataclass(frozen=True, slots=True)
class Crowd:
    """What twenty people met in a minute, and what the server's memory grew by meanwhile."""

    seconds: list[float]
    errors: list[str]
    bytes_before: int
    bytes_after: int


@dataclass(frozen=True, slots=True)
class PagesBench:
    """Seconds of first paint by page, of a change of filter by page, and three crowds.

    `size` is the scale of the demonstration, or a number of clues. The third crowd thinks too,
    while analysts press for answers to statements that have none, `bombs` times.
    """

    size: str
    paints: dict[str, list[float]]
    changes: dict[str, list[float]]
    thinking: Crowd
    restless: Crowd
    besieged: Crowd
    bombs: int


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of `values` does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]


def choices(workspace: Workspace) -> list[tuple[str, str]]:
    """Every page as it opens, and with each of its choices."""
    office = snapshots.current(workspace.published).file(Outlet.OPEN)
    with duckdb.connect(str(office), read_only=True) as connection:
        rows = connection.execute(
            "SELECT indicator_id FROM dim_indicator WHERE is_measured ORDER BY 1"
        ).fetchall()
    found = [(page, "") for page in PAGES]
    found += [(page, f"{key}={value}") for page, (key, many) in FILTERS.items() for value in many]
    return found + [(page, f"indicator={name}") for page in OF_INDICATOR for (name,) in rows]


def bench(folder: Path, size: str) -> PagesBench:
    """The demo up to `LAST`, or so many clues, served; first a browser, then the crowds."""
    workspace = Workspace(folder / "workspace")
    if size.isdecimal():
        world.lay_out(workspace.home, clues.REGISTER.sources)
        with workspace.settings_file.open("a", encoding="utf-8") as settings:
            settings.write(f"memory_gigabytes: {GIGABYTES}\n")
        clues.REGISTER.files.write(workspace, int(size))
        runs.product(workspace, world.LAST_DAY)
    else:
        installation.install(workspace, cast(Scale, size), SEED, LAST + timedelta(days=1))
        runs.product(workspace, LAST)
    return measured(workspace, size, folder)


def measured(workspace: Workspace, size: str, folder: Path) -> PagesBench:
    """What is measured over a workspace that has published."""
    offered = choices(workspace)
    with serving(workspace.home) as site:
        paints, changes = _browsed(site)
        thinking, restless = (
            _crowd(site, offered, seconds, folder / f"crowd-{seconds}.json")
            for seconds in (THINKING, 0.0)
        )
        besieged, bombs = _besieged(site, offered, folder / "crowd-besieged.json")
    return PagesBench(size, paints, changes, thinking, restless, besieged, bombs)


@contextmanager
def _browser() -> Iterator[Browser]:
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


def _browsed(site: Site) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    with _browser() as browser:
        paints = {name: [_painted(browser, site, name) for _ in range(REPEATED)] for name in PAGES}
        changes = {name: _changed(browser, site, name) for name in ("", "clues")}
    return paints, changes


def _painted(browser: Browser, site: Site, name: str) -> float:
    """Seconds from the address to the drawn page."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    began = time.perf_counter()
    site.open(page, name)
    took = time.perf_counter() - began
    page.close()
    return took


def _changed(browser: Browser, site: Site, name: str) -> list[float]:
    """Seconds from a click on another period to the page that shows it."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    site.open(page, name)
    found = []
    for number in range(REPEATED):
        word, code = (("年", "year"), ("季度", "quarter"))[number % 2]
        found.append(_clicked(page, word, code))
    page.close()
    return found


def _clicked(page: Page, word: str, code: str) -> float:
    choice = page.get_by_role("radio", name=word, exact=True)
    began = time.perf_counter()
    choice.click()
    page.wait_for_url(f"**period={code}**")
    settle(page)
    return time.perf_counter() - began


def _crowd(
    site: Site,
    offered: list[tuple[str, str]],
    thinking: float,
    result: Path,
    meanwhile: Callable[[], None] = lambda: None,
) -> Crowd:
    before = site.bytes
    words = [site.address, json.dumps(offered), str(PEOPLE), str(SECONDS), str(thinking)]
    crowd = subprocess.Popen([PYTHON, "-m", "tests.bench.people", *words, str(result)])
    while crowd.poll() is None:
        meanwhile()
        time.sleep(PRESSING_SECONDS)
    if crowd.returncode:
        raise subprocess.CalledProcessError(crowd.returncode, "tests.bench.people")
    met: dict[str, Any] = json.loads(result.read_text("utf-8"))
    return Crowd(met["seconds"], met["errors"], before, site.bytes)


def _besieged(site: Site, offered: list[tuple[str, str]], result: Path) -> tuple[Crowd, int]:
    """A crowd beside one analyst a bomb, who asks again whenever he has been refused an answer."""
    asked = []
    with _browser() as browser:
        desks = [browser.new_page() for _ in BOMBS]
        for desk, bomb in zip(desks, BOMBS, strict=True):
            site.open(desk, "sql")
            desk.locator(".st-key-sql-statement textarea").fill(bomb)

        def press() -> None:
            for desk in desks:
                if not desk.locator(".st-key-running").count():
                    desk.locator(".st-key-run button").click()
                    settle(desk)
                    asked.append(desk)

        crowd = _crowd(site, offered, THINKING, result, press)
    return crowd, len(asked)
