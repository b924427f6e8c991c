"""A page taken along: on paper, as a workbook, as a link, and as the next visit's first view."""

import json
import re
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect

from data_contracts import audit
from tests.browser.conftest import Site, settle
from tests.browser.test_pages import PAGES

CHOSEN = "trends?indicator=SUP02"
FILTERED = {
    "": "?period=quarter",
    "ledger": "ledger?status=overdue",
    "indicator": "indicator?indicator=EVA06&period=quarter",
    "trends": CHOSEN,
    "scorecards": "scorecards?level=department",
    "handbook": "handbook?words=safety",
}


def body(page: Page) -> str:
    """What the page says, without the words of its tools."""
    return page.locator('[data-testid="stMain"]').inner_text()


def test_print__has_all_of_the_page_its_choices_and_its_snapshot_and_no_control(
    browser: Browser, site: Site
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    site.open(page, CHOSEN)
    page.emulate_media(media="print")
    for hidden in (".st-key-top-bar", ".st-key-tools", ".st-key-filters", ".ap-data"):
        expect(page.locator(hidden).first).to_be_hidden()
    said = page.locator(".ap-printed")
    expect(said).to_be_visible()
    expect(said).to_contain_text("指标：督导反馈问题按期整改率")
    expect(said).to_contain_text("快照 20261123-20e6bda6")
    whole = "e => e.scrollHeight <= document.documentElement.scrollHeight"
    assert page.locator('[data-testid="stMain"]').evaluate(whole), "paper ends before the page"
    paper = page.pdf(prefer_css_page_size=True)
    [size] = set(re.findall(rb"/MediaBox ?\[0 0 ([\d.]+ [\d.]+)\]", paper))
    width, height = map(float, size.split())
    assert width > height, "it lies across"
    page.close()


def test_print__unfolds_what_the_screen_folds_away(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    site.open(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    folded = page.locator(".ap-rest")
    assert folded.count() > 0
    for rest in folded.all():
        expect(rest.locator("tbody tr").first).to_be_visible()
    page.close()


def test_workbook__has_a_sheet_a_chart_with_the_choices_and_the_snapshot_on_it(
    tab: Page, site: Site
) -> None:
    tab.set_viewport_size({"width": 1440, "height": 900})
    site.open(tab, CHOSEN)
    with tab.expect_download() as started:
        tab.get_by_role("button", name="导出本页 XLSX").click()
    assert re.fullmatch(r"图克镇_趋势_[\d-]+\.xlsx", started.value.suggested_filename)
    sheets = pl.read_excel(BytesIO(started.value.path().read_bytes()), sheet_id=0, has_header=False)
    first, *charts = sheets.values()
    about = dict(first.select("column_0", "column_1").rows())
    assert about["指标"] == "督导反馈问题按期整改率"
    assert about["数据"].startswith("快照 20261123-20e6bda6")
    tab.locator(".ap-data summary").first.click()
    shown = tab.locator(".ap-data tbody tr").count()
    [chart] = charts
    assert chart.row(2)[:2] == ("期间", "数值（%）")
    assert chart.height - 3 == shown
    last = json.loads((site.log.parent / audit.FILE).read_bytes().splitlines()[-1])
    assert (last["what"], last["form"], last["of"]) == ("export", "xlsx", "图克镇 趋势")


@pytest.mark.parametrize("path", FILTERED)
def test_link__reproduces_a_filtered_view_in_a_fresh_browser(
    browser: Browser, tab: Page, site: Site, path: str
) -> None:
    tab.set_viewport_size({"width": 1440, "height": 900})
    site.open(tab, FILTERED[path])
    link = tab.url.removeprefix(f"{site.address}/")
    fresh = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    site.open(fresh, link)
    assert body(fresh) == body(tab)
    site.open(fresh, path)
    assert body(fresh) == body(tab), "the last choice is kept"
    plain = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    site.open(plain, path)
    assert body(plain) != body(tab), "the filter changes nothing"
    for one in (fresh, plain):
        one.close()


def test_filters__are_reset_and_stay_so(browser: Browser, site: Site) -> None:
    page = browser.new_context().new_page()
    site.open(page, CHOSEN + "&lang=en")
    page.get_by_role("button", name="Reset filters").click()
    expect(page.get_by_role("button", name="Reset filters")).to_have_count(0)
    settle(page)
    assert parse_qs(urlsplit(page.url).query) == {"lang": ["en"]}
    site.open(page, "trends")
    assert parse_qs(urlsplit(page.url).query) == {"lang": ["en"]}
    page.close()


def test_filters__name_pages_that_exist() -> None:
    assert set(FILTERED) <= set(PAGES)
