"""The wall screen: it turns by itself, has nothing to press, fits, and mends itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.wording import BEIJING
from tests.browser.conftest import PATIENCE_SECONDS, Site, free_port, serving
from tests.browser.test_pages import english
from tests.dashboards.snapshot_fixture import build_snapshot

WALL = "?mode=wall&seconds=3"
PATIENCE = PATIENCE_SECONDS * 1000
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


def slide(page: Page, number: int) -> None:
    """Wait until the slide of that number stands whole."""
    page.wait_for_selector(f'.ap-beat[data-beat="{number}"]', timeout=PATIENCE)
    page.wait_for_function(
        "[...document.querySelectorAll('.js-plotly-plot')].every(e => e.querySelector('.xtick'))"
    )


def test_wall__shows_one_matter_after_another_large_whole_and_without_controls(
    wall: Page, site: Site
) -> None:
    site.watch(wall)
    wall.goto(f"{site.address}/{WALL}")
    titles = []
    slide(wall, 0)
    for number in range(wall.locator(".ap-beat span").count()):
        slide(wall, number)
        titles.append(wall.locator(".ap-head h1 span").inner_text())
        assert wall.locator(CONTROLS).filter(visible=True).count() == 0
        assert english(wall) == set()
        assert wall.evaluate(SMALL_WORDS, SMALLEST) == []
        box = wall.locator("[class*=st-key-box-]").last.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 1920
        assert box["y"] + box["height"] <= 1080, titles[-1]
    assert {"工作总览", "督办", "趋势", "行业", "考核评分"} <= set(titles)
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
        slide(wall, 1)
    expect(wall.locator(".ap-lost-note")).to_be_visible(timeout=PATIENCE)
    with serving(tmp_path, port):
        expect(wall.locator(".ap-lost-note")).to_be_hidden(timeout=PATIENCE)
        slide(wall, 1)
        build_snapshot(tmp_path, yesterday, snapshot_id="20261124-0badcafe")
        expect(wall.locator(".ap-head")).to_contain_text("20261124-0badcafe", timeout=PATIENCE)
