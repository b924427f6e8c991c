"""风险研判 Risk: where work needs review, and which component says so."""

from dashboards import components
from dashboards.language import say
from dashboards.sections import risk as sections
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("风险研判", "Risk"))
    of_sectors = sections.of_sectors(view)
    if not of_sectors:
        components.empty(
            say("还没有可以研判的数据", "Nothing to judge yet"),
            say(
                "请提交热线工单、线索、行业问题和三书一函登记簿，再更新一次数据。",
                "Deliver the registers of tickets, clues, sector issues and letters, "
                "and update the data.",
            ),
        )
        return
    sections.matrix(say("行业", "Sectors"), "sectors", of_sectors, say("行业", "sector"))
    if of_areas := sections.of_areas(view):
        title, noun = say("辖区", "Areas"), view.compared_noun()
        sections.matrix(title, "areas", of_areas, noun)
    sections.limits()
