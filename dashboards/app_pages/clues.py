"""线索 Clues: are reports handled in time, and where are they lost."""

import streamlit as st

from dashboards import cautions, clue_stages, components, queries
from dashboards.app_pages.overview import period_kinds
from dashboards.language import say
from dashboards.sections import clues as sections
from dashboards.sections import glance, indicator
from dashboards.view import View

VOLUMES = ("RPT01", "RPT05")
"""What came in and was done with it, and the share that is open past its day."""


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("线索", "Clues"))
    measured = queries.indicators(view.snapshot)
    staged = {name: measured[name] for name in clue_stages.STAGES if name in measured}
    home = view.home
    if home is None or not staged:
        _nothing()
        return
    with components.filters():
        kind = components.choice("period", say("周期", "Period"), period_kinds(), "quarter")
    found = {one.indicator.id: one for one in glance.readings(view, home, staged, kind)}
    stages = [found[name] for name in clue_stages.STAGES if name in found]
    if not stages:
        _nothing()
        return
    sections.stages(view, stages)
    shown = [measured[name] for name in VOLUMES if name in measured]
    for column, one in zip(st.columns(len(VOLUMES)), shown, strict=False):
        with column:
            indicator.card(view, home, one, kind)
    sections.courses(stages)
    components.foot(cautions.protection())


def _nothing() -> None:
    components.empty(
        say("还没有可以评价的线索", "No report to assess yet"),
        say(
            "请提交举报线索登记簿，再更新一次数据。",
            "Deliver the register of clues, and update the data.",
        ),
    )
