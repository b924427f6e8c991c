"""Pages as a browser shows them: languages, sizes, words, and no request to another host."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, settle

SIZES = {"desk": (1440, 900), "phone": (390, 844), "wall": (1920, 1080)}
PAGES = {
    "": "总览",
    "clues": "线索",
    "ledger": "督办台账",
    "indicator": "指标",
    "trends": "趋势",
    "compare": "比较",
    "satisfaction": "满意度",
    "sectors": "行业",
    "risk": "风险研判",
    "scorecards": "考核评分",
    "handbook": "指标手册",
    "data-quality": "数据质量",
    "sql": "查询",
    "submission": "数据填报",
    "audit-log": "访问记录",
}
CHARTS = {
    "": 0,
    "clues": 1,
    "ledger": 1,
    "indicator": 2,
    "trends": 1,
    "compare": 2,
    "satisfaction": 1,
    "sectors": 0,
    "risk": 0,
    "scorecards": 3,
    "handbook": 0,
    "data-quality": 1,
    "sql": 0,
    "submission": 0,
    "audit-log": 0,
}
ALLOWED = {"English", "XLSX"}
"""English words that Chinese pages show: the switch to English, a format of files, no other."""
IN_DEFINITIONS = {"SRC", "RPT", "PUN", "SUP", "EVA", "ORG"}
"""Ids of indicators, which stand in their definitions only."""
FORMATS = {"CSV"}
ALLOWED_ON = {"ledger": FORMATS, "scorecards": FORMATS, "handbook": IN_DEFINITIONS}
"""Formats of files, and ids where indicators are defined."""
IN_ADVICE = {"anping", "check", "run", "inbox"}
"""What an administrator types or looks for, when there is nothing to show yet."""

NOT_SHOWN = (
    "script, style, noscript, [data-testid=stIconMaterial], [data-testid=stSkipToContent], "
    "[data-testid=stSelectbox] button, code"
)
"""Names of glyphs, which are drawn as such; Streamlit's link past the navigation, whose words
the style sheet replaces; the arrow of a list, which the keyboard passes over for its field;
names of tables and columns. What somebody has typed is no word of the page either."""

VISIBLE_TEXT = """notShown => {
  const said = [];
  const seen = e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (e.closest(notShown) || e.matches('textarea') || !seen(e)) continue;
    said.push(walker.currentNode.textContent);
  }
  for (const e of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]'))
    if (seen(e) && !e.closest(notShown))
      for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
        said.push(e.getAttribute(name) || '');
  return said.concat(document.title).join('\\n');
}"""


SPILT = """() => {
  const wide = [];
  const places = '.ap-table :is(th, td), .ap-banner, .ap-head, .ap-fact';
  for (const e of document.querySelectorAll(places))
    if (e.checkVisibility() && !e.closest('thead') && e.scrollWidth > e.clientWidth + 1)
      wide.push(e.textContent);
  for (const row of document.querySelectorAll('.ap-table tbody tr')) {
    const cells = [...row.children].filter(c => c.checkVisibility());
    const boxes = cells.map(c => c.getBoundingClientRect());
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) wide.push(row.textContent);
    }));
  }
  return wide;
}"""
"""Text that is wider than its place, and cells of a row that lie over each other."""


def english(page: Page) -> set[str]:
    """English words that the page shows or reads out; the id of its snapshot is none."""
    text = re.sub(r"\d{8}-[0-9a-f]{8}", "", page.evaluate(VISIBLE_TEXT, NOT_SHOWN))
    return set(re.findall(r"[A-Za-z]{2,}", text))


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, tab: Page, site: Site) -> Page:
    width, height = SIZES[request.param]
    tab.set_viewport_size({"width": width, "height": height})
    site.watch(tab)
    return tab


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page__is_whole_in_every_language_and_size(
    page: Page, site: Site, path: str, language: str, is_thorough: bool
) -> None:
    """Words are tightest on a phone, so that English is looked at there on other days."""
    is_narrow = (page.viewport_size or {}).get("width") == SIZES["phone"][0]
    if language == "en" and not is_narrow and not is_thorough:
        pytest.skip("looked at with --thorough")
    site.open(page, f"{path}?lang={language}")
    assert page.locator('[data-testid="stException"], [data-testid="stAlert"]').count() == 0
    assert page.locator(".js-plotly-plot").count() == CHARTS[path]
    assert page.evaluate("document.documentElement.lang") == ("en" if language == "en" else "zh-CN")
    if language == "zh":
        assert english(page) <= ALLOWED | ALLOWED_ON.get(path, set())
        assert page.title() == f"{PAGES[path]} · 安评"
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), "the page scrolls sideways"
    assert page.evaluate(SPILT) == []
    assert site.outside == []
    assert site.complaints == []
    assert "Traceback" not in site.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("state", ["bare_site", "quiet_site"])
def test_page__has_words_where_there_are_no_rows_or_no_figures(
    request: pytest.FixtureRequest,
    page: Page,
    state: str,
    path: str,
    language: str,
    is_thorough: bool,
) -> None:
    """Words are tightest on a phone, and charts widest on a desk."""
    narrow = {"bare_site": "phone", "quiet_site": "desk"}[state]
    is_tight = (page.viewport_size or {}).get("width") == SIZES[narrow][0] and language == "zh"
    if not (is_tight or is_thorough):
        pytest.skip("looked at with --thorough")
    found: Site = request.getfixturevalue(state)
    found.watch(page)
    found.open(page, f"{path}?lang={language}")
    assert page.locator('[data-testid="stException"], [data-testid="stAlert"]').count() == 0
    if language == "zh":
        assert english(page) <= ALLOWED | ALLOWED_ON.get(path, set())
    for box in page.locator("[class*=st-key-box-]").all():
        assert len(box.inner_text().split()) > 1, "a box with nothing but its title"
    assert page.evaluate(SPILT) == []
    assert found.outside == []
    assert found.complaints == []


@pytest.mark.parametrize("indicator", ["EVA01", "EVA07"])
def test_survey__says_in_words_what_is_withheld_and_what_is_to_be_reviewed(
    page: Page, site: Site, indicator: str
) -> None:
    site.open(page, f"indicator?indicator={indicator}")
    assert english(page) <= ALLOWED
    across = page.locator(f".st-key-box-across-{indicator}")
    expect(across).to_contain_text("苏力德苏木需复核：自由度不足8")
    expect(across.locator(".annotation-text", has_text="不发布")).to_have_count(1)
    expect(across.locator(".annotation-text", has_text="区间宽度不小于30")).to_have_count(1)
    assert page.evaluate(SPILT) == []


def test_indicator__says_in_words_what_is_not_shown_to_everyone(page: Page, site: Site) -> None:
    site.open(page, "indicator?indicator=RPT07&period=quarter")
    assert english(page) <= ALLOWED
    expect(page.locator(".st-key-box-trend-RPT07")).to_contain_text("待发布")
    across = page.locator(".st-key-box-across-RPT07")
    expect(across.locator(".annotation-text", has_text="过小数量").first).to_be_visible()
    assert page.evaluate(SPILT) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_page__says_in_its_first_view_that_the_data_are_old(
    page: Page, stale_site: Site, path: str, language: str, is_thorough: bool
) -> None:
    if language == "en" and not is_thorough:
        pytest.skip("looked at with --thorough")
    stale_site.open(page, f"{path}?lang={language}")
    old, stale = page.locator(".ap-banner-old").all()
    said = {"zh": "距今已36天", "en": "36 days ago"}[language]
    expect(old).to_contain_text(said)
    for name in {"zh": ("督导问题", "举报线索"), "en": ("supervision finding", "clue")}[language]:
        expect(stale).to_contain_text(name)
    for banner in (old, stale):
        expect(banner).to_be_in_viewport(ratio=1)
    assert page.evaluate(SPILT) == []


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_overview__leads_to_each_indicator_and_keeps_the_address(page: Page, site: Site) -> None:
    site.open(page, "?lang=en&period=year")
    box = page.locator(".st-key-box-mechanism-RPT")
    box.locator("summary").click()
    box.locator("a.ap-link", has_text="Substantiated share").click()
    expect(page.locator(".ap-head h1")).to_contain_text("Substantiated share")
    settle(page)
    assert {"lang=en", "period=year", "indicator=RPT06"} <= set(page.url.split("?")[1].split("&"))
    page.locator(".ap-menu summary").click()
    page.locator(".ap-menu a", has_text="Feeling of safety").click()
    expect(page.locator(".ap-head h1")).to_contain_text("Feeling of safety")


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("", ("pressing", "mechanism-RPT", "overdue", "data-tile")),
        ("indicator?indicator=EVA06", ("card-EVA06", "trend-EVA06", "across-EVA06")),
    ],
)
@pytest.mark.parametrize("page", ["desk"], indirect=True)
def test_definition__is_one_click_from_every_figure(
    page: Page, site: Site, path: str, keys: tuple[str, ...]
) -> None:
    site.open(page, path)
    for key in keys:
        page.locator(f".st-key-about-{key} button").click()
        body = page.locator('[data-testid="stPopoverBody"]')
        expect(body.locator("dl.ap-definition")).to_be_visible()
        if key == "card-EVA06":
            for term in ("分子", "分母", "时间规则", "目标依据", "区间方法", "权重"):
                expect(body).to_contain_text(term)
            assert english(page) <= ALLOWED | IN_DEFINITIONS
        page.keyboard.press("Escape")
        expect(body).to_have_count(0)


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_language__switches_and_follows_to_the_next_page(page: Page, site: Site) -> None:
    site.open(page, "?period=quarter")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".ap-head h1")).to_contain_text("Overview")
    page.get_by_role("link", name="Data quality").click()
    expect(page.locator(".ap-head h1")).to_contain_text("Data quality")
    settle(page)
    assert "lang=en" in page.url
    assert "period=quarter" in page.url
    page.get_by_role("button", name="中文").click()
    expect(page.locator(".ap-head h1")).to_contain_text("数据质量")
    assert "lang" not in page.url


@pytest.mark.parametrize("page", ["desk"], indirect=True)
def test_address__reproduces_a_choice_in_a_fresh_browser(
    page: Page, site: Site, browser: Browser
) -> None:
    site.open(page, "indicator?indicator=EVA06")
    page.get_by_role("radio", name="季度").click()
    expect(page.locator(".ap-when").first).to_contain_text("季度")
    settle(page)
    other = browser.new_page()
    site.open(other, page.url.removeprefix(f"{site.address}/"))
    assert (
        other.locator(".ap-when").first.inner_text() == page.locator(".ap-when").first.inner_text()
    )
    other.close()


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_ledger__is_filtered_and_exported_as_it_is_listed(page: Page, site: Site) -> None:
    site.open(page, "ledger?status=overdue")
    page.locator(".st-key-choice-register [role=combobox]").click()
    page.get_by_role("option", name="督导问题").click()
    listed = page.locator(".st-key-box-ledger-items tbody tr")
    expect(listed).to_have_count(2)
    settle(page)
    assert {"status=overdue", "register=supervision_finding"} == set(
        page.url.split("?")[1].split("&")
    )
    with page.expect_download() as started:
        page.get_by_role("button", name="导出 CSV").click()
    assert started.value.suggested_filename.startswith("督办台账_")
    header, *rows = started.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert header == "编号,登记簿,种类,行业领域,责任单位,期限,剩余天数,状态,办结日期,snapshot"
    assert [row.split(",")[0] for row in rows] == ["11-1", "11-2"]
    assert all(row.endswith("演示数据") for row in rows)


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_handbook__is_searched_opened_and_left_for_the_indicator(page: Page, site: Site) -> None:
    site.open(page, "handbook")
    field = page.get_by_role("textbox")
    field.fill("no such thing")
    expect(page.locator(".ap-empty")).to_contain_text("没有找到符合条件的指标")
    field.fill("feeling of safety")
    entry = page.locator(".ap-entry")
    expect(entry.locator("summary strong").first).to_have_text("群众安全感")
    settle(page)
    assert "words=feeling+of+safety" in page.url
    assert page.evaluate(SPILT) == []
    field.fill("督导反馈问题按期整改率")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("默认权重由“3”改为“4”")
    entry.get_by_role("link").click()
    expect(page.locator(".ap-head h1")).to_contain_text("督导反馈问题按期整改率")


def test_page__before_the_first_snapshot_says_what_to_do(
    browser: Browser, empty_site: Site
) -> None:
    page = browser.new_page()
    empty_site.watch(page)
    empty_site.open(page)
    expect(page.locator(".ap-instead h1")).to_have_text("还没有可以查看的数据")
    assert english(page) <= ALLOWED | IN_ADVICE
    assert empty_site.outside == []
    page.close()
