"""The source files: encodings, headers, reproducible bytes, and mappings that fit them."""

import csv
import io
import zipfile
from pathlib import Path

import fastexcel
import pytest
import yaml

from dagster_project.demo.expected import planted_strings
from dagster_project.demo.files import SERVICES, write
from dagster_project.demo.hotline.files import HEADERS, PERSONAL_HEADERS
from dagster_project.demo.mapping_files import code_lists
from dagster_project.demo.records import World
from dagster_project.demo.wording import SECTORS, names_in
from data_contracts.loader import source_contracts


@pytest.fixture(scope="module")
def workspace(town: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    write(town, folder)
    return folder


def _files(folder: Path) -> dict[Path, bytes]:
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_write__same_bytes_again(town: World, workspace: Path, tmp_path: Path) -> None:
    write(town, tmp_path)
    assert _files(tmp_path) == _files(workspace)


def test_write__leaves_a_right_file_alone(town: World, workspace: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in workspace.rglob("*") if path.is_file()}
    write(town, workspace)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_write__every_source_file_says_that_it_is_a_demo(workspace: Path) -> None:
    sources = [path for path in (workspace / "inbox").rglob("*") if path.is_file()]
    assert sources
    assert all(path.name.startswith("演示数据") for path in sources)
    for path in (workspace / "inbox").glob("*.xlsx"):
        for name in (book := fastexcel.read_excel(path)).sheet_names:
            title = book.load_sheet(name, header_row=None).to_polars().item(0, 0)
            assert str(title).startswith("演示数据")


def test_write__exports_are_gb18030_with_the_platforms_headers(
    town: World, workspace: Path
) -> None:
    for export in town.exports:
        content = (workspace / "inbox" / "hotline" / export.name).read_bytes()
        rows = list(csv.reader(io.StringIO(content.decode("gb18030"), newline="")))
        assert rows[0] == [*HEADERS.values(), *PERSONAL_HEADERS]
        assert len(rows) == len(export.lines) + 1
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")


def test_write__dates_come_in_many_styles(workspace: Path) -> None:
    text = "".join(
        path.read_bytes().decode("gb18030") for path in (workspace / "inbox/hotline").glob("*.csv")
    )
    for style in (",2024年1月3日,", ",2025/1/3,", ",2026-01-03,", ",２０", "/5,", " 08:15,"):
        assert style in text, style


def test_write__persons_stand_in_the_source_files_and_nowhere_else(
    town: World, workspace: Path
) -> None:
    persons = planted_strings(town)
    source = "".join(
        path.read_bytes().decode("gb18030") for path in (workspace / "inbox/hotline").glob("*.csv")
    )
    source += "".join(path.read_text("utf-8") for path in (workspace / SERVICES).iterdir())
    source += (workspace / "inbox" / "演示数据_线索抽查.csv").read_text("utf-8-sig")
    for path in (workspace / "inbox").rglob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            source += book.read("xl/sharedStrings.xml").decode()
    assert all(person in source for person in persons)
    for mapping in (workspace / "mappings").glob("*.yml"):
        text = mapping.read_text(encoding="utf-8")
        assert not any(person in text for person in persons)


def test_ledger__title_merged_headers_subtotals_and_total(town: World, workspace: Path) -> None:
    book = fastexcel.read_excel(workspace / "inbox" / "演示数据_督导问题台账.xlsx")
    grid = book.load_sheet(0, header_row=None, dtypes="string").to_polars().rows()
    assert [grid[2][5], grid[3][5], grid[3][6]] == ["整改", "期限", "销号日期"]
    assert grid[-1][0] == "合计"
    first = [row[0] for row in grid[4:-1]]
    assert len([cell for cell in first if cell != "小计"]) == len(town.ledger)
    assert any(row[0] != "小计" and row[4] is None for row in grid[4:-1]), "merged units"


def test_mappings__name_the_worlds_own_codes(world: World, tmp_path: Path) -> None:
    write(world, tmp_path)
    places = names_in(world)
    codes = {
        "area_code": set(places.areas),
        "unit_code": set(places.units),
        "sector_code": set(SECTORS),
    }
    paths = sorted((tmp_path / "mappings").glob("*.yml"))
    assert len(paths) > 8
    for path in paths:
        mapping = yaml.safe_load(path.read_text(encoding="utf-8"))
        known = {column.name for column in source_contracts()[mapping["contract"]].columns}
        assert set(mapping["columns"]) <= known, path.name
        for column, origin in mapping["columns"].items():
            kind = next((name for name in codes if column.endswith(name)), None)
            if isinstance(origin, dict) and "codes" in origin and kind is not None:
                assert set(origin["codes"].values()) == codes[kind], f"{path.name}: {column}"


def test_mappings__the_platforms_codes(town: World) -> None:
    lists = code_lists(town)
    assert lists["platform_areas"]["150626102000"] == "150626102"
    assert lists["platform_units"]["BM00001"] == town.units[0].unit_code
    assert lists["return_items"]["全部"] == "total"
