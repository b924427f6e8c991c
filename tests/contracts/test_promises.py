"""What contracts promise together: keys, references, rules, events, outlets."""

import re
from pathlib import Path

import duckdb
import pytest
import yaml

from dagster_project.checks import predicates
from dagster_project.settings import Settings
from data_contracts import loader
from data_contracts.model import Classification, DataClass, LogicalType, Outlet
from tests.contracts.agreed import MARTS, SOURCES, breaking, columns

PERIODS = ("month", "quarter", "half_year", "year", "period")
FILES = sorted(loader.HERE.glob("*/*.odcs.yaml"))


def test_files__every_one_is_loaded() -> None:
    """But for the one of what is issued as a file, which `test_scorecard` reads."""
    names = {path.name.removesuffix(".odcs.yaml") for path in FILES}
    assert names == {*SOURCES, *MARTS, "scorecard"}
    assert not SOURCES.keys() & MARTS.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files__name_standard_version_and_status(path: Path) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert document["apiVersion"].startswith("v3.")
    assert document["kind"] == "DataContract"
    assert document["status"] == "active"
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["version"])


@pytest.mark.parametrize("name", [*SOURCES, *MARTS])
def test_key__is_there_and_numbered_from_one(name: str) -> None:
    table = SOURCES.get(name) or MARTS[name]
    positions = sorted(c.key_position for c in table.columns if c.key_position is not None)
    assert positions == list(range(1, len(positions) + 1))
    assert table.key
    assert all(column.required for column in table.columns if column.is_key)


def test_patterns__are_regular_expressions_to_the_database() -> None:
    for column in columns().values():
        if column.pattern is not None:
            duckdb.execute("SELECT regexp_full_match('x', ?)", [column.pattern]).fetchall()


def test_references__lead_to_a_key_of_the_same_type_that_is_no_pseudonym() -> None:
    found = {}
    for contract in SOURCES.values():
        for column in contract.columns:
            if column.references is None:
                continue
            target = SOURCES[column.references.contract]
            to = target.column(column.references.column)
            found[f"{contract.id}.{column.name}"] = (
                to.is_key
                and to.logical_type is column.logical_type
                and to.classification is not Classification.PSEUDONYMISE
                and column.classification is not Classification.PSEUDONYMISE
            )
    assert breaking(found) == []
    assert found


def test_rules__run_on_the_contracts_own_types_and_are_told_apart() -> None:
    for contract in SOURCES.values():
        ids = [rule.id for rule in contract.rules]
        assert len(ids) == len(set(ids))
        assert not set(ids) & set(predicates.BUILT_IN)
        typed = ", ".join(f'NULL::{c.physical_type} AS "{c.name}"' for c in contract.columns)
        for rule in contract.rules:
            query = f"SELECT typeof({rule.predicate}) FROM (SELECT {typed})"
            [(kind,)] = duckdb.execute(query).fetchall()
            assert kind == "BOOLEAN", rule.id


def test_every_rule_of_every_column_has_a_description() -> None:
    for contract in SOURCES.values():
        judged = predicates.of_cells(contract, lambda _: "SELECT NULL")
        ids = {rule.rule for column in judged for rule in column}
        for rule_id in ids | {rule.rule for rule in predicates.of_rows(contract)}:
            assert predicates.describe(contract, rule_id).cn


@pytest.mark.parametrize("name", SOURCES)
def test_event_date__is_a_required_date_or_time_or_names_a_period(name: str) -> None:
    contract = SOURCES[name]
    if contract.freshness_days is not None:
        assert contract.event_date is not None, "freshness is measured on a date"
    if contract.event_date is not None:
        column = contract.column(contract.event_date)
        assert column.required
        if contract.is_event_period:
            assert column.name in PERIODS
            assert column.pattern is not None
        else:
            assert column.logical_type in (LogicalType.DATE, LogicalType.TIMESTAMP)


@pytest.mark.parametrize("name", SOURCES)
def test_error_share__is_a_share(name: str) -> None:
    assert 0 <= SOURCES[name].max_error_share < 1


def test_required_columns__of_a_mart_hold_its_key_first() -> None:
    """A reader sees the grain before anything else."""
    found = {
        mart.id: [c.name for c in mart.columns][: len(mart.key)] == list(mart.key)
        for mart in MARTS.values()
    }
    assert breaking(found) == []


def test_code_lists__are_the_same_wherever_a_column_is_published() -> None:
    found = {}
    for pair in (("area", "dim_area"), ("unit", "dim_unit"), ("indicator", "dim_indicator")):
        source, mart = SOURCES[pair[0]], MARTS[pair[1]]
        for column in mart.columns:
            if column.name in {c.name for c in source.columns}:
                same = source.column(column.name)
                found[f"{mart.id}.{column.name}"] = (
                    same.codes == column.codes and same.physical_type == column.physical_type
                )
    assert breaking(found) == []
    assert found


def test_home_area__has_the_form_of_an_area_code() -> None:
    pattern = SOURCES["area"].column("area_code").pattern
    assert pattern is not None
    for code in ("150626", "150626102", "150626102001"):
        assert re.fullmatch(pattern, code)
        assert Settings(home_area=code).home_area == code


def test_outlet__rows_about_persons_are_published_in_the_restricted_one_only() -> None:
    """Which are those that carry the key of a register that is pseudonymised."""
    hidden = {
        column.name
        for source in SOURCES.values()
        for column in source.columns
        if column.classification is Classification.PSEUDONYMISE
    }
    assert hidden
    for mart in MARTS.values():
        if hidden & {column.name for column in mart.columns}:
            assert mart.outlet is Outlet.RESTRICTED, mart.id
            assert mart.data_class is DataClass.PERSON_DERIVED


def test_outlet__by_grant_for_what_is_derived_from_persons_only() -> None:
    """What institutions did is for everyone; only a table of rows is published in months."""
    for mart in MARTS.values():
        if mart.outlet.is_granted:
            assert mart.data_class is DataClass.PERSON_DERIVED, mart.id
        assert mart.months is None or mart.outlet is Outlet.RESTRICTED, mart.id


def test_office_outlet__holds_internal_columns_at_most() -> None:
    """A table that stands there alone has one such at least, or it could be open."""
    for mart in MARTS.values():
        if mart.outlet is Outlet.OFFICE:
            classes = {column.classification for column in mart.columns}
            assert Classification.INTERNAL in classes, mart.id
            assert classes <= {Classification.PUBLIC, Classification.INTERNAL}, mart.id


def test_open_outlet__holds_public_columns_only() -> None:
    found = {
        f"{mart.id}.{column.name}": column.classification is Classification.PUBLIC
        for mart in MARTS.values()
        if mart.outlet is Outlet.OPEN
        for column in mart.columns
    }
    assert breaking(found) == []
