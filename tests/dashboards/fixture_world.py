"""The places, units and sizes of the small world that fixtures of pages are about."""

from datetime import date
from typing import Any

BANNER = "150626"
TOWNS = {
    "150626100": "嘎鲁图镇",
    "150626101": "乌审召镇",
    "150626102": "图克镇",
    "150626103": "乌兰陶勒盖镇",
    "150626104": "无定河镇",
    "150626200": "苏力德苏木",
}
HOME = "150626102"
QUIET_TOWN = "150626104"
"""Has next to no findings, so that its figures are insufficient or not applicable."""
KINDS = {"governance_centre": "综治中心", "police_station": "派出所", "government": "政府"}
DEPARTMENTS = {"banner_housing": "旗住房和城乡建设局", "banner_resources": "旗自然资源局"}
MONTHS = 30
WEIGHTS = {"response": 0.30, "solved": 0.35, "satisfied": 0.35}

Row = dict[str, Any]


def months(as_of: date) -> list[date]:
    index = as_of.year * 12 + as_of.month - 1
    return [date(i // 12, i % 12 + 1, 1) for i in range(index - MONTHS + 1, index + 1)]
