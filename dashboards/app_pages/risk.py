"""风险研判 Risk: where work needs review, and which component says so."""

import polars as pl

from dashboards import analysis_queries, components, risks
from dashboards.language import say
from dashboards.sections import risk as sections
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("风险研判", "Risk"))
    found = analysis_queries.risks(view.snapshot)
    own = found.filter(area_code=view.home.code) if view.home else found.clear()
    if own.is_empty():
        components.empty(
            say("还没有可以研判的数据", "Nothing to judge yet"),
            say(
                "请提交热线工单、线索、行业问题和三书一函登记簿，再更新一次数据。",
                "Deliver the registers of tickets, clues, sector issues and letters, "
                "and update the data.",
            ),
        )
        return
    names = {
        row["sector_code"]: say(row["name_cn"], row["name_en"])
        for row in own.filter(pl.col("name_cn").is_not_null()).to_dicts()
    }
    of_sectors = risks.subjects(own.to_dicts(), names, "sector_code")
    sections.matrix(say("行业", "Sectors"), "sectors", of_sectors, say("行业", "sector"))
    areas = {area.code: area.name for area in view.compared()[1:]}
    wholes = found.filter(sector_code=risks.WHOLE).to_dicts()
    if of_areas := risks.subjects(wholes, areas, "area_code"):
        title, noun = say("辖区", "Areas"), view.compared_noun()
        sections.matrix(title, "areas", of_areas, noun)
    sections.limits()
