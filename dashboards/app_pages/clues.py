"""线索 Clues: whether reports are handled in time, and where they are lost."""

import streamlit as st

from dashboards import cautions, clues, components, filters, queries
from dashboards.app_pages.overview import period_kinds
from dashboards.language import say
from dashboards.sections import clues as sections
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("线索", "Clues"))
    measured = queries.indicators(view.snapshot)
    home = view.home
    if home is None or not any(name in measured for name in clues.STAGES):
        components.empty(
            say("还没有可以查看的线索", "No clue to look at yet"),
            say("请提交举报线索登记簿，再更新一次数据。", "Deliver clues, and update the data."),
        )
        return
    kind = filters.choice("period", say("周期", "Period"), period_kinds(), "quarter")
    found = sections.stages(view, home, measured, kind)
    main, side = st.columns([5, 2])
    with main:
        sections.glance(view, found)
    with side:
        sections.volumes(view, home, measured, kind)
    if found:
        sections.courses(view, found)
    sections.reached(view, home)
    components.foot(cautions.protection())
