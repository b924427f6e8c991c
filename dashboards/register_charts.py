"""Figures about the registers themselves; figures about indicators are in `charts`."""

from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from dashboards import wording
from dashboards.canvas import BLUE, GRID, INK, ORANGE, blank, hatched, tick_places
from dashboards.chart_table import Table
from dashboards.language import say

ROW_HEIGHT, LOW_ROW_HEIGHT = 96, 72
FEW = 4
"""Up to so many registers have the higher strips."""


@dataclass(frozen=True, slots=True)
class RegisterMonth:
    """How many rows a register holds for one month; None where not everyone may see that."""

    first: date
    row_count: int | None
    is_missing: bool
    is_open: bool = False
    """The month had not ended at the cut-off."""


def months(registers: dict[str, list[RegisterMonth]], is_demo: bool) -> go.Figure:
    """Rows by month, a strip for each register by its name; missing months stand out by hatching.

    Strips have scales of their own: registers are not compared with each other.
    """
    firsts = sorted({month.first for rows in registers.values() for month in rows})
    places = {first: position for position, first in enumerate(firsts)}
    height = ROW_HEIGHT if len(registers) <= FEW else LOW_ROW_HEIGHT
    chart = blank(56 + height * len(registers), is_demo)
    for row, (name, found) in enumerate(registers.items()):
        _strip(chart, row, len(registers), name, found, places)
    kept = tick_places(firsts)
    chart.update_xaxes(
        tickvals=kept,
        ticktext=[wording.tick("month", firsts[i], with_year=i == kept[0]) for i in kept],
        range=[-0.6, len(firsts) - 0.4],
        tickangle=0,
        anchor="free",
        position=0,
    )
    chart.update_layout(barmode="overlay", margin_b=44)
    _name_once(chart)
    return chart


def table(registers: dict[str, list[RegisterMonth]]) -> Table:
    """Rows by register and month."""
    return Table(
        say("逐月数据量", "Rows by month"),
        [
            say("登记簿", "Register"),
            say("月份", "Month"),
            say("行数", "Rows"),
            say("缺月", "Missing"),
        ],
        [
            (name, wording.period("month", month.first), month.row_count, month.is_missing)
            for name, found in registers.items()
            for month in found
        ],
    )


def _name_once(chart: go.Figure) -> None:
    """One entry in the key for each kind of bar that occurs."""
    named: set[str] = set()
    for bars in chart.data:
        bars.showlegend = bool(bars.x) and bars.legendgroup not in named
        named |= {bars.legendgroup} if bars.showlegend else set()


def _strip(
    chart: go.Figure,
    row: int,
    rows: int,
    name: str,
    found: list[RegisterMonth],
    places: dict[date, int],
) -> None:
    axis = "y" if row == 0 else f"y{row + 1}"
    counts = [month.row_count for month in found if month.row_count is not None]
    top = max(counts, default=0) or 1
    high = 1 - row / rows
    chart.update_layout(
        {
            axis.replace("y", "yaxis"): {
                "domain": [high - 1 / rows + 0.02, high - 0.24 / rows],
                "range": [0, top * 1.05],
                "visible": False,
                "fixedrange": True,
            }
        }
    )
    for kind in ("whole", "open", "hidden", "missing"):
        _bars(chart, axis, kind, [m for m in found if _kind(m) == kind], places, top)
    size = (
        say(f"（单月最多{wording.count(top)}条）", f" (at most {wording.count(top)} a month)")
        if counts
        else say("（条数不对外显示）", " (counts are not shown to everyone)")
    )
    chart.add_annotation(
        text=f"<b>{name}</b>{size}",
        x=0,
        xref="paper",
        xanchor="left",
        y=high - 0.22 / rows,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        font={"size": 13, "color": INK},
    )


def _kind(month: RegisterMonth) -> str:
    if month.is_missing:
        return "missing"
    if month.row_count is None:
        return "hidden"
    return "open" if month.is_open else "whole"


def _bars(
    chart: go.Figure,
    axis: str,
    kind: str,
    found: list[RegisterMonth],
    places: dict[date, int],
    top: int,
) -> None:
    look = {
        "whole": {"color": BLUE, "opacity": 0.75},
        "open": hatched(BLUE),
        "hidden": {"color": GRID},
        "missing": hatched(ORANGE),
    }
    chart.add_bar(
        x=[places[month.first] for month in found],
        y=[top if kind in ("hidden", "missing") else month.row_count for month in found],
        width=0.8,
        yaxis=axis,
        marker=look[kind],
        name={
            "whole": say("当月条数", "Rows of the month"),
            "open": say("当月未结束", "Month not over"),
            "hidden": say("有数据，条数不对外显示", "Has data, count not shown"),
            "missing": say("整月缺失", "Whole month missing"),
        }[kind],
        legendgroup=kind,
        customdata=[_hover(month) for month in found],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hover(month: RegisterMonth) -> str:
    name = wording.period("month", month.first)
    if month.is_missing:
        return f"<b>{name}</b><br>" + say("没有任何数据", "No data at all")
    if month.row_count is None:
        return f"<b>{name}</b><br>" + say("有数据，条数不对外显示", "Has data, count not shown")
    rows = wording.count(month.row_count)
    return f"<b>{name}</b><br>" + say(f"{rows}条", f"{rows} rows")
