"""XLSX and XLS workbooks as people make them: titles, merged headers, gaps, several sheets."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msoffcrypto.format.ooxml
import pytest
import xlwt
from xlsxwriter import Workbook

from dagster_project.sources import files
from dagster_project.sources.reading import SourceError
from tests.unit.sources.stand_ins import a_mapping, read, xls, xlsx

HEADERS = ["编号", "整改/期限", "整改/销号", "次数"]
FIRST_ROW = (6, "F1", "2026-01-03 00:00:00", "2026-01-03 08:15:00", "2")
LAST_ROW = (8, "150626102", "2026年1月4日", None, "12.5")


def ledger_xlsx() -> bytes:
    """Two empty rows, an empty column, a title, merged headers, a gap, real and written dates."""

    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.merge_range(2, 1, 2, 4, "督导问题台账")
        sheet.merge_range(3, 1, 4, 1, "编号")
        sheet.merge_range(3, 2, 3, 3, "整改")
        sheet.merge_range(3, 4, 4, 4, "次 数")
        sheet.write_row(4, 2, ["期限", "销号"])
        sheet.write(5, 1, "F1")
        sheet.write_datetime(5, 2, datetime(2026, 1, 3), day)
        sheet.write_datetime(5, 3, datetime(2026, 1, 3, 8, 15), moment)
        sheet.write(5, 4, 2)
        sheet.write_row(7, 1, [150626102, "2026年1月4日"])
        sheet.write(7, 4, 12.5)

    return xlsx(fill)


def ledger_xls() -> bytes:
    """The same in the format of Excel 97."""

    def fill(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("台账")
        sheet.write_merge(2, 2, 1, 4, "督导问题台账")
        sheet.write_merge(3, 4, 1, 1, "编号")
        sheet.write_merge(3, 3, 2, 3, "整改")
        sheet.write_merge(3, 4, 4, 4, "次 数")
        sheet.write(4, 2, "期限")
        sheet.write(4, 3, "销号")
        sheet.write(5, 1, "F1")
        sheet.write(5, 2, date(2026, 1, 3), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
        moment = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
        sheet.write(5, 3, datetime(2026, 1, 3, 8, 15), moment)
        sheet.write(5, 4, 2)
        sheet.write(7, 1, 150626102)
        sheet.write(7, 2, "2026年1月4日")
        sheet.write(7, 4, 12.5)

    return xls(fill)


def complaint(data: bytes, file: str, **said: Any) -> SourceError:
    with pytest.raises(SourceError, match=file) as caught:
        read(data, file, **said)
    return caught.value


def repacked(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed; the ZIP around it stays whole."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name.endswith(part) else content)
    return buffer.getvalue()


@pytest.mark.parametrize(("make", "file"), [(ledger_xlsx, "台账.xlsx"), (ledger_xls, "台账.xls")])
def test_workbook__title_merged_headers_gaps_and_dates(
    make: Callable[[], bytes], file: str
) -> None:
    [(locator, (headers, rows))] = read(make(), file, header_rows=[4, 5]).items()
    assert locator == f"{file}#台账"
    assert [header for header in headers if header] == HEADERS
    shift = headers.index("编号")
    assert [(row[0], *row[1 + shift :]) for row in rows] == [FIRST_ROW, LAST_ROW]


def test_workbook__an_extension_that_lies_does_no_harm() -> None:
    assert list(read(ledger_xlsx(), "台账.xls", header_rows=[4, 5])) == ["台账.xls#台账"]


def test_workbook__codes_of_twelve_digits_stay_whole() -> None:
    data = xlsx(lambda book: book.add_worksheet("S").write_column(0, 0, ["区划", 150626102001]))
    assert read(data, "a.xlsx")["a.xlsx#S"] == (["区划"], [(2, "150626102001")])


def two_sheets() -> bytes:
    def fill(book: Workbook) -> None:
        for name, item in (("9月", "A"), ("10月", "B"), ("说明", "C")):
            book.add_worksheet(name).write_column(0, 0, ["编号", item])

    return xlsx(fill)


def test_workbook__the_first_sheet_unless_one_is_named() -> None:
    assert read(two_sheets(), "a.xlsx") == {"a.xlsx#9月": (["编号"], [(2, "A")])}


def test_workbook__a_pattern_means_several_sheets() -> None:
    assert read(two_sheets(), "a.xlsx", sheet="*月") == {
        "a.xlsx#9月": (["编号"], [(2, "A")]),
        "a.xlsx#10月": (["编号"], [(2, "B")]),
    }


def test_workbook__missing_sheet_names_its_look_alike() -> None:
    said = complaint(two_sheets(), "a.xlsx", sheet="９月份")
    assert "９月份" in said.en
    assert "'9月'" in complaint(two_sheets(), "a.xlsx", sheet="9月份").en
    assert "mappings/热线.yml" in said.en


def test_workbook__sheet_without_its_header_row_is_a_complaint() -> None:
    empty = xlsx(lambda book: book.add_worksheet("空"))
    assert "header_rows" in complaint(empty, "a.xlsx").en


def test_workbook__ignored_rows_begin_in_their_first_filled_cell() -> None:
    data = xlsx(
        lambda book: [
            sheet := book.add_worksheet("S"),
            sheet.write_row(0, 0, ["编号", "名称", "数"]),
            sheet.write_row(1, 0, ["A", "甲", 1]),
            sheet.write_row(2, 1, ["合计", 1]),
        ]
    )
    [(_, table)] = files.tables(data, a_mapping(), "a.xlsx")
    selection = table.select([0, 2], ("合计",))
    assert selection.frame.height == 1
    assert selection.ignored == 1


def test_workbook__locked_xlsx_says_that_it_is_locked() -> None:
    locked = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(ledger_xlsx())).encrypt("秘密", locked)
    said = complaint(locked.getvalue(), "a.xlsx")
    assert "password" in said.en
    assert "密码" in said.cn


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_workbook__truncated_xlsx_is_a_complaint(share: float) -> None:
    data = ledger_xlsx()
    complaint(data[: int(len(data) * share)], "a.xlsx")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.77, 0.85, 0.9, 0.99])
def test_workbook__truncated_xls_is_a_complaint(share: float) -> None:
    """The reader panics on some of these, which is no Exception to Python."""
    data = ledger_xls()
    complaint(data[: int(len(data) * share)], "a.xls")


def test_workbook__damaged_sheet_in_a_whole_archive_is_a_complaint() -> None:
    half = repacked(ledger_xlsx(), "sheet1.xml", lambda content: content[: len(content) // 2])
    complaint(half, "a.xlsx")


def test_workbook__something_else_under_this_name_is_a_complaint() -> None:
    complaint("编号,名称\n1,2\n".encode("gb18030"), "a.xlsx")
    complaint(b"<html><table><tr><td>1</td></tr></table></html>", "a.xls")


def test_workbook__sheet_called_by_a_personal_number_is_not_read() -> None:
    data = xlsx(lambda book: book.add_worksheet("13800138000").write(0, 0, "编号"))
    with pytest.raises(SourceError) as caught:
        read(data, "a.xlsx")
    assert "13800138000" not in str(caught.value)
