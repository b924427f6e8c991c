"""The villages' ledger as a workbook: a sheet for each register, a title and a row of headers."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from xlsxwriter import Workbook

from dagster_project.demo.lines import Line
from dagster_project.demo.spellings import spell_count, spell_flag, spell_moment
from dagster_project.demo.villages.records import Villages
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

PERSONAL_HEADERS: Final = ("联系人", "联系电话")
CODES: Final = {
    "dispute": "矛盾纠纷", "hazard": "安全隐患", "public_order": "治安问题",
    "environment": "环境卫生", "facility": "公共设施", "other": "其他事件",
    "party": "党务公开", "village": "村务公开", "finance": "财务公开",
    "lecture": "集中宣讲", "booth": "设点宣传", "board": "宣传栏", "broadcast": "广播宣传",
    "online": "网络宣传", "leaflet": "发放材料",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One sheet of the ledger: its name, and what the ledger calls the contract's columns."""

    name: str
    headers: dict[str, str]


SHEETS: Final = {
    "party_branch_status": Sheet("党支部状况", {
        "branch_code": "支部编号", "half_year": "半年度", "area_code": "嘎查村",
        "is_listed": "软弱涣散", "listed_on": "列入时间", "has_measures": "四个一落实",
        "deadline_on": "整顿期限", "turned_round_on": "验收转化时间",
        "observation_end_on": "观察期满", "is_observation_passed": "观察期结论",
        "is_certified": "最强党支部", "updated_at": "登记时间",
    }),
    "grid_event": Sheet("网格事件", {
        "event_id": "事件编号", "area_code": "所在嘎查村", "grid_code": "网格号",
        "kind": "事件类别", "reported_on": "上报时间", "due_on": "限办时间",
        "closed_on": "办结时间", "updated_at": "更新时间",
    }),
    "village_decision": Sheet("四议两公开", {
        "decision_id": "事项编号", "area_code": "嘎查村", "proposed_on": "支部提议",
        "deliberated_on": "两委商议", "reviewed_on": "党员大会审议",
        "eligible_count": "应到党员", "attended_count": "实到党员", "approved_count": "赞成票",
        "resolved_on": "代表会决议", "resolution_published_on": "决议公开",
        "result_published_on": "结果公开", "updated_at": "登记时间",
    }),
    "disclosure": Sheet("三务公开", {
        "disclosure_id": "公开编号", "area_code": "嘎查村", "kind": "类别",
        "due_on": "应公开时间", "published_on": "公开时间", "updated_at": "登记时间",
    }),
    "publicity": Sheet("宣传活动", {
        "activity_id": "活动编号", "area_code": "地点所属", "channel": "形式",
        "held_on": "活动时间", "reach_count": "覆盖人次", "updated_at": "登记时间",
    }),
}  # fmt: skip


def ledger_bytes(villages: Villages, names: Names, made_on: date) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    with open_book(target, made_on) as (book, looks):
        for contract, sheet in SHEETS.items():
            _write_sheet(book, looks, sheet, villages.sheets.get(contract, ()), names)
    return target.getvalue()


def _write_sheet(
    book: Workbook, looks: Formats, sheet: Sheet, lines: Sequence[Line[Any]], names: Names
) -> None:
    page = book.add_worksheet(sheet.name)
    headers = [*sheet.headers.values(), *PERSONAL_HEADERS]
    page.set_column(0, len(headers) - 1, 14)
    write_title(page, f"演示数据 乌审旗{sheet.name}台账", len(headers), looks.title)
    page.write_row(1, 0, headers, looks.header)
    for row, line in enumerate(lines, start=2):
        said = [_said(line, column, names) for column in sheet.headers]
        for column, value in enumerate([*said, line.person.name, line.person.phone]):
            write_cell(page, row, column, value, looks)
    page.freeze_panes(2, 1)


def _said(line: Line[Any], column: str, names: Names) -> Value:
    """What stands in the cell of a contract's column."""
    if column in line.overrides:
        return line.overrides[column]
    value, spelling = getattr(line.record, column), line.spelling
    match value:
        case bool():
            return spell_flag(value, spelling)
        case int():
            return spell_count(value, spelling)
        case datetime():
            return value if spelling in REAL_DATES else spell_moment(value, spelling)
        case date():
            return spelled_day(value, spelling)
        case str():
            return word(value, names.areas if column == "area_code" else CODES, spelling)
        case _:
            return None
