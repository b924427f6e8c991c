"""Published files, dbt models and contracts say the same, both ways.

A difference is shown as two lists: what the contract has and the file lacks, and the reverse.
"""

import json
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from dagster_project.warehouse import transform
from data_contracts import loader
from data_contracts import snapshot as snapshots
from data_contracts.model import Classification, Column, DataClass, MartContract, Outlet
from tests.integration.workspaces import Demo

OPEN = Outlet.OPEN
MARTS = list(loader.mart_contracts().values())
SOURCES = list(loader.source_contracts().values())
PERSONAL = ", ".join(f"'{c.id}'" for c in SOURCES if c.smallest_count is not None)
ABOUT_PERSONS = f"""
    SELECT indicator_id FROM dim_indicator
    WHERE list_has_any(string_split(source_contracts, ';'), [{PERSONAL}])
"""
STANDING = [(outlet, table) for outlet in Outlet for table in MARTS if table.stands_in(outlet)]


def standing(*classes: DataClass) -> list[Any]:
    """Every table of these classes in every outlet in which it stands."""
    return [
        pytest.param(outlet, table, id=f"{outlet}-{table.id}")
        for outlet, table in STANDING
        if table.data_class in classes
    ]


def fetch(demo: Demo, sql: str, outlet: Outlet) -> list[tuple[Any, ...]]:
    with snapshots.connect(demo.snapshot, outlet) as connection:
        return connection.execute(sql).fetchall()


def difference(promised: Iterable[Any], found: Iterable[Any]) -> str:
    """What is in one only, or where the order differs; empty where nothing does."""
    promised, found = list(promised), list(found)
    said = [f"promised, not found: {item}" for item in promised if item not in found]
    said += [f"found, not promised: {item}" for item in found if item not in promised]
    if not said and promised != found:
        said = [f"order: promised {promised}, found {found}"]
    return "\n".join(said)


@pytest.mark.parametrize("outlet", list(Outlet))
def test_outlet__holds_the_tables_promised(demo: Demo, outlet: Outlet) -> None:
    found = fetch(
        demo,
        "SELECT schema_name || '.' || table_name, false FROM duckdb_tables() UNION ALL "
        "SELECT schema_name || '.' || view_name, true FROM duckdb_views() "
        "WHERE NOT internal AND NOT temporary",
        outlet,
    )
    promised = [
        (f"main.{table.id}", table.months is not None) for table in MARTS if table.stands_in(outlet)
    ]
    assert not difference(sorted(promised), sorted(found))


@pytest.mark.parametrize("outlet", list(Outlet))
def test_outlet__columns_types_and_order(demo: Demo, outlet: Outlet) -> None:
    found = fetch(
        demo,
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = current_database() ORDER BY table_name, column_index",
        outlet,
    )
    promised = [
        (table.id, column.name, column.physical_type)
        for table in sorted(MARTS, key=lambda table: table.id)
        if table.stands_in(outlet)
        for column in table.columns
    ]
    assert not difference(promised, found)


@pytest.mark.parametrize("outlet", list(Outlet))
def test_outlet__comments_in_both_languages(demo: Demo, outlet: Outlet) -> None:
    tables = fetch(
        demo,
        "SELECT table_name, comment FROM duckdb_tables() UNION ALL SELECT view_name, comment "
        "FROM duckdb_views() WHERE NOT internal AND NOT temporary",
        outlet,
    )
    columns = fetch(
        demo,
        "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() "
        "WHERE database_name = current_database()",
        outlet,
    )
    for name, comment in [*tables, *columns]:
        assert re.search(r"[\u4e00-\u9fff]", comment or ""), f"{name}: no Chinese in {comment!r}"
        assert re.search(r"[A-Za-z]{3}", comment or ""), f"{name}: no English in {comment!r}"


def test_dbt_models__are_the_published_tables(demo: Demo) -> None:
    """Every model in the schema marts has a contract, and is bound to it column by column."""
    nodes = json.loads(transform.manifest_path(demo.workspace).read_text("utf-8"))["nodes"].values()
    models = [n for n in nodes if n["resource_type"] == "model" and n["schema"] == "marts"]
    promised = [
        (table.id, column.name, column.physical_type.lower(), column.description.both())
        for table in MARTS
        for column in table.columns
    ]
    found = [
        (model["name"], column["name"], column["data_type"], column["description"])
        for model in sorted(models, key=lambda model: str(model["name"]))
        for column in model["columns"].values()
    ]
    assert not difference(promised, found)
    assert all(model["config"]["contract"]["enforced"] for model in models)


