"""Every line of the tables of docs/analyst.md, walked in a browser in their order."""

from itertools import chain
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Download, Locator, Page, expect

from dashboards.result_chart import MOST_BARS, MOST_POINTS
from dashboards.saved_queries import KEPT
from dashboards.sections.sql_result import DECIMALS, SHOWN_ROWS
from dashboards.sql_desk import LIMITS
from tests.browser.conftest import ROOT, Site
from tests.browser.test_leader_questions import target

DOCUMENT = ROOT / "docs" / "analyst.md"
EDITOR, FILE = "编辑框", "下载的文件"


class Step(NamedTuple):
    """One line: what is clicked, what is typed into which field, and where which words follow."""

    click: str
    field: str
    text: str
    where: str
    words: str


def steps(document: Path) -> dict[str, list[Step]]:
    """The steps of each section that has a table of them."""
    found: dict[str, list[Step]] = {}
    section = ""
    for line in document.read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and line.startswith("| ") and cells[4] not in ("看到 See", "---"):
            _, click, typed, where, words = cells
            field, _, text = typed.partition("：")
            found.setdefault(section, []).append(Step(click, field, text.strip("`"), where, words))
    return found


def box(page: Page, title: str) -> Locator:
    """The box of that title."""
    heads = page.locator(".ap-title").filter(has_text=title)
    return page.locator("[class*=st-key-box-]").filter(has=heads).first


def walk(page: Page, step: Step) -> Download | None:
    """Does what a line says; the file that came of it, where it says so."""
    download = None
    if step.where == FILE:
        with page.expect_download() as started:
            target(page, step.click).click()
        download = started.value
    elif step.click:
        target(page, step.click).click()
    if step.field:
        field = page.get_by_role("textbox", name=step.field)
        field.click()
        field.press("ControlOrMeta+a")
        field.press_sequentially(step.text)
    return download


def sees(page: Page, step: Step, download: Download | None) -> None:
    """The words stand where the line says."""
    if download is not None:
        assert step.words in download.path().read_text("utf-8-sig")
    elif step.where == EDITOR:
        page.wait_for_function(
            "words => document.querySelector('.st-key-sql-statement textarea')"
            ".value.includes(words)",
            arg=step.words,
        )
    else:
        expect(box(page, step.where)).to_contain_text(step.words)


def test_document__has_steps_in_both_languages() -> None:
    found = steps(DOCUMENT)
    assert [len(listed) for listed in found.values()] == [5, 4, 4, 4]
    english = DOCUMENT.read_text("utf-8").partition("## English")[2]
    for word in ("Run", "Cancel", "Tables", "Saved", "History", "Export CSV"):
        assert word in english


def test_document__names_the_limits_that_hold() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert (
        f"最长{LIMITS.seconds:.0f}秒，内存{LIMITS.memory_megabytes}兆，结果{LIMITS.rows}行" in text
    )
    assert f"列出前{SHOWN_ROWS}行" in text
    assert f"柱形图最多画{MOST_BARS}行，折线图和散点图{MOST_POINTS}行" in text
    assert f"四舍五入到{DECIMALS}位" in text
    assert f"最近{KEPT}条语句" in text


def test_document__every_step_leads_where_it_says(browser: Browser, site: Site) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    site.watch(page)
    site.open(page)
    for step in chain(*steps(DOCUMENT).values()):
        sees(page, step, walk(page, step))
    assert site.complaints == []
    assert site.outside == []
    page.close()
