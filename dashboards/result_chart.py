"""A chart of whatever a statement has found: one column across, one or more upward.

Names and cells come from a result, so that none of them is taken for markup.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from html import escape, unescape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboards import wording
from dashboards.canvas import BLUE, GREY, INK, MUTED, ORANGE, blank
from dashboards.language import say

HEIGHT = 380
MOST_SERIES = 4
MOST_BARS, MOST_POINTS = 60, 2_000
"""So many rows of a result are drawn, from the first."""
LOOKS = (
    (BLUE, "solid", "circle", ""),
    (ORANGE, "dash", "square", "/"),
    (GREY, "dot", "diamond", "x"),
    (INK, "dashdot", "triangle-up", "."),
)
"""Colour, dash, mark and hatching of a series: nothing rests on colour alone."""
PERIOD = re.compile(r"\d{4}(-(\d\d|Q\d|H\d)(-\d\d)?)?")
LONGEST_NAME = 24


class Kind(StrEnum):
    """How a result is drawn."""

    BAR = "bar"
    LINE = "line"
    DOTS = "dots"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which columns are drawn, and how."""

    x: str
    y: tuple[str, ...]
    kind: Kind

    @property
    def rows(self) -> int:
        """So many rows are drawn at most."""
        return MOST_BARS if self.kind is Kind.BAR else MOST_POINTS


def numeric(frame: pl.DataFrame) -> list[str]:
    """The columns that can be drawn upward, in their order."""
    return [name for name, kind in frame.schema.items() if kind.is_numeric()]


def across(frame: pl.DataFrame) -> list[str]:
    """The columns that can be drawn across, in their order."""
    return [name for name, kind in frame.schema.items() if not kind.is_nested()]


def suggestion(frame: pl.DataFrame) -> Plan | None:
    """What the types of the columns speak for; None where there is nothing to draw.

    Time goes across as a line, names as bars, and a number against another as dots.
    """
    numbers, possible = numeric(frame), across(frame)
    if frame.height == 0 or not numbers or not possible:
        return None
    times = [name for name in possible if _is_time(frame[name])]
    names = [name for name in possible if name not in numbers]
    x = [*times, *names, *possible][0]
    y = next((name for name in numbers if name != x), numbers[0])
    return Plan(x, (y,), fitting(frame, x))


def fitting(frame: pl.DataFrame, x: str) -> Kind:
    """How a result is best drawn with that column across."""
    if _is_time(frame[x]):
        return Kind.LINE
    return Kind.DOTS if frame.schema[x].is_numeric() else Kind.BAR


def draw(frame: pl.DataFrame, plan: Plan, names: Mapping[str, str], *, is_demo: bool) -> go.Figure:
    """The first rows of `frame` as `plan` has it; `names` is what columns are called in words."""
    shown = frame.head(plan.rows)
    is_named = not (_is_day(frame[plan.x]) or frame.schema[plan.x].is_numeric())
    empty = say("（空）", "(empty)") if is_named else None
    places = [_place(cell, empty) for cell in shown[plan.x].to_list()]
    figure = blank(HEIGHT, is_demo)
    for name, look in zip(plan.y[:MOST_SERIES], LOOKS, strict=False):
        said = names.get(name, name)
        figure.add_trace(_series(plan.kind, said, places, shown[name].to_list(), look))
    if is_named:
        figure.update_xaxes(type="category", **_ticks(places))
    elif _is_day(frame[plan.x]):
        form = "%Y-%m-%d" if frame.schema[plan.x] == pl.Date else "%Y-%m-%d %H:%M"
        figure.update_xaxes(type="date", tickformat=form, hoverformat=form, nticks=8)
    else:
        figure.update_xaxes(title=_title(names.get(plan.x, plan.x)))
    if len(plan.y) == 1:
        figure.update_yaxes(title=_title(names.get(plan.y[0], plan.y[0])))
    if plan.kind is Kind.BAR:
        figure.update_yaxes(rangemode="tozero")
    figure.update_layout(showlegend=len(plan.y) > 1, barmode="group")
    return figure


def description(frame: pl.DataFrame, plan: Plan, names: Mapping[str, str]) -> str:
    """What is read out in the chart's place."""
    kind = kinds()[plan.kind]
    number = min(frame.height, plan.rows)
    x, *upward = (names.get(name, name) for name in (plan.x, *plan.y))
    y = say("、", ", ").join(upward)
    return say(
        f"{kind}：横轴{x}，纵轴{y}，共{number}行；数值见上面的结果表",
        f"{kind}: {y} by {x}, {number} rows; the numbers are in the result above",
    )


def kinds() -> dict[str, str]:
    """The kinds of charts and what they are called."""
    return {
        Kind.BAR: say("柱形图", "Bars"),
        Kind.LINE: say("折线图", "Line"),
        Kind.DOTS: say("散点图", "Dots"),
    }


def _series(
    kind: Kind,
    name: str,
    places: Sequence[Any],
    values: Sequence[Any],
    look: tuple[str, str, str, str],
) -> go.Bar | go.Scatter:
    colour, dash, symbol, shape = look
    said = escape(name, quote=False)
    common = {
        "x": places,
        "y": [None if value is None else float(value) for value in values],
        "name": said,
        "hovertemplate": say("%{x}<br>%{fullData.name}：%{y}", "%{x}<br>%{fullData.name}: %{y}")
        + "<extra></extra>",
    }
    if kind is Kind.BAR:
        pattern = {"shape": shape, "fillmode": "overlay", "fgcolor": "#ffffff", "size": 6}
        return go.Bar(**common, marker={"color": colour, "pattern": pattern})
    return go.Scatter(
        **common,
        mode="markers" if kind is Kind.DOTS else "lines+markers",
        line={"color": colour, "dash": dash, "width": 2},
        marker={"color": colour, "symbol": symbol, "size": 7},
    )


def _is_day(column: pl.Series) -> bool:
    return column.dtype == pl.Date or column.dtype == pl.Datetime


def _is_time(column: pl.Series) -> bool:
    """Whether its cells are days, or periods by their names."""
    if column.dtype != pl.String:
        return _is_day(column)
    found = column.drop_nulls().head(50)
    return found.len() > 0 and all(PERIOD.fullmatch(cell) for cell in found)


def _place(cell: object, empty: str | None) -> object:
    """A cell as a place on the axis: numbers and times as such, anything else as its words."""
    match cell:
        case None:
            return empty
        case bool():
            return say("是", "yes") if cell else say("否", "no")
        case datetime():
            local = cell.astimezone(wording.BEIJING) if cell.tzinfo else cell
            return local.replace(tzinfo=None)
        case Decimal():
            return float(cell)
        case int() | float() | date():
            return cell
    return escape(" ".join(str(cell).split()), quote=False)


def _ticks(places: Sequence[Any]) -> dict[str, Any]:
    """Long names are cut under the axis; what lies over a mark says them whole."""
    names = list(dict.fromkeys(places))
    if len(names) > MOST_BARS:
        return {"nticks": 12}
    return {"tickvals": names, "ticktext": [_short(name) for name in names]}


def _short(name: str) -> str:
    text = unescape(name)
    cut = text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"
    return escape(cut, quote=False)


def _title(name: str) -> dict[str, Any]:
    return {"text": escape(name, quote=False), "font": {"size": 12, "color": MUTED}}
