"""The table of figures that upper levels sent down, as a workbook."""

import io
from datetime import date
from typing import Final

from dagster_project.demo.spellings import Spelling
from dagster_project.demo.surveys import wording
from dagster_project.demo.surveys.records import Cells
from dagster_project.demo.wording import Names
from dagster_project.demo.workbooks import (
    Value,
    open_book,
    spelled_day,
    write_cell,
    write_headers,
    write_title,
)

# Upper and lower header; a lower one that is empty is merged with the upper.
HEADERS: Final = (
    ("测评单位", ""), ("指标", ""), ("辖区", ""), ("测评期", ""), ("结果", "数值"),
    ("结果", "样本量"), ("置信区间", "下限"), ("置信区间", "上限"), ("收文日期", ""),
)  # fmt: skip
SPELLINGS: Final = (Spelling.CHINESE, Spelling.ISO, Spelling.CODED)


def received_bytes(rows: tuple[Cells, ...], names: Names, made_on: date) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    with open_book(target, made_on) as (book, looks):
        sheet = book.add_worksheet("下发结果")
        sheet.set_column(0, len(HEADERS) - 1, 16)
        write_title(sheet, "演示数据 上级下发测评结果", len(HEADERS), looks.title)
        sheet.write_string(1, 0, "注：按收到的文件逐条登记")
        write_headers(sheet, 2, HEADERS, looks.header)
        for row, cells in enumerate(rows, start=4):
            for column, value in enumerate(_values(cells, names, SPELLINGS[row % 3])):
                write_cell(sheet, row, column, value, looks)
    return target.getvalue()


def _values(cells: Cells, names: Names, spelling: Spelling) -> tuple[Value, ...]:
    body, indicator, area = (str(cells[c]) for c in ("source_body", "indicator_id", "area_code"))
    received_on = cells["received_on"]
    return (
        wording.BODIES[body],
        wording.coded_name(indicator, wording.INDICATORS),
        wording.coded_name(area, names.areas),
        cells["period"],
        cells["value"],
        cells["n"],
        cells["interval_low"],
        cells["interval_high"],
        spelled_day(received_on, spelling) if isinstance(received_on, date) else None,
    )
