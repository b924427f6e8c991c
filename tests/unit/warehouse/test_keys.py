"""Finding rows of a base by their keys, on rows whose places are known."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dagster_project.warehouse import keys, layers
from tests.unit.warehouse.register import a_contract

THING = a_contract(has_time=False)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A thousand things, named after their places."""
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS base; USE base")
        for schema in layers.SCHEMAS:
            connection.execute(f"CREATE SCHEMA {schema}")
        layers.create(connection, THING)
        connection.execute(
            "INSERT INTO known.thing (item, value) SELECT 'i' || n, 'v' FROM range(1000) r(n)"
        )
        yield connection


def found(connection: duckdb.DuckDBPyConnection, path: Path, *items: str) -> set[int]:
    numbers = connection.execute("SELECT hash(unnest(?))", [list(items)]).fetchall()
    wanted = pl.Series([number for (number,) in numbers], dtype=pl.UInt64)
    return set(keys.places(path, THING, wanted)["id"])


def test_places__of_the_keys_that_are_there(
    base: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "base.duckdb"
    keys.write(base, "base", THING, keys.folder(path))
    assert found(base, path, "i0", "i999", "i1000", "other") == {0, 999}


def test_places__after_rows_before_them_were_deleted(
    base: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Places are those of the rows as they lie, with gaps where others have been."""
    path = tmp_path / "base.duckdb"
    base.execute("DELETE FROM known.thing WHERE item IN ('i0', 'i7')")
    keys.write(base, "base", THING, keys.folder(path))
    [(place,)] = base.execute("SELECT rowid FROM known.thing WHERE item = 'i8'").fetchall()
    assert found(base, path, "i7", "i8") == {place}


def test_places__of_a_register_without_rows(
    base: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "base.duckdb"
    base.execute("DELETE FROM known.thing")
    keys.write(base, "base", THING, keys.folder(path))
    assert found(base, path, "i1") == set()
