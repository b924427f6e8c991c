"""The findings ledger as a workbook, with all that makes such ledgers hard to read.

A title, a note, two header rows, units merged downwards, subtotals, a total, dates as dates,
as text and as bare serial numbers.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final

from xlsxwriter.worksheet import Worksheet

from dagster_project.demo.findings.records import Finding
from dagster_project.demo.lines import Line
from dagster_project.demo.records import World
from dagster_project.demo.spellings import Spelling, spell_date, spell_moment
from dagster_project.demo.wording import FINDING_KINDS, Names, names_in, word
from dagster_project.demo.workbooks import Formats, open_book, write_span, write_title

# Upper and lower header; a lower one that is empty is merged with the upper.
HEADERS: Final = (
    ("序号", ""), ("问题编号", ""), ("督导", "类型"), ("督导", "反馈日期"), ("责任单位", ""),
    ("整改", "期限"), ("整改", "销号日期"), ("问题描述", ""), ("联系人", ""), ("联系电话", ""),
    ("更新时间", ""),
)  # fmt: skip
COLUMNS: Final = {
    "finding_id": 1, "kind": 2, "found_on": 3, "due_on": 5, "verified_closed_on": 6,
    "updated_at": 10,
}  # fmt: skip
UNIT_COLUMN: Final = 4
FIRST_ROW: Final = 4
EXCEL_EPOCH: Final = date(1899, 12, 30)
REAL_DATES: Final = (Spelling.ISO, Spelling.SLASH)
PROBLEMS: Final = ("台账更新不及时", "线索核查超期未报告", "宣传栏内容陈旧", "研判会议缺少记录")

Value = str | int | date | datetime | None


def ledger_bytes(world: World) -> bytes:
    """The workbook's bytes."""
    names = names_in(world)
    target = io.BytesIO()
    with open_book(target, world.today) as (book, looks):
        sheet = book.add_worksheet("督导问题台账")
        sheet.set_column(0, len(HEADERS) - 1, 16)
        write_title(sheet, "演示数据 乌审旗督导问题整改台账", len(HEADERS), looks.title)
        sheet.write_string(1, 0, f"填报单位：乌审旗扫黑办  截至{world.today:%Y年%m月%d日}")
        _write_headers(sheet, looks)
        row, number = FIRST_ROW, 0
        for _, of_town in groupby(world.ledger, key=_town):
            lines = list(of_town)
            _write_lines(sheet, looks, row, number, lines, names)
            row, number = row + len(lines), number + len(lines)
            sheet.write_string(row, 0, "小计", looks.header)
            sheet.write_string(row, 1, f"{len(lines)}项", looks.header)
            row += 1
        sheet.merge_range(row, 0, row, 3, "合计", looks.header)
        sheet.write_number(row, UNIT_COLUMN, len(world.ledger), looks.header)
        sheet.freeze_panes(FIRST_ROW, 0)
    return target.getvalue()


def _town(line: Line[Finding]) -> str:
    return line.record.unit_code.partition("-")[0]


def _write_headers(sheet: Worksheet, looks: Formats) -> None:
    for upper, members in groupby(range(len(HEADERS)), key=lambda column: HEADERS[column][0]):
        columns = list(members)
        if len(columns) == 1:
            write_span(sheet, (2, 3), columns[0], upper, looks.header)
            continue
        sheet.merge_range(2, columns[0], 2, columns[-1], upper, looks.header)
        for column in columns:
            sheet.write_string(3, column, HEADERS[column][1], looks.header)


def _write_lines(
    sheet: Worksheet,
    looks: Formats,
    first_row: int,
    count_before: int,
    lines: Sequence[Line[Finding]],
    names: Names,
) -> None:
    units = [line.overrides.get("unit_code", names.units[line.record.unit_code]) for line in lines]
    rows = range(first_row, first_row + len(lines))
    for unit, together in groupby(zip(rows, units, strict=True), key=lambda pair: pair[1]):
        write_span(sheet, [row for row, _ in together], UNIT_COLUMN, unit, looks.text)
    for number, (row, line) in enumerate(zip(rows, lines, strict=True), start=count_before + 1):
        sheet.write_number(row, 0, number, looks.text)
        for column, value in _cells(line).items():
            _write(sheet, looks, row, COLUMNS[column], value)
        problem = PROBLEMS[number % len(PROBLEMS)]
        contact = line.person
        text = f"{problem}，由{contact.name}负责整改"
        for offset, personal in enumerate((text, contact.name, contact.phone)):
            sheet.write_string(row, 7 + offset, personal, looks.text)


def _cells(line: Line[Finding]) -> dict[str, Value]:
    finding, spelling = line.record, line.spelling
    dates = (finding.found_on, finding.due_on, finding.verified_closed_on)
    found, due, closed = (_day(day, spelling) for day in dates)
    moment = finding.updated_at
    return {
        "finding_id": finding.finding_id,
        "kind": word(finding.kind, FINDING_KINDS, spelling),
        "found_on": found,
        "due_on": due,
        "verified_closed_on": closed,
        "updated_at": moment if spelling in REAL_DATES else spell_moment(moment, spelling),
        **{column: text for column, text in line.overrides.items() if column in COLUMNS},
    }


def _day(day: date | None, spelling: Spelling) -> Value:
    """A date cell, a bare serial number, or text."""
    if day is None or spelling in REAL_DATES:
        return day
    if spelling is Spelling.CODED:
        return (day - EXCEL_EPOCH).days
    return spell_date(day, spelling)


def _write(sheet: Worksheet, looks: Formats, row: int, column: int, value: Value) -> None:
    match value:
        case None | "":
            sheet.write_blank(row, column, None, looks.text)
        case datetime():
            sheet.write_datetime(row, column, value, looks.moment)
        case date():
            sheet.write_datetime(row, column, value, looks.day)
        case int():
            sheet.write_number(row, column, value, looks.text)
        case str():
            sheet.write_string(row, column, value, looks.text)
