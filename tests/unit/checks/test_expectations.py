"""Great Expectations agrees with the predicates, rule for rule and row for row.

Importing it takes seconds; this is the only unit test that does.
"""

from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dagster_project.checks import expectations, predicates
from dagster_project.checks.expectations import Outcome
from dagster_project.checks.predicates import literal
from data_contracts.model import Rule
from tests.unit.checks.laid_out import (
    CASE,
    GOOD,
    KEY,
    TEXT,
    accepted,
    bench,
    case,
    known_areas,
)

Counts = dict[tuple[str, str], int | None]

MANY = 250
"""More than the 200 rows that Great Expectations lists at most."""
PLANTED = {
    ("case_id", "required"): [{"case_id": None}] * 2,
    ("area_code", "required"): [{"area_code": None}] * 3,
    ("area_code", "pattern"): [{"area_code": "15062x"}],
    ("area_code", "unknown_reference"): [{"area_code": "999999"}] * MANY,
    ("kind", "unknown_code"): [{"kind": "case"}] * 4,
    ("note", "personal_data"): [{"note": "13800138000"}] * 5,
    ("note", "max_length"): [{"note": "一二三四五六"}] * 6,
    ("rework_count", "range"): [{"rework_count": "-1"}, {"rework_count": "100"}],
    ("share", "range"): [{"share": "1.5"}] * 7,
    ("closed_on", "closed_before_found"): [{"closed_on": "2026-08-01"}] * 8,
    ("is_solved", "solved_while_open"): [{"closed_on": None}] * 9,
    ("case_id", "duplicate_key"): [{"case_id": "TWICE"}] * 11,
}
EXPECTED: Counts = {planted: len(cells) for planted, cells in PLANTED.items()} | {
    # A code of another form is no known one either, and one of eleven duplicates is the first.
    ("area_code", "unknown_reference"): MANY + 1,
    ("note", "max_length"): 6 + 5,
    ("case_id", "duplicate_key"): 10,
}


@pytest.fixture(autouse=True)
def time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module sets the variable TZ; other tests shall not notice."""
    monkeypatch.setenv("TZ", "UTC")


def write(path: Path, rows: list[dict[str, str | None]], delivery: int) -> Path:
    """Rows in the contract's types as Parquet, good or bad."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(GOOD, pl.String))
    frame = frame.with_row_index("_row", offset=2).with_columns(_delivery=pl.lit(delivery))
    typed = ", ".join(f'"{c.name}"::{c.physical_type} AS "{c.name}"' for c in CASE.columns)
    with duckdb.connect() as connection:
        connection.register("given", frame)
        connection.execute(
            f"COPY (SELECT {typed}, _delivery, _row FROM given) TO {literal(path)} (FORMAT parquet)"
        )
    return path


def counts(outcomes: list[Outcome]) -> Counts:
    return {(one.column, one.rule): one.broken_count for one in outcomes}


def by_sql(paths: list[Path]) -> Counts:
    """How many rows each predicate selects, one plain query a rule."""
    listed = ", ".join(literal(path) for path in paths)
    relation = predicates.batch(CASE, f"read_parquet([{listed}])")
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        connection.execute(f"CREATE TABLE batch AS {relation}")
        return {
            (p.column, p.rule): connection.execute(
                f"SELECT count(*) FROM (SELECT ({p.sql}) AS broken FROM batch) WHERE broken"
            ).fetchall()[0][0]
            for p in predicates.after_acceptance(CASE, known_areas)
        }


def test_outcomes__count_what_plain_sql_counts(tmp_path: Path) -> None:
    bad = [GOOD | {"case_id": f"B{n}"} | cells for n, cells in enumerate(_flat())]
    good = [case(case_id=f"G{n}") for n in range(20)]
    half = len(bad) // 2
    paths = [
        write(tmp_path / "1.parquet", good + bad[:half], 1),
        write(tmp_path / "2.parquet", bad[half:], 2),
    ]
    found = counts(expectations.outcomes(CASE, paths, known_areas))
    assert found == by_sql(paths)
    assert {rule: count for rule, count in found.items() if count} == EXPECTED


def _flat() -> list[dict[str, str | None]]:
    return [dict(cells) for planted in PLANTED.values() for cells in planted]


def test_outcomes__accepted_rows_meet_every_rule(tmp_path: Path) -> None:
    """Pseudonyms too, though they no longer have the form of the id."""
    accepted(tmp_path, case(), case(case_id="C2", kind="x"), case(case_id="C3", note=None))
    found = expectations.outcomes(CASE, [tmp_path / "1.parquet"], known_areas)
    assert found
    assert all(one.is_met for one in found), counts(found)


def test_outcomes__every_rule_is_asserted(tmp_path: Path) -> None:
    accepted(tmp_path, case())
    found = expectations.outcomes(CASE, [tmp_path / "1.parquet"], known_areas)
    asserted = [(one.column, one.rule) for one in found]
    assert len(asserted) == len(set(asserted))
    assert set(asserted) >= set(PLANTED)
    assert ("found_on", "type") in asserted
    assert ("case_id", "pattern") not in asserted


def test_outcomes__a_predicate_that_cannot_run_counts_as_broken(tmp_path: Path) -> None:
    accepted(tmp_path, case())
    found = expectations.outcomes(
        CASE, [tmp_path / "1.parquet"], lambda _: "SELECT code FROM no_such_table"
    )
    [failed] = [one for one in found if one.rule == "unknown_reference"]
    assert failed.broken_count is None
    assert not failed.is_met


def test_outcomes__a_file_that_is_not_there_is_never_a_pass(tmp_path: Path) -> None:
    found = expectations.outcomes(CASE, [tmp_path / "none.parquet"], known_areas)
    assert found
    assert not any(one.is_met for one in found)


def test_outcomes__today_is_today_where_the_product_is_used(tmp_path: Path) -> None:
    """As on the bench: else a row accepted at 5 in the morning would be of tomorrow."""
    elsewhere = "current_setting('TimeZone') <> 'Asia/Shanghai'"
    contract = replace(CASE, rules=(Rule("elsewhere", "found_on", elsewhere, TEXT),))
    path = tmp_path / "1.parquet"
    with bench(case(), contract=contract) as laid:
        assert laid.judgement().faults.is_empty()
        laid.write_accepted(path, KEY)
    assert (
        counts(expectations.outcomes(contract, [path], known_areas))["found_on", "elsewhere"] == 0
    )


@pytest.mark.parametrize(("count", "is_met"), [(0, True), (1, False), (None, False)])
def test_outcome__met_only_where_nothing_was_found(count: int | None, is_met: bool) -> None:
    assert Outcome("range", "share", count).is_met is is_met
