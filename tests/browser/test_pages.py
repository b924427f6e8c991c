"""Pages as a browser shows them: languages, sizes, words, and no request to another host."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, settle

SIZES = {"desk": (1440, 900), "phone": (390, 844), "wall": (1920, 1080)}
PAGES = {"": "总览", "data-quality": "数据质量"}
ALLOWED = {"English"}
"""English words that Chinese pages show: the switch to English, and no other."""
IN_DEFINITIONS = {"SUP", "EVA"}
"""Ids of indicators, which stand in their definitions only."""
IN_ADVICE = {"anping", "check", "run", "inbox"}
"""What an administrator types or looks for, when there is nothing to show yet."""

NOT_SHOWN = "script, style, noscript, [data-testid=stIconMaterial], [data-testid=stSkipToContent]"
"""Names of glyphs, which are drawn as such; Streamlit's link past the navigation, whose words
the style sheet replaces."""

VISIBLE_TEXT = """notShown => {
  const said = [];
  const seen = e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (e.closest(notShown) || !seen(e)) continue;
    said.push(walker.currentNode.textContent);
  }
  for (const e of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]'))
    if (seen(e)) for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
      said.push(e.getAttribute(name) || '');
  return said.concat(document.title).join('\\n');
}"""


def english(page: Page) -> set[str]:
    """English words that the page shows or reads out; the id of its snapshot is none."""
    text = re.sub(r"\d{8}-[0-9a-f]{8}", "", page.evaluate(VISIBLE_TEXT, NOT_SHOWN))
    return set(re.findall(r"[A-Za-z]{2,}", text))


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    width, height = SIZES[request.param]
    found = browser.new_page(viewport={"width": width, "height": height})
    site.watch(found)
    yield found
    found.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page__is_whole_in_every_language_and_size(
    page: Page, site: Site, path: str, language: str
) -> None:
    site.open(page, f"{path}?lang={language}")
    assert page.locator('[data-testid="stException"], [data-testid="stAlert"]').count() == 0
    assert page.locator(".js-plotly-plot").count() == (4 if path == "" else 1)
    assert page.evaluate("document.documentElement.lang") == ("en" if language == "en" else "zh-CN")
    if language == "zh":
        assert english(page) <= ALLOWED
        assert page.title() == f"{PAGES[path]} · 安评"
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), "the page scrolls sideways"
    assert site.outside == []
    assert site.complaints == []
    assert "Traceback" not in site.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["desk"], indirect=True)
def test_definition__is_one_click_from_every_figure(page: Page, site: Site) -> None:
    site.open(page)
    for key in ("card-EVA06", "trend-SUP02", "across-EVA06", "overdue", "data-tile"):
        page.locator(f".st-key-about-{key} button").click()
        body = page.locator('[data-testid="stPopoverBody"]')
        expect(body.locator("dl.ap-definition")).to_be_visible()
        if key == "card-EVA06":
            for term in ("分子", "分母", "时间规则", "目标依据", "口径版本", "权重"):
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
    site.open(page)
    page.get_by_role("radio", name="季度").click()
    expect(page.locator(".ap-when").first).to_contain_text("季度")
    settle(page)
    other = browser.new_page()
    site.open(other, page.url.removeprefix(f"{site.address}/"))
    assert (
        other.locator(".ap-when").first.inner_text() == page.locator(".ap-when").first.inner_text()
    )
    other.close()


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
