"""An indicator of several areas side by side: plain values in, a finished Plotly figure out."""

from textwrap import wrap

import plotly.graph_objects as go

from dashboards import cautions, sentences, wording
from dashboards.canvas import BLUE, GREY, GRID, INK, MUTED, ORANGE, blank, hatched
from dashboards.figure_marks import hover, value_range
from dashboards.judgement import Figure, Place
from dashboards.labels import Indicator
from dashboards.language import CHINESE, ENGLISH, current, say

LINE = {CHINESE: 9, ENGLISH: 24}
"""Characters of a reason in a line, such that it fits between the names and the values."""


def across(places: list[Place], indicator: Indicator, is_demo: bool) -> go.Figure:
    """One indicator of several areas as dots with intervals, in the given order; no ranking."""
    chart = blank(70 + 36 * len(places), is_demo)
    order = list(reversed(places))
    limits = value_range([place.figure for place in places], indicator)
    for position, place in enumerate(order):
        _row(chart, position, place, indicator)
        if place.figure.is_withheld and not place.figure.is_ranged:
            withheld(chart, position, place.figure, limits)
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


def _row(chart: go.Figure, position: int, place: Place, indicator: Indicator) -> None:
    figure = place.figure
    if figure.is_ranged:
        _line(chart, position, place, indicator)
    if figure.value is not None:
        _dot(chart, position, place, indicator)
    chart.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=position,
        text=row_text(figure, indicator),
        showarrow=False,
        align="left",
        font={"size": 12, "color": INK if place.is_home else MUTED},
    )


def _dot(chart: go.Figure, position: int, place: Place, indicator: Indicator) -> None:
    figure = place.figure
    colour = _colour(place)
    if figure.has_interval:
        _line(chart, position, place, indicator)
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
        customdata=[hover(figure, indicator)],
        hovertemplate=f"<b>{place.name}</b> %{{customdata}}<extra></extra>",
    )


def _line(chart: go.Figure, position: int, place: Place, indicator: Indicator) -> None:
    """From end to end of an interval, or of the range of a figure that is not shown."""
    figure = place.figure
    chart.add_scatter(
        x=[figure.low, figure.high],
        y=[position, position],
        mode="lines",
        line={
            "color": _colour(place),
            "width": 4 if place.is_home else 2.5,
            "dash": "solid" if figure.is_sound else "dot",
        },
        customdata=[hover(figure, indicator)] * 2,
        hovertemplate=f"<b>{place.name}</b> %{{customdata}}<extra></extra>",
    )


def _colour(place: Place) -> str:
    return BLUE if place.is_home else INK if place.is_parent else GREY


def withheld(chart: go.Figure, position: int, figure: Figure, limits: list[float]) -> None:
    """Why there is no dot, in its place, between two hatched ends."""
    reach = limits[1] - limits[0]
    chart.add_bar(
        orientation="h",
        y=[position] * 2,
        base=[limits[0], limits[1] - 0.08 * reach],
        x=[0.08 * reach] * 2,
        width=0.45,
        marker=hatched(GREY),
        hoverinfo="skip",
    )
    chart.add_annotation(
        x=sum(limits) / 2,
        y=position,
        text="<br>".join(wrap(cautions.reason(figure), LINE[current()])),
        showarrow=False,
        font={"size": 11, "color": MUTED},
        bgcolor="#ffffff",
        borderpad=0,
    )


def row_text(figure: Figure, indicator: Indicator) -> str:
    """What stands beside a row: the value and its n, or why there is none."""
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
