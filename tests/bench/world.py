"""The bench's workspace: a made-up city, its units, the mappings and the days of the runs.

Every register lies in files under the Chinese labels of its contract; nothing in them
belongs to anyone. What is in the large registers is the matter of `hotline`, `clues` and
`surveys`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from dagster_project import setup
from dagster_project.settings import TIME_ZONE, Workspace

FIRST_DAY = date(2021, 11, 1)
LAST_DAY = date(2026, 10, 14)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
NEW_DAY = LAST_DAY + timedelta(days=1)
CITY = "150600"
BANNERS, TOWNS, VILLAGES = 9, 6, 10
TOWN_UNITS, BANNER_UNITS = 8, 12
SINCE = "2000-01-01"
SUFFIX = ".parquet"
REPEATED = 0.0005


def morning_after(day: date) -> datetime:
    """When the daily run that has `day` for its cut-off begins."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), TIME_ZONE).replace(hour=5)


def lay_out(home: Path, sources: Mapping[str, tuple[str, str]]) -> Workspace:
    """A workspace with places, units and a calendar, and a mapping for each of `sources`.

    `sources` maps contract to (files, delivery). No release falls due, for the script by hand
    makes none; what one takes is measured by itself.
    """
    workspace = Workspace(home)
    setup.make(workspace, CITY)
    with workspace.settings_file.open("a", encoding="utf-8") as settings:
        settings.write(f"\nrelease_day: {LAST_DAY.day + 2}\n")
    areas = [*_areas()]
    write_csv(workspace, "area", "区划代码,名称,层级,上级区划代码,常住人口,生效日期", areas)
    write_csv(workspace, "unit", "单位代码,名称,单位类型,所在区划,生效日期", [*_units(areas)])
    write_csv(workspace, "unit_sector", "单位代码,行业领域", [("U621-01", "mineral")])
    write_csv(workspace, "calendar_day", "日期,是否工作日,依据", [*_days()])
    for contract, (files, delivery) in sources.items():
        text = f"contract: {contract}\nfiles: {files}\ndelivery: {delivery}\n"
        (workspace.mappings / f"{contract}.yml").write_text(text, encoding="utf-8")
        workspace.home.joinpath(files).parent.mkdir(parents=True, exist_ok=True)
    return workspace


def places(connection: duckdb.DuckDBPyConnection) -> None:
    """The table `place`: an area with a unit of its own, numbered from 0, towns first."""
    areas = [*_areas()]
    units = {area: unit for unit, _, _, area, _ in _units(areas)}
    towns = [code for code, *_ in areas if len(code) == 9]
    rows = [
        (number, code, units[code[:9]])
        for number, code in enumerate([*towns, *(code for code, *_ in areas if len(code) == 12)])
    ]
    connection.execute("CREATE TABLE place (place BIGINT, area_code VARCHAR, unit_code VARCHAR)")
    connection.executemany("INSERT INTO place VALUES (?, ?, ?)", rows)


def chance(salt: str, number: str = "id") -> str:
    """SQL: a number from 0 to 1 that only depends on the row's number and `salt`."""
    return f"(hash({number}, '{salt}') % 1000000 / 1e6)"


def lag(salt: str, least: int, most: int) -> str:
    """SQL: a number of days that only depends on the row's number and `salt`."""
    return f"CAST({least} + {most - least} * {chance(salt)} AS INTEGER)"


def flag(salt: str, share: float) -> str:
    """SQL: yes for a `share` of the rows, else no."""
    return f"CASE WHEN {chance(salt)} < {share} THEN '是' ELSE '否' END"


def write_csv(
    workspace: Workspace, contract: str, header: str, rows: Sequence[Sequence[object]]
) -> None:
    """Rows of a small register under its Chinese labels, with the mapping that reads them."""
    lines = [header, *(",".join(map(str, row)) for row in rows)]
    path = workspace.inbox / f"{contract}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    mapping = f"contract: {contract}\nfiles: inbox/{contract}.csv\ndelivery: snapshot\n"
    (workspace.mappings / f"{contract}.yml").write_text(mapping, encoding="utf-8")


def write_parquet(
    connection: duckdb.DuckDBPyConnection, shown: str, path: Path, is_dirty: bool
) -> None:
    """The rows of the query `shown` in the order of its column `id`, which is left out.

    Where it `is_dirty` some of them stand twice.
    """
    repeated = REPEATED if is_dirty else 0
    connection.execute(
        f"COPY (WITH shown AS ({shown}) SELECT * EXCLUDE (id) FROM ((FROM shown ORDER BY id) "
        f"UNION ALL (FROM shown WHERE {chance('again')} < {repeated}))) TO '{path}' "
        "(FORMAT parquet, COMPRESSION zstd)"
    )


def fault(is_dirty: bool) -> str:
    """SQL: a number from 0 to 1, of which the smallest decide what is wrong with a row."""
    return chance("fault") if is_dirty else "1"


def new_day_file() -> str:
    """The name of the file of NEW_DAY."""
    return f"{NEW_DAY:%Y年%m月%d日}{SUFFIX}"


def months() -> list[tuple[date, date]]:
    """First and last day of every month of the large registers, the last one cut off."""
    found, first = [], FIRST_DAY
    while first <= LAST_DAY:
        following = (first + timedelta(days=31)).replace(day=1)
        found.append((first, min(following - timedelta(days=1), LAST_DAY)))
        first = following
    return found


def _days() -> Iterator[tuple[date, str, str]]:
    """A calendar of its own in place of the shipped one: a script has no library of holidays."""
    day = FIRST_DAY.replace(day=1)
    while day <= NEW_DAY + timedelta(days=60):
        yield day, "是" if day.isoweekday() <= 5 and day.day != 1 else "否", "本地规定"
        day += timedelta(days=1)


def _areas() -> Sequence[tuple[str, str, str, str, int, str]]:
    rows = [(CITY, "安平市", "市", "", 2_000_000, SINCE)]
    for b in range(1, BANNERS + 1):
        banner = f"1506{20 + b}"
        rows.append((banner, f"第{b}旗", "旗", CITY, 220_000, SINCE))
        for t in range(TOWNS):
            town = f"{banner}{100 + t}"
            rows.append((town, f"第{b}旗第{t + 1}镇", "苏木乡镇", banner, 35_000, SINCE))
            rows += [
                (f"{town}{200 + v}", f"第{t + 1}镇第{v + 1}嘎查", "嘎查村", town, 3_000, SINCE)
                for v in range(VILLAGES)
            ]
    return rows


def _units(
    areas: Sequence[tuple[str, str, str, str, int, str]],
) -> Sequence[tuple[str, str, str, str, str]]:
    rows = []
    for code, name, level, *_ in areas:
        count = {"苏木乡镇": TOWN_UNITS, "旗": BANNER_UNITS}.get(level, 0)
        rows += [
            (f"U{code[3:]}-{n:02d}", f"{name}单位{n}", "行业站所", code, SINCE)
            for n in range(1, count + 1)
        ]
    return rows
