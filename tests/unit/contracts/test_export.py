"""Query results as files: readable by Excel, harmless in it, and with their provenance."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from data_contracts import export, query
from data_contracts.export import Format, provenance, write
from data_contracts.snapshot import Snapshot
from tests.unit.contracts.published import a_snapshot

FORMATS: list[Format] = ["table", "csv", "xlsx", "json", "parquet"]


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return a_snapshot(tmp_path)


@pytest.fixture
def things(snapshot: Snapshot) -> pl.DataFrame:
    return query.trusted(snapshot, "SELECT * FROM thing")


def from_xlsx(data: bytes) -> pl.DataFrame:
    return fastexcel.read_excel(data).load_sheet(0).to_polars()


def as_text(data: bytes, form: Format) -> str:
    """Everything that the file says, in one text."""
    match form:
        case "xlsx":
            return str(from_xlsx(data).rows())
        case "parquet":
            return str(pl.read_parquet(io.BytesIO(data)).rows())
        case _:
            return data.decode()


@pytest.mark.parametrize("form", FORMATS)
def test_write__every_format_says_where_it_comes_from(
    snapshot: Snapshot, things: pl.DataFrame, form: Format
) -> None:
    said = as_text(write(things, snapshot, form), form)
    for word in ("20261122-1a2b3c4d", "2026-11-22", "演示数据", "图克镇"):
        assert word in said


@pytest.mark.parametrize("form", FORMATS)
def test_write__demo_is_said_of_a_demo_only(
    snapshot: Snapshot, things: pl.DataFrame, form: Format
) -> None:
    real = replace(snapshot, is_demo=False)
    said = as_text(write(things, real, form), form)
    assert "演示" not in said
    assert "20261122-1a2b3c4d" in said


def test_write__table_without_rows_still_says_where_it_comes_from(snapshot: Snapshot) -> None:
    nothing = query.trusted(snapshot, "SELECT * FROM thing WHERE false")
    assert provenance(snapshot) in write(nothing, snapshot, "table").decode()


def test_csv__byte_order_mark_for_excel(snapshot: Snapshot, things: pl.DataFrame) -> None:
    data = write(things, snapshot, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[0] == "day,seen_at,codes,name,value,snapshot"


def test_csv__lists_times_and_nothing(snapshot: Snapshot, things: pl.DataFrame) -> None:
    read = pl.read_csv(write(things, snapshot, "csv"), infer_schema=False)
    assert read.rows()[0][:5] == (
        "2026-09-01",
        "2026-09-01T08:15:00.000000",
        "mineral；finance",
        "图克镇",
        "1.5",
    )
    assert read.rows()[1][:2] == (None, None)


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/c calc"!A1', "=HYPERLINK(1)"]
HARMLESS = ["图克镇", "1=1", "a@b", "’=1", ""]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_spreadsheet__formulas_arrive_as_text(snapshot: Snapshot, form: Format) -> None:
    frame = pl.DataFrame({"cell": DANGEROUS + HARMLESS})
    data = write(frame, snapshot, form)
    if form == "csv":
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        cells = [line[0] for line in lines][1:]
    else:
        cells = [cell or "" for cell in from_xlsx(data)["cell"].to_list()]
    assert [cell.replace("\r\n", "\r") for cell in cells] == [
        *(f"'{cell}" for cell in DANGEROUS),
        *HARMLESS,
    ]


def test_spreadsheet__formulas_within_lists_arrive_as_text(snapshot: Snapshot) -> None:
    frame = pl.DataFrame({"cells": [["=1+1", "b"]]})
    assert from_xlsx(write(frame, snapshot, "xlsx"))["cells"].to_list() == ["'=1+1；b"]


def test_spreadsheet__negative_numbers_stay_numbers(snapshot: Snapshot) -> None:
    frame = pl.DataFrame({"value": [-1.5]})
    assert from_xlsx(write(frame, snapshot, "xlsx"))["value"].to_list() == [-1.5]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("column", ["list_value(1, 2)", "{'a': 1}"])
def test_spreadsheet__any_type_that_a_query_gives(
    snapshot: Snapshot, form: Format, column: str
) -> None:
    frame = query.trusted(snapshot, f"SELECT {column} AS value")
    assert write(frame, snapshot, form)


def test_xlsx__dates_times_and_lists_are_read_again(
    snapshot: Snapshot, things: pl.DataFrame
) -> None:
    read = from_xlsx(write(things, snapshot, "xlsx"))
    assert read.columns == [*things.columns, "snapshot"]
    day, seen_at, codes, name, value, said = read.rows()[0]
    assert (day, seen_at) == (datetime(2026, 9, 1), datetime(2026, 9, 1, 8, 15))
    assert (codes, name, value) == ("mineral；finance", "图克镇", 1.5)
    assert said == provenance(snapshot)


def test_json__types_and_chinese(snapshot: Snapshot, things: pl.DataFrame) -> None:
    first, second = json.loads(write(things, snapshot, "json"))
    assert (first["day"], first["codes"], first["name"]) == (
        "2026-09-01",
        ["mineral", "finance"],
        "图克镇",
    )
    assert second["name"] == "=1+1", "JSON goes to programs, which know no formulas"
    assert "图克镇".encode() in write(things, snapshot, "json")


def test_parquet__comes_back_as_it_was(snapshot: Snapshot, things: pl.DataFrame) -> None:
    read = pl.read_parquet(io.BytesIO(write(things, snapshot, "parquet")))
    assert read.drop("snapshot").equals(things)


def test_write__column_of_the_query_is_not_replaced(snapshot: Snapshot) -> None:
    frame = query.trusted(snapshot, "SELECT 'mine' AS snapshot")
    assert "mine" in write(frame, snapshot, "csv").decode()


def test_writers__one_a_format() -> None:
    assert set(export.WRITERS) == set(FORMATS)
