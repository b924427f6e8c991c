"""The stages of one process beside each other: readings in, a finished Plotly figure out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboards import comparison_chart, wording
from dashboards.canvas import BLUE, GRID, INK, MUTED, ORANGE, blank, in_lines
from dashboards.figure_marks import hover
from dashboards.language import say, spoken
from dashboards.readings import Reading

ROW, LIMITS = 58, [0.0, 100.0]


def stages(readings: Sequence[Reading], is_demo: bool) -> go.Figure:
    """Shares in percent with their intervals and targets, in the order of the work."""
    chart = blank(40 + ROW * len(readings), is_demo)
    order = list(reversed(readings))
    for position, reading in enumerate(order):
        _row(chart, position, reading)
    chart.add_scatter(
        x=[None],
        y=[None],
        mode="lines",
        line={"color": ORANGE, "width": 3},
        name=say("目标", "Target"),
    )
    chart.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=["<br>".join(in_lines(spoken(one.indicator.name))) for one in order],
        range=[-0.6, len(order) - 0.4],
        showgrid=False,
        tickfont={"size": 13, "color": INK},
    )
    chart.update_xaxes(
        range=[-1, 101],
        showgrid=True,
        gridcolor=GRID,
        tickvals=[0, 50, 100],
        ticksuffix="%",
        tickangle=0,
    )
    chart.update_layout(barmode="overlay", margin_r=116)
    return chart


def _row(chart: go.Figure, position: int, reading: Reading) -> None:
    figure, indicator = reading.figure, reading.indicator
    if figure.low is not None and figure.high is not None:
        chart.add_scatter(
            x=[figure.low, figure.high],
            y=[position] * 2,
            mode="lines",
            line={"color": BLUE, "width": 4, "dash": "solid" if figure.is_sound else "dot"},
            customdata=[hover(figure, indicator)] * 2,
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=False,
        )
    elif figure.is_withheld:
        comparison_chart.withheld(chart, position, figure, LIMITS)
    if figure.value is not None:
        chart.add_scatter(
            x=[figure.value],
            y=[position],
            mode="markers",
            marker={
                "size": 12,
                "color": BLUE if figure.is_sound else "#ffffff",
                "line": {"color": BLUE, "width": 2},
            },
            customdata=[hover(figure, indicator)],
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=False,
        )
    if indicator.target is not None and indicator.is_scored:
        chart.add_shape(
            type="line",
            x0=indicator.target,
            x1=indicator.target,
            y0=position - 0.32,
            y1=position + 0.32,
            line={"color": ORANGE, "width": 3},
        )
    when = wording.period(figure.period_kind, figure.first)
    chart.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=position,
        text=comparison_chart.row_text(figure, indicator) + f"<br>{when}",
        showarrow=False,
        align="left",
        font={"size": 12, "color": INK if figure.is_sound else MUTED},
    )
