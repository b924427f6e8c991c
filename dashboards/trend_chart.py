"""An indicator of one area over time: plain values in, a finished Plotly figure out."""

import plotly.graph_objects as go

from dashboards import cautions, wording
from dashboards.canvas import BAND, BLUE, GREY, GRID, MUTED, ORANGE, blank, hatched, tick_places
from dashboards.figure_marks import hover, value_range
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.language import say

LOW = 0.08
"""The share of the axis that a low column takes."""


def trend(figures: list[Figure], indicator: Indicator, is_demo: bool) -> go.Figure:
    """One indicator over time: values, interval band, target, and what is not yet certain.

    Periods without a sound value leave a gap; no line is drawn across it.
    """
    chart = blank(330, is_demo)
    for number, run in enumerate(runs(figures)):
        _band(chart, figures, run, is_first=number == 0)
    _line(chart, figures, indicator)
    limits = value_range(figures, indicator)
    _withheld(chart, figures, indicator, limits)
    _uncertain(chart, figures, indicator, "insufficient")
    _uncertain(chart, figures, indicator, "provisional")
    _doubtful(chart, figures)
    _to_review(chart, figures)
    _target_line(chart, indicator, len(figures))
    _time_axis(chart, figures)
    chart.update_yaxes(range=limits, ticksuffix="%" if indicator.unit == "percent" else "")
    _breaks(chart, figures)
    chart.update_layout(barmode="overlay")
    return chart


def runs(figures: list[Figure]) -> list[range]:
    """Stretches of neighbouring sound figures of one series: what a line may join."""
    found: list[range] = []
    for position, figure in enumerate(figures):
        if not figure.is_sound:
            continue
        if found and found[-1].stop == position and not figure.starts_series:
            found[-1] = range(found[-1].start, position + 1)
        else:
            found.append(range(position, position + 1))
    return found


def _line(chart: go.Figure, figures: list[Figure], indicator: Indicator) -> None:
    for number, run in enumerate(runs(figures)):
        chart.add_scatter(
            x=list(run),
            y=[figures[i].value for i in run],
            mode="lines+markers",
            name=say("数值", "Value"),
            legendgroup="value",
            showlegend=number == 0,
            line={"color": BLUE, "width": 2.5},
            marker={"size": 6, "color": BLUE},
            cliponaxis=False,
            customdata=[hover(figures[i], indicator) for i in run],
            hovertemplate="%{customdata}<extra></extra>",
        )


def _band(chart: go.Figure, figures: list[Figure], run: range, *, is_first: bool) -> None:
    run = range(run.start, next((i for i in run if not figures[i].has_interval), run.stop))
    if not run:
        return
    # A run of one period is widened, so that its interval can be seen.
    reach = 0.18 if len(run) == 1 else 0.0
    xs = [run[0] - reach, run[0] + reach] if reach else list(run)
    part = [figures[run[0]]] * 2 if reach else [figures[i] for i in run]
    chart.add_scatter(
        x=[*xs, *reversed(xs)],
        y=[*(f.high for f in part), *(f.low for f in reversed(part))],
        fill="toself",
        fillcolor=BAND,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name=say("95%区间", "95% interval"),
        legendgroup="band",
        showlegend=is_first,
    )


def _doubtful(chart: go.Figure, figures: list[Figure]) -> None:
    """A mark over values whose survey did not pass its quality gate."""
    found = [(i, f) for i, f in enumerate(figures) if f.is_sound and f.flags]
    if found:
        chart.add_scatter(
            x=[i for i, _ in found],
            y=[f.value for _, f in found],
            mode="markers",
            name=say("调查质量存疑", "Survey doubtful"),
            marker={"size": 12, "symbol": "square-open", "color": ORANGE, "line": {"width": 2}},
            cliponaxis=False,
            hoverinfo="skip",
        )


def _to_review(chart: go.Figure, figures: list[Figure]) -> None:
    """A mark over values that are still to be reviewed."""
    found = [(i, f) for i, f in enumerate(figures) if f.needs_review and f.value is not None]
    if found:
        chart.add_scatter(
            x=[i for i, _ in found],
            y=[f.value for _, f in found],
            mode="markers",
            name=say("需复核", "To be reviewed"),
            marker={"size": 22, "symbol": "circle-open", "color": MUTED, "line": {"width": 1.5}},
            cliponaxis=False,
            hoverinfo="skip",
        )


