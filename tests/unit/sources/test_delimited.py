"""The shape of CSV files: headers, delimiters, quotes, ragged rows, row numbers."""

from typing import Any

import polars as pl
import pytest

from dagster_project.sources.delimited import DelimitedTable
from dagster_project.sources.reading import ROW, SURPLUS, SourceError
from tests.unit.sources.stand_ins import Cell, a_mapping


def table(text: str, **said: Any) -> DelimitedTable:
    return DelimitedTable(text.encode(), a_mapping(**said), "工单.csv")


def rows(text: str, **said: Any) -> list[Cell]:
    """(row number, cells …, is surplus) of every row."""
    opened = table(text, **said)
    return opened.select(list(range(len(opened.headers))), ()).frame.rows()


def test_delimited__row_numbers_are_those_of_the_file() -> None:
    assert rows("a,b\n1,2\n3,4\n") == [(2, "1", "2", False), (3, "3", "4", False)]


def test_delimited__title_and_two_header_rows() -> None:
    text = "2026年9月工单,,\n编号,整改,\n,期限,销号日期\nF1,9月1日,9月8日\n"
    opened = table(text, header_rows=[2, 3])
    assert opened.headers == ["编号", "整改/期限", "整改/销号日期"]
    assert rows(text, header_rows=[2, 3]) == [(4, "F1", "9月1日", "9月8日", False)]


def test_delimited__quoted_newlines_and_commas_are_one_cell() -> None:
    text = 'a,b\n1,"一, 二\n三"\n"4 ""引号""",5\n'
    assert rows(text) == [(2, "1", "一, 二\n三", False), (3, '4 "引号"', "5", False)]


def test_delimited__quoted_newline_in_a_header_is_tidied_away() -> None:
    assert table('"工单\n编号",b\n1,2\n').headers == ["工单编号", "b"]
    assert rows('"工单\n编号",b\n1,2\n') == [(2, "1", "2", False)]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimited__delimiter_is_detected(delimiter: str) -> None:
    text = "a,b\n1,2\n".replace(",", delimiter)
    assert rows(text) == [(2, "1", "2", False)]


@pytest.mark.parametrize("title", ["热线工单月报", "热线工单,2026年9月"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_delimited__title_does_not_decide_the_delimiter(title: str, delimiter: str) -> None:
    text = f"{title}\n" + "a,b,c\n1,2,3\n".replace(",", delimiter)
    assert rows(text, header_rows=[2]) == [(3, "1", "2", "3", False)]


def test_delimited__windows_line_ends() -> None:
    assert rows("a,b\r\n1,2\r\n3,4\r\n") == [(2, "1", "2", False), (3, "3", "4", False)]


def test_delimited__blank_rows_are_dropped_and_still_counted() -> None:
    assert rows("a,b\n1,2\n\n,\n3,4\n") == [(2, "1", "2", False), (5, "3", "4", False)]


def test_delimited__ignored_rows_are_counted() -> None:
    selection = table("a,b\n1,2\n小计,2\n合计：,2\n").select([1], ("合计", "小计"))
    assert selection.frame.rows() == [(2, "2", False)]
    assert selection.ignored == 2


def test_delimited__more_fields_than_headers_are_marked() -> None:
    text = "a,b\n1,2\n3,4,5\n6,7,8,9\n"
    assert [row[-1] for row in rows(text)] == [False, True, True]


def test_delimited__surplus_after_an_empty_field_is_marked_too() -> None:
    assert [row[-1] for row in rows("a,b\n1,2,,5\n3,4\n")] == [True, False]


def test_delimited__trailing_delimiters_are_no_surplus() -> None:
    assert rows("a,b\n1,2,\n") == [(2, "1", "2", False)]


def test_delimited__short_row_in_the_middle_has_empty_cells() -> None:
    assert rows("a,b,c\n1,2\n3,4,5\n") == [(2, "1", "2", None, False), (3, "3", "4", "5", False)]


@pytest.mark.parametrize("end", ["3,4", "3", '3,4,"5'])
def test_delimited__short_last_row_was_cut_off(end: str) -> None:
    text = f"a,b,c\n1,2,3\n{end}"
    with pytest.raises(SourceError, match=r"工单\.csv") as caught:
        rows(text)
    assert "cut off" in caught.value.en


def test_delimited__whole_last_row_needs_no_line_end() -> None:
    assert rows("a,b\n1,2")[-1] == (2, "1", "2", False)


def test_delimited__last_row_may_end_in_a_quoted_cell_of_two_lines() -> None:
    """Its last line alone has fewer fields than the header; the row is whole all the same."""
    assert rows('a,b,c\n1,2,"一\n二"') == [(2, "1", "2", "一\n二", False)]


def test_delimited__quotation_that_never_ends_is_a_complaint() -> None:
    with pytest.raises(SourceError, match=r"工单\.csv"):
        rows('a,b\n1,"2\n3,4\n')


@pytest.mark.parametrize(
    ("text", "header_rows"), [("", [1]), ("标题\n", [2]), ("标题\n编号\n", [2, 3])]
)
def test_delimited__file_without_its_header_row_is_a_complaint(
    text: str, header_rows: list[int]
) -> None:
    with pytest.raises(SourceError, match=r"工单\.csv"):
        table(text, header_rows=header_rows)


def test_delimited__file_of_headers_alone_has_no_rows() -> None:
    assert rows("a,b\n") == []


def test_delimited__only_wanted_columns_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the frame nor the parser's own result ever holds another column's cells."""
    parsed: list[pl.DataFrame] = []
    real = pl.read_csv

    def spy(*given: Any, **options: Any) -> pl.DataFrame:
        parsed.append(real(*given, **options))
        return parsed[-1]

    monkeypatch.setattr(pl, "read_csv", spy)
    text = "编号,诉求人,电话,镇\nA1,某人,13800138000,图克镇\n"
    selection = table(text).select([0, 3], ())
    assert selection.frame.columns == [ROW, "0", "3", SURPLUS]
    assert parsed[0].columns == [ROW, "0", "3", SURPLUS]


def test_delimited__empty_cells_are_nothing() -> None:
    assert rows("a,b,c\n1,,x\n") == [(2, "1", None, "x", False)]
