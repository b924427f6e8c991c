"""Figures for the pages: plain values in, a finished Plotly figure out.

No query, no judgement and no Streamlit here; `figures` keeps the finished objects. Colours
are told apart by colour-blind readers, and nothing rests on colour alone.
"""

import plotly.graph_objects as go

from dashboards import wording
from dashboards.canvas import (
    BAND,
    BLUE,
    GREY,
    GRID,
    INK,
    MUTED,
    ORANGE,
    blank,
    hatched,
    tick_places,
)
from dashboards.judgement import Figure, Place
from dashboards.labels import Indicator
from dashboards.language import say


def trend(figures: list[Figure], indicator: Indicator, is_demo: bool) -> go.Figure:
    """One indicator over time: values, interval band, target, and what is not yet certain.

    Periods without a sound value leave a gap; no line is drawn across it.
    """
    chart = blank(330, is_demo)
    sound = [figure.is_sound for figure in figures]
    for number, run in enumerate(runs(sound)):
        _band(chart, figures, run, is_first=number == 0)
    chart.add_scatter(
        x=list(range(len(figures))),
        y=[figure.value if ok else None for figure, ok in zip(figures, sound, strict=True)],
        mode="lines+markers",
        name=say("数值", "Value"),
        line={"color": BLUE, "width": 2.5},
        marker={"size": 6, "color": BLUE},
        customdata=[_hover(figure, indicator) for figure in figures],
        hovertemplate="%{customdata}<extra></extra>",
    )
    _uncertain(chart, figures, indicator, "insufficient")
    _uncertain(chart, figures, indicator, "provisional")
    _target_line(chart, indicator, len(figures))
    _time_axis(chart, figures)
    chart.update_yaxes(
        range=value_range(figures, indicator.target),
        ticksuffix="%" if indicator.unit == "percent" else "",
    )
    return chart


def runs(flags: list[bool]) -> list[range]:
    """Stretches of neighbouring positions that are set."""
    found: list[range] = []
    for position, flag in enumerate(flags):
        if flag and found and found[-1].stop == position:
            found[-1] = range(found[-1].start, position + 1)
        elif flag:
            found.append(range(position, position + 1))
    return found


