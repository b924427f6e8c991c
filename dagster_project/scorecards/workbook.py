"""<period>考核评分表.xlsx: the total of every card, then a sheet a mechanism, all of it live.

Formulas are those of the engine, from the figure to the total, and each cell holds what it comes
to, so that the workbook reads the same wherever nothing is recalculated.
"""

import io
from typing import Any

import xlsxwriter

from dagster_project.scorecards import sheets, wording
from dagster_project.scorecards.formulas import Cell, Content
from dagster_project.scorecards.grids import Table, Workings
from data_contracts.export import DEMO, TEXT_STAYS_TEXT, harmless
from data_contracts.scorecard import Scorecard

WIDTHS = {
    **{"subject_code": 15, "subject_name": 18, "indicator_name": 30, "rule": 24},
    **{"carried": 14, "mean": 14, "raw": 13, "red_lines": 18, "figure_periods": 14},
}
WIDTH = 10
LANDSCAPE_A4 = 9
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15},
    "said": {"font_color": "#5b6470"},
    "head": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#e8ecf1"},
    "rounded": {"num_format": "0.00"},
    "plain": {},
    "bold": {"num_format": "0.00", "bold": True},
}
BORDER = {"border": 1, "border_color": "#b8c0ca"}


def written(scorecard: Scorecard) -> bytes:
    """The workbook of a scorecard."""
    workings = Workings(scorecard.cards)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, TEXT_STAYS_TEXT) as workbook:
        workbook.set_properties({"title": title(scorecard)})
        formats = {
            name: workbook.add_format(how if name in ("title", "said") else {**how, **BORDER})
            for name, how in FORMATS.items()
        }
        _sheet(workbook, formats, scorecard, [sheets.total_table(workings)])
        for code in workings.codes:
            _sheet(workbook, formats, scorecard, sheets.mechanism_tables(workings, code))
    return buffer.getvalue()


def title(scorecard: Scorecard) -> str:
    """What the workbook and the document are called."""
    mark = f"（{DEMO}）" if scorecard.is_demo else ""
    return f"{wording.period(scorecard.period)}考核评分表{mark}"


def provenance(scorecard: Scorecard) -> str:
    """Where the figures come from, in one line."""
    again = f"，更正原因：{scorecard.reason}" if scorecard.reason else ""
    return (
        f"第{scorecard.version}版{again} · 快照 {scorecard.snapshot_id} · 数据截止 "
        f"{scorecard.as_of} · 发布于 {scorecard.issued_at:%Y-%m-%d %H:%M}"
    )


def _sheet(workbook: Any, formats: Any, scorecard: Scorecard, tables: list[Table]) -> None:
    grid = tables[0].grid
    sheet = workbook.add_worksheet(grid.sheet)
    sheet.write(0, 0, f"{title(scorecard)} · {grid.sheet}", formats["title"])
    sheet.write(1, 0, provenance(scorecard), formats["said"])
    for table in tables:
        _table(sheet, formats, table)
    widest = max((table.grid for table in tables), key=lambda found: len(found.columns))
    for place, column in enumerate(widest.columns):
        sheet.set_column(place, place, WIDTHS.get(column, WIDTH))
    sheet.freeze_panes(grid.top + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(LANDSCAPE_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, grid.top)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


def _table(sheet: Any, formats: Any, table: Table) -> None:
    top = table.grid.top
    sheet.set_row(top, 32)
    for place, label in enumerate(table.grid.columns.values()):
        sheet.write_string(top, place, label, formats["head"])
    for number, row in enumerate(table.rows, top + 1):
        for place, column in enumerate(table.grid.columns):
            _write(sheet, number, place, row.get(column), formats[_format(column)])


def _format(column: str) -> str:
    if column == "score":
        return "bold"
    is_mechanism = column.isupper()
    return "rounded" if is_mechanism or column in ("before", "bonus") else "plain"


def _write(sheet: Any, row: int, place: int, content: Content, how: Any) -> None:
    if content is None or content == "":
        sheet.write_blank(row, place, None, how)
    elif isinstance(content, Cell):
        sheet.write_formula(row, place, content.formula, how, content.value)
    elif isinstance(content, str):
        sheet.write_string(row, place, harmless(content), how)
    else:
        sheet.write_number(row, place, content, how)
