"""No barrier of WCAG 2.2, levels A and AA, that axe-core finds; charts can be read as tables."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site
from tests.browser.test_pages import CHARTS, PAGES, SIZES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STREAMLIT_OWN: dict[str, str] = {}
"""Rules broken by Streamlit's own markup, each with where and why: none is known."""


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_page__has_no_barrier(browser: Browser, site: Site, path: str, size: str) -> None:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    site.open(page, path)
    for summary in page.locator(".ap-data > summary").all():
        summary.click()
    found = Axe().run(page, options={"runOnly": RULES}).response
    broken = {
        one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found["violations"]
    }
    assert len(found["passes"]) > 10, "axe-core looked at nothing"
    assert set(broken) <= set(STREAMLIT_OWN), broken
    page.close()


@pytest.mark.parametrize("path", [path for path, count in CHARTS.items() if count])
def test_chart__has_its_numbers_in_a_table_that_the_keyboard_opens(
    browser: Browser, site: Site, path: str
) -> None:
    page = browser.new_page()
    site.open(page, path)
    tables = page.locator(".ap-data")
    assert tables.count() >= CHARTS[path]
    for folded in tables.all():
        folded.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(folded.locator("tbody tr").first).to_be_visible()
    page.close()
