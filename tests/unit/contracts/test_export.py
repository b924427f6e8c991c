"""Query results as files: readable by Excel, harmless in it, and with their provenance."""

import csv
import io
import json
import zipfile
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


DANGEROUS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/c calc"!A1', "=HYPERLINK(1)"),
    *("＝1+1", "＋1", "－1", "＠SUM(A1)", " =1", "  -1", "\u3000=1", "\xa0=1", "\u200b=1"),
    *('"=1"', "'=1", "\n=1", "\ufeff=1", "= 1", "=\n1", "\t图克镇"),
]
HARMLESS = ["图克镇", "1=1", "a@b", "’=1", "", "－", "-", "=", "图克\n=1", "1-2"]
LINKS = ["https://example.invalid/", "internal:数据!A1", "external:\\\\host\\a", "mailto:a@b.c"]


def rows_of(data: bytes, form: Format, sheet: int = 0) -> list[list[str]]:
    """Names of columns and cells as a reader of such files finds them."""
    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    book = fastexcel.read_excel(data)
    grid = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    return [[cell or "" for cell in row] for row in grid.rows()]


def sheets_of(data: bytes) -> str:
    """The XML of all sheets of a workbook, and where their links lead."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = [name for name in book.namelist() if "worksheets/" in name]
        return "".join(book.read(name).decode() for name in names)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_spreadsheet__formulas_arrive_as_text(snapshot: Snapshot, form: Format) -> None:
    frame = pl.DataFrame({"cell": DANGEROUS + HARMLESS})
    _, *rows = rows_of(write(frame, snapshot, form), form)
    assert [row[0].replace("\r\n", "\r") for row in rows] == [
        *(f"'{cell}" for cell in DANGEROUS),
        *HARMLESS,
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_spreadsheet__names_of_columns_arrive_as_text(snapshot: Snapshot, form: Format) -> None:
    """An analyst chooses them: SELECT 1 AS "=1+1"."""
    names = ["=1+1", "'=1+1", "@a", "＝1", " =b", "a"]
    frame = query.trusted(snapshot, "SELECT " + ", ".join(f'1 AS "{name}"' for name in names))
    head, row = rows_of(write(frame, snapshot, form), form)
    assert head == ["'=1+1_", "''=1+1", "'@a", "'＝1", "' =b", "a", "snapshot"]
    assert row[: len(names)] == ["1"] * len(names)


def test_xlsx__holds_no_formula_and_no_link(snapshot: Snapshot) -> None:
    said = sheets_of(write(pl.DataFrame({"=a": [*DANGEROUS, *LINKS]}), snapshot, "xlsx"))
    assert "<f>" not in said
    assert "hyperlink" not in said


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS, "'", "''", "'图克", "''=1"])
def test_harmless__is_undone_to_the_letter(text: str) -> None:
    frame = pl.DataFrame({"text": [text]})
    again = export.harmless_cells(frame).select(export.as_it_was(pl.col("text")))
    assert again["text"].to_list() == [text]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_spreadsheet__numbers_of_any_kind_have_no_apostrophe(
    snapshot: Snapshot, form: Format
) -> None:
    frame = query.trusted(
        snapshot, "SELECT -1 AS a, -1.5 AS b, -2.50::DECIMAL(5,2) AS c, NULL AS d"
    )
    _, row = rows_of(write(frame, snapshot, form), form)
    assert [float(cell) for cell in row[:3]] == [-1, -1.5, -2.5]


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_programs__are_given_formulas_as_they_are(snapshot: Snapshot, form: Format) -> None:
    data = write(pl.DataFrame({"=name": DANGEROUS}), snapshot, form)
    is_json = form == "json"
    read = pl.DataFrame(json.loads(data)) if is_json else pl.read_parquet(io.BytesIO(data))
    assert read["=name"].to_list() == DANGEROUS


def test_workbook__of_a_page_holds_no_formula_and_no_link(snapshot: Snapshot) -> None:
    name = '=HYPERLINK("http://example.invalid")'
    sheet = export.Sheet(f"@{name}", [name, "数"], [(name, -1.5), (LINKS[0], 2)])
    data = export.workbook(name, {name: name}, [sheet], snapshot)
    cells = [cell for n in (0, 1) for row in rows_of(data, "xlsx", n) for cell in row]
    assert cells.count(f"'{name}") == 5
    assert f"'@{name}" in cells
    assert "-1.5" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    said = sheets_of(data)
    assert "<f>" not in said
    assert "hyperlink" not in said


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
