"""The monthly returns of clues as workbooks: units merged downwards, who filled them in."""

import io
from itertools import groupby
from typing import Final

from dagster_project.demo.clues.platform import CHANNELS
from dagster_project.demo.clues.records import ClueMonth, Return
from dagster_project.demo.lines import Line
from dagster_project.demo.records import World
from dagster_project.demo.wording import SECTORS, Names
from dagster_project.demo.workbooks import open_book, write_span, write_title

# Contract columns as the form calls them; the last ones no contract lets in.
HEADERS: Final = {
    "month": "月份",
    "unit_code": "填报单位",
    "breakdown": "分类",
    "breakdown_code": "分类项",
    "received_count": "举报线索数",
    "transferred_count": "转办数",
    "concluded_count": "办结数",
    "filed_count": "成案数",
    "updated_at": "填报时间",
}
PERSONAL_HEADERS: Final = ("填报人", "联系电话")
BREAKDOWNS: Final = {"total": "合计", "sector": "按行业", "channel": "按渠道"}
ITEMS: Final = {"total": "全部", **SECTORS, **CHANNELS}
FIRST_ROW: Final = 2


def return_bytes(world: World, one: Return, names: Names) -> bytes:
    """One month's workbook."""
    target = io.BytesIO()
    headers = [*HEADERS.values(), *PERSONAL_HEADERS]
    with open_book(target, world.today) as (book, looks):
        sheet = book.add_worksheet("线索月报")
        sheet.set_column(0, len(headers) - 1, 14)
        write_title(sheet, "演示数据 举报线索四项月报", len(headers), looks.title)
        sheet.write_row(1, 0, headers, looks.header)
        cells = [_cells(line, names) for line in one.lines]
        rows = range(FIRST_ROW, FIRST_ROW + len(cells))
        unit_column = list(HEADERS).index("unit_code")
        for unit, together in groupby(
            zip(rows, cells, strict=True), key=lambda pair: pair[1]["unit_code"]
        ):
            write_span(sheet, [row for row, _ in together], unit_column, str(unit), looks.text)
        for row, line, said in zip(rows, one.lines, cells, strict=True):
            texts = [*said.values(), line.person.name, line.person.phone]
            for column, value in enumerate(texts):
                if column == unit_column:
                    continue
                if isinstance(value, int):
                    sheet.write_number(row, column, value, looks.text)
                else:
                    sheet.write_string(row, column, value, looks.text)
    return target.getvalue()


def _cells(line: Line[ClueMonth], names: Names) -> dict[str, str | int]:
    row = line.record
    return {
        "month": row.month,
        "unit_code": names.units[row.unit_code],
        "breakdown": BREAKDOWNS[row.breakdown],
        "breakdown_code": ITEMS[row.breakdown_code],
        "received_count": row.received_count,
        "transferred_count": row.transferred_count,
        "concluded_count": row.concluded_count,
        "filed_count": row.filed_count,
        "updated_at": f"{row.updated_at:%Y-%m-%d %H:%M:%S}",
        **line.overrides,
    }
