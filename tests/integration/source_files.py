"""Reads the demo's source files with nothing of the product, to see where a locator points."""

import csv
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Rows = dict[int, dict[str, str]]
"""Cells by row, 1-based as Excel counts them, and by header or column letter."""


def csv_rows(path: Path) -> Rows:
    """The rows of a CSV in GB18030 by their headers; a row may span several lines."""
    with path.open(encoding="gb18030", newline="") as file:
        headers, *rows = list(csv.reader(file))
    return {
        number: dict(zip(headers, row, strict=True)) for number, row in enumerate(rows, start=2)
    }


def sheet_rows(path: Path) -> Rows:
    """The rows of a workbook's first sheet by their column letters."""
    with zipfile.ZipFile(path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(part.text or "" for part in item.iter(f"{MAIN}t")) for item in shared]
    rows: Rows = {}
    for row in sheet.iter(f"{MAIN}row"):
        rows[int(row.attrib["r"])] = dict(_cells(row, texts))
    return rows


def _cells(row: ElementTree.Element, texts: list[str]) -> Iterator[tuple[str, str]]:
    for cell in row.iter(f"{MAIN}c"):
        value = cell.findtext(f"{MAIN}v")
        if value is not None:
            letter = re.sub(r"\d", "", cell.attrib["r"])
            yield letter, texts[int(value)] if cell.get("t") == "s" else value
