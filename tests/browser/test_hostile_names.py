"""Names of areas and units that hold markup: shown as their letters on every page.

The only free words that reach the pages are these names; here each of them is an attack.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page

from dashboards.wording import BEIJING
from tests.browser.conftest import Site, serving
from tests.browser.test_pages import PAGES
from tests.dashboards.snapshot_fixture import build_snapshot

IMAGE = '<img src=x onerror="window.hit=1">'
NAMES = {
    "图克镇": IMAGE,
    "乌审召镇": "<script>window.hit=1</script>",
    "嘎鲁图镇": "![](http://evil.invalid/a.png)",
    "乌兰陶勒盖镇": '<a href="http://evil.invalid">甲</a>',
    "无定河镇": "[甲](http://evil.invalid)<b>乙</b>",
    "苏力德苏木": '"><svg onload=window.hit=1>{{7*7}}%{x}',
    "乌审旗": "</script><iframe src=//evil.invalid>",
    "旗住房和城乡建设局": "javascript:window.hit=1",
    "旗自然资源局": "&lt;img src=x onerror=window.hit=1&gt;",
}
WALL = "?mode=wall"
LIVE = (
    'img[src="x"], img[src*="evil"], [*|href*="evil"], [*|href^="javascript"], svg[onload], '
    "iframe[src*=evil], [onerror], [onload]"
)
COUNT = "live => document.querySelectorAll(live).length"
HIT = "() => window.hit !== undefined"


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboards over a full snapshot in which every name is an attack."""
    home = tmp_path_factory.mktemp("hostile")
    folder = build_snapshot(home, datetime.now(BEIJING).date() - timedelta(days=1))
    for path in (folder / "open.duckdb", folder / "office.duckdb"):
        _rename(path)
    with serving(home) as found:
        yield found


def _rename(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        for table in ("dim_area", "dim_unit"):
            for name, said in NAMES.items():
                connection.execute(
                    f"UPDATE {table} SET name = replace(name, ?, ?) WHERE starts_with(name, ?)",
                    [name, said, name],
                )


@pytest.fixture
def page(tab: Page, hostile_site: Site) -> Page:
    tab.set_viewport_size({"width": 1440, "height": 900})
    hostile_site.watch(tab)
    hostile_site.outside.clear()
    hostile_site.complaints.clear()
    return tab


def _unfold(page: Page) -> None:
    """Opens everything that is folded away, and goes over every mark of every chart."""
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    for place in page.locator(".js-plotly-plot .nsewdrag").all():
        place.hover(force=True)


@pytest.mark.parametrize("path", [*PAGES, WALL])
def test_names_with_markup__are_inert(page: Page, hostile_site: Site, path: str) -> None:
    hostile_site.open(page, path)
    _unfold(page)
    assert page.evaluate(COUNT, LIVE) == 0
    assert not page.evaluate(HIT)
    assert hostile_site.outside == []
    assert hostile_site.complaints == []


def test_names_with_markup__are_shown_to_the_letter(page: Page, hostile_site: Site) -> None:
    """The heading of every page, the tables and the axes of charts say what stands in the file."""
    hostile_site.open(page, "compare")
    _unfold(page)
    said = page.locator("body").inner_text()
    assert IMAGE in said
    drawn = "".join(page.locator(".js-plotly-plot .ytick").all_text_contents())
    for name in (IMAGE, NAMES["乌兰陶勒盖镇"], NAMES["乌审召镇"]):
        assert name in drawn
