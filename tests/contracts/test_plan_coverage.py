"""The plan, the catalogue and docs/coverage.md: no item is forgotten, no indicator hangs loose."""

import csv
import re
from itertools import groupby
from pathlib import Path

import pytest

from dagster_project.warehouse import transform
from data_contracts import plan
from data_contracts.model import Text
from data_contracts.renderings import coverage
from tests.contracts.agreed import MARTS, SOURCES

CJK = re.compile(r"[\u4e00-\u9fff]")
NUMBERED = [str(number) for number in range(1, 33)]
IN_ORDER = ["一", *(f"二({n})" for n in "一二三四五"), *NUMBERED, *(f"四({n})" for n in "一二三")]
"""General, five principles, 32 numbered items, three demands."""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ITEMS, CATALOGUE = rows(plan.ITEMS), rows(plan.CATALOGUE)
NAMED = {row["indicator_id"]: row["plan_items"].split(";") for row in CATALOGUE}


def test_plan__has_every_item_in_its_order() -> None:
    assert [row["item"] for row in ITEMS] == IN_ORDER


def test_plan__its_mechanisms_are_those_of_the_catalogue() -> None:
    """A chapter stands in one piece; between principles and demands lie the six mechanisms."""
    chapters = [name for name, _ in groupby(row["chapter_cn"] for row in ITEMS)]
    mechanisms = dict(SOURCES["indicator"].column("mechanism_code").codes).values()
    assert chapters[2:-1] == [f"三、{name.cn}机制" for name in mechanisms]
    assert len(set(chapters)) == len(chapters)


def test_plan__every_item_has_an_indicator_or_a_reason() -> None:
    answered = {item for named in NAMED.values() for item in named}
    forgotten = [
        row["item"] for row in ITEMS if row["item"] not in answered and not row["not_measured_cn"]
    ]
    assert forgotten == []


@pytest.mark.parametrize("item", ["6", "9", "20", "21", "26"])
def test_plan__what_is_about_people_has_no_indicator(item: str) -> None:
    """Groups of people, files on cadres, officials under discipline, the commended."""
    assert [indicator for indicator, named in NAMED.items() if item in named] == []


def test_catalogue__names_items_of_the_plan_in_its_order() -> None:
    for indicator, named in NAMED.items():
        assert named == sorted(set(named), key=IN_ORDER.index), indicator


def test_catalogue__every_indicator_is_built_or_received_only() -> None:
    received = {r["indicator_id"] for r in CATALOGUE if r["source_contracts"] == "received_figure"}
    assert set(transform.variables()["indicators"]) | received == NAMED.keys()


def texts() -> dict[str, Text]:
    found = {}
    for item in plan.items():
        found |= {f"{item.id} chapter": item.chapter, f"{item.id} title": item.title}
        if item.not_measured:
            found[f"{item.id} reason"] = item.not_measured
    return found


@pytest.mark.parametrize("name", texts())
def test_plan__speaks_both_languages(name: str) -> None:
    text = texts()[name]
    assert CJK.search(text.cn)
    assert not CJK.search(text.en)
    is_sentence = name.endswith("reason")
    assert (text.cn.endswith("。"), text.en.endswith(".")) == (is_sentence, is_sentence)


def test_page__is_up_to_date() -> None:
    """`make docs` writes it."""
    assert coverage.PATH.read_text(encoding="utf-8") == coverage.text()


def section(item: str) -> str:
    [found] = re.findall(rf"^### {re.escape(item)} .*?(?=^##|\Z)", coverage.text(), re.M | re.S)
    return str(found)


@pytest.mark.parametrize("item", IN_ORDER)
def test_page__shows_an_item_with_its_indicators_and_its_reason(item: str) -> None:
    [row] = [row for row in ITEMS if row["item"] == item]
    shown = section(item)
    assert row["title_cn"] in shown
    assert row["title_en"] in shown
    found = re.findall(r"^\| `(\w+)`", shown, re.M)
    assert found == [indicator for indicator, named in NAMED.items() if item in named]
    assert bool(row["not_measured_cn"]) == ("**" in shown)
    assert row["not_measured_cn"] in shown


def test_page__says_which_registers_feed_an_item_and_where_they_are_seen() -> None:
    """Spot checks are in no table of their own; letters are open row by row."""
    assert "`clue_spot_check` 线索抽查 | – | 按期公开 released |" in section("12")
    letters = section("4")
    assert "`fct_recommendation_letter` 公开 open" in letters
    assert "`recommendation_letter` 三书一函" in letters


def test_page__rows_about_persons_are_open_in_no_table() -> None:
    """What is late of clues is in the open outlet of no table; of sector issues it is."""
    assert "`mart_overdue` 内部 office" in section("13")
    assert "`mart_overdue` 公开 open" in section("四(二)")


def test_page__amounts_and_red_lines_are_the_offices_alone() -> None:
    kept = {
        indicator.id
        for indicator in plan.indicators()
        if coverage.values_seen(indicator) == "内部 office"
    }
    assert kept == {"PUN03", "RPT12"}


def test_marts__name_registers_that_have_a_contract() -> None:
    named = {name for mart in MARTS.values() for name in mart.registers}
    assert named <= SOURCES.keys()
    assert {"clue", "clue_month", "survey_answer", "sector_issue"} <= named
