"""A control chart: plain points in, a finished Plotly figure out."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

import plotly.graph_objects as go

from dashboards import chart_table, labels, trends, wording
from dashboards.canvas import BAND, BLUE, GREY, GRID, INK, MUTED, ORANGE, blank, tick_places
from dashboards.chart_table import Table
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.trends import Point

LOOKS: dict[bool | None, dict[str, Any]] = {
    True: {"symbol": "triangle-up", "color": BLUE},
    False: {"symbol": "diamond", "color": ORANGE},
    None: {"symbol": "square", "color": INK},
}


def control_chart(points: Sequence[Point], indicator: Indicator, is_demo: bool) -> go.Figure:
    """Values by time within the limits of chance; signals have shapes of their own."""
    chart = blank(360, is_demo)
    places = {point.period: place for place, point in enumerate(points)}
    for number, (_, series) in enumerate(groupby(points, lambda point: point.series)):
        _limits(chart, [*series], places, is_first=number == 0)
    for number, (_, series) in enumerate(groupby(points, lambda point: point.series)):
        _line(chart, [*series], places, indicator, is_first=number == 0)
    for look in LOOKS:
        _signals(chart, points, places, indicator, look)
    _unsettled(chart, points, places, indicator)
    _breaks(chart, points)
    firsts = [point.first for point in points]
    kept = tick_places(firsts)
    chart.update_xaxes(
        tickvals=kept,
        ticktext=[
            wording.tick(points[i].period_kind, firsts[i], with_year=i == kept[0]) for i in kept
        ],
        range=[-0.6, len(points) - 0.4],
        ticks="outside",
        ticklen=4,
        tickcolor=GRID,
        tickangle=0,
    )
    chart.update_yaxes(
        range=_range(points, indicator), ticksuffix="%" if indicator.unit == "percent" else ""
    )
    return chart


def table(points: Sequence[Point], indicator: Indicator) -> Table:
    """The points with their limits and what they show."""
    value, mean, low, high = (
        chart_table.of_unit(name, indicator.unit)
        for name in (
            say("数值", "Value"),
            say("均值", "Mean"),
            say("下限", "Lower limit"),
            say("上限", "Upper limit"),
        )
    )
    return Table(
        spoken(indicator.name),
        [say("期间", "Period"), value, mean, low, high, say("信号", "Signal")],
        [
            (
                wording.period(point.period_kind, point.first),
                *(point.value, point.centre, point.low, point.high),
                spoken(labels.code("mart_trend_signal", "signal", point.signal))
                if point.is_signal
                else "",
            )
            for point in points
        ],
    )


def _range(points: Sequence[Point], indicator: Indicator) -> list[float]:
    """From the least to the most that is drawn; of a share no further than it can be."""
    drawn = [n for one in points for n in (one.value, one.low, one.high) if n is not None]
    low, high = min(drawn, default=0.0), max(drawn, default=1.0)
    if indicator.unit != "count":
        low, high = max(low, 0.0), min(high, 100.0)
    room = 0.05 * (high - low) or 1.0
    return [low - room, high + room]


def _limits(
    chart: go.Figure, series: list[Point], places: dict[str, int], *, is_first: bool
) -> None:
    """The band of chance, a step a period wide, and the mean."""
    judged = [point for point in series if point.is_judged]
    if not judged:
        return
    edges = [(places[p.period] - 0.5, places[p.period] + 0.5, p) for p in judged]
    xs = [x for low, high, _ in edges for x in (low, high)]
    highs = [p.high for _, _, p in edges for _ in range(2)]
    lows = [p.low for _, _, p in edges for _ in range(2)]
    chart.add_scatter(
        x=[*xs, *reversed(xs)],
        y=[*highs, *reversed(lows)],
        fill="toself",
        fillcolor=BAND,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name=say("偶然波动的范围", "What chance makes"),
        legendgroup="limits",
        showlegend=is_first,
    )
    chart.add_scatter(
        x=xs,
        y=[p.centre for _, _, p in edges for _ in range(2)],
        mode="lines",
        line={"color": MUTED, "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
        name=say("平均水平", "Mean"),
        legendgroup="mean",
        showlegend=is_first,
    )


def _line(
    chart: go.Figure,
    series: list[Point],
    places: dict[str, int],
    indicator: Indicator,
    *,
    is_first: bool,
) -> None:
    known = [point for point in series if point.value is not None and point.status == "ok"]
    chart.add_scatter(
        x=[places[point.period] for point in known],
        y=[point.value for point in known],
        mode="lines+markers",
        line={"color": BLUE, "width": 2},
        marker={"size": 6, "color": BLUE},
        name=say("数值", "Value"),
        legendgroup="value",
        showlegend=is_first,
        cliponaxis=False,
        customdata=[_hover(point, indicator) for point in known],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _signals(
    chart: go.Figure,
    points: Sequence[Point],
    places: dict[str, int],
    indicator: Indicator,
    look: bool | None,
) -> None:
    found = [point for point in points if point.is_signal and point.is_improvement is look]
    if not found:
        return
    chart.add_scatter(
        x=[places[point.period] for point in found],
        y=[point.value for point in found],
        mode="markers",
        marker={"size": 11, **LOOKS[look], "line": {"color": "#ffffff", "width": 1}},
        name=trends.verdict(found[0]).headline,
        cliponaxis=False,
        customdata=[
            f"{_hover(point, indicator)}<br>{trends.sentence(point, points)}" for point in found
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _unsettled(
    chart: go.Figure, points: Sequence[Point], places: dict[str, int], indicator: Indicator
) -> None:
    """Open marks for what may still move or rests on too little: nothing is claimed of it."""
    for status, name, colour in (
        ("provisional", say("暂定", "Provisional"), BLUE),
        ("insufficient", say("样本不足", "Too few records"), GREY),
    ):
        found = [one for one in points if one.value is not None and one.status == status]
        if found:
            chart.add_scatter(
                x=[places[point.period] for point in found],
                y=[point.value for point in found],
                mode="markers",
                marker={"size": 8, "color": "#ffffff", "line": {"color": colour, "width": 2}},
                name=name,
                cliponaxis=False,
                customdata=[_hover(point, indicator) for point in found],
                hovertemplate="%{customdata}<extra></extra>",
            )


def _breaks(chart: go.Figure, points: Sequence[Point]) -> None:
    places = [
        place
        for place, (before, after) in enumerate(pairwise(points), start=1)
        if before.series != after.series
    ]
    for place in places:
        chart.add_vline(x=place - 0.5, line={"color": MUTED, "width": 1.5, "dash": "dot"})
        chart.add_annotation(
            x=place - 0.5,
            y=1,
            yref="paper",
            yanchor="top",
            xanchor="left",
            showarrow=False,
            text=say(" 另起一段", " begins anew"),
            font={"size": 11, "color": MUTED},
        )


def _hover(point: Point, indicator: Indicator) -> str:
    value = "" if point.value is None else wording.amount(point.value, indicator.unit)
    return f"{wording.period(point.period_kind, point.first)}　{value}"
