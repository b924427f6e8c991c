"""A source that is away for three days and comes back with late rows: nothing lost or doubled.

Beside the installation that cannot reach it stands one that always can; in the end both serve
the same figures. Meanwhile every page says how old its data are.
"""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dagster_project import setup
from dagster_project.settings import TIME_ZONE, Workspace
from tests.browser.conftest import Site, serving
from tests.faults.forked import result
from tests.faults.recovery import without_loads
from tests.faults.scenarios import HOME
from tests.faults.service import Hotline, Record
from tests.faults.state import assert_complained, assert_still_serves, served, state
from tests.integration.command import anping
from tests.integration.workspaces import REFERENCE, deliver, lay_out, map_plainly

TODAY = datetime.combine(datetime.now(TIME_ZONE), time(9), TIME_ZONE)
"""The real one, for the pages ask the clock on the wall."""
DAYS = [TODAY - timedelta(days=ago) for ago in (3, 2, 1, 0)]
EVENING = TODAY + timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Away:
    """An installation after three days without its source, another one, and the source."""

    workspace: Workspace
    steady: Workspace
    hotline: Hotline


def ticket(number: int, created: datetime, changed: datetime, closed: str = "") -> Record:
    return {
        **{"ticket_id": f"T{number:03}", "area_code": HOME, "unit_code": f"TK{1 + number % 2}"},
        **{"class": "投诉", "created_on": f"{created:%Y-%m-%d}", "closed_on": closed},
        "due_on": f"{created + timedelta(days=5):%Y-%m-%d}",
        **{"is_contacted_in_24h": "是", "is_solved": "否", "is_satisfied": "是"},
        **{"is_excluded": "否", "rework_count": "0"},
        "updated_at": f"{changed:%Y-%m-%d %H:%M:%S}",
    }


def days_before(day: datetime, number: int) -> datetime:
    return day - timedelta(days=number)


@pytest.fixture(scope="module")
def plots(ground: Path) -> Iterator[Path]:
    """A folder for both installations."""
    with tempfile.TemporaryDirectory(dir=ground) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def away(parsed: Workspace, plots: Path) -> Away:
    """Twenty tickets before; then one more on each day, and on the second an old one closed."""
    hotline = Hotline()
    first = DAYS[0] - timedelta(hours=1)
    hotline.records += [ticket(n, days_before(first, 10 + n), first) for n in range(20)]
    steady = lay_out(parsed, plots / "steady")
    setup.make(steady, HOME)
    for contract in ("area", "unit"):
        deliver(steady, f"{contract}.csv", *REFERENCE[contract])
        map_plainly(steady, contract, f"inbox/{contract}.csv")
    hotline.connect(steady)
    with hotline.up():
        assert_runs(steady, DAYS[0])
    workspace = lay_out(steady, plots / "away")
    before = served(workspace)
    for number, day in enumerate(DAYS[1:]):
        assert_complained(anping(workspace, "run", at=day), "hotline")
        assert_still_serves(workspace, before)
        changed = day - timedelta(hours=1)
        hotline.records.append(ticket(20 + number, days_before(changed, 1), changed))
        if number == 1:
            closed = f"{days_before(changed, 1):%Y-%m-%d}"
            hotline.records[0] = ticket(0, days_before(first, 10), changed, closed)
        with hotline.up():
            assert_runs(steady, day)
    return Away(workspace, steady, hotline)


def assert_runs(workspace: Workspace, at: datetime) -> None:
    """In a process of its own, so that two can run side by side."""
    done = result(partial(anping, workspace, "run", at=at))
    assert done.code == 0, done.err


def test_source_away__every_page_says_how_old_the_data_are(away: Away, browser: Browser) -> None:
    """The cut-off is the day before the last good run; the banner counts from there to today."""
    page = browser.new_page()
    with serving(away.workspace.home) as site:
        for path in paths(site, browser):
            for language, said in (("zh", "距今已4天"), ("en", "4 days ago")):
                site.open(page, f"{path}?lang={language}")
                banner = page.locator(".ap-banner-old").first
                expect(banner).to_be_visible()
                expect(banner).to_contain_text(said)
    page.close()


def test_source_back__nothing_lost_and_nothing_doubled(
    away: Away, browser: Browser, plot: Path
) -> None:
    """It brings a ticket of the second day that nobody had entered, and one changed meanwhile."""
    workspace, hotline = lay_out(away.workspace, plot), away.hotline
    changed = EVENING - timedelta(hours=1)
    late = ticket(30, days_before(DAYS[1], 1), changed)
    hotline.records += [late]
    hotline.records[21] = hotline.records[21] | {
        "is_solved": "是",
        "closed_on": f"{changed:%Y-%m-%d}",
        "updated_at": late["updated_at"],
    }
    with hotline.up():
        with ThreadPoolExecutor() as pool:
            list(pool.map(partial(assert_runs, at=EVENING), (workspace, away.steady)))
        assert_runs(workspace, EVENING)
    found = state(workspace)
    assert without_loads(found) == without_loads(state(away.steady))
    assert found.served is not None
    tickets = found.served.tables["restricted.fct_hotline_ticket"]
    assert len(tickets) == len(set(tickets)) == 24
    with serving(workspace.home) as site:
        page = browser.new_page()
        site.open(page)
        expect(page.get_by_text("距今已")).to_have_count(0)
        page.close()


def paths(site: Site, browser: Browser) -> list[str]:
    """Every page that the navigation leads to."""
    page = browser.new_page()
    site.open(page)
    links = page.locator('[data-testid="stPageLink"] a')
    found = [
        str(links.nth(number).get_attribute("href")).partition("?")[0].rpartition("/")[2]
        for number in range(links.count())
    ]
    page.close()
    assert len(found) >= 2
    assert "data-quality" in found
    return found
