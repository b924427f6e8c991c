"""From a mapping and a file's bytes to tables in the contract's columns."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from dagster_project.settings import TIME_ZONE
from dagster_project.sources import extract
from dagster_project.sources.extract import Extract
from dagster_project.sources.reading import Offer
from data_contracts.loader import source_contracts
from tests.unit.sources.stand_ins import a_mapping, xlsx

TODAY = datetime(2026, 11, 23, tzinfo=TIME_ZONE)
SECTOR = source_contracts()["sector"]
HEAD = "行业代码,中文名称,英文名称"
DATA = f"{HEAD}\nmineral,矿产资源,Mineral resources\n".encode("gb18030")


def taken(data: bytes, file: str = "a.csv", order: str = "1", **said: Any) -> list[Extract]:
    given = a_mapping(**({"contract": "sector"} | said))
    return list(extract.extracts(data, given, SECTOR, Offer(file, "", order)))


def test_extracts__columns_of_the_contract() -> None:
    [one] = taken(DATA)
    assert one.rows.rows(named=True) == [
        {
            "_row": 2,
            "_surplus": False,
            "sector_code": "mineral",
            "name_cn": "矿产资源",
            "name_en": "Mineral resources",
        }
    ]
    assert (one.file, one.order, one.scope) == ("a.csv", "1", None)
    assert (one.ignored_count, one.unread_count) == (0, 0)


def test_extracts__complete_for_what_its_rows_say() -> None:
    data = f"{HEAD}\n合计,,\nmineral,矿,M\n".encode()
    [one] = taken(data, delivery="snapshot", scope={"of": "sector_code"}, ignore_rows=["合计"])
    assert one.scope == "mineral"


def test_extracts__counts_ignored_rows_and_columns_that_nobody_reads() -> None:
    data = f"{HEAD},备注,电话\nmineral,矿,M,x,y\n合计,,,,\n".encode()
    [one] = taken(data, ignore_rows=["合计"])
    assert (one.rows.height, one.ignored_count, one.unread_count) == (1, 1, 2)


def test_extracts__mapped_headers_are_read() -> None:
    data = "代 码,中文名称,英文名称\nmineral,矿,M\n".encode()
    [one] = taken(data, columns={"sector_code": "代　码"})
    assert one.rows["sector_code"].to_list() == ["mineral"]
    assert one.unread_count == 0


def test_extracts__members_and_sheets_have_an_order_of_their_own() -> None:
    """As files beside each other: 2 before 10."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("10月.csv", DATA)
        archive.writestr("2月.csv", DATA)
    found = taken(buffer.getvalue(), "工单.zip", order="工单.zip")
    by_order = sorted(found, key=lambda one: one.order)
    assert [one.file for one in by_order] == ["工单.zip/2月.csv", "工单.zip/10月.csv"]


def test_extracts__sheets_are_tables_of_their_own() -> None:
    def fill(book: Any) -> None:
        for name in ("9月", "10月"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEAD.split(","))
            sheet.write_row(1, 0, [name, "矿", "M"])

    found = taken(xlsx(fill), "a.xlsx", sheet="*月")
    assert [(one.file, one.rows["sector_code"].item()) for one in found] == [
        ("a.xlsx#9月", "9月"),
        ("a.xlsx#10月", "10月"),
    ]


def test_agreement__changes_with_mapping_and_contract_only() -> None:
    before = extract.agreement(a_mapping(), SECTOR)
    assert extract.agreement(a_mapping(), SECTOR) == before
    assert extract.agreement(a_mapping(root=Path("/elsewhere")), SECTOR) == before
    assert extract.agreement(a_mapping(ignore_rows=["合计"]), SECTOR) != before
    assert extract.agreement(a_mapping(), source_contracts()["area"]) != before


def test_offers__calendar_is_offered_without_files() -> None:
    given = a_mapping(contract="calendar_day", kind="calendar", files=None)
    [offer] = extract.offers(given, TODAY)
    data = extract.content(given, offer).data
    contract = source_contracts()["calendar_day"]
    [one] = extract.extracts(data, given, contract, offer)
    assert one.rows.columns[2:] == ["day", "is_workday", "basis"]


def test_offers__files_are_offered_and_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(DATA)
    given = a_mapping(root=tmp_path, files="*.csv")
    [offer] = extract.offers(given, TODAY)
    assert extract.content(given, offer).data == DATA
