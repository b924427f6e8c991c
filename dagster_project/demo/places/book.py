"""The workbook of areas, units and the sectors in their charge."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Final

from xlsxwriter import Workbook

from dagster_project.demo.records import World
from dagster_project.demo.wording import LEVELS, SECTORS, UNIT_KINDS, names_in
from dagster_project.demo.workbooks import Formats, open_book, write_title

NAME: Final = "演示数据_区划与单位.xlsx"
AREA_HEADERS: Final = (
    "区划代码", "名称", "层级", "上级代码", "人口", "生效日期", "失效日期",
)  # fmt: skip
UNIT_HEADERS: Final = ("单位代码", "单位名称", "类型", "所在区划", "启用日期", "停用日期")
SECTOR_HEADERS: Final = ("单位代码", "单位名称", "行业")

Value = str | int | date | None


def places_bytes(world: World) -> bytes:
    """The workbook's bytes."""
    names = names_in(world)
    target = io.BytesIO()
    with open_book(target, world.today) as (book, looks):
        areas = [
            (
                a.area_code,
                a.name,
                LEVELS[a.level],
                a.parent_code,
                a.population,
                a.valid_from,
                a.valid_to,
            )
            for a in world.areas
        ]
        _sheet(book, looks, "行政区划", AREA_HEADERS, areas)
        units = [
            (u.unit_code, u.name, UNIT_KINDS[u.kind], u.area_code, u.valid_from, u.valid_to)
            for u in world.units
        ]
        _sheet(book, looks, "责任单位", UNIT_HEADERS, units)
        sectors = [
            (row.unit_code, names.units[row.unit_code], SECTORS[row.sector_code])
            for row in world.unit_sectors
        ]
        _sheet(book, looks, "分管行业", SECTOR_HEADERS, sectors)
    return target.getvalue()


def _sheet(
    book: Workbook,
    looks: Formats,
    name: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[Value]],
) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(headers) - 1, 18)
    write_title(sheet, f"演示数据 {name}", len(headers), looks.title)
    sheet.write_row(1, 0, headers, looks.header)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            match value:
                case None:
                    continue
                case date():
                    sheet.write_datetime(number, column, value, looks.day)
                case int():
                    sheet.write_number(number, column, value, looks.text)
                case str():
                    sheet.write_string(number, column, value, looks.text)
