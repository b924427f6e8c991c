"""From a source's way of writing to the contract's; what is not understood stays as it is."""

from datetime import date, timedelta
from typing import Any

import pytest

from dagster_project.sources.normalise import contract_frame
from dagster_project.sources.reading import ROW, SURPLUS
from data_contracts.loader import source_contracts
from tests.unit.sources.stand_ins import ListedTable, a_mapping

TICKET = source_contracts()["hotline_ticket"]
REQUIRED = [column.name for column in TICKET.columns if column.required]


def cells(column: str, *written: str | None, **said: Any) -> list[str | None]:
    """What becomes of a column's cells."""
    others = [name for name in REQUIRED if name != column]
    table = ListedTable([*others, column], *([*("-" * len(others)), cell] for cell in written))
    return _frame(table, **said)[column].to_list()


def _frame(table: ListedTable, **said: Any) -> Any:
    return contract_frame(table, TICKET, a_mapping(**said), "工单.csv")[0]


@pytest.mark.parametrize(
    "written",
    [
        "2021-05-03",
        "2021-5-3",
        "2021/5/3",
        "2021.5.3",
        "2021.05.03",
        "2021年5月3日",
        "2021年05月03日",
        "2021年5月3",
        "20210503",
        " 2021-5-3 ",
        "２０２１年５月３日",
        "２０２１－０５－０３",
        "2021 年 5 月 3 日",
        "2021-05-03 08:15",
        "2021/5/3 8:15:30",
        "2021-05-03T08:15:30",
        "2021-05-03 00:00:00.000",
        "2021年5月3日 08：15",
        "44319",
        "４４３１９",
        "44319.34375",
    ],
)
def test_date__every_way_of_writing(written: str) -> None:
    assert cells("created_on", written) == ["2021-05-03"]


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("45000", "2023-03-15"),
        ("43831", "2020-01-01"),
        ("46022", "2025-12-31"),
        ("36526", "2000-01-01"),
    ],
)
def test_date__excel_serial_numbers(serial: str, day: str) -> None:
    """Pairs as Excel shows them; its day 60 is a 29 February 1900 that never was."""
    assert cells("created_on", serial) == [day]
    assert date(1899, 12, 30) + timedelta(days=int(serial)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "written",
    [
        "2021-02-30",
        "2021-13-01",
        "明天",
        "2021年5月",
        "05/03/2021",
        "5月3日",
        "1",
        "2021-05-03 张三",
    ],
)
def test_date__what_is_no_date_stays_as_it_is(written: str) -> None:
    assert cells("created_on", written) == [written]


def test_date__impossible_day_stays_impossible() -> None:
    assert cells("created_on", "2021年2月30日") == ["2021-02-30"]


@pytest.mark.parametrize("written", ["", " ", "-", "—", "/", "无", "空", "null", "N/A", "－", None])
def test_date__signs_of_nothing(written: str | None) -> None:
    assert cells("closed_on", written) == [None]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021-05-03 08:15", "2021-05-03 08:15"),
        ("2021/5/3 8:15", "2021-05-03 08:15"),
        ("2021年5月3日　８：１５", "2021-05-03 08:15"),
        ("2021-05-03T08:15:30", "2021-05-03 08:15:30"),
        ("2021-05-03 08:15:30.250", "2021-05-03 08:15:30.250"),
        ("2021-05-03T08:15:30Z", "2021-05-03 08:15:30Z"),
        ("2021-05-03 08:15:30+08:00", "2021-05-03 08:15:30+08:00"),
        ("2021-05-03 08:15:30-0500", "2021-05-03 08:15:30-0500"),
        ("2021-05-03", "2021-05-03 00:00:00"),
        ("-", None),
    ],
)
def test_timestamp__every_way_of_writing(written: str, moment: str | None) -> None:
    assert cells("updated_at", written) == [moment]


