"""A filled form of findings, as an office would hand it in."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

SHEET = "督导问题"
HEADERS = ("问题编号", "督导类型", "责任单位", "发现日期", "整改期限", "验收销号日期")


def findings(count: int, unit: str = "TK1") -> list[list[str]]:
    """So many sound findings of a unit, G1 and following."""
    return [
        [f"G{number}", "联合督导", unit, "2026-10-08", "2026-10-30", "2026-10-20"]
        for number in range(1, count + 1)
    ]


def fill(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Writes a form of `rows` below the headers of the template."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        for number, row in enumerate((HEADERS, *rows)):
            sheet.write_row(number, 0, row)
        book.add_worksheet("填写说明").write(0, 0, "请勿填写姓名")
    return path