def value_range(figures: list[Figure], target: float | None) -> list[float]:
    """An axis that holds every value, interval and target, from a round ten upwards."""
    lows = [figure.low for figure in figures if figure.low is not None]
    highs = [figure.high for figure in figures if figure.high is not None]
    ends = [*lows, *highs, *([] if target is None else [target])] or [0.0, 100.0]
    low = max(0.0, (min(ends) - 1) // 10 * 10)
    high = -(-max(ends) // 10) * 10
    return [low, high + (high - low) * 0.04]


def _band(chart: go.Figure, figures: list[Figure], run: range, *, is_first: bool) -> None:
    # A run of one period is widened, so that its interval can be seen.
    reach = 0.18 if len(run) == 1 else 0.0
    xs = [run[0] - reach, run[0] + reach] if reach else list(run)
    part = [figures[run[0]]] * 2 if reach else [figures[i] for i in run]
    chart.add_scatter(
        x=[*xs, *reversed(xs)],
        y=[*(f.high for f in part), *(f.low for f in reversed(part))],
        fill="toself",
        fillcolor=BAND,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name=say("95%区间", "95% interval"),
        legendgroup="band",
        showlegend=is_first,
    )


def _uncertain(chart: go.Figure, figures: list[Figure], indicator: Indicator, status: str) -> None:
    """Open markers for values that may still move or rest on too little."""
    found = [(i, f) for i, f in enumerate(figures) if f.status == status and f.value is not None]
    if not found:
        return
    is_provisional = status == "provisional"
    if is_provisional:
        chart.add_bar(
            x=[i for i, _ in found],
            base=[f.low for _, f in found],
            y=[(f.high or 0) - (f.low or 0) for _, f in found],
            width=0.7,
            marker=hatched(BLUE),
            hoverinfo="skip",
            showlegend=False,
        )
    look = {"size": 9, "symbol": "circle", "line": {"color": BLUE, "width": 2}}
    weak = {"size": 6, "symbol": "diamond", "line": {"color": GREY, "width": 1.5}}
    chart.add_scatter(
        x=[i for i, _ in found],
        y=[f.value for _, f in found],
        mode="markers",
        name=say("暂定（期间未结束）", "Provisional (period not over)")
        if is_provisional
        else say("样本不足", "Too few records"),
        marker={"color": "#ffffff"} | (look if is_provisional else weak),
        customdata=[_hover(f, indicator) for _, f in found],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _target_line(chart: go.Figure, indicator: Indicator, length: int) -> None:
    if indicator.target is None:
        return
    chart.add_scatter(
        x=[-0.5, length - 0.5],
        y=[indicator.target] * 2,
        mode="lines",
        name=say("目标", "Target") + f" {wording.bound(indicator.target, indicator.unit)}",
        line={"color": ORANGE, "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
    )


def _time_axis(chart: go.Figure, figures: list[Figure]) -> None:
    firsts = [figure.first for figure in figures]
    kept = tick_places(firsts)
    chart.update_xaxes(
        tickvals=kept,
        ticktext=[
            wording.tick(figures[i].period_kind, firsts[i], with_year=i == kept[0]) for i in kept
        ],
        range=[-0.6, len(figures) - 0.4],
        ticks="outside",
        ticklen=4,
        tickcolor=GRID,
        tickangle=0,
    )


def _hover(figure: Figure, indicator: Indicator) -> str:
    name = f"<b>{wording.period(figure.period_kind, figure.first)}</b>"
    if figure.value is None or figure.low is None or figure.high is None:
        return name
    value = wording.amount(figure.value, indicator.unit)
    span = wording.span(figure.low, figure.high, indicator.unit)
    total = wording.count(figure.denominator)
    return "<br>".join(
        (
            name,
            value,
            say(f"95%区间 {span}", f"95% interval {span}"),
            say(f"共{total}条", f"n = {total}"),
        )
    )


def across(places: list[Place], indicator: Indicator, is_demo: bool) -> go.Figure:
    """One indicator of several areas as dots with intervals, in the given order; no ranking."""
    chart = blank(70 + 36 * len(places), is_demo)
    order = list(reversed(places))
    for position, place in enumerate(order):
        _row(chart, position, place, indicator)
    limits = value_range([place.figure for place in places], indicator.target)
    if indicator.target is not None:
        chart.add_vline(x=indicator.target, line={"color": ORANGE, "width": 1.5, "dash": "dash"})
        chart.add_annotation(
            x=indicator.target,
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="right",
            showarrow=False,
            text=say("目标", "Target") + f" {wording.bound(indicator.target, indicator.unit)}",
            font={"size": 12, "color": ORANGE},
        )
    names = [f"<b>{place.name}</b>" if place.is_home else place.name for place in order]
    chart.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=names,
        range=[-0.6, len(order) - 0.4],
        showgrid=False,
        tickfont={"size": 13, "color": INK},
    )
    chart.update_xaxes(
        range=limits,
        showgrid=True,
        gridcolor=GRID,
        tick0=0,
        dtick=tick_step(limits[1] - limits[0]),
        tickangle=0,
        ticksuffix="%" if indicator.unit == "percent" else "",
    )
    chart.update_layout(showlegend=False, margin={"l": 8, "r": 104, "t": 26, "b": 8})
    return chart


def tick_step(reach: float) -> int:
    """A round distance of labels, such that those of an axis so long stand apart on a phone."""
    return next((step for step in (5, 10, 20) if reach < 4 * step), 25)


def _row(chart: go.Figure, position: int, place: Place, indicator: Indicator) -> None:
    figure = place.figure
    if figure.value is not None and figure.low is not None and figure.high is not None:
        _dot(chart, position, place, indicator)
    chart.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=position,
        text=_row_text(figure, indicator),
        showarrow=False,
        align="left",
        font={"size": 12, "color": INK if place.is_home else MUTED},
    )


def _dot(chart: go.Figure, position: int, place: Place, indicator: Indicator) -> None:
    figure = place.figure
    colour = BLUE if place.is_home else INK if place.is_parent else GREY
    chart.add_scatter(
        x=[figure.low, figure.high],
        y=[position, position],
        mode="lines",
        line={
            "color": colour,
            "width": 4 if place.is_home else 2.5,
            "dash": "solid" if figure.is_sound else "dot",
        },
        hoverinfo="skip",
    )
    chart.add_scatter(
        x=[figure.value],
        y=[position],
        mode="markers",
        marker={
            "size": 13 if place.is_home else 10,
            "symbol": "diamond" if place.is_parent else "circle",
            "color": colour if figure.is_sound else "#ffffff",
            "line": {"color": colour, "width": 2},
        },
        customdata=[_hover(figure, indicator)],
        hovertemplate=f"<b>{place.name}</b> %{{customdata}}<extra></extra>",
    )


def _row_text(figure: Figure, indicator: Indicator) -> str:
    if figure.is_sound and figure.value is not None:
        text = wording.amount(figure.value, indicator.unit)
        total = wording.count(figure.denominator)
        return text.removesuffix(" points") + say(f"（{total}条）", f" (n {total})")
    return {
        "insufficient": say("样本不足", "Too few"),
        "provisional": say("暂定", "Provisional"),
        "suppressed": say("已保护", "Protected"),
    }.get(figure.status, say("不适用", "None due"))
