"""行业 Sectors: problems of every sector beside those of the others."""

from dashboards import components
from dashboards.language import say
from dashboards.sections import risk
from dashboards.sections import sectors as sections
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("行业", "Sectors"))
    series = sections.read(view)
    if not series:
        components.empty(
            say("还没有行业问题", "No problem of a sector yet"),
            say(
                "请提交行业乱象问题登记簿，再更新一次数据。",
                "Deliver the register of sector issues, and update the data.",
            ),
        )
        return
    sections.multiples(series, {one.name: one for one in risk.of_sectors(view)})
