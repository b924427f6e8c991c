"""Header rows to names, and names to contract columns."""

from pathlib import Path
from typing import Any

import pytest

from dagster_project.settings import Workspace
from dagster_project.sources import headers, mapping_files
from dagster_project.sources.reading import SourceError
from data_contracts.complaint import Complaint
from data_contracts.loader import source_contracts
from tests.unit.sources.stand_ins import a_mapping

TICKET = source_contracts()["hotline_ticket"]
LABELS = [column.label.cn for column in TICKET.columns]


def chosen(found: list[str], **said: Any) -> dict[str, str]:
    """The header that feeds each column."""
    positions = headers.choose(found, TICKET, a_mapping(**said), "工单.csv")
    return {column: found[position] for column, position in positions.items()}


def without(*labels: str) -> list[str]:
    return [label for label in LABELS if label not in labels]


def test_names__one_row() -> None:
    assert headers.names([["编号", " 期 限\n", None, "ＩＤ（１）"]]) == [
        "编号",
        "期限",
        "",
        "ID(1)",
    ]


def test_names__upper_cells_are_filled_to_the_right() -> None:
    rows: list[list[str | None]] = [
        ["编号", "整改", None, "责任"],
        [None, "期限", "销号日期", "单位"],
    ]
    assert headers.names(rows) == ["编号", "整改/期限", "整改/销号日期", "责任/单位"]


def test_names__cell_merged_downwards_keeps_its_name() -> None:
    assert headers.names([["编号", "整改"], [None, "期限"]]) == ["编号", "整改/期限"]


def test_names__cell_merged_downwards_does_not_name_its_neighbours() -> None:
    """单位 stands over two rows beside a merged 整改."""
    assert headers.names([["整改", None, "单位"], ["期限", "销号", None]]) == [
        "整改/期限",
        "整改/销号",
        "单位",
    ]


def test_names__three_rows_of_different_length() -> None:
    assert headers.names([["台账"], ["整改", None], ["期限", "销号", "数"]]) == [
        "台账/整改/期限",
        "台账/整改/销号",
        "台账/整改/数",
    ]


def test_choose__by_chinese_label_by_name_and_as_mapped() -> None:
    found = [*without("工单编号", "所属区划"), "ticket_id", "镇名"]
    feeding = chosen(found, columns={"area_code": "镇名"})
    assert feeding["ticket_id"] == "ticket_id"
    assert feeding["area_code"] == "镇名"
    assert feeding["unit_code"] == "承办单位"


def test_choose__full_width_and_blanks_do_not_matter() -> None:
    found = headers.names([[*without("是否24小时内联系"), " 是否２４小时\n内联系 "]])
    assert chosen(found)["is_contacted_in_24h"] == "是否24小时内联系"
    assert "is_solved" in chosen(headers.names([["  是 否 解 决 ", *without("是否解决")]]))


def test_choose__mapped_header_is_tidied_too() -> None:
    feeding = chosen([*without("所属区划"), "镇(街道)"], columns={"area_code": "镇（街 道）"})
    assert feeding["area_code"] == "镇(街道)"


def test_choose__optional_column_may_be_missing() -> None:
    assert "closed_on" not in chosen(without("办结日期"))


def test_choose__required_column_missing_names_file_header_and_look_alike() -> None:
    with pytest.raises(SourceError, match=r"工单\.csv") as caught:
        chosen([*without("应办结日期"), "应办结日"])
    for said in (caught.value.cn, caught.value.en):
        assert "'应办结日期'" in said
        assert "'应办结日'" in said
        assert "mappings/热线.yml" in said


def test_choose__missing_header_quotes_no_unlike_header() -> None:
    """Where the header row is wrong, what stands there may be people's data."""
    with pytest.raises(SourceError) as caught:
        chosen(["张三", "13800138000"])
    assert "张三" not in str(caught.value)
    assert "13800138000" not in str(caught.value)


def test_choose__declared_header_must_be_there_even_for_an_optional_column() -> None:
    with pytest.raises(SourceError, match="办结时间"):
        chosen(LABELS, columns={"closed_on": "办结时间"})


def test_choose__header_that_stands_twice_is_a_complaint() -> None:
    with pytest.raises(SourceError, match="承办单位"):
        chosen([*LABELS, "承办单位"])


def test_choose__unmapped_header_that_stands_twice_does_no_harm() -> None:
    assert len(chosen([*LABELS, "备注", "备注"])) == len(LABELS)


def test_choose__constant_needs_no_header() -> None:
    feeding = chosen(without("是否剔除"), columns={"is_excluded": {"value": "否"}})
    assert "is_excluded" not in feeding


def test_choose__forbidden_and_unknown_headers_feed_nothing() -> None:
    personal = [column.label.cn for column in TICKET.forbidden]
    names = [column.name for column in TICKET.forbidden]
    feeding = chosen([*personal, *names, "备注", *LABELS])
    assert set(feeding.values()) == set(LABELS)


@pytest.mark.parametrize("header", ["联系电话", "caller_phone"])
def test_choose__mapping_cannot_fetch_a_forbidden_header(tmp_path: Path, header: str) -> None:
    """A column that must never be read cannot come in under another name."""
    with pytest.raises(Complaint, match=header):
        _through_a_mapping_file(tmp_path, header)


def _through_a_mapping_file(home: Path, header: str) -> dict[str, int]:
    (home / "mappings").mkdir()
    said = "contract: hotline_ticket\nfiles: a.csv\ndelivery: upsert\n"
    said += f"columns: {{ticket_id: {header}}}\n"
    (home / "mappings" / "own.yml").write_text(said, encoding="utf-8")
    found = [*without("工单编号"), header]
    return headers.choose(found, TICKET, mapping_files.load(Workspace(home))["own"], "工单.csv")


def test_position__of_a_header_to_fill_down() -> None:
    assert headers.position(["编号", "整改/期限"], "整改 / 期限", "台账.xlsx") == 1
    with pytest.raises(SourceError, match="fill_down"):
        headers.position(["编号"], "单位", "台账.xlsx")
