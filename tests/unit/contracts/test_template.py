"""The workbook to fill in: its headers, drop-downs and guide, and the way back into the product."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import fastexcel
import pytest

from dagster_project.sources import files
from dagster_project.sources.normalise import contract_frame
from data_contracts.loader import source_contracts
from data_contracts.renderings.template import CHOICES_SHEET, GUIDE_SHEET, ROWS, workbook
from tests.unit.sources.stand_ins import a_mapping

TICKET = source_contracts()["hotline_ticket"]
KNOWN = {"area_code": ["150626102 图克镇", "150626103 某镇"], "unit_code": ["U01 综治中心"]}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FILLED = {
    "工单编号": "T-1",
    "所属区划": "150626102 图克镇",
    "承办单位": "U01 综治中心",
    "诉求类别": "投诉",
    "受理日期": "2026年9月1日",
    "应办结日期": "2026-09-08",
    "是否24小时内联系": "是",
    "是否剔除": "否",
    "退回重办次数": "0",
}


@pytest.fixture(scope="module")
def template() -> bytes:
    return workbook(TICKET, KNOWN, is_demo=False)


def sheet(data: bytes, name: str | int) -> list[tuple[object, ...]]:
    book = fastexcel.read_excel(data)
    return book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows()


def validations(data: bytes) -> dict[str, dict[str, str]]:
    """By the letter of the column: attributes and formulas of its validation."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    found = {}
    for item in root.iter(f"{MAIN}dataValidation"):
        formulas = {part.tag.removeprefix(MAIN): part.text or "" for part in item}
        found[re.sub(r"\d.*", "", item.attrib["sqref"])] = item.attrib | formulas
    return found


def letter_of(column: str) -> str:
    return chr(ord("A") + [c.name for c in TICKET.columns].index(column))


def options_of(data: bytes, column: str) -> list[str]:
    """The entries of a drop-down, followed into the hidden sheet."""
    rule = validations(data)[letter_of(column)]
    assert rule["type"] == "list"
    assert rule["sqref"] == f"{letter_of(column)}2:{letter_of(column)}{ROWS + 1}"
    last = int(rule["formula1"].rsplit("$", 1)[1])
    assert rule["formula1"] == f"{CHOICES_SHEET}!${letter_of(column)}$1:${letter_of(column)}${last}"
    # The reader begins at the first column that holds anything.
    first = min(letter for letter, rule in validations(data).items() if rule["type"] == "list")
    position = ord(letter_of(column)) - ord(first)
    return [str(row[position]) for row in sheet(data, CHOICES_SHEET)[:last]]


def test_template__headers_are_the_labels(template: bytes) -> None:
    [headers] = sheet(template, 0)
    assert list(headers) == [column.label.cn for column in TICKET.columns]
    assert fastexcel.read_excel(template).sheet_names == [
        TICKET.label.cn,
        CHOICES_SHEET,
        GUIDE_SHEET,
    ]


def test_template__never_asks_for_a_forbidden_column(template: bytes) -> None:
    labels = {column.label.cn for column in TICKET.forbidden}
    assert not labels & set(sheet(template, 0)[0])
    assert not labels & {row[0] for row in sheet(template, GUIDE_SHEET)}


@pytest.mark.parametrize(
    ("column", "options"),
    [
        ("class", ["咨询", "求助", "投诉", "建议", "表扬"]),
        ("is_solved", ["是", "否"]),
        ("area_code", KNOWN["area_code"]),
        ("unit_code", KNOWN["unit_code"]),
    ],
)
def test_template__drop_downs(template: bytes, column: str, options: list[str]) -> None:
    assert options_of(template, column) == options


def test_template__no_drop_down_where_nothing_is_known() -> None:
    assert letter_of("area_code") not in validations(workbook(TICKET, {}, is_demo=False))


def test_template__whole_numbers_have_their_bounds(template: bytes) -> None:
    rule = validations(template)[letter_of("rework_count")]
    assert (rule["type"], rule["formula1"], rule["formula2"]) == ("whole", "0", "99")


def test_template__guide_explains_every_column_in_both_languages(template: bytes) -> None:
    said = {row[0]: row for row in sheet(template, GUIDE_SHEET)}
    for column in TICKET.columns:
        row = said[column.label.cn]
        assert row[2] == ("是" if column.required else "否")
        assert row[3:5] == (column.description.cn, column.description.en)
    assert any("请勿填写姓名" in str(row[0]) for row in sheet(template, GUIDE_SHEET))


def test_template__demo_says_so() -> None:
    assert "演示数据" in str(sheet(workbook(TICKET, {}, is_demo=True), GUIDE_SHEET)[0])
    assert "演示" not in str(sheet(workbook(TICKET, {}, is_demo=False), GUIDE_SHEET))


@pytest.mark.parametrize("name", source_contracts())
def test_template__every_contract_has_one(name: str) -> None:
    contract = source_contracts()[name]
    [headers] = sheet(workbook(contract, {}, is_demo=False), 0)
    assert list(headers) == [column.label.cn for column in contract.columns]


def fill(data: bytes, row: dict[str, str]) -> bytes:
    """The template with its second row filled in, as Excel would write it."""
    cells = "".join(
        f'<c r="{chr(ord("A") + position)}2" t="inlineStr"><is><t>{escape(row[label])}</t></is></c>'
        for position, label in enumerate(str(h) for h in sheet(data, 0)[0])
        if label in row
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                filled = f'<row r="2">{cells}</row></sheetData>'.encode()
                content = content.replace(b"</sheetData>", filled)
            new.writestr(name, content)
    return buffer.getvalue()


def test_template__filled_in_it_needs_no_columns_in_its_mapping(
    template: bytes, tmp_path: Path
) -> None:
    mapping = a_mapping(root=tmp_path, files="*.xlsx")
    [(_, table)] = files.tables(fill(template, FILLED), mapping, "12345热线工单填报表.xlsx")
    frame, ignored = contract_frame(table, TICKET, mapping, "填报表.xlsx")
    [row] = frame.drop("_row", "_surplus").rows(named=True)
    assert ignored == 0
    assert {name: value for name, value in row.items() if value is not None} == {
        "ticket_id": "T-1",
        "area_code": "150626102",
        "unit_code": "U01",
        "class": "complaint",
        "created_on": "2026-09-01",
        "due_on": "2026-09-08",
        "is_contacted_in_24h": "true",
        "is_excluded": "false",
        "rework_count": "0",
    }


def test_template__empty_it_holds_no_rows(template: bytes) -> None:
    [(_, table)] = files.tables(template, a_mapping(), "填报表.xlsx")
    assert contract_frame(table, TICKET, a_mapping(), "填报表.xlsx")[0].is_empty()
