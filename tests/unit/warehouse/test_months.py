"""Files of a month each: what is made anew, what is shared, what goes."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dagster_project.warehouse import months
from data_contracts import loader

TICKETS = loader.mart_contracts()["fct_hotline_ticket"]


@pytest.fixture
def build() -> Iterator[duckdb.DuckDBPyConnection]:
    """A build that has made nothing yet."""
    columns = ", ".join(f'"{c.name}" {c.physical_type}' for c in TICKETS.columns)
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA marts; CREATE SCHEMA intermediate")
        connection.execute(f"CREATE TABLE marts.fct_hotline_ticket ({columns})")
        connection.execute("CREATE TABLE intermediate.int_fresh_month (mart TEXT, month_on DATE)")
        yield connection


def made(build: duckdb.DuckDBPyConnection, fresh: list[str | None], *weeks: str) -> None:
    """The build makes the months `fresh`, in which tickets were created in `weeks`."""
    build.execute("DELETE FROM marts.fct_hotline_ticket; DELETE FROM intermediate.int_fresh_month")
    for month in fresh:
        build.execute("INSERT INTO intermediate.int_fresh_month VALUES (?, ?)", [TICKETS.id, month])
    for number, week in enumerate(weeks):
        build.execute(
            "INSERT INTO marts.fct_hotline_ticket (ticket_id, created_week) VALUES (?, ?)",
            [f"t{len(weeks) - number}", week],
        )


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.iterdir())


def test_write__rows_by_the_month_of_their_week_in_the_order_of_the_key(
    build: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    made(build, [None], "2026-09-28", "2026-10-05", "2026-10-26")
    months.write(build, TICKETS, tmp_path / "a", tmp_path / "none")
    assert names(tmp_path / "a") == ["2026-09", "2026-10"]
    assert pl.read_parquet(tmp_path / "a/2026-09.parquet")["ticket_id"].to_list() == ["t3"]
    assert pl.read_parquet(tmp_path / "a/2026-10.parquet")["ticket_id"].to_list() == ["t1", "t2"]


def test_write__other_months_are_the_files_of_before(
    build: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """September stays, October is made anew, of August nothing is left."""
    made(build, [None], "2026-08-03", "2026-09-07", "2026-10-05")
    months.write(build, TICKETS, tmp_path / "a", tmp_path / "none")
    made(build, ["2026-08-01", "2026-10-01"], "2026-10-05", "2026-10-12")
    months.write(build, TICKETS, tmp_path / "b", tmp_path / "a")
    assert names(tmp_path / "b") == ["2026-09", "2026-10"]
    assert (tmp_path / "b/2026-09.parquet").samefile(tmp_path / "a/2026-09.parquet")
    assert pl.read_parquet(tmp_path / "b/2026-10.parquet").height == 2
    assert pl.read_parquet(tmp_path / "a/2026-10.parquet").height == 1


def test_write__all_months_anew_takes_nothing_from_before(
    build: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    made(build, [None], "2026-08-03")
    months.write(build, TICKETS, tmp_path / "a", tmp_path / "none")
    made(build, [None], "2026-10-05")
    months.write(build, TICKETS, tmp_path / "b", tmp_path / "a")
    assert names(tmp_path / "b") == ["2026-10"]


def test_write__no_rows_are_one_empty_file_which_is_not_kept(
    build: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    made(build, [None])
    months.write(build, TICKETS, tmp_path / "a", tmp_path / "none")
    [empty] = (tmp_path / "a").iterdir()
    assert pl.read_parquet(empty).shape == (0, len(TICKETS.columns))
    made(build, ["2026-10-01"], "2026-10-05")
    months.write(build, TICKETS, tmp_path / "b", tmp_path / "a")
    assert names(tmp_path / "b") == ["2026-10"]


def test_write__a_disk_without_second_names_gets_a_copy(
    build: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError

    made(build, [None], "2026-09-07")
    months.write(build, TICKETS, tmp_path / "a", tmp_path / "none")
    made(build, [])
    monkeypatch.setattr("os.link", refused)
    months.write(build, TICKETS, tmp_path / "b", tmp_path / "a")
    copy, before = tmp_path / "b/2026-09.parquet", tmp_path / "a/2026-09.parquet"
    assert copy.read_bytes() == before.read_bytes()
    assert not copy.samefile(before)