def test_dbt_models__are_made_of_the_registers_that_contracts_name(demo: Demo) -> None:
    """A fact table may read others to place its rows; of an aggregate the contract names all."""
    parents = json.loads(transform.manifest_path(demo.workspace).read_text("utf-8"))["parent_map"]

    def behind(node: str) -> set[str]:
        found, waiting = {node}, [node]
        while waiting:
            new = set(parents.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return {name.rpartition(".")[2] for name in found if name.startswith("source.")}

    registers = {source.id for source in SOURCES if source.domain != "reference"}
    named = {table.id: set(table.registers) for table in MARTS if table.registers}
    made = {name: behind(f"model.anping.{name}") & registers for name in named}
    assert len(named) > 30
    assert [name for name in named if named[name] - made[name]] == []
    unnamed = {name: made[name] - named[name] for name in named if not name.startswith("fct_")}
    places_actions = {"mart_overdue": {"meeting"}}
    assert {name: more for name, more in unnamed.items() if more} == places_actions


@pytest.mark.parametrize(("outlet", "table"), standing(*DataClass))
def test_published_table__key_is_unique(demo: Demo, outlet: Outlet, table: MartContract) -> None:
    key = ", ".join(f'"{name}"' for name in table.key)
    sql = f"SELECT {key}, count(*) FROM {table.id} GROUP BY ALL HAVING count(*) > 1 LIMIT 5"
    assert fetch(demo, sql, outlet) == []
    assert fetch(demo, f"SELECT 1 FROM {table.id} LIMIT 1", outlet), "the table is empty"


@pytest.mark.parametrize(
    ("outlet", "table", "column"),
    [
        pytest.param(outlet, table, column, id=f"{outlet}-{table.id}-{column.name}")
        for outlet, table in STANDING
        for column in table.columns
    ],
)
def test_published_column__keeps_its_promises(
    demo: Demo, outlet: Outlet, table: MartContract, column: Column
) -> None:
    """Required, code list, bounds, length and pattern; what is protected may be blank."""
    may_be_blank = outlet is Outlet.OPEN and table.in_open and column.name in table.in_open.blank
    rules = broken_where(replace(column, required=column.required and not may_be_blank))
    broken = " OR ".join(f"({rule})" for rule in rules)
    if broken:
        sql = f'SELECT DISTINCT "{column.name}" FROM {table.id} WHERE {broken} LIMIT 5'
        assert fetch(demo, sql, outlet) == []


def broken_where(column: Column) -> list[str]:
    name, rules = f'"{column.name}"', []
    if column.required:
        rules.append(f"{name} IS NULL")
    if column.codes:
        codes = ", ".join(f"'{code}'" for code, _ in column.codes)
        is_list = column.physical_type.endswith("[]")
        among = f"list_has_all([{codes}], {name})" if is_list else f"{name} IN ({codes})"
        rules.append(f"NOT {among}")
    if column.minimum is not None:
        rules.append(f"{name} < {column.minimum}")
    if column.maximum is not None:
        rules.append(f"{name} > {column.maximum}")
    if column.max_length is not None:
        rules.append(f"length({name}) > {column.max_length}")
    if column.pattern is not None:
        rules.append(f"NOT regexp_full_match({name}, '{column.pattern}')")
    return rules


@pytest.mark.parametrize("contract", SOURCES, ids=lambda contract: contract.id)
def test_staging_model__columns_and_types_of_the_contract(demo: Demo, contract: Any) -> None:
    """Staging groups columns by kind, so that only names and types have to agree."""
    found = demo.built(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = 'staging' "
        f"AND table_name = 'stg_{contract.id}'"
    )
    promised = sorted((column.name, column.physical_type) for column in contract.columns)
    assert not difference(promised, sorted(found.rows()))


def test_staging_models__one_for_each_contract(demo: Demo) -> None:
    found = demo.built(
        "SELECT view_name FROM duckdb_views() WHERE database_name = current_database() "
        "AND schema_name = 'staging'"
    )
    promised = sorted(f"stg_{contract.id}" for contract in SOURCES)
    assert not difference(promised, sorted(name for (name,) in found.rows()))


@pytest.mark.parametrize("contract", SOURCES, ids=lambda contract: contract.id)
def test_raw_table__holds_contract_columns_history_and_origin(demo: Demo, contract: Any) -> None:
    """What says where a row comes from begins with an underscore."""
    found = demo.built(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() "
        f"AND schema_name = 'raw' AND table_name = '{contract.id}' ORDER BY column_index"
    )
    names = [name for (name,) in found.rows() if not name.startswith("_")]
    promised = [column.name for column in contract.columns]
    assert not difference([*promised, "known_from_at", "known_until_at"], names)


@pytest.mark.parametrize(("outlet", "table"), standing(DataClass.INSTITUTIONAL))
def test_institutional_table__is_the_same_in_every_outlet(
    demo: Demo, outlet: Outlet, table: MartContract
) -> None:
    """Only what is derived from persons may be told otherwise to everyone than to an office.

    Where rows of both kinds stand in one table, those of institutions are the same.
    """
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    alike = f"{table.in_open.register} NOT IN ({PERSONAL})" if table.in_open else "true"
    ordered = f"WHERE {alike} ORDER BY ALL"
    exact = demo.built(f"SELECT {columns} FROM marts.{table.id} {ordered}").rows()
    assert exact
    assert fetch(demo, f"FROM {table.id} {ordered}", outlet) == exact


@pytest.mark.parametrize(
    "table",
    [pytest.param(t, id=t.id) for t in MARTS if t.in_open and t.in_open.register],
)
def test_open__counts_of_what_persons_did_are_blank_or_the_rows_are_left_out(
    demo: Demo, table: MartContract
) -> None:
    assert table.in_open
    rows = f"FROM {table.id} WHERE {table.in_open.register} IN ({PERSONAL})"
    assert fetch(demo, f"SELECT count(*) {rows}", Outlet.OFFICE) != [(0,)]
    blank = "".join(f' AND "{name}" IS NULL' for name in table.in_open.blank)
    left = fetch(demo, f"SELECT count(*) {rows}", Outlet.OPEN)
    assert left == fetch(demo, f"SELECT count(*) {rows}{blank}", Outlet.OPEN)
    assert (left == [(0,)]) == (not table.in_open.blank)


def test_files__of_outlets_by_grant_are_for_this_account_alone(demo: Demo) -> None:
    modes = {
        path.relative_to(demo.snapshot.folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in demo.snapshot.folder.rglob("*")
    }
    before = os.umask(0)
    os.umask(before)
    assert modes.pop("open.duckdb") == 0o666 & ~before
    assert modes.pop("current.json") == 0o666 & ~before
    assert {"office.duckdb", "restricted.duckdb", "restricted"} < modes.keys()
    for name, mode in modes.items():
        is_folder = (demo.snapshot.folder / name).is_dir()
        assert mode == (0o700 if is_folder else 0o600), name


@pytest.mark.parametrize("outlet", [Outlet.OPEN, Outlet.OFFICE])
def test_tickets__row_by_row_in_the_restricted_outlet_only(demo: Demo, outlet: Outlet) -> None:
    elsewhere = {name for (name,) in fetch(demo, "SELECT table_name FROM duckdb_tables()", outlet)}
    assert "fct_hotline_ticket" not in elsewhere
    assert fetch(demo, "SELECT count(*) FROM fct_hotline_ticket", Outlet.RESTRICTED) != [(0,)]
    pseudonymised = {
        (contract.id, column.name)
        for contract in SOURCES
        for column in contract.columns
        if column.classification is Classification.PSEUDONYMISE
    }
    assert pseudonymised == {
        ("hotline_ticket", "ticket_id"),
        ("clue", "clue_id"),
        ("clue_transfer", "transfer_id"),
        ("survey_answer", "response_id"),
        ("supervised_milestone", "milestone_id"),
        ("supervised_case", "listed_id"),
    }
    in_columns = fetch(demo, "SELECT table_name, column_name FROM duckdb_columns()", outlet)
    assert not {column for _, column in in_columns} & {column for _, column in pseudonymised}


@pytest.mark.parametrize(("outlet", "table"), standing(DataClass.PERSON_DERIVED))
def test_person_derived_table__names_no_village(
    demo: Demo, outlet: Outlet, table: MartContract
) -> None:
    """No cell of any text column is the code of a village; what a village itself did may name it.

    A table that holds figures of institutions too says by their indicator which those are; a
    scorecard is of persons if any of its lines is.
    """
    villages = {area.area_code for area in demo.world.areas if area.level == "village"}
    listed = ", ".join(f"'{code}'" for code in sorted(villages))
    names = {column.name for column in table.columns}
    of_line = f"indicator_id IN ({ABOUT_PERSONS})"
    of_persons = of_line if "indicator_id" in names else "true"
    if table.id == "mart_scorecard":
        lines = f"SELECT period, subject_code FROM mart_scorecard_line WHERE {of_line}"
        of_persons = f"(period, subject_code) IN ({lines})"
    for column in table.columns:
        if column.physical_type == "VARCHAR":
            found = f'"{column.name}" IN ({listed}) AND {of_persons}'
            assert fetch(demo, f"SELECT 1 FROM {table.id} WHERE {found} LIMIT 1", outlet) == []


def test_person_derived_table__dates_to_the_week_in_the_restricted_outlet(demo: Demo) -> None:
    restricted = [table for table in MARTS if table.outlet is Outlet.RESTRICTED]
    assert {"fct_hotline_ticket", "fct_clue"} <= {table.id for table in restricted}
    for table in restricted:
        for column in table.columns:
            if column.physical_type == "DATE":
                assert column.name.endswith("_week")
                days = f"SELECT DISTINCT dayofweek({column.name}) AS day FROM {table.id}"
                assert fetch(demo, f"FROM ({days}) WHERE day IS NOT NULL", table.outlet) == [(1,)]
        assert not [c for c in table.columns if c.physical_type.startswith("TIMESTAMP")]
