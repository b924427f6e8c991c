"""What lies around the home banner at the larger scales, thinned so that it stays small.

Codes and names of regions, cities and banners are those of GB/T 2260, but for what is named
示例 (sample), which is made up, as are all towns outside the home banner: their codes end in
901 and up, which no real town has. 100000 stands for the nation. Populations are made up.

| scale  | towns | what there is                                                        |
| city   |    50 | the home city with all its banners                                   |
| region |   116 | the region: the home city, and two banners of each other league      |
| nation |   224 | all 31 regions of the mainland: in each other one city, two districts |
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER, NUMERALS, OLDEST
from dagster_project.demo.places.records import Area, Unit, UnitSector
from dagster_project.demo.records import Scale

NATION: Final = "100000"
REGION: Final = "150000"
CITY: Final = "150600"
TOP: Final = {"city": CITY, "region": REGION, "nation": NATION}
HOME_CITY_BANNERS: Final = {
    "150602": "东胜区", "150603": "康巴什区", "150621": "达拉特旗", "150622": "准格尔旗",
    "150623": "鄂托克前旗", "150624": "鄂托克旗", "150625": "杭锦旗", "150627": "伊金霍洛旗",
}  # fmt: skip
POPULOUS: Final = ("150602", "150621", "150622", "150627")
LEAGUES: Final = {
    "150100": ("呼和浩特市", {"150102": "新城区", "150121": "土默特左旗"}),
    "150200": ("包头市", {"150202": "东河区", "150221": "土默特右旗"}),
    "150300": ("乌海市", {"150302": "海勃湾区", "150303": "海南区"}),
    "150400": ("赤峰市", {"150402": "红山区", "150421": "阿鲁科尔沁旗"}),
    "150500": ("通辽市", {"150502": "科尔沁区", "150521": "科尔沁左翼中旗"}),
    "150700": ("呼伦贝尔市", {"150702": "海拉尔区", "150721": "阿荣旗"}),
    "150800": ("巴彦淖尔市", {"150802": "临河区", "150821": "五原县"}),
    "150900": ("乌兰察布市", {"150902": "集宁区", "150921": "卓资县"}),
    "152200": ("兴安盟", {"152201": "乌兰浩特市", "152221": "科尔沁右翼前旗"}),
    "152500": ("锡林郭勒盟", {"152501": "二连浩特市", "152502": "锡林浩特市"}),
    "152900": ("阿拉善盟", {"152921": "阿拉善左旗", "152922": "阿拉善右旗"}),
}
# Regions with their capitals; a municipality is a city to itself.
REGIONS: Final = {
    "110000": ("北京市", "北京市辖区"), "120000": ("天津市", "天津市辖区"),
    "130000": ("河北省", "石家庄市"), "140000": ("山西省", "太原市"),
    "210000": ("辽宁省", "沈阳市"), "220000": ("吉林省", "长春市"),
    "230000": ("黑龙江省", "哈尔滨市"), "310000": ("上海市", "上海市辖区"),
    "320000": ("江苏省", "南京市"), "330000": ("浙江省", "杭州市"),
    "340000": ("安徽省", "合肥市"), "350000": ("福建省", "福州市"),
    "360000": ("江西省", "南昌市"), "370000": ("山东省", "济南市"),
    "410000": ("河南省", "郑州市"), "420000": ("湖北省", "武汉市"),
    "430000": ("湖南省", "长沙市"), "440000": ("广东省", "广州市"),
    "450000": ("广西壮族自治区", "南宁市"), "460000": ("海南省", "海口市"),
    "500000": ("重庆市", "重庆市辖区"), "510000": ("四川省", "成都市"),
    "520000": ("贵州省", "贵阳市"), "530000": ("云南省", "昆明市"),
    "540000": ("西藏自治区", "拉萨市"), "610000": ("陕西省", "西安市"),
    "620000": ("甘肃省", "兰州市"), "630000": ("青海省", "西宁市"),
    "640000": ("宁夏回族自治区", "银川市"), "650000": ("新疆维吾尔自治区", "乌鲁木齐市"),
}  # fmt: skip
# Kind, what follows the area's name, sectors.
UNITS: Final = {
    "town": (
        ("office", "扫黑办", ("public_order",)),
        ("government", "人民政府", ("rural_governance",)),
        ("police_station", "派出所", ("public_order",)),
    ),
    "banner": (
        ("office", "扫黑办", ("public_order",)),
        ("department", "公安局", ("public_order", "internet")),
    ),
    "city": (("office", "扫黑办", ("public_order",)), ("department", "公安局", ("finance",))),
    "region": (("office", "扫黑办", ("public_order",)), ("department", "公安厅", ("finance",))),
    "nation": (),
}
TOWN_PEOPLE: Final = 15_000


def around(home: Places, scale: Scale) -> Places:
    """The home banner's places, and at the larger scales all that lies around it."""
    if scale not in TOP:
        return home
    wider = list(_areas(scale))
    below = [replace(a, parent_code=CITY) if a.area_code == BANNER else a for a in home.areas]
    units = [(unit, sectors) for area in wider for unit, sectors in _units(area)]
    return Places(
        areas=(*wider, *below),
        units=(*home.units, *(unit for unit, _ in units)),
        unit_sectors=(
            *home.unit_sectors,
            *(UnitSector(unit.unit_code, sector) for unit, sectors in units for sector in sectors),
        ),
    )


def _areas(scale: Scale) -> Iterator[Area]:
    """From the top down; the home banner itself is left out."""
    if scale == "nation":
        yield _area(NATION, "全国", "nation", None)
    if scale != "city":
        yield _area(REGION, "内蒙古自治区", "region", NATION if scale == "nation" else None)
    yield _area(CITY, "鄂尔多斯市", "city", None if scale == "city" else REGION)
    for code, name in HOME_CITY_BANNERS.items():
        usual = 6 if code in POPULOUS else 5
        yield from _banner(code, name, CITY, {"city": usual, "region": usual}.get(scale, 2))
    if scale == "city":
        return
    for league, (name, banners) in LEAGUES.items():
        yield _area(league, name, "city", REGION)
        for code, banner in banners.items():
            yield from _banner(code, banner, league, 3 if scale == "region" else 1)
    if scale == "nation":
        yield from _other_regions()


def _other_regions() -> Iterator[Area]:
    for region, (name, capital) in REGIONS.items():
        yield _area(region, name, "region", NATION)
        city = f"{region[:2]}0100"
        yield _area(city, capital, "city", region)
        for number in (1, 2):
            district = f"{capital}示例{NUMERALS[number - 1]}区"
            yield from _banner(f"{region[:2]}019{number}", district, city, 3)


def _banner(code: str, name: str, parent_code: str, towns: int) -> Iterator[Area]:
    yield _area(code, name, "banner", parent_code, towns)
    for number in range(1, towns + 1):
        town = f"{name}示例{NUMERALS[number - 1]}镇"
        yield _area(f"{code}{900 + number}", town, "town", code, 1)


def _area(
    code: str, name: str, level: str, parent_code: str | None, towns: int | None = None
) -> Area:
    people = None if towns is None else towns * TOWN_PEOPLE
    return Area(code, name, level, parent_code, people, OLDEST)


def _units(area: Area) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    for number, (kind, label, sectors) in enumerate(UNITS[area.level], start=1):
        unit_code = f"{area.area_code}-{number:02}"
        yield Unit(unit_code, f"{area.name}{label}", kind, area.area_code, OLDEST), sectors
