"""Every table, column, code and rule speaks both languages, Chinese first."""

import re
from collections.abc import Iterator

import pytest

from data_contracts.model import Text
from tests.contracts.agreed import MARTS, SOURCES, columns

CJK = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")


def descriptions() -> Iterator[tuple[str, Text]]:
    for table in (*SOURCES.values(), *MARTS.values()):
        yield table.id, table.description
    for name, column in columns().items():
        yield name, column.description
    for source in SOURCES.values():
        for column in source.forbidden:
            yield f"{source.id}.{column.name}", column.description
        for rule in source.rules:
            yield f"{source.id}.{rule.id}", rule.description


def labels() -> Iterator[tuple[str, Text]]:
    for table in (*SOURCES.values(), *MARTS.values()):
        yield table.id, table.label
    for name, column in columns().items():
        yield name, column.label
        for code, label in column.codes:
            yield f"{name}={code}", label


DESCRIPTIONS, LABELS = dict(descriptions()), dict(labels())


def test_descriptions__chinese_is_chinese_and_a_sentence() -> None:
    wrong = [n for n, t in DESCRIPTIONS.items() if not (CJK.search(t.cn) and t.cn.endswith("。"))]
    assert wrong == []


def test_descriptions__english_is_english_and_a_sentence() -> None:
    wrong = [
        name
        for name, text in DESCRIPTIONS.items()
        if CJK.search(text.en) or not WORD.search(text.en) or not text.en.endswith(".")
    ]
    assert wrong == []


def test_labels__chinese_is_chinese() -> None:
    assert [name for name, text in LABELS.items() if not CJK.search(text.cn)] == []


def test_labels__english_has_no_chinese() -> None:
    assert [name for name, text in LABELS.items() if CJK.search(text.en)] == []


@pytest.mark.parametrize("name", [*SOURCES, *MARTS])
def test_table__says_its_grain_first(name: str) -> None:
    text = DESCRIPTIONS[name]
    assert re.match(r"每行一|仅一行", text.cn), text.cn
    assert re.search(r"\bper row\b|^One row only", text.en), text.en


@pytest.mark.parametrize("name", [*SOURCES, *MARTS])
def test_table__labels_are_told_apart(name: str) -> None:
    """Headers are looked up by label: two columns of one name would be one."""
    table = SOURCES.get(name) or MARTS[name]
    found = [column.label.cn for column in table.columns]
    assert sorted({label for label in found if found.count(label) > 1}) == []


@pytest.mark.parametrize("name", SOURCES)
def test_table__no_label_is_that_of_a_forbidden_column(name: str) -> None:
    forbidden = {column.label.cn for column in SOURCES[name].forbidden}
    assert not forbidden & {column.label.cn for column in SOURCES[name].columns}


def test_codes__labels_are_told_apart() -> None:
    wrong = {}
    for name, column in columns().items():
        found = [label.cn for _, label in column.codes]
        if len(set(found)) < len(found) or len(dict(column.codes)) < len(found):
            wrong[name] = found
    assert wrong == {}
