"""行业 Sectors: problems of every sector beside those of the others."""

from datetime import date

from dashboards import analysis_queries, components, risks
from dashboards.language import say
from dashboards.sections import sectors as sections
from dashboards.sector_chart import Quarter
from dashboards.view import View

SHOWN = 8
"""Quarters: two years, of which the last may not be over."""


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("行业", "Sectors"))
    home = view.home.code if view.home else ""
    rows = analysis_queries.sector_quarters(view.snapshot, home).to_dicts()
    if not rows:
        components.empty(
            say("还没有行业问题", "No problem of a sector yet"),
            say(
                "请提交行业乱象问题登记簿，再更新一次数据。",
                "Deliver the register of sector issues, and update the data.",
            ),
        )
        return
    firsts = _quarters(view.snapshot.as_of)
    series: dict[str, dict[date, Quarter]] = {}
    for row in rows:
        quarter = Quarter(
            row["period_from"],
            row["on_time_count"],
            row["late_count"],
            row["overdue_count"],
            row["open_count"],
        )
        series.setdefault(say(row["name_cn"], row["name_en"]), {})[quarter.first] = quarter
    judged = analysis_queries.risks(view.snapshot).filter(area_code=home).to_dicts()
    names = {row["sector_code"]: say(row["name_cn"] or "", row["name_en"] or "") for row in judged}
    subjects = {one.name: one for one in risks.subjects(judged, names, "sector_code")}
    sections.multiples(
        {
            name: [found.get(first, Quarter(first)) for first in firsts]
            for name, found in series.items()
        },
        subjects,
    )


def _quarters(as_of: date) -> list[date]:
    """First days of the quarters shown, the last that of the cut-off."""
    last = as_of.year * 4 + (as_of.month - 1) // 3
    return [date(i // 4, i % 4 * 3 + 1, 1) for i in range(last - SHOWN + 1, last + 1)]
