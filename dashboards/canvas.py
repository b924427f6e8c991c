"""The paper that every chart is drawn on: font, colours, grid, and the mark of demo data.

Colours are told apart by colour-blind readers and in print; nothing rests on colour alone.
"""

from datetime import date
from html import escape
from math import ceil
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from dashboards.language import say

FONT = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC","Noto Sans SC",sans-serif'
INK, MUTED, GRID = "#1f2a37", "#5b6673", "#e3e8ee"
BLUE, BAND, ORANGE, GREY = "#0b5cad", "rgba(11,92,173,0.16)", "#b34700", "#7a8794"
ROOM_FOR_TICKS = 6
CHINESE_LINE, LATIN_LINE = 9, 18
"""Characters of a name in a line, such that bars have room beside it on a phone."""
CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "doubleClick": False}


def tick_places(firsts: list[date]) -> list[int]:
    """Where an axis of periods is labelled: everywhere, at halves of a year, or at years.

    The first of these that there is room for.
    """
    for months in (range(1, 13), (1, 7)):
        found = [place for place, first in enumerate(firsts) if first.month in months]
        if len(found) <= ROOM_FOR_TICKS:
            return found
    return [place for place, first in enumerate(firsts) if first.month == 1]


def plain(name: str) -> str:
    """A name as a chart draws its letters: Plotly takes some markup, links among it."""
    return escape(name, quote=False)


def in_lines(name: str) -> list[str]:
    """A name in lines of like length, as a chart draws them."""
    number = ceil(len(name) / (LATIN_LINE if name.isascii() else CHINESE_LINE))
    width = LATIN_LINE if name.isascii() else ceil(len(name) / number)
    return [plain(line) for line in wrap(name, width)]


def blank(height: int, is_demo: bool) -> go.Figure:
    """An empty figure in the house style; one of demonstration data says so across itself."""
    figure = go.Figure()
    figure.update_layout(
        template="none",
        height=height,
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        dragmode=False,
        hoverlabel={"font": {"family": FONT, "size": 13}, "bgcolor": "#ffffff"},
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"size": 12, "color": MUTED},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )
    axis = {"fixedrange": True, "automargin": True, "zeroline": False, "linecolor": GRID}
    figure.update_xaxes(**axis, showgrid=False, tickfont={"size": 12, "color": MUTED})
    figure.update_yaxes(**axis, gridcolor=GRID, tickfont={"size": 12, "color": MUTED})
    if is_demo:
        figure.add_annotation(
            text=say("演示数据", "Demo data"),
            xref="paper",
            yref="paper",
            x=0.5,
            y=0.5,
            showarrow=False,
            font={"size": 34, "color": "rgba(31,42,55,0.13)"},
            textangle=-12,
        )
    return figure


def hatched(colour: str, shape: str = "/") -> dict[str, Any]:
    """The look of a bar that is not to be taken for a settled figure."""
    return {
        "color": "rgba(255,255,255,0)",
        "pattern": {"shape": shape, "fgcolor": colour, "size": 6, "solidity": 0.3},
        "line": {"color": colour, "width": 1},
    }
