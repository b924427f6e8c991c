"""Every line of docs/leader-questions.md, walked in a browser from the overview."""

import re
from functools import reduce
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT, Site, settle

DOCUMENT = ROOT / "docs" / "leader-questions.md"
MOST_CLICKS = 3
Role = Literal["link", "radio", "option", "button", "combobox"]
ROLES: tuple[Role, ...] = ("link", "radio", "option", "button", "combobox")


class Question(NamedTuple):
    """One line: what is asked, what is clicked, and where which words answer."""

    asked: str
    clicks: list[str]
    box: str
    words: str


def questions(document: Path) -> list[Question]:
    """The lines of the table."""
    lines = [line for line in document.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return [
        Question(asked, [one for one in clicks.split(" → ") if one], box, words)
        for asked, clicks, box, words in cells
    ]


def target(page: Page, word: str) -> Locator:
    """What a reader would take `word` for: the first link, choice, button or list with it."""
    settle(page)
    name = re.compile(re.escape(word))
    found = [page.get_by_role(role, name=name).filter(visible=True) for role in ROLES]
    expect(reduce(Locator.or_, found).first).to_be_visible()
    return next(one.first for one in found if one.count())


def test_questions__are_ten_in_three_clicks_each() -> None:
    found = questions(DOCUMENT)
    assert len(found) == 10
    assert all(len(one.clicks) <= MOST_CLICKS for one in found)


@pytest.mark.parametrize("question", questions(DOCUMENT), ids=lambda one: one.asked[:12])
def test_question__is_answered_where_the_document_says(
    tab: Page, site: Site, question: Question
) -> None:
    tab.set_viewport_size({"width": 1440, "height": 900})
    site.open(tab)
    for word in question.clicks:
        target(tab, word).click()
        settle(tab)
        tab.wait_for_timeout(300)
    where = tab.locator('[data-testid="stPopoverBody"]')
    if question.box:
        title = tab.locator(".ap-title", has_text=re.compile(f"^{re.escape(question.box)}$"))
        where = tab.locator("[class*=st-key-box-]").filter(has=title)
    expect(where.first).to_contain_text(question.words)
