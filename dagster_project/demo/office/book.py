"""The office's workbook: a title, a note, headers, rows and a total on every sheet."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from dagster_project.demo.lines import Line
from dagster_project.demo.office.sheets import SHEETS, Sheet
from dagster_project.demo.spellings import Spelling, spell_count, spell_flag, spell_moment
from dagster_project.demo.wording import Names, word
from dagster_project.demo.workbooks import (
    REAL_DATES,
    Formats,
    Value,
    open_book,
    spelled_day,
    write_cell,
    write_title,
)

FIRST_ROW: Final = 3


def workbook_bytes(lines: Mapping[str, Sequence[Line[Any]]], names: Names, made_on: date) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    with open_book(target, made_on) as (book, looks):
        for sheet in SHEETS:
            _write(book.add_worksheet(sheet.name), looks, sheet, lines[sheet.contract], names)
    return target.getvalue()


def _write(
    page: Worksheet, looks: Formats, sheet: Sheet, lines: Sequence[Line[Any]], names: Names
) -> None:
    headers = ("序号", *sheet.headers.values(), *sheet.personal)
    page.set_column(0, len(headers) - 1, 16)
    write_title(page, f"演示数据 乌审旗{sheet.name}台账", len(headers), looks.title)
    page.write_string(1, 0, "填报单位：乌审旗扫黑办")
    page.write_row(2, 0, headers, looks.header)
    words = {
        "unit_code": names.units,
        "decided_by_unit_code": names.units,
        "area_code": names.areas,
        **sheet.words,
    }
    for number, line in enumerate(lines, start=1):
        row = FIRST_ROW + number - 1
        spelled = [_spelled(line, column, words) for column in sheet.headers]
        for column, value in enumerate([number, *spelled, line.person.name, line.person.phone]):
            write_cell(page, row, column, value, looks)
    page.write_string(FIRST_ROW + len(lines), 0, "合计", looks.header)
    page.write_string(FIRST_ROW + len(lines), 1, f"{len(lines)}条", looks.header)
    page.freeze_panes(FIRST_ROW, 0)


def _spelled(line: Line[Any], column: str, words: Mapping[str, Mapping[str, str]]) -> Value:
    """What stands in a cell, in the habit of whoever wrote the row."""
    if column in line.overrides:
        return line.overrides[column]
    value, spelling = getattr(line.record, column), line.spelling
    if column in words:
        return word(value, dict(words[column]), spelling)
    match value:
        case bool():
            return spell_flag(value, spelling)
        case datetime():
            return value if spelling in REAL_DATES else spell_moment(value, spelling)
        case date():
            return spelled_day(value, spelling)
        case int() if spelling is Spelling.FULL_WIDTH:
            return spell_count(value, spelling)
        case _:
            found: Value = value
            return found
