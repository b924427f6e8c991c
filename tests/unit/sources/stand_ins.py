"""Mappings, tables and workbooks small enough to stand inside a test."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
import xlwt

from dagster_project.sources import files
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import ROW, SURPLUS, Selection, keep_data_rows

Cell = tuple[Any, ...]


def a_mapping(**said: Any) -> SourceMapping:
    """A mapping of hotline tickets that says no more than it must, and what is given."""
    least = {
        "name": "热线",
        "root": Path("/nowhere"),
        "contract": "hotline_ticket",
        "files": "inbox/*.csv",
        "delivery": "upsert",
    }
    return SourceMapping.model_validate(least | said)


class ListedTable:
    """A source table that is written down in the test; its first data row is row 2."""

    def __init__(self, headers: list[str], *rows: list[str | None]) -> None:
        self.headers = headers
        self._rows = rows

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """See `SourceTable`."""
        columns = {
            str(position): pl.Series([row[position] for row in self._rows], dtype=pl.String)
            for position in positions
        }
        numbers = pl.Series(range(2, len(self._rows) + 2), dtype=pl.Int64)
        frame = pl.DataFrame({ROW: numbers, **columns})
        return keep_data_rows(frame.with_columns(pl.lit(False).alias(SURPLUS)), ignore_rows)


def read(data: bytes, file: str, **said: Any) -> dict[str, tuple[list[str], list[Cell]]]:
    """Headers and rows (row number, cells) of every table in a file, by locator."""
    found = {}
    for locator, table in files.tables(data, a_mapping(**said), file):
        selection = table.select(list(range(len(table.headers))), ())
        found[locator] = (table.headers, selection.frame.drop(SURPLUS).rows())
    return found


def xlsx(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        fill(book)
    return buffer.getvalue()


def xls(fill: Callable[[xlwt.Workbook], object]) -> bytes:
    book = xlwt.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
