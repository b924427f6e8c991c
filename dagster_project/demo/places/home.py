"""Uxin Banner, its towns, placeholder villages, units and their sectors.

Codes and names of the banner and its towns are the real ones; villages, populations and
units are placeholders.
"""

from datetime import date
from typing import Final

from dagster_project.demo.periods import Span
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.records import Area, Unit, UnitSector

BANNER: Final = "150626"
HOME: Final = "150626102"
OLDEST: Final = date(2000, 1, 1)
MOVED_VILLAGE: Final = "150626101206"
NEW_UNIT: Final = "WS102-12"

# code, name, population, 嘎查村, 社区
TOWNS: Final = (
    ("150626100", "嘎鲁图镇", 61200, 6, 2),
    ("150626101", "乌审召镇", 14800, 6, 0),
    (HOME, "图克镇", 19600, 9, 1),
    ("150626103", "乌兰陶勒盖镇", 16900, 5, 0),
    ("150626104", "无定河镇", 27400, 7, 0),
    ("150626200", "苏力德苏木", 12100, 5, 0),
)
NUMERALS: Final = "一二三四五六七八九十"

# Kind, what follows the town's name, sectors.
TOWN_UNITS: Final = (
    ("office", "扫黑办", ("public_order",)),
    ("government", "人民政府", ("rural_governance",)),
    ("governance_centre", "综治中心", ()),
    ("police_station", "派出所", ("public_order",)),
    ("justice_office", "司法所", ()),
    ("sector_station", "自然资源所", ("mineral", "ecology")),
    ("sector_station", "市场监督管理所", ("market",)),
)
MORE_STATIONS: Final = {
    "150626100": (("住建所", ("construction", "real_estate")), ("中心校", ("education_health",))),
    HOME: (
        ("交通运输站", ("transport",)),
        ("中心校", ("education_health",)),
        ("农牧业综合服务站", ("rural_governance",)),
        ("住建所", ("construction", "real_estate")),
        ("矿区综合服务站", ("mineral", "construction")),
    ),
    "150626104": (("文旅服务站", ("culture_tourism",)),),
}
COMMITTEES: Final = (
    ("WS101-90", "乌审召镇第六嘎查委员会", MOVED_VILLAGE),
    ("WS102-90", "图克镇第一嘎查委员会", f"{HOME}201"),
    ("WS102-91", "图克镇第一社区居民委员会", f"{HOME}001"),
)
DEPARTMENTS: Final = (
    ("office", "乌审旗扫黑办", ("public_order",)),
    ("governance_centre", "乌审旗综治中心", ()),
    ("department", "乌审旗公安局", ("public_order", "internet")),
    ("department", "乌审旗自然资源局", ("mineral",)),
    ("department", "乌审旗生态环境分局", ("ecology",)),
    ("department", "乌审旗住房和城乡建设局", ("construction", "real_estate")),
    ("department", "乌审旗交通运输局", ("transport",)),
    ("department", "乌审旗市场监督管理局", ("market",)),
    ("department", "乌审旗教育体育局", ("education_health",)),
    ("department", "乌审旗文化和旅游局", ("culture_tourism",)),
    ("department", "乌审旗金融事务服务中心", ("finance",)),
    ("department", "乌审旗农牧局", ("rural_governance",)),
)


def make_home(span: Span) -> Places:
    """The places of the home banner; one village moves and one unit starts within the span."""
    units, sectors = [], []
    for unit, in_charge_of in [*_town_units(span), *_banner_units()]:
        units.append(unit)
        sectors += [UnitSector(unit.unit_code, sector) for sector in in_charge_of]
    return Places(tuple(_areas(span)), tuple(units), tuple(sectors))


def is_at_home(unit: Unit) -> bool:
    """Whether a unit is one of the home banner's."""
    return unit.unit_code.startswith("WS")


def village_moves_on(span: Span) -> date:
    """The first day on which the moved village belongs to the home town."""
    return span.months[17].replace(day=16)


def _areas(span: Span) -> list[Area]:
    people = sum(population for _, _, population, _, _ in TOWNS)
    found = [Area(BANNER, "乌审旗", "banner", None, people, OLDEST)]
    for code, name, population, village_count, community_count in TOWNS:
        found.append(Area(code, name, "town", BANNER, population, OLDEST))
        share = population // (village_count + community_count)
        villages = [(201 + n, f"{name}第{NUMERALS[n]}嘎查") for n in range(village_count)]
        villages += [(1 + n, f"{name}第{NUMERALS[n]}社区") for n in range(community_count)]
        found += [
            Area(f"{code}{number:03}", village, "village", code, share, OLDEST)
            for number, village in villages
        ]
    return [row for area in found for row in _moved(area, village_moves_on(span))]


def _moved(area: Area, day: date) -> list[Area]:
    if area.area_code != MOVED_VILLAGE:
        return [area]
    names = (area.area_code, area.name, area.level)
    before = Area(*names, area.parent_code, area.population, area.valid_from, day)
    return [before, Area(*names, HOME, area.population, day)]


def _town_units(span: Span) -> list[tuple[Unit, tuple[str, ...]]]:
    found = []
    for code, name, *_ in TOWNS:
        rows = list(TOWN_UNITS)
        rows += [("sector_station", label, s) for label, s in MORE_STATIONS.get(code, ())]
        for number, (kind, label, sectors) in enumerate(rows, start=1):
            unit_code = f"WS{code[-3:]}-{number:02}"
            start = span.months[14].replace(day=10) if unit_code == NEW_UNIT else OLDEST
            found.append((Unit(unit_code, f"{name}{label}", kind, code, start), sectors))
    return found


def _banner_units() -> list[tuple[Unit, tuple[str, ...]]]:
    committees = [
        (Unit(code, name, "village_committee", area, OLDEST), ()) for code, name, area in COMMITTEES
    ]
    departments = [
        (Unit(f"WS000-{number:02}", name, kind, BANNER, OLDEST), sectors)
        for number, (kind, name, sectors) in enumerate(DEPARTMENTS, start=1)
    ]
    return [*committees, *departments]
