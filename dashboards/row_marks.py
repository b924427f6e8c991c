"""A figure as a mark in a row: a dot with its interval, a range, or why there is neither."""

from dataclasses import dataclass
from textwrap import wrap

import plotly.graph_objects as go

from dashboards import cautions
from dashboards.canvas import GREY, INK, MUTED, hatched, plain
from dashboards.figure_marks import hover
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.language import CHINESE, ENGLISH, current

LINE = {CHINESE: 9, ENGLISH: 24}
"""Characters of a reason in a line, such that it fits between the names and the values."""
END = 0.08
"""The share of the axis that each hatched end of an empty row takes."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a row is drawn: what is looked at first is larger."""

    colour: str
    dot: int
    line: float
    symbol: str = "circle"


def mark(
    chart: go.Figure,
    position: int,
    name: str,
    figure: Figure,
    indicator: Indicator,
    look: Look,
    limits: list[float],
) -> None:
    """What is known of `figure` in the row at `position`; open or dotted where it is not sound."""
    if figure.is_ranged or figure.has_interval:
        _line(chart, position, name, figure, indicator, look)
    if figure.value is not None:
        _dot(chart, position, name, figure, indicator, look)
    if figure.is_withheld and not figure.is_ranged:
        _why_blank(chart, position, figure, limits)


def beside(chart: go.Figure, position: int, text: str, *, is_weak: bool) -> None:
    """What is said of a row at its end."""
    chart.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=position,
        text=text,
        showarrow=False,
        align="left",
        font={"size": 12, "color": MUTED if is_weak else INK},
    )


def _dot(
    chart: go.Figure, position: int, name: str, figure: Figure, indicator: Indicator, look: Look
) -> None:
    chart.add_scatter(
        x=[figure.value],
        y=[position],
        mode="markers",
        marker={
            "size": look.dot,
            "symbol": look.symbol,
            "color": look.colour if figure.is_sound else "#ffffff",
            "line": {"color": look.colour, "width": 2},
        },
        cliponaxis=False,
        showlegend=False,
        customdata=[hover(figure, indicator)],
        hovertemplate=f"<b>{plain(name)}</b> %{{customdata}}<extra></extra>",
    )


def _line(
    chart: go.Figure, position: int, name: str, figure: Figure, indicator: Indicator, look: Look
) -> None:
    """From end to end of an interval, or of the range of a figure that is not shown."""
    chart.add_scatter(
        x=[figure.low, figure.high],
        y=[position, position],
        mode="lines",
        line={
            "color": look.colour,
            "width": look.line,
            "dash": "solid" if figure.is_sound else "dot",
        },
        showlegend=False,
        customdata=[hover(figure, indicator)] * 2,
        hovertemplate=f"<b>{plain(name)}</b> %{{customdata}}<extra></extra>",
    )


def _why_blank(chart: go.Figure, position: int, figure: Figure, limits: list[float]) -> None:
    """Why there is no dot, in its place, between two hatched ends."""
    reach = limits[1] - limits[0]
    chart.add_bar(
        orientation="h",
        y=[position] * 2,
        base=[limits[0], limits[1] - END * reach],
        x=[END * reach] * 2,
        width=0.45,
        marker=hatched(GREY),
        showlegend=False,
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