@pytest.mark.parametrize(
    "written",
    [
        "2021-05-03 下午3:00",
        "2021-05-03 8:15 PM",
        "2021-05-03 08:15:30 +08:00",
        "2021-05-03 张三",
        "昨天",
    ],
)
def test_timestamp__what_is_not_understood_is_not_taken_for_midnight(written: str) -> None:
    assert cells("updated_at", written) == [written]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(
            (word, "true")
            for word in ("是", "有", "Y", "yes", "TRUE", "1", "√", "１", "ＹＥＳ", " 是 ")
        ),
        *((word, "false") for word in ("否", "没有", "无", "N", "no", "False", "0", "×", "ｎｏ")),
        *((word, None) for word in ("", "-", "空", "/", None)),
        ("也许", "也许"),
        ("2", "2"),
    ],
)
def test_boolean__words(written: str | None, meant: str | None) -> None:
    assert cells("is_solved", written) == [meant]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3", "3"),
        ("1,234", "1234"),
        ("１２", "12"),
        ("3.0", "3"),
        ("-5.00", "-5"),
        ("12.5", "12.5"),
        ("—", None),
        ("85%", "85%"),
        ("三", "三"),
    ],
)
def test_number__words(written: str, meant: str | None) -> None:
    assert cells("rework_count", written) == [meant]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("投诉", "complaint"),
        ("complaint", "complaint"),
        ("ｃｏｍｐｌａｉｎｔ", "complaint"),
        (" 投诉 ", "complaint"),
        ("表彰", "表彰"),
    ],
)
def test_code_list__label_or_code(written: str, code: str) -> None:
    assert cells("class", written) == [code]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("150626102 图克镇", "150626102"),
        ("150626102　图克镇", "150626102"),
        ("１５０６２６１０２", "150626102"),
        ("150626102", "150626102"),
        ("图克镇", "图克镇"),
        (None, None),
    ],
)
def test_reference__code_before_name(written: str | None, code: str | None) -> None:
    assert cells("area_code", written) == [code]


def test_reference__name_of_several_words() -> None:
    """The form's own drop-downs list such units."""
    assert cells("unit_code", "U01 乌审旗 综治中心") == ["U01"]


def test_text__stays_as_it_is_written_but_for_blanks_around_it() -> None:
    area = source_contracts()["area"]
    table = ListedTable(
        ["名称", "区划代码", "层级", "生效日期"],
        [" 图克镇（Ａ） ", "150626102", "苏木乡镇", "20200101"],
    )
    [row] = contract_frame(table, area, a_mapping(contract="area"), "a")[0].rows(named=True)
    assert row["name"] == "图克镇（Ａ）"
    assert row["level"] == "town"


def test_mapping__codes_translate_before_anything_else() -> None:
    said = {"columns": {"class": {"from": "class", "codes": {"01": "投诉", "02": "praise"}}}}
    assert cells("class", "01", "02", "03", **said) == ["complaint", "praise", "03"]


def test_mapping__constant_stands_in_every_row() -> None:
    said = {"columns": {"is_excluded": {"value": "否"}}}
    table = ListedTable([name for name in REQUIRED if name != "is_excluded"], ["-"] * 8, ["-"] * 8)
    assert _frame(table, **said)["is_excluded"].to_list() == ["false", "false"]


def test_mapping__format_of_an_unusual_date() -> None:
    said = {"columns": {"created_on": {"from": "created_on", "format": "%d.%m.%Y"}}}
    assert cells("created_on", "03.05.2021", "31.02.2021", **said) == ["2021-05-03", "31.02.2021"]


def test_mapping__format_of_an_unusual_moment() -> None:
    said = {"columns": {"updated_at": {"from": "updated_at", "format": "%d.%m.%Y %H%M"}}}
    [moment] = cells("updated_at", "03.05.2021 0815", **said)
    assert moment is not None
    assert moment.startswith("2021-05-03 08:15:00")


@pytest.mark.parametrize("empty", [None, "", " "], ids=["nothing", "quoted nothing", "a blank"])
def test_fill_down__merged_cells(empty: str | None) -> None:
    """A CSV whose cells are all in quotes holds "" where a cell was merged."""
    filled = cells("unit_code", "U1", empty, "U2", empty, fill_down=["unit_code"])
    assert filled == ["U1", "U1", "U2", "U2"]


def test_fill_down__never_fills_from_an_ignored_row() -> None:
    table = ListedTable(
        ["unit_code", *(name for name in REQUIRED if name != "unit_code")],
        ["U1", *"-" * 8],
        ["小计", *"-" * 8],
        [None, *"-" * 8],
    )
    frame = _frame(table, fill_down=["unit_code"], ignore_rows=["小计"])
    assert frame["unit_code"].to_list() == ["U1", "U1"]
    assert frame[ROW].to_list() == [2, 4]


def test_contract_frame__only_the_contracts_columns() -> None:
    names = [column.name for column in TICKET.columns]
    table = ListedTable([*names, "诉求人", "备注"], ["-"] * (len(names) + 2))
    assert _frame(table).columns == [ROW, SURPLUS, *names]


def test_contract_frame__missing_optional_column_is_empty() -> None:
    assert _frame(ListedTable(REQUIRED, ["-"] * len(REQUIRED)))["closed_on"].to_list() == [None]
