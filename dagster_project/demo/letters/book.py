"""The ledger of letters as a workbook: kinds merged downwards, two header rows, subtotals."""

import io
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from xlsxwriter.worksheet import Worksheet

from dagster_project.demo.letters.records import Letter
from dagster_project.demo.lines import Line
from dagster_project.demo.spellings import spell_moment
from dagster_project.demo.wording import SECTORS, Names, word
from dagster_project.demo.workbooks import (
    REAL_DATES,
    Formats,
    Value,
    open_book,
    spelled_day,
    write_cell,
    write_headers,
    write_span,
    write_title,
)

KINDS: Final = {
    "procuratorial": "检察建议书", "police_notice": "公安提示函", "judicial": "司法建议书",
    "supervision": "监察建议书",
}  # fmt: skip
REPLIES: Final = {"accepted": "采纳", "partly": "部分采纳", "declined": "未采纳"}
# Upper and lower header; a lower one that is empty is merged with the upper.
HEADERS: Final = (
    ("种类", ""), ("文号", ""), ("制发单位", ""), ("接收单位", ""), ("行业", ""),
    ("制发", "日期"), ("制发", "送达"), ("回复", "期限"), ("回复", "日期"), ("回复", "意见"),
    ("整改", "期限"), ("整改", "验收"), ("整改", "回访"), ("建议内容", ""), ("联系人", ""),
    ("联系电话", ""), ("更新时间", ""),
)  # fmt: skip
COLUMNS: Final = {
    "letter_id": 1, "issuer_unit_code": 2, "recipient_unit_code": 3, "sector_code": 4,
    "issued_on": 5, "delivered_on": 6, "reply_due_on": 7, "replied_on": 8, "reply": 9,
    "rectification_due_on": 10, "verified_on": 11, "revisited_on": 12, "updated_at": 16,
}  # fmt: skip
DAYS: Final = tuple(column for column in COLUMNS if column.endswith("_on"))
PERSONAL: Final = 13
FIRST_ROW: Final = 4
MATTERS: Final = ("砂石场资质审查不严", "校园周边巡查不足", "客运线路管理有漏洞", "合同备案不及时")


def ledger_bytes(lines: Sequence[Line[Letter]], names: Names, made_on: date) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    with open_book(target, made_on) as (book, looks):
        sheet = book.add_worksheet("三书一函台账")
        sheet.set_column(0, len(HEADERS) - 1, 15)
        write_title(sheet, "演示数据 乌审旗三书一函台账", len(HEADERS), looks.title)
        sheet.write_string(1, 0, f"填报单位：乌审旗扫黑办  截至{made_on:%Y年%m月%d日}")
        write_headers(sheet, 2, HEADERS, looks.header)
        row = FIRST_ROW
        for _, members in groupby(lines, key=lambda line: line.record.kind):
            of_kind = list(members)
            _write_lines(sheet, looks, row, of_kind, names)
            row += len(of_kind)
            sheet.write_string(row, 0, "小计", looks.header)
            sheet.write_string(row, 1, f"{len(of_kind)}件", looks.header)
            row += 1
        sheet.merge_range(row, 0, row, 3, "合计", looks.header)
        sheet.write_number(row, 4, len(lines), looks.header)
        sheet.freeze_panes(FIRST_ROW, 0)
    return target.getvalue()


def _write_lines(
    sheet: Worksheet, looks: Formats, first: int, lines: Sequence[Line[Letter]], names: Names
) -> None:
    rows = range(first, first + len(lines))
    kinds = [line.overrides.get("kind", KINDS[line.record.kind]) for line in lines]
    for kind, together in groupby(zip(rows, kinds, strict=True), key=lambda pair: pair[1]):
        write_span(sheet, [row for row, _ in together], 0, kind, looks.text)
    for row, line in zip(rows, lines, strict=True):
        for column, value in _cells(line, names).items():
            write_cell(sheet, row, COLUMNS[column], value, looks)
        person = line.person
        text = f"{MATTERS[row % len(MATTERS)]}，请{person.name}牵头整改"
        for offset, personal in enumerate((text, person.name, person.phone)):
            sheet.write_string(row, PERSONAL + offset, personal, looks.text)


def _cells(line: Line[Letter], names: Names) -> dict[str, Value]:
    letter, spelling = line.record, line.spelling
    moment = letter.updated_at
    return {
        "letter_id": letter.letter_id,
        "issuer_unit_code": word(letter.issuer_unit_code, names.units, spelling),
        "recipient_unit_code": word(letter.recipient_unit_code, names.units, spelling),
        "sector_code": word(letter.sector_code, SECTORS, spelling),
        "reply": word(letter.reply, REPLIES, spelling),
        **{column: spelled_day(getattr(letter, column), spelling) for column in DAYS},
        "updated_at": moment if spelling in REAL_DATES else spell_moment(moment, spelling),
        **{column: text for column, text in line.overrides.items() if column in COLUMNS},
    }
