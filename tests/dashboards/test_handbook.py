"""The handbook: what may be looked for, what is said of an indicator, and what has changed."""

import csv
import re
from datetime import date

import pytest

from dashboards import handbook
from dashboards.handbook import Entry
from dashboards.language import using
from tests.dashboards.conftest import TODAY, OpenApp, shown
from tests.dashboards.fixture_ledger import changes
from tests.dashboards.snapshot_fixture import CATALOGUE

NUMBERS = {"limit_value": float, "follow_up_days": int, "default_weight": float, "version": int}
SHOWN_ID = re.compile(r'class="ap-aside">([A-Z]{3}\d\d)')


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    with CATALOGUE.open(encoding="utf-8-sig") as file:
        rows = [
            {k: NUMBERS.get(k, str)(v) if v else None for k, v in row.items()}
            | {"is_measured": row["indicator_id"] != "SRC01", "valid_from": date(2024, 1, 1)}
            for row in csv.DictReader(file)
        ]
    return handbook.entries(rows, changes(TODAY))


def ids(found: list[Entry]) -> list[str]:
    return [entry.indicator.id for entry in found]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("sup02", ["SUP02"]),
        ("三率", ["EVA06"]),
        ("Feeling OF safety", ["EVA01"]),
        ("检察建议书 回复", ["SRC05"]),
        ("没有这样的指标", []),
    ],
)
def test_matching__finds_every_word_in_either_language(
    entries: list[Entry], asked: str, expected: list[str]
) -> None:
    found = ids(handbook.matching(entries, asked))
    assert set(expected) <= set(found)
    assert bool(found) == bool(expected)
    assert len(found) < 10


def test_matching__of_nothing_asked_is_everything(entries: list[Entry]) -> None:
    assert len(handbook.matching(entries, "  ")) == 48


def test_facts__of_each_indicator_are_in_words(entries: list[Entry]) -> None:
    """No code of a register, level, unit or rule is shown, and no "other" in place of one."""
    for entry in entries:
        facts = dict(handbook.facts(entry))
        assert {"来源登记簿", "最短周期", "计分规则", "负责层级", "发布规则"} <= set(facts)
        told = {name: text for name, text in facts.items() if name not in ("公开来源", "方案条目")}
        assert not re.search("[a-z]{3,}|其他|None", str(list(told.values()))), entry.indicator.id


def test_facts__of_one_indicator(entries: list[Entry]) -> None:
    facts = dict(handbook.facts(next(e for e in entries if e.indicator.id == "SRC05")))
    assert facts["时限"] == "2个月"
    assert facts["来源登记簿"] == "三书一函"
    assert facts["计分层级"] == "苏木乡镇、旗、责任单位"
    with using("en"):
        facts = dict(handbook.facts(next(e for e in entries if e.indicator.id == "SRC05")))
        assert facts["Time limit"] == "2 months"


def test_history__says_what_changed_when_in_one_language(entries: list[Entry]) -> None:
    changed, other = (next(e for e in entries if e.indicator.id == i) for i in ("SUP02", "SUP03"))
    day = "2026年11月17日（第2版）"
    assert handbook.history(changed) == (
        f"{day}默认权重由“3”改为“4”；{day}方向由“仅监测”改为“越高越好”；"
        f"{day}发布规则由“空”改为“按苏木乡镇发布”；2026年10月18日载入（第1版）"
    )
    assert handbook.history(other) == "2026年10月18日载入（第1版）"
    with using("en"):
        assert "publish rule from “nothing” to “per township”" in handbook.history(changed)
        assert "苏木" not in handbook.history(changed)


def test_page__lists_all_by_mechanism_and_opens_the_few(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="handbook"))
    assert len(set(SHOWN_ID.findall(text))) == 48
    assert "共48项指标" in text
    assert " open>" not in text
    one = shown(open_app("as it is", page="handbook", words="SUP02"))
    assert SHOWN_ID.findall(one) == ["SUP02"]
    assert " open>" in one
    assert 'href="indicator?words=SUP02&amp;indicator=SUP02"' in one
    for term in ("分子", "分母", "时间规则", "目标依据", "口径版本", "发布规则", "变动记录"):
        assert f"<dt>{term}</dt>" in one


def test_page__keeps_to_a_mechanism_and_says_when_nothing_is_found(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="handbook", mechanism="ORG"))
    assert {name[:3] for name in SHOWN_ID.findall(text)} == {"ORG"}
    none = shown(open_app("as it is", page="handbook", words="没有这样的指标"))
    assert "没有找到符合条件的指标" in none
    assert not SHOWN_ID.findall(none)
