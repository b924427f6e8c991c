"""The workbooks: a sheet a register, with a title, the office's own headers and words."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from dagster_project.demo.justice.records import Justice
from dagster_project.demo.lines import Line
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

REPORTER: Final = {"举报人姓名": "{name}", "举报人电话": "{phone}"}
CASE: Final = {"案件名称": "{name}等人案", "嫌疑人姓名": "{name}", "联系电话": "{phone}"}
CONTACT: Final = {"联系人": "{name}", "联系电话": "{phone}"}


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet: its name, headers by contract column, words by column, and what is personal."""

    sheet: str
    headers: dict[str, str]
    personal: dict[str, str]
    words: dict[str, dict[str, str]] = field(default_factory=dict)


FORMS: Final = {
    "reward_month": Form(
        "奖励兑现",
        {
            "month": "月份", "area_code": "辖区", "approved_count": "批准笔数",
            "due_count": "到期应付笔数", "paid_on_time_count": "按期兑现笔数",
            "updated_at": "填报时间",
        },
        REPORTER,
    ),
    "protection_month": Form(
        "举报人保护",
        {
            "month": "月份", "area_code": "辖区", "request_count": "申请保护件数",
            "confirmed_leak_count": "确认泄露起数", "updated_at": "填报时间",
        },
        REPORTER,
    ),
    "case_stage_month": Form(
        "案件阶段",
        {
            "month": "月份", "area_code": "辖区", "stage": "阶段", "case_count": "件数",
            "updated_at": "填报时间",
        },
        CASE,
        {
            "stage": {
                "case_filed": "立案", "case_transferred": "移诉", "prosecuted": "起诉",
                "first_instance": "一审",
            },
        },
    ),
    "supervised_milestone": Form(
        "重点案件节点",
        {
            "milestone_id": "节点编号", "area_code": "辖区", "kind": "节点",
            "listed_on": "列入日期", "due_on": "倒排期限", "met_on": "完成日期",
            "updated_at": "更新时间",
        },
        CASE,
        {
            "kind": {
                "investigation": "侦查终结", "prosecution": "提起公诉", "judgment": "一审宣判",
                "asset_disposal": "财产处置", "rectification": "行业整治",
            },
        },
    ),
    "supervised_case": Form(
        "挂牌督办",
        {
            "listed_id": "挂牌编号", "area_code": "辖区", "listed_on": "挂牌日期",
            "due_on": "办结期限", "closed_on": "办结日期", "has_lead_office": "牵头单位已明确",
            "updated_at": "更新时间",
        },
        {"案件名称": "{name}等人案", "包案领导": "{name}", "联系电话": "{phone}"},
    ),
    "asset_year": Form(
        "涉案财产",
        {
            "year": "年度", "area_code": "辖区", "measure": "措施",
            "ordered_yuan": "应执行金额（元）", "executed_yuan": "执行到位（元）",
            "seized_yuan": "扣押（元）", "frozen_yuan": "冻结（元）", "case_count": "案件数",
            "largest_yuan": "最大一案（元）",
            "second_largest_yuan": "第二大案（元）", "updated_at": "填报时间",
        },
        CASE,
        {
            "measure": {
                "fine": "罚金", "confiscation": "没收财产", "recovery": "追缴",
                "restitution": "责令退赔",
            },
        },
    ),
    "case_review": Form(
        "案件评查",
        {
            "period": "评查期", "unit_code": "被评查单位", "kind": "案件类别",
            "reviewed_count": "评查件数", "qualified_count": "合格件数", "updated_at": "录入时间",
        },
        CASE,
        {"kind": {"business": "涉企", "organised_crime": "涉黑涉恶", "other": "其他"}},
    ),
    "training": Form(
        "法律业务培训",
        {
            "event_id": "培训编号", "unit_code": "参训单位", "held_on": "培训日期",
            "required_count": "应训人次", "passed_count": "合格人次", "hours": "学时",
            "updated_at": "录入时间",
        },
        CONTACT,
    ),
}  # fmt: skip


def book_bytes(justice: Justice, contracts: Sequence[str], names: Names, made_on: date) -> bytes:
    """The workbook of some registers."""
    target = io.BytesIO()
    with open_book(target, made_on) as (book, looks):
        for contract in contracts:
            form = FORMS[contract]
            sheet = book.add_worksheet(form.sheet)
            headers = [*form.headers.values(), *form.personal]
            sheet.set_column(0, len(headers) - 1, 15)
            write_title(sheet, f"演示数据 {form.sheet}台账", len(headers), looks.title)
            sheet.write_row(1, 0, headers, looks.header)
            for row, line in enumerate(justice.lines[contract], start=2):
                _write_line(sheet, looks, row, form, line, names)
            sheet.freeze_panes(2, 0)
    return target.getvalue()


def _write_line(
    sheet: Worksheet, looks: Formats, row: int, form: Form, line: Line[Any], names: Names
) -> None:
    for column, name in enumerate(form.headers):
        value = getattr(line.record, name)
        said = _said(name, value, line.spelling, form, names)
        write_cell(sheet, row, column, line.overrides.get(name, said), looks)
    person = line.person
    for column, text in enumerate(form.personal.values(), start=len(form.headers)):
        sheet.write_string(row, column, text.format(name=person.name, phone=person.phone))


def _said(name: str, value: Any, spelling: Spelling, form: Form, names: Names) -> Value:
    """What a clerk writes of a value."""
    match value:
        case bool():
            return spell_flag(value, spelling)
        case int():
            return spell_count(value, spelling) if spelling is Spelling.FULL_WIDTH else value
        case datetime():
            return value if spelling in REAL_DATES else spell_moment(value, spelling)
        case date():
            return spelled_day(value, spelling)
        case float():
            return Decimal(str(value))
        case str():
            known = {"area_code": names.areas, "unit_code": names.units, **form.words}
            return word(value, known.get(name, {}), spelling)
    return value  # type: ignore[no-any-return]
