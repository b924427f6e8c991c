"""总览 Overview: what slipped and what is overdue, then how all the work stands."""

import streamlit as st

from dashboards import cautions, components, filters, labels, queries, states
from dashboards.language import say, spoken
from dashboards.sections import glance, overdue, registers
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("工作总览", "Overview"))
    states.missed_returns(view)
    measured = queries.indicators(view.snapshot)
    home = view.home
    if home is None or not measured:
        _nothing()
        return
    kind = filters.choice("period", say("周期", "Period"), period_kinds(), "month")
    found = glance.readings(view, home, measured, kind)
    main, side = st.columns([10, 3])
    with main:
        glance.pressing(found)
    with side:
        overdue.tile(view, home)
        registers.tile(view)
    overdue.by_unit(view, home)
    glance.by_mechanism(found, measured)
    if any(reading.indicator.is_personal for reading in found):
        components.foot(cautions.protection())


def period_kinds() -> dict[str, str]:
    """The kinds of period and their names, the shortest first."""
    codes = labels.published("mart_indicator_value", "period_kind").codes
    return {code: spoken(text) for code, text in codes}


def _nothing() -> None:
    components.empty(
        say("还没有可以评价的数据", "Nothing to assess yet"),
        say(
            "快照中没有本级辖区或指标目录。请提交辖区、责任单位和业务登记簿，再更新一次数据。",
            "The snapshot holds neither the home area nor the catalogue. Deliver areas, units "
            "and registers, and update the data.",
        ),
    )
