"""What the demo's workbooks have in common: reproducible bytes, a title, plain formats."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dagster_project.demo.spellings import Spelling, spell_date

Value = str | int | Decimal | date | datetime | None
EXCEL_EPOCH: Final = date(1899, 12, 30)
REAL_DATES: Final = (Spelling.ISO, Spelling.SLASH)


@dataclass(frozen=True)
class Formats:
    """The looks of cells."""

    title: Format
    header: Format
    text: Format
    day: Format
    moment: Format


@contextmanager
def open_book(target: io.BytesIO, made_on: date) -> Iterator[tuple[Workbook, Formats]]:
    """A workbook that is written into `target` on leaving; its time of making is `made_on`."""
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": "演示数据", "created": datetime.combine(made_on, time())})
        framed = {"border": 1, "valign": "vcenter"}
        yield (
            book,
            Formats(
                title=book.add_format({"bold": True, "font_size": 16, "align": "center"}),
                header=book.add_format(
                    {**framed, "bold": True, "align": "center", "text_wrap": True}
                ),
                text=book.add_format(framed),
                day=book.add_format({**framed, "num_format": "yyyy-mm-dd"}),
                moment=book.add_format({**framed, "num_format": "yyyy-mm-dd hh:mm"}),
            ),
        )


def write_title(sheet: Worksheet, title: str, width: int, look: Format) -> None:
    """A title in the first row, merged over all `width` columns."""
    sheet.merge_range(0, 0, 0, width - 1, title, look)


def write_span(sheet: Worksheet, rows: Sequence[int], column: int, text: str, look: Format) -> None:
    """One text over neighbouring rows of a column, merged where there is more than one."""
    if len(rows) > 1:
        sheet.merge_range(rows[0], column, rows[-1], column, text, look)
    else:
        sheet.write_string(rows[0], column, text, look)


def write_headers(
    sheet: Worksheet, row: int, headers: Sequence[tuple[str, str]], look: Format
) -> None:
    """Two header rows: an upper one merged over its lower ones, or with its empty lower one."""
    for upper, members in groupby(range(len(headers)), key=lambda column: headers[column][0]):
        columns = list(members)
        if len(columns) == 1:
            write_span(sheet, (row, row + 1), columns[0], upper, look)
            continue
        sheet.merge_range(row, columns[0], row, columns[-1], upper, look)
        for column in columns:
            sheet.write_string(row + 1, column, headers[column][1], look)


def spelled_day(day: date | None, spelling: Spelling) -> Value:
    """A date cell, a bare serial number, or text."""
    if day is None or spelling in REAL_DATES:
        return day
    if spelling is Spelling.CODED:
        return (day - EXCEL_EPOCH).days
    return spell_date(day, spelling)


def write_cell(sheet: Worksheet, row: int, column: int, value: Value, looks: Formats) -> None:
    """One framed cell of the value's own kind."""
    match value:
        case None | "":
            sheet.write_blank(row, column, None, looks.text)
        case datetime():
            sheet.write_datetime(row, column, value, looks.moment)
        case date():
            sheet.write_datetime(row, column, value, looks.day)
        case int() | Decimal():
            sheet.write_number(row, column, value, looks.text)
        case str():
            sheet.write_string(row, column, value, looks.text)
