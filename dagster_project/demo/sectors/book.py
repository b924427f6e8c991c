"""The sectors' ledger as a workbook: a sheet a register, with a title, a note and a total."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from xlsxwriter import Workbook

from dagster_project.demo.lines import Line
from dagster_project.demo.sectors.records import Sectors
from dagster_project.demo.spellings import spell_count, spell_moment
from dagster_project.demo.wording import SECTORS, Names, word
from dagster_project.demo.workbooks import (
    REAL_DATES,
    Formats,
    Value,
    open_book,
    spelled_day,
    write_cell,
    write_title,
)

KINDS: Final = {
    "unlicensed": "无证照经营", "forced_dealing": "强揽强卖", "pricing": "价格乱象",
    "bidding": "招投标乱象", "hazard": "安全隐患", "control_gap": "监管漏洞", "other": "其他",
}  # fmt: skip
WAYS: Final = {"reported": "群众反映", "inspection": "走访排查"}
FIRST_ROW: Final = 3


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, a header for each column, and what nobody may read beside them.

    A `{name}` or `{phone}` in a personal cell is that of the line's person.
    """

    name: str
    headers: Mapping[str, str]
    personal: Mapping[str, str]
    words: Mapping[str, dict[str, str]] = field(default_factory=dict)


PREMISES: Final = Sheet(
    "场所名录",
    {
        "premises_id": "场所编号", "sector_code": "行业", "area_code": "所在地",
        "valid_from": "列入日期", "valid_to": "退出日期", "updated_at": "更新时间",
    },
    {"场所名称": "{name}经营部", "经营者": "{name}", "电话": "{phone}", "地址": "沿街第三户"},
)  # fmt: skip
VISITS: Final = Sheet(
    "走访记录",
    {
        "visit_id": "走访编号", "premises_id": "场所编号", "sector_code": "行业",
        "area_code": "所在地", "visited_on": "走访日期", "problem_count": "问题数",
        "updated_at": "更新时间",
    },
    {"走访人": "{name}", "情况": "{name}已当面告知"},
)  # fmt: skip
ISSUES: Final = Sheet(
    "乱象问题",
    {
        "issue_id": "问题编号", "premises_id": "场所编号", "sector_code": "行业",
        "area_code": "所在地", "unit_code": "责任单位", "kind": "类型", "found_by": "发现途径",
        "found_on": "发现日期", "due_on": "整改期限", "verified_closed_on": "销号日期",
        "reopened_on": "反弹日期", "updated_at": "更新时间",
    },
    {"问题描述": "{name}反映收费不公开", "反映人": "{name}", "反映人电话": "{phone}"},
    {"kind": KINDS, "found_by": WAYS},
)  # fmt: skip
ITEMS: Final = Sheet(
    "长效机制清单",
    {
        "item_id": "事项编号", "sector_code": "行业", "unit_code": "责任单位",
        "due_on": "完成期限", "completed_on": "完成日期", "updated_at": "更新时间",
    },
    {"事项内容": "由{name}牵头起草制度", "联系人": "{name}", "联系电话": "{phone}"},
)  # fmt: skip


def ledger_bytes(sectors: Sectors, names: Names, made_on: date) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    sheets: tuple[tuple[Sheet, Sequence[Line[Any]]], ...] = (
        (PREMISES, sectors.premises_lines),
        (VISITS, sectors.visit_lines),
        (ISSUES, sectors.issue_lines),
        (ITEMS, sectors.item_lines),
    )
    with open_book(target, made_on) as (book, looks):
        for sheet, lines in sheets:
            _write(book, looks, sheet, lines, names)
    return target.getvalue()


def _write(
    book: Workbook, looks: Formats, sheet: Sheet, lines: Sequence[Line[Any]], names: Names
) -> None:
    headers = [*sheet.headers.values(), *sheet.personal]
    page = book.add_worksheet(sheet.name)
    page.set_column(0, len(headers) - 1, 16)
    write_title(page, f"演示数据 乌审旗行业领域{sheet.name}", len(headers), looks.title)
    page.write_string(1, 0, "填报单位：各行业主管部门，乌审旗扫黑办汇总")
    page.write_row(2, 0, headers, looks.header)
    words = {
        "sector_code": SECTORS, "area_code": names.areas, "unit_code": names.units, **sheet.words,
    }  # fmt: skip
    for row, line in enumerate(lines, start=FIRST_ROW):
        told: list[Value] = [
            line.overrides.get(column) if column in line.overrides else _cell(line, column, words)
            for column in sheet.headers
        ]
        told += [
            text.format(name=line.person.name, phone=line.person.phone)
            for text in sheet.personal.values()
        ]
        for number, value in enumerate(told):
            write_cell(page, row, number, value, looks)
    page.write_string(FIRST_ROW + len(lines), 0, "合计", looks.header)
    page.write_number(FIRST_ROW + len(lines), 1, len(lines), looks.header)
    page.freeze_panes(FIRST_ROW, 0)


def _cell(line: Line[Any], column: str, words: Mapping[str, dict[str, str]]) -> Value:
    value, spelling = getattr(line.record, column), line.spelling
    if column in words:
        return word(value, words[column], spelling)
    if isinstance(value, datetime):
        return value if spelling in REAL_DATES else spell_moment(value, spelling)
    if isinstance(value, int):
        return value if spelling in REAL_DATES else spell_count(value, spelling)
    if value is None or isinstance(value, date):
        return spelled_day(value, spelling)
    return str(value)
