"""A scorecard drawn: what each mechanism brings, what moved the total, totals side by side."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboards import labels, scorecard_words, scorecards, wording
from dashboards.canvas import (
    BLUE,
    GREY,
    GRID,
    INK,
    MUTED,
    ORANGE,
    blank,
    hatched,
    in_lines,
    plain,
)
from dashboards.chart_table import Table
from dashboards.language import say, spoken
from dashboards.scorecard_comparison import Move, Standing
from dashboards.scorecard_words import SMALLEST
from dashboards.scorecards import Card, Part

MOVES_DRAWN = 12
BETWEEN_ROWS, LINE_HEIGHT = 9, 17


def mechanisms(card: Card, is_demo: bool) -> go.Figure:
    """A bar a mechanism as long as its weight: what it brings, may bring and loses."""
    parts = [part for part in reversed(card.mechanisms) if part.effective]
    chart = blank(64 + 44 * len(parts), is_demo)
    lengths = {
        say("得分", "Scored"): ([part.points[0] for part in parts], {"color": BLUE}),
        say("不公开", "Not shown"): (
            [part.points[1] - part.points[0] for part in parts],
            hatched(BLUE),
        ),
        say("失分", "Lost"): ([part.effective - part.points[1] for part in parts], {"color": GRID}),
    }
    for name, (values, look) in lengths.items():
        if not any(value >= SMALLEST for value in values):
            continue
        chart.add_bar(
            orientation="h",
            x=values,
            y=list(range(len(parts))),
            width=0.6,
            name=name,
            marker=look,
            customdata=[
                f"<b>{_mechanism(part)}</b><br>{name} {wording.rounded(value, 2)}"
                for part, value in zip(parts, values, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    for position, part in enumerate(parts):
        full = wording.bound(part.effective, "count")
        _beside(chart, position, part.effective, f"{scorecards.span(*part.points)} / {full}")
    _rows(chart, [_mechanism(part) for part in parts])
    longest = max(part.effective for part in parts)
    chart.update_xaxes(showgrid=True, gridcolor=GRID, range=[0, longest], nticks=5, tickangle=0)
    chart.update_layout(barmode="stack", legend_traceorder="normal", margin_r=116)
    return chart


def mechanisms_table(card: Card) -> Table:
    """What each mechanism brings of its weight."""
    lower, upper = say("得分下限", "Points from"), say("得分上限", "Points to")
    return Table(
        say("各机制得分", "Mechanisms"),
        [say("机制", "Mechanism"), lower, upper, say("满分", "Full")],
        [(_mechanism(part), *part.points, part.effective) for part in card.mechanisms],
    )


def movement_table(found: Sequence[Move]) -> Table:
    """What each line did to the total."""
    return Table(
        say("总分的变动", "What moved the total"),
        [
            say("指标", "Indicator"),
            say("上期得分", "Score before"),
            say("本期得分", "Score now"),
            say("对总分的影响（分）", "Effect on the total, points"),
        ],
        [
            (spoken(move.indicator.name), move.score_before, move.score_after, move.effect)
            for move in found
        ],
    )


def totals_table(found: Sequence[Standing]) -> Table:
    """Totals of one level, without ranks."""
    return Table(
        say("同级总分", "Totals of the level"),
        [say("对象", "Subject"), say("总分下限", "Total from"), say("总分上限", "Total to")],
        [
            (one.subject.name, *(one.total.ends if one.total.has_score else (None, None)))
            for one in found
        ],
    )


def _mechanism(part: Part) -> str:
    return spoken(labels.mechanism(part.code))


def movement(found: Sequence[Move], is_demo: bool) -> go.Figure:
    """What each line did to the total, gains to the right and losses to the left."""
    moved = [move for move in found if abs(move.effect) >= SMALLEST]
    largest = sorted(moved, key=lambda move: -abs(move.effect))[:MOVES_DRAWN]
    drawn = [move for move in reversed(moved) if move in largest]
    names = [spoken(move.indicator.name) for move in drawn]
    row = BETWEEN_ROWS + LINE_HEIGHT * max(len(in_lines(name)) for name in names)
    chart = blank(48 + row * len(drawn), is_demo)
    for position, move in enumerate(drawn):
        chart.add_bar(
            orientation="h",
            x=[move.effect],
            y=[position],
            width=0.6,
            marker={"color": BLUE} if move.effect > 0 else hatched(ORANGE),
            customdata=[_course(move)],
            hovertemplate="%{customdata}<extra></extra>",
        )
        _at_end(chart, position, scorecard_words.signed(move.effect), INK)
    _rows(chart, names)
    effects = [0, *(1.05 * move.effect for move in drawn)]
    limits = [min(effects), max(effects)]
    chart.update_xaxes(range=limits, showgrid=True, gridcolor=GRID, nticks=5, tickangle=0)
    chart.add_vline(x=0, line={"color": MUTED, "width": 1})
    chart.update_layout(showlegend=False, barmode="overlay", margin_r=64)
    return chart


def _course(move: Move) -> str:
    was, now = (wording.rounded(score, 2) for score in (move.score_before, move.score_after))
    return f"<b>{plain(spoken(move.indicator.name))}</b><br>{was} → {now}"


def totals(found: Sequence[Standing], is_demo: bool) -> go.Figure:
    """Totals of one level as dots or ranges, in the given order and without ranks."""
    order = list(reversed(found))
    chart = blank(64 + 34 * len(order), is_demo)
    for position, one in enumerate(order):
        if one.total.has_score:
            _range(chart, position, one)
        text = scorecard_words.score(one.total) if one.total.has_score else _without(one.total)
        _at_end(chart, position, text, INK if one.is_chosen else MUTED)
    _rows(chart, [one.subject.name for one in order], [one.is_chosen for one in order])
    chart.update_xaxes(range=[-2, 102], showgrid=True, gridcolor=GRID, dtick=25, tickangle=0)
    chart.update_layout(showlegend=False, margin_r=100)
    return chart


def _range(chart: go.Figure, position: int, one: Standing) -> None:
    low, high = one.total.ends
    colour = BLUE if one.is_chosen else GREY
    chart.add_scatter(
        x=[low, high],
        y=[position, position],
        mode="lines+markers",
        line={"color": colour, "width": 4 if one.is_chosen else 2.5},
        marker={"size": 11 if one.is_chosen else 8, "color": colour},
        customdata=[f"<b>{plain(one.subject.name)}</b> {scorecard_words.score(one.total)}"] * 2,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _without(total: Part) -> str:
    if total.status == "insufficient":
        return say("计分不足", "Too little scored")
    return say("没有计分指标", "Nothing scored")


def _beside(chart: go.Figure, position: int, x: float, text: str) -> None:
    chart.add_annotation(
        x=x,
        y=position,
        xanchor="left",
        xshift=5,
        showarrow=False,
        text=text,
        font={"size": 12, "color": INK},
    )


def _at_end(chart: go.Figure, position: int, text: str, colour: str) -> None:
    chart.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=position,
        text=text,
        showarrow=False,
        font={"size": 12, "color": colour},
    )


def _rows(chart: go.Figure, names: Sequence[str], is_bold: Sequence[bool] = ()) -> None:
    """Names before the rows of a chart, long ones in two lines and more."""
    texts = ["<br>".join(in_lines(name)) for name in names]
    for position, bold in enumerate(is_bold):
        texts[position] = f"<b>{texts[position]}</b>" if bold else texts[position]
    chart.update_yaxes(
        tickvals=list(range(len(texts))),
        ticktext=texts,
        range=[-0.6, len(texts) - 0.4],
        showgrid=False,
        tickfont={"size": 13, "color": INK},
    )
