"""A contract as a workbook to fill in: headers, drop-downs, and a guide in Chinese and English.

A filled template needs no `columns` in its mapping, for its headers are the contract's labels.
"""

import io
from collections.abc import Mapping

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data_contracts import query
from data_contracts.export import TEXT_STAYS_TEXT
from data_contracts.model import Column, LogicalType, Reference, SourceContract
from data_contracts.snapshot import Snapshot

ROWS = 5000
CHOICES_SHEET = "选项"
GUIDE_SHEET = "填写说明"
KINDS = {
    LogicalType.STRING: "文本",
    LogicalType.INTEGER: "整数",
    LogicalType.NUMBER: "数值",
    LogicalType.BOOLEAN: "是或否",
    LogicalType.DATE: "日期",
    LogicalType.TIMESTAMP: "日期时间",
}
FORMATS = {LogicalType.DATE: "yyyy-mm-dd", LogicalType.TIMESTAMP: "yyyy-mm-dd hh:mm"}

CHOICES = {
    Reference(
        "area", "area_code"
    ): "SELECT area_code, name FROM dim_area WHERE is_current ORDER BY ALL",
    Reference(
        "unit", "unit_code"
    ): "SELECT unit_code, name FROM dim_unit WHERE is_current ORDER BY ALL",
    Reference("sector", "sector_code"): "SELECT sector_code, name_cn FROM dim_sector ORDER BY ALL",
}
"""What is known for the drop-downs of a reference."""


def file_name(contract: SourceContract, serving: Snapshot | None) -> str:
    """What the template of a contract is called, over the snapshot that serves."""
    mark = "演示数据_" if serving is not None and serving.is_demo else ""
    return f"{mark}{contract.label.cn}填报表.xlsx"


def over(contract: SourceContract, serving: Snapshot | None) -> bytes:
    """The template of a contract as XLSX, with what the snapshot that serves knows."""
    is_demo = serving is not None and serving.is_demo
    return workbook(contract, _known(contract, serving), is_demo)


def _known(contract: SourceContract, serving: Snapshot | None) -> dict[str, list[str]]:
    """Drop-down entries of reference columns, such as '150626102 图克镇'."""
    if serving is None:
        return {}
    return {
        column.name: [f"{code} {name}" for code, name in query.trusted(serving, sql).iter_rows()]
        for column in contract.columns
        if column.references and (sql := CHOICES.get(column.references))
    }


def workbook(contract: SourceContract, known: Mapping[str, list[str]], is_demo: bool) -> bytes:
    """The template of `contract` as XLSX.

    `known` gives, by column, the values of references that exist so far, for drop-downs.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, TEXT_STAYS_TEXT) as book:
        _data_sheet(book, contract, known)
        _guide_sheet(book, contract, is_demo)
    return buffer.getvalue()


def _data_sheet(
    book: xlsxwriter.Workbook, contract: SourceContract, known: Mapping[str, list[str]]
) -> None:
    sheet = book.add_worksheet(contract.label.cn)
    choices = book.add_worksheet(CHOICES_SHEET)
    choices.hide()
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(contract.columns):
        head = book.add_format(
            {
                "bold": True,
                "bg_color": "#1F4E79" if column.required else "#7F8C9A",
                "font_color": "white",
                "border": 1,
            }
        )
        sheet.write(0, position, column.label.cn, head)
        sheet.write_comment(0, position, column.description.both())
        body = book.add_format({"num_format": FORMATS.get(column.logical_type, "@")})
        sheet.set_column(position, position, max(14, 2 * len(column.label.cn) + 4), body)
        _choices(sheet, choices, position, _options(column, known))
        _bounds(sheet, position, column)


def _options(column: Column, known: Mapping[str, list[str]]) -> list[str]:
    if column.codes:
        return [label.cn for _, label in column.codes]
    if column.logical_type is LogicalType.BOOLEAN:
        return ["是", "否"]
    return known.get(column.name, [])


def _choices(sheet: Worksheet, choices: Worksheet, position: int, options: list[str]) -> None:
    """A drop-down fed from the hidden sheet, which holds more than a cell's list may."""
    if not options:
        return
    choices.write_column(0, position, options)
    letter = xlsxwriter.utility.xl_col_to_name(position)
    source = f"={CHOICES_SHEET}!${letter}$1:${letter}${len(options)}"
    sheet.data_validation(
        1,
        position,
        ROWS,
        position,
        {
            "validate": "list",
            "source": source,
            "error_title": "不在列表中",
            "error_message": "请从下拉列表中选择。",
        },
    )


def _bounds(sheet: Worksheet, position: int, column: Column) -> None:
    if column.logical_type is LogicalType.INTEGER:
        low, high = int(column.minimum or 0), int(column.maximum or 10**9)
        rule = {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
        sheet.data_validation(1, position, ROWS, position, rule)


def _guide_sheet(book: xlsxwriter.Workbook, contract: SourceContract, is_demo: bool) -> None:
    sheet = book.add_worksheet(GUIDE_SHEET)
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#D9E2EC", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    mark = "（演示数据）" if is_demo else ""
    sheet.write(0, 0, f"{contract.label.cn}填写说明{mark}", title)
    sheet.write(1, 0, f"{contract.description.cn} {contract.description.en}")
    sheet.write(2, 0, "请勿填写姓名、电话、身份证号、住址或任何文字描述；此类内容不会入库。")
    for position, (text, width) in enumerate(
        [("字段", 20), ("类型", 10), ("必填", 8), ("说明", 48), ("English", 60), ("可选值", 48)]
    ):
        sheet.write(4, position, text, head)
        sheet.set_column(position, position, width)
    for row, column in enumerate(contract.columns, start=5):
        for position, text in enumerate(_guide_row(column)):
            sheet.write(row, position, text, wrapped)


def _guide_row(column: Column) -> list[str]:
    options = "、".join(label.cn for _, label in column.codes)
    return [
        column.label.cn,
        KINDS[column.logical_type],
        "是" if column.required else "否",
        column.description.cn,
        column.description.en,
        options,
    ]