def _withheld(
    chart: go.Figure, figures: list[Figure], indicator: Indicator, limits: list[float]
) -> None:
    """A column in the place of a figure that is not shown: hatched, or dotted if it will be.

    A low one for the persons' sake, for there may be many; or the range in which it lies.
    """
    groups: dict[str, list[tuple[int, Figure]]] = {}
    for position, figure in enumerate(figures):
        if figure.is_withheld:
            groups.setdefault(cautions.withheld(figure), []).append((position, figure))
    for word, found in groups.items():
        ends = [_column(figure, limits) for _, figure in found]
        chart.add_bar(
            x=[i for i, _ in found],
            base=[low for low, _ in ends],
            y=[high - low for low, high in ends],
            width=0.5,
            marker=hatched(
                BLUE if found[0][1].is_ranged else GREY, "." if found[0][1].is_awaited else "/"
            ),
            name=word,
            customdata=[hover(f, indicator) for _, f in found],
            hovertemplate="%{customdata}<extra></extra>",
        )


def _column(figure: Figure, limits: list[float]) -> tuple[float, float]:
    """Where the column of a figure that is not shown begins and ends."""
    if figure.is_ranged and figure.low is not None and figure.high is not None:
        return figure.low, figure.high
    return limits[0], limits[0] + (limits[1] - limits[0]) * (LOW if figure.is_protected else 1)


def _breaks(chart: go.Figure, figures: list[Figure]) -> None:
    """A line between periods that were measured in different ways."""
    places = [i for i, figure in enumerate(figures) if i and figure.starts_series]
    if not places:
        return
    chart.add_scatter(
        x=[x for i in places for x in (i - 0.5, i - 0.5, None)],
        y=[y for _ in places for y in (0, 1, None)],
        yaxis="y2",
        mode="lines",
        name=say("口径改变，前后不可比", "Measured otherwise: not comparable"),
        line={"color": MUTED, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )
    chart.update_layout(yaxis2={"overlaying": "y", "range": [0, 1], "visible": False})


def _uncertain(chart: go.Figure, figures: list[Figure], indicator: Indicator, status: str) -> None:
    """Open markers for values that may still move or rest on too little."""
    found = [(i, f) for i, f in enumerate(figures) if f.status == status and f.value is not None]
    if not found:
        return
    is_provisional = status == "provisional"
    running = [(i, f) for i, f in found if f.has_interval] if is_provisional else []
    if running:
        chart.add_bar(
            x=[i for i, _ in running],
            base=[f.low or 0 for _, f in running],
            y=[(f.high or 0) - (f.low or 0) for _, f in running],
            width=0.7,
            marker=hatched(BLUE),
            hoverinfo="skip",
            showlegend=False,
        )
    look = {"size": 9, "symbol": "circle", "line": {"color": BLUE, "width": 2}}
    weak = {"size": 6, "symbol": "diamond", "line": {"color": GREY, "width": 1.5}}
    chart.add_scatter(
        x=[i for i, _ in found],
        y=[f.value for _, f in found],
        mode="markers",
        name=say("暂定（尚未定值）", "Provisional (not settled)")
        if is_provisional
        else say("样本不足", "Too few records"),
        marker={"color": "#ffffff"} | (look if is_provisional else weak),
        cliponaxis=False,
        customdata=[hover(f, indicator) for _, f in found],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _target_line(chart: go.Figure, indicator: Indicator, length: int) -> None:
    if indicator.target is None:
        return
    chart.add_scatter(
        x=[-0.5, length - 0.5],
        y=[indicator.target] * 2,
        mode="lines",
        name=say("目标", "Target") + f" {wording.bound(indicator.target, indicator.unit)}",
        line={"color": ORANGE, "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
    )


def _time_axis(chart: go.Figure, figures: list[Figure]) -> None:
    firsts = [figure.first for figure in figures]
    kept = tick_places(firsts)
    chart.update_xaxes(
        tickvals=kept,
        ticktext=[
            wording.tick(figures[i].period_kind, firsts[i], with_year=i == kept[0]) for i in kept
        ],
        range=[-0.6, len(figures) - 0.4],
        ticks="outside",
        ticklen=4,
        tickcolor=GRID,
        tickangle=0,
    )
