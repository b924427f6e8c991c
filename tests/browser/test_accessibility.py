"""No barrier of WCAG 2.2, levels A and AA, that axe-core finds; charts can be read as tables."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_pages import CHARTS, PAGES, SIZES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STREAMLIT_OWN: dict[str, str] = {}
"""Rules broken by Streamlit's own markup, each with where and why: none is known."""


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_page__has_no_barrier(tab: Page, site: Site, path: str, size: str) -> None:
    width, height = SIZES[size]
    tab.set_viewport_size({"width": width, "height": height})
    site.open(tab, path)
    for summary in tab.locator(".ap-data > summary").all():
        summary.click()
    found = Axe().run(tab, options={"runOnly": RULES}).response
    broken = {
        one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found["violations"]
    }
    assert len(found["passes"]) > 10, "axe-core looked at nothing"
    assert set(broken) <= set(STREAMLIT_OWN), broken


@pytest.mark.parametrize("path", [path for path, count in CHARTS.items() if count])
def test_chart__has_its_numbers_in_a_table_that_the_keyboard_opens(
    tab: Page, site: Site, path: str
) -> None:
    width, height = SIZES["desk"]
    tab.set_viewport_size({"width": width, "height": height})
    site.open(tab, path)
    tables = tab.locator(".ap-data")
    assert tables.count() >= CHARTS[path]
    for folded in tables.all():
        folded.locator("summary").focus()
        tab.keyboard.press("Enter")
        expect(folded.locator("tbody tr").first).to_be_visible()
