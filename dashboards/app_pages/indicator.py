"""指标 Indicator: one indicator with all that it rests on, its course, and the areas beside it."""

import streamlit as st

from dashboards import address, cautions, components, filters, labels, markup, queries, readings
from dashboards import view as views
from dashboards.app_pages.overview import period_kinds
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.markup import Markup
from dashboards.sections import glance
from dashboards.sections import indicator as sections
from dashboards.view import Area, View

PARAMETER = "indicator"


def show(view: View) -> None:
    """The whole page."""
    measured = queries.indicators(view.snapshot)
    home = view.home
    if home is None or not measured:
        components.heading(view, say("指标", "Indicator"))
        components.empty(
            say("还没有可以评价的指标", "No indicator to assess yet"),
            say("请提交业务登记簿，再更新一次数据。", "Deliver registers, and update the data."),
        )
        return
    chosen = _chosen(view, home, measured)
    components.heading(view, spoken(chosen.name))
    components.show(_others(measured, chosen))
    history = views.history(view.snapshot, chosen.id, home.code)
    kinds = readings.kinds_of(chosen, history) or [chosen.frequency]
    kind = _kind(kinds, readings.opening_kind(chosen, history, view.snapshot.as_of))
    card, course = st.columns([2, 3])
    with card:
        sections.card(view, home, chosen, kind)
    with course:
        sections.trend(view, home, chosen, kind)
    sections.comparison(view, home, chosen, kind)
    if chosen.is_personal:
        components.foot(cautions.protection())


def _chosen(view: View, home: Area, measured: dict[str, Indicator]) -> Indicator:
    """The indicator that the address names, or the most pressing one, or the first."""
    asked = st.query_params.get(PARAMETER)
    if asked in measured:
        return measured[asked]
    pressing = readings.pressing(glance.readings(view, home, measured, "month"))
    return pressing[0].indicator if pressing else next(iter(measured.values()))


def _kind(kinds: list[str], default: str) -> str:
    names = period_kinds()
    options = {kind: names[kind] for kind in kinds}
    return filters.choice("period", say("周期", "Period"), options, default)


def _others(measured: dict[str, Indicator], chosen: Indicator) -> Markup:
    """A list of all indicators by mechanism, folded away."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in measured.values():
        groups.setdefault(indicator.mechanism, []).append(indicator)
    order = [code for code, _ in labels.published("dim_indicator", "mechanism_code").codes]
    entries = [
        (spoken(labels.mechanism(code)), [_link(i, chosen) for i in groups[code]])
        for code in order
        if code in groups
    ]
    return markup.menu(say("换一项指标", "Another indicator"), entries)


def _link(indicator: Indicator, chosen: Indicator) -> Markup:
    name = spoken(indicator.name)
    if indicator is chosen:
        return Markup(f'<strong aria-current="page">{markup.html(name)}</strong>')
    return markup.link(name, address.link(PARAMETER, **{PARAMETER: indicator.id}))
