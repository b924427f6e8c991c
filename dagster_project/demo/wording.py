"""The Chinese words in which source files name codes, and the texts that callers leave."""

from dataclasses import dataclass
from typing import Final

from dagster_project.demo.hotline.records import Ticket
from dagster_project.demo.lines import Line
from dagster_project.demo.records import World
from dagster_project.demo.spellings import Spelling

LEVELS: Final = {
    "nation": "全国",
    "region": "自治区",
    "city": "市",
    "banner": "旗",
    "town": "苏木乡镇",
    "village": "嘎查村",
}
UNIT_KINDS: Final = {
    "office": "扫黑办",
    "government": "苏木乡镇政府",
    "governance_centre": "综治中心",
    "police_station": "派出所",
    "justice_office": "司法所",
    "sector_station": "行业站所",
    "village_committee": "嘎查村委员会",
    "department": "旗直部门",
}
SECTORS: Final = {
    "mineral": "矿产资源",
    "ecology": "生态环境",
    "finance": "金融放贷",
    "construction": "工程建设",
    "transport": "交通运输",
    "market": "市场流通",
    "internet": "信息网络",
    "culture_tourism": "文化旅游",
    "education_health": "教育卫生",
    "real_estate": "房地产",
    "public_order": "社会治安",
    "rural_governance": "乡村治理",
}
CLASSES: Final = {
    "consultation": "咨询",
    "request": "求助",
    "complaint": "投诉",
    "suggestion": "建议",
    "praise": "表扬",
}
FINDING_KINDS: Final = {"joint": "联合督导", "special": "专项督导", "case": "个案督导"}
MATTERS: Final = (
    "拉煤车辆夜间扬尘，要求洒水",
    "草场边界争议，请求调解",
    "路灯不亮，出行不便",
    '收到自称"内部渠道"的贷款短信，咨询真假',
    "工程款拖欠",
    "井水浑浊，\n已持续三天",
)


@dataclass(frozen=True)
class Names:
    """Names of areas and units by code."""

    areas: dict[str, str]
    units: dict[str, str]


def names_in(world: World) -> Names:
    """The names of the world's places."""
    return Names(
        areas={area.area_code: area.name for area in world.areas},
        units={unit.unit_code: unit.name for unit in world.units},
    )


def word(code: str | None, words: dict[str, str], spelling: Spelling) -> str:
    """The name of a code; the code itself in coded rows and where it has no name."""
    if code is None:
        return ""
    return code if spelling is Spelling.CODED else words.get(code, code)


def address(line: Line[Ticket], names: Names) -> str:
    """Where the caller lives."""
    return f"{names.areas[line.record.area_code]}{int(line.person.phone[-3:]) + 1}号"


def complaint(line: Line[Ticket]) -> str:
    """What the caller said, with the name and number that callers leave."""
    matter = MATTERS[int(line.person.phone[-4:]) % len(MATTERS)]
    return f"{line.person.name}来电：{matter}，回电{line.person.phone}。"
