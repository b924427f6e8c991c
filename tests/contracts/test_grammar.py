"""The written grammar of column names: what a suffix says is what the type is, and back."""

import re

import pytest

from data_contracts.model import Column, LogicalType
from tests.contracts.agreed import MARTS, SOURCES, breaking, columns

SUFFIXES = {
    "_on": {LogicalType.DATE},
    "_week": {LogicalType.DATE},
    "_at": {LogicalType.TIMESTAMP},
    "_count": {LogicalType.INTEGER},
    "_days": {LogicalType.INTEGER},
    "_workdays": {LogicalType.INTEGER},
    "_share": {LogicalType.NUMBER},
    "_score": {LogicalType.NUMBER},
    "_yuan": {LogicalType.NUMBER},
    "_code": {LogicalType.STRING},
    "_codes": {LogicalType.ARRAY},
}
BOOLEAN = re.compile(r"(is|has|needs)_")
DATES = {
    *("day", "as_of", "valid_from", "valid_to", "period_from", "period_to"),
    *("fielded_from", "fielded_to", "extended_to"),
}
"""Names of the language of time itself, which need no suffix."""
ESTIMATED = {"effective_count"}
"""Sizes that are estimated, not counted, and therefore no whole numbers."""
ALL = columns()


def _ends(column: Column, *suffixes: str) -> bool:
    return column.name.endswith(suffixes)


def test_names__are_snake_case() -> None:
    shape = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
    tables = {name: bool(shape.fullmatch(name)) for name in (*SOURCES, *MARTS)}
    assert breaking(tables) == []
    assert breaking({name: bool(shape.fullmatch(c.name)) for name, c in ALL.items()}) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_suffix__says_the_type(suffix: str) -> None:
    found = {
        n: c.logical_type in SUFFIXES[suffix]
        for n, c in ALL.items()
        if _ends(c, suffix) and c.name not in ESTIMATED
    }
    assert breaking(found) == []


def test_boolean__begins_with_is_or_has_and_nothing_else_does() -> None:
    found = {
        name: bool(BOOLEAN.match(column.name)) == (column.logical_type is LogicalType.BOOLEAN)
        for name, column in ALL.items()
    }
    assert breaking(found) == []


@pytest.mark.parametrize(
    ("kind", "suffixes"),
    [(LogicalType.DATE, ("_on", "_week")), (LogicalType.TIMESTAMP, ("_at",))],
)
def test_type__shows_in_the_name(kind: LogicalType, suffixes: tuple[str, ...]) -> None:
    found = {
        name: _ends(column, *suffixes) or column.name in DATES
        for name, column in ALL.items()
        if column.logical_type is kind
    }
    assert breaking(found) == []


def test_timestamp__has_a_zone() -> None:
    found = {
        name: column.physical_type == "TIMESTAMP WITH TIME ZONE"
        for name, column in ALL.items()
        if column.logical_type is LogicalType.TIMESTAMP
    }
    assert breaking(found) == []


def test_count__is_never_negative() -> None:
    found = {
        n: (c.minimum or 0) >= 0 and c.minimum is not None
        for n, c in ALL.items()
        if _ends(c, "_count")
    }
    assert breaking(found) == []


@pytest.mark.parametrize(("suffix", "bounds"), [("_share", (0, 1)), ("_score", (0, 100))])
def test_share_and_score__have_their_bounds(suffix: str, bounds: tuple[int, int]) -> None:
    found = {n: (c.minimum, c.maximum) == bounds for n, c in ALL.items() if _ends(c, suffix)}
    assert breaking(found) == []


def test_unit_of_a_unit__is_a_unit_code() -> None:
    """No other spelling of the same thing."""
    spellings = {"unit_id", "org_code", "dept_code", "region_code", "area_id", "industry_code"}
    assert sorted(name for name, column in ALL.items() if column.name in spellings) == []
