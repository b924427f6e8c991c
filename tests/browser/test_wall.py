"""The wall screen: it turns by itself, has nothing to press, fits, and mends itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.wording import BEIJING
from tests.browser.conftest import PATIENCE, Site, free_port, serving
from tests.browser.test_pages import english
from tests.dashboards.snapshot_fixture import build_snapshot

WALL = "?mode=wall&seconds=3"
ROUNDS = 5
CONTROLS = "button, input, select, [role=radio], [role=combobox], summary"
SMALLEST = 20
"""Pixels of a word on a screen of 1080 lines: 17 mm where that is 90 cm high."""
SMALL_WORDS = """least => [...document.querySelectorAll('.ap-table *, .ap-note, .ap-head *')]
  .filter(e => e.checkVisibility() && e.childNodes.length && !e.closest('thead')
    && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) * 1.8 < least)
  .map(e => e.textContent)"""


@pytest.fixture
def wall(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    yield page
    page.close()


def beat(page: Page) -> int:
    """The number of the slide that stands, whole but for a chart that may still arrive.

    While the next one arrives from above, the number below is still the last one's.
    """
    page.wait_for_selector(".ap-beat", timeout=PATIENCE)
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    page.wait_for_function(
        "[...document.querySelectorAll('.js-plotly-plot')].every(e => e.querySelector('.xtick'))"
    )
    return int(page.locator(".ap-beat").get_attribute("data-beat") or 0)


def await_slide(page: Page, later_than: int) -> None:
    """Wait until a later slide stands whole."""
    page.wait_for_function(
        "last => Number(document.querySelector('.ap-beat')?.dataset.beat) > last",
        arg=later_than,
        timeout=PATIENCE,
    )
    beat(page)


def look(page: Page) -> dict[str, Any]:
    """What can be seen of the slide that stands."""
    return {
        "title": page.locator(".ap-head h1 span").inner_text(),
        "controls": page.locator(CONTROLS).filter(visible=True).count(),
        "english": english(page),
        "small": page.evaluate(SMALL_WORDS, SMALLEST),
        "box": page.locator("[class*=st-key-box-]").last.bounding_box(),
    }


def test_wall__shows_one_matter_after_another_large_whole_and_without_controls(
    wall: Page, site: Site
) -> None:
    """A slide that has gone while it was looked at is looked at again when it comes round."""
    site.watch(wall)
    wall.goto(f"{site.address}/{WALL}")
    beat(wall)
    count = wall.locator(".ap-beat span").count()
    seen: dict[int, dict[str, Any]] = {}
    for _ in range(ROUNDS * count):
        number = beat(wall)
        found = look(wall)
        if beat(wall) == number:
            seen[number % count] = found
        if len(seen) == count:
            break
        await_slide(wall, number)
    assert len(seen) == count
    for found in seen.values():
        assert found["controls"] == 0
        assert found["english"] == set()
        assert found["small"] == []
        box = found["box"]
        assert box["x"] + box["width"] <= 1920
        assert box["y"] + box["height"] <= 1080, found["title"]
    titles = {found["title"] for found in seen.values()}
    assert {"工作总览", "督办", "趋势", "行业", "考核评分"} <= titles
    assert site.complaints == []
    assert site.outside == []


def test_wall__comes_back_after_a_restart_and_shows_a_new_snapshot(
    wall: Page, tmp_path: Path
) -> None:
    yesterday = datetime.now(BEIJING).date() - timedelta(days=1)
    build_snapshot(tmp_path, yesterday)
    port = free_port()
    with serving(tmp_path, port) as site:
        wall.goto(f"{site.address}/{WALL}")
        await_slide(wall, 0)
    expect(wall.locator(".ap-lost-note")).to_be_visible()
    with serving(tmp_path, port):
        expect(wall.locator(".ap-lost-note")).to_be_hidden()
        await_slide(wall, 0)
        build_snapshot(tmp_path, yesterday, snapshot_id="20261124-0badcafe")
        expect(wall.locator(".ap-head")).to_contain_text("20261124-0badcafe")
