"""总览 Overview: how do we stand, what needs pressing, and can the data be relied on."""

import streamlit as st

from dashboards import components, labels, queries
from dashboards.language import say, spoken
from dashboards.sections import indicator as indicators
from dashboards.sections import overdue, registers
from dashboards.view import View

HEADLINES = ("SUP02", "EVA06")
"""Indicators on this page, in this order; what a snapshot does not measure is left out."""


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("工作总览", "Overview"))
    measured = queries.indicators(view.snapshot)
    chosen = [measured[name] for name in HEADLINES if name in measured]
    home = view.home
    if home is None or not chosen:
        _nothing()
        return
    kind = components.choice("period", say("周期", "Period"), _period_kinds(), "month")
    *cards, side = st.columns([*[5] * len(chosen), 3])
    for column, indicator in zip(cards, chosen, strict=True):
        with column:
            indicators.card(view, home, indicator, kind)
    with side:
        overdue.tile(view, home)
        registers.tile(view)
    for column, indicator in zip(st.columns(len(chosen)), chosen, strict=True):
        with column:
            indicators.trend(view, home, indicator, kind)
    overdue.by_unit(view, home)
    for column, indicator in zip(st.columns(len(chosen)), chosen, strict=True):
        with column:
            indicators.comparison(view, home, indicator, kind)


def _period_kinds() -> dict[str, str]:
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
