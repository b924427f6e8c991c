"""满意度 Satisfaction: what do people say, and can we believe it."""

import streamlit as st

from dashboards import cautions, components, filters, opinions, queries
from dashboards.language import say, spoken
from dashboards.sections import glance, indicator
from dashboards.sections import satisfaction as sections
from dashboards.view import View

PARAMETER = "item"
WAVE = "half_year"


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("满意度", "Satisfaction"))
    measured = queries.indicators(view.snapshot)
    home = view.home
    asked = [*opinions.ITEMS, opinions.RESPONSE]
    wanted = {name: measured[name] for name in asked if name in measured}
    read = (
        {}
        if home is None
        else {one.indicator.id: one for one in glance.readings(view, home, wanted, WAVE)}
    )
    found = [read[name] for name in opinions.ITEMS if name in read]
    if found:
        sections.slopes(found)
        sections.belief(found, read.get(opinions.RESPONSE))
    else:
        components.empty(
            say("还没有调查结果", "No survey yet"),
            say(
                "请提交调查批次、题项、样本和回答，再更新一次数据。",
                "Deliver waves, items, samples and answers, and update the data.",
            ),
        )
    if home is None:
        return
    across, hotline = st.columns(2)
    if found:
        with across:
            names = {one.indicator.id: spoken(one.indicator.name) for one in found}
            chosen = filters.pick(PARAMETER, say("题项", "Item"), names, width=300)
            indicator.comparison(view, home, measured[chosen], WAVE)
    if opinions.HOTLINE in measured:
        with hotline:
            indicator.card(view, home, measured[opinions.HOTLINE], "quarter")
    components.foot(cautions.protection())
