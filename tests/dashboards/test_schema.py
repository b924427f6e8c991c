"""The tables as analysts look for them."""

import pytest

from dashboards import schema
from data_contracts.loader import mart_contracts
from data_contracts.model import Outlet

RESTRICTED = {"fct_clue", "fct_hotline_ticket"}


def test_tables__are_those_of_the_outlet() -> None:
    by_outlet = {outlet: {one.id for one in schema.tables(outlet)} for outlet in Outlet}
    assert by_outlet[Outlet.OPEN] < by_outlet[Outlet.OFFICE]
    assert by_outlet[Outlet.RESTRICTED] >= RESTRICTED
    assert not by_outlet[Outlet.RESTRICTED] & by_outlet[Outlet.OFFICE]
    assert set().union(*by_outlet.values()) == set(mart_contracts())


@pytest.mark.parametrize(
    ("words", "table"),
    [
        ("超期", "mart_overdue"),
        ("overdue unit", "mart_overdue"),
        ("OVERDUE_COUNT", "mart_overdue"),
        ("监察建议书", "fct_recommendation_letter"),
        ("procuratorial", "fct_recommendation_letter"),
    ],
)
def test_tables__are_found_by_words_names_and_codes(words: str, table: str) -> None:
    every = schema.tables(Outlet.OPEN)
    found = {one.id for one in schema.matching(every, words)}
    assert table in found
    assert len(found) < len(every)


def test_tables__none_is_like_nonsense() -> None:
    assert schema.matching(schema.tables(Outlet.OPEN), "超期 没有这样的词") == []


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("overdue_count", "个"),
        ("quarantined_share", "0～1"),
        ("longest_overdue_days", "天"),
        ("spent_yuan", "元"),
        ("value", None),
    ],
)
def test_unit__is_told_by_the_end_of_a_name(column: str, unit: str | None) -> None:
    found = next(
        one for table in mart_contracts().values() for one in table.columns if one.name == column
    )
    told = schema.unit(found)
    assert (told.cn if told else None) == unit


def test_labels__are_those_of_the_tables_that_the_statement_names() -> None:
    """A column of one name is called otherwise in another table."""
    asked = "SELECT status, value, overdue_count, mine FROM mart_indicator_value"
    found = schema.labels(asked, ["status", "value", "overdue_count", "mine"])
    assert {name: text.cn for name, text in found.items()} == {
        "status": "状态",
        "value": "指标值",
        "overdue_count": "超期数",
    }


def test_labels__say_nothing_of_a_name_of_many_meanings() -> None:
    called = {
        one.label.cn
        for table in mart_contracts().values()
        for one in table.columns
        if one.name == "kind"
    }
    assert len(called) > 1
    assert schema.labels("SELECT 1 AS kind", ["kind"]) == {}
