"""XLSX workbooks part by part, so that they can hold what no spreadsheet writes."""

import io
import zipfile
from collections.abc import Sequence

from tests.faults.hostile import HEADERS, ROW

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="辖区" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def inline(text: str, place: str = "") -> str:
    """A cell that holds its own text."""
    at = f' r="{place}"' if place else ""
    return f'<c{at} t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, cells: Sequence[str]) -> str:
    """A row of cells that hold their own text."""
    found = "".join(inline(cell, f"{chr(65 + n)}{number}") for n, cell in enumerate(cells) if cell)
    return f'<row r="{number}">{found}</row>'


SOUND = row(1, HEADERS) + row(2, ROW)


def sheet(rows: str = SOUND, before: str = "", dimension: str = "A1:G2") -> str:
    """A sheet; `before` stands in front of its first tag."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet {MAIN}>'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    )


def strings(items: str, before: str = "") -> str:
    """The table of shared strings."""
    return f'<?xml version="1.0"?>{before}<sst {MAIN}>{items}</sst>'


def workbook(sheet_text: str, shared: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with this sheet and these shared strings."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        archive.writestr(SHEET, sheet_text)
        archive.writestr(STRINGS, shared or strings(""))
    return buffer.getvalue()
