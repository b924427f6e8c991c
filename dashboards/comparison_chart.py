"""An indicator of several areas side by side: plain values in, a finished Plotly figure out."""

import plotly.graph_objects as go

from dashboards import cautions, sentences, wording
from dashboards.canvas import BLUE, GREY, GRID, INK, ORANGE, blank, plain
from dashboards.figure_marks import value_range
from dashboards.judgement import Figure, Place
from dashboards.labels import Indicator
from dashboards.language import say
from dashboards.row_marks import Look, beside, mark


def across(places: list[Place], indicator: Indicator, is_demo: bool) -> go.Figure:
    """One indicator of several areas as dots with intervals, in the given order; no ranking."""
    chart = blank(70 + 36 * len(places), is_demo)
    order = list(reversed(places))
    limits = value_range([place.figure for place in places], indicator)
    for position, place in enumerate(order):
        figure = place.figure
        mark(chart, position, place.name, figure, indicator, _look(place), limits)
        beside(chart, position, _row_text(figure, indicator), is_weak=not place.is_home)
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
    names = [plain(place.name) for place in order]
    chart.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=[
            f"<b>{name}</b>" if place.is_home else name
            for name, place in zip(names, order, strict=True)
        ],
        range=[-0.6, len(order) - 0.4],
        showgrid=False,
        tickfont={"size": 13, "color": INK},
    )
    chart.update_xaxes(
        range=limits,
        showgrid=True,
        gridcolor=GRID,
        tick0=0,
        dtick=tick_step(limits[1] - limits[0]) if indicator.unit != "count" else None,
        tickangle=0,
        ticksuffix="%" if indicator.unit == "percent" else "",
    )
    chart.update_layout(
        barmode="overlay", showlegend=False, margin={"l": 8, "r": 104, "t": 26, "b": 8}
    )
    return chart


def tick_step(reach: float) -> int:
    """A round distance of labels, such that those of an axis so long stand apart on a phone."""
    return next((step for step in (5, 10, 20) if reach < 4 * step), 25)


def _look(place: Place) -> Look:
    colour = BLUE if place.is_home else INK if place.is_parent else GREY
    symbol = "diamond" if place.is_parent else "circle"
    return Look(colour, 13, 4, symbol) if place.is_home else Look(colour, 10, 2.5, symbol)


def _row_text(figure: Figure, indicator: Indicator) -> str:
    if figure.is_sound and figure.value is not None:
        text = wording.amount(figure.value, indicator.unit).removesuffix(" points")
        return text + sentences.bracketed(figure, indicator)
    if figure.is_withheld:
        n = sentences.bracketed(figure, indicator).strip()
        is_ranged = figure.is_ranged
        word = sentences.shown(figure, indicator.unit) if is_ranged else cautions.withheld(figure)
        return word + (f"<br>{n}" if n else "")
    return {
        "insufficient": say("样本不足", "Too few"),
        "provisional": say("暂定", "Provisional"),
    }.get(figure.status, say("不适用", "None due"))
