"""The stages of a report below each other: plain values in, a finished Plotly figure out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboards import canvas, cautions, labels, sentences, wording
from dashboards.canvas import BLUE, GREY, GRID, INK, ORANGE
from dashboards.clues import Stage
from dashboards.language import say, spoken
from dashboards.row_marks import Look, beside, mark

LIMITS = [0.0, 104.0]
JUDGED, MONITORED = Look(BLUE, 13, 4), Look(GREY, 11, 3)


def stages(found: Sequence[Stage], is_demo: bool) -> go.Figure:
    """Shares with their intervals and targets, in the order of the process from top to bottom."""
    chart = canvas.blank(76 + 60 * len(found), is_demo)
    order = list(reversed(found))
    _legend(chart, found)
    _targets(chart, order)
    for position, stage in enumerate(order):
        reading = stage.reading
        look = MONITORED if stage.is_monitored else JUDGED
        mark(chart, position, stage.name, reading.figure, reading.indicator, look, LIMITS)
        beside(chart, position, _text(stage), is_weak=not reading.figure.is_sound)
    chart.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=["<br>".join(canvas.in_lines(stage.name)) for stage in order],
        range=[-0.6, len(order) - 0.4],
        showgrid=False,
        tickfont={"size": 13, "color": INK},
    )
    chart.update_xaxes(
        range=LIMITS, showgrid=True, gridcolor=GRID, dtick=50, tickangle=0, ticksuffix="%"
    )
    chart.update_layout(barmode="overlay", margin={"l": 8, "r": 122, "t": 8, "b": 8})
    return chart


def _legend(chart: go.Figure, found: Sequence[Stage]) -> None:
    """The looks that occur, by name."""
    hollow = [stage for stage in found if stage.reading.figure.status == "provisional"]
    looks = [
        (any(not one.is_monitored for one in found), say("数值及区间", "Value, interval"), BLUE),
        (any(one.is_monitored for one in found), say("仅作监测", "Monitored only"), GREY),
    ]
    for occurs, name, colour in looks:
        if occurs:
            marker = {"size": 10, "color": colour}
            chart.add_scatter(x=[None], y=[None], mode="markers", marker=marker, name=name)
    if hollow:
        marker = {"size": 9, "color": "#ffffff", "line": {"color": BLUE, "width": 2}}
        name = say("暂定", "Provisional")
        chart.add_scatter(x=[None], y=[None], mode="markers", marker=marker, name=name)
    if any(stage.reading.figure.is_ranged for stage in found):
        line = {"color": BLUE, "width": 3, "dash": "dot"}
        name = cautions.only_range()
        chart.add_scatter(x=[None], y=[None], mode="lines", line=line, name=name)


def _targets(chart: go.Figure, order: Sequence[Stage]) -> None:
    """A tick at the target of each row that has one."""
    targets = [
        (position, stage.reading.indicator.target)
        for position, stage in enumerate(order)
        if not stage.is_monitored
    ]
    if targets:
        chart.add_scatter(
            x=[target for _, target in targets],
            y=[position for position, _ in targets],
            mode="markers",
            marker={
                "symbol": "line-ns-open",
                "size": 26,
                "color": ORANGE,
                "line": {"color": ORANGE, "width": 3},
            },
            name=say("目标", "Target"),
            cliponaxis=False,
            hovertemplate=say("目标", "Target ") + "%{x}%<extra></extra>",
        )


def _text(stage: Stage) -> str:
    """Value or why there is none, n, and the period."""
    figure, indicator = stage.reading.figure, stage.reading.indicator
    n = sentences.bracketed(figure, indicator).strip()
    when = wording.period(figure.period_kind, figure.first)
    if figure.is_ranged:
        return f"{sentences.shown(figure, indicator.unit)}<br>{n}<br>{when}"
    if figure.is_withheld:
        return f"{cautions.withheld(figure)} {n}<br>{when}"
    value = "" if figure.value is None else sentences.shown(figure, indicator.unit)
    lines = [f"{value}{n if not value else sentences.bracketed(figure, indicator)}", when]
    if not figure.is_sound:
        lines.insert(1, spoken(labels.code("mart_indicator_value", "status", figure.status)))
    return "<br>".join(line for line in lines if line)
