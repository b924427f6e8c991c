"""Subjects beside their peers: a funnel, and dots with what they are drawn to. Plotly figures."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards import chart_table, comparisons, labels, wording
from dashboards.canvas import BAND, BLUE, GREY, GRID, INK, MUTED, ORANGE, blank, hatched, plain
from dashboards.chart_table import Table
from dashboards.comparisons import Peer
from dashboards.labels import Indicator
from dashboards.language import say, spoken

LOOKS: dict[bool | None, tuple[dict[str, Any], str, str]] = {
    None: ({"symbol": "circle", "color": GREY}, "在偶然范围内", "Within chance"),
    True: ({"symbol": "triangle-up", "color": BLUE}, "好于偶然范围", "Better than chance"),
    False: ({"symbol": "diamond", "color": ORANGE}, "差于偶然范围", "Worse than chance"),
}
OUTER = "rgba(11,92,173,0.08)"


def funnel(
    peers: Sequence[Peer], indicator: Indicator, home: str | None, is_demo: bool
) -> go.Figure:
    """Figures by size, within the limits of what chance makes of a subject of that size."""
    chart = blank(400, is_demo)
    drawn = sorted(
        (peer for peer in peers if peer.is_compared and peer.denominator is not None),
        key=lambda peer: peer.denominator or 0.0,
    )
    _bands(chart, drawn)
    for look, (marker, cn, en) in LOOKS.items():
        found = [peer for peer in drawn if peer.is_better(indicator.direction) is look]
        if found:
            _dots(chart, found, indicator, home, marker, say(cn, en))
    for peer in drawn:
        if peer.verdict != "within" or peer.code == home:
            _name(chart, peer)
    chart.update_xaxes(
        title={"text": say("规模（分母）", "Size (denominator)"), "font": {"size": 12}},
        rangemode="tozero",
        showgrid=False,
    )
    chart.update_yaxes(ticksuffix="%" if indicator.unit == "percent" else "")
    return chart


def ranges(
    peers: Sequence[Peer], indicator: Indicator, home: str | None, is_demo: bool
) -> go.Figure:
    """Own figures with intervals, and what they are drawn to, in the order of codes."""
    chart = blank(90 + 34 * len(peers), is_demo)
    order, reach = list(reversed(peers)), _reach(peers)
    _too_few(chart, order, reach)
    _intervals(chart, order, indicator, home)
    _shrunk(chart, order)
    _places(chart, order, home)
    target = next((peer.target for peer in peers if peer.target is not None), None)
    if target is not None:
        chart.add_vline(x=target, line={"color": MUTED, "width": 1.5, "dash": "dash"})
    chart.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=[
            f"<b>{plain(peer.name)}</b>" if peer.code == home else plain(peer.name)
            for peer in order
        ],
        range=[-0.6, len(order) - 0.4],
        showgrid=False,
        tickfont={"size": 13, "color": INK},
    )
    chart.update_xaxes(
        range=reach,
        showgrid=True,
        gridcolor=GRID,
        nticks=5,
        tickangle=0,
        ticksuffix="%" if indicator.unit == "percent" else "",
    )
    chart.update_layout(barmode="overlay", margin={"l": 8, "r": 84, "t": 8, "b": 8})
    return chart


def table(peers: Sequence[Peer], indicator: Indicator) -> Table:
    """All subjects, compared or not, in the given order."""
    names = {
        "value": say("数值", "Value"),
        "low": say("区间下限", "Interval from"),
        "high": say("区间上限", "Interval to"),
        "shrunk": say("收缩值", "Shrunk"),
    }
    return Table(
        spoken(indicator.name),
        [
            say("对象", "Subject"),
            *(chart_table.of_unit(name, indicator.unit) for name in names.values()),
            say("规模", "Size"),
            say("判断", "Verdict"),
            say("排位", "Ranks"),
        ],
        [
            (
                peer.name,
                *(getattr(peer, name) for name in names),
                peer.denominator,
                spoken(labels.code("mart_unit_comparison", "verdict", peer.verdict))
                if peer.verdict
                else "",
                comparisons.place(peer),
            )
            for peer in peers
        ],
    )


def _reach(peers: Sequence[Peer]) -> list[float]:
    """From the least to the most end of an interval; all there is where nothing is compared."""
    ends = [n for one in peers if one.status != "too_few" for n in (one.low, one.high) if n]
    if len(ends) < 2:
        return [-2, 102]
    room = 0.06 * (max(ends) - min(ends))
    return [max(min(ends) - room, -2), min(max(ends) + room, 102)]


def _bands(chart: go.Figure, drawn: Sequence[Peer]) -> None:
    limits = [(peer.denominator, peer.limits) for peer in drawn if peer.limits is not None]
    if not limits:
        return
    xs = [size for size, _ in limits]
    for low, high, colour, name in (
        (0, 3, OUTER, say("99.8%范围", "99.8 % limits")),
        (1, 2, BAND, say("95%范围", "95 % limits")),
    ):
        chart.add_scatter(
            x=[*xs, *reversed(xs)],
            y=[*(of[high] for _, of in limits), *(of[low] for _, of in reversed(limits))],
            fill="toself",
            fillcolor=colour,
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
            name=name,
        )
    chart.add_scatter(
        x=[0, max(size or 0 for size in xs) * 1.04],
        y=[drawn[0].target] * 2,
        mode="lines",
        line={"color": MUTED, "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
        name=say("总体水平", "All together"),
    )


def _dots(
    chart: go.Figure,
    found: Sequence[Peer],
    indicator: Indicator,
    home: str | None,
    marker: dict[str, Any],
    name: str,
) -> None:
    chart.add_scatter(
        x=[peer.denominator for peer in found],
        y=[peer.value for peer in found],
        mode="markers",
        marker={**marker, "size": [14 if peer.code == home else 10 for peer in found]},
        name=name,
        cliponaxis=False,
        customdata=[_hover(peer, indicator) for peer in found],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _name(chart: go.Figure, peer: Peer) -> None:
    chart.add_annotation(
        x=peer.denominator,
        y=peer.value,
        text=plain(peer.name),
        showarrow=False,
        yshift=14,
        font={"size": 12, "color": INK},
    )


def _too_few(chart: go.Figure, order: Sequence[Peer], reach: Sequence[float]) -> None:
    """Hatched where there are too few to say anything."""
    places = [place for place, peer in enumerate(order) if peer.status == "too_few"]
    if places:
        chart.add_bar(
            orientation="h",
            y=places,
            base=[reach[0]] * len(places),
            x=[reach[1] - reach[0]] * len(places),
            width=0.3,
            marker=hatched(GREY),
            hoverinfo="skip",
            showlegend=False,
        )


def _intervals(
    chart: go.Figure, order: Sequence[Peer], indicator: Indicator, home: str | None
) -> None:
    """Own figures with their intervals, the home area's in a colour of its own.

    One mark for all of them: a chart of a city's towns is slow with a mark for each.
    """
    shown = [
        (place, peer)
        for place, peer in enumerate(order)
        if peer.status != "too_few" and peer.value is not None
    ]
    colours = [BLUE if peer.code == home else GREY for _, peer in shown]
    for colour in sorted(set(colours)):
        ends = [
            (one, peer) for (one, peer), its in zip(shown, colours, strict=True) if its == colour
        ]
        chart.add_scatter(
            x=[end for _, peer in ends for end in (peer.low, peer.high, None)],
            y=[place for one, _ in ends for place in (one, one, None)],
            mode="lines",
            line={"color": colour, "width": 3},
            hoverinfo="skip",
            showlegend=False,
        )
    chart.add_scatter(
        x=[peer.value for _, peer in shown],
        y=[place for place, _ in shown],
        mode="markers",
        marker={"size": 10, "color": colours},
        customdata=[_hover(peer, indicator) for _, peer in shown],
        hovertemplate="%{customdata}<extra></extra>",
        name=say("本对象数值及区间", "Own figure and interval"),
    )


def _shrunk(chart: go.Figure, order: Sequence[Peer]) -> None:
    shown = [(place, peer) for place, peer in enumerate(order) if peer.shrunk is not None]
    chart.add_scatter(
        x=[peer.shrunk for _, peer in shown],
        y=[place for place, _ in shown],
        mode="markers",
        marker={
            "size": 8,
            "symbol": "diamond",
            "color": "#ffffff",
            "line": {"color": INK, "width": 2},
        },
        hoverinfo="skip",
        name=say("收缩值（按可靠度向总体靠拢）", "Drawn to all by reliability"),
    )


def _places(chart: go.Figure, order: Sequence[Peer], home: str | None) -> None:
    """Ranks and tiers in words, beside each."""
    written = [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": place,
            "text": comparisons.place(peer).replace("，", "<br>").replace(", ", "<br>"),
            "showarrow": False,
            "align": "left",
            "font": {"size": 11, "color": INK if peer.code == home else MUTED},
        }
        for place, peer in enumerate(order)
    ]
    chart.update_layout(annotations=[*chart.layout.annotations, *written])


def _hover(peer: Peer, indicator: Indicator) -> str:
    value = "" if peer.value is None else wording.amount(peer.value, indicator.unit)
    size = "" if peer.denominator is None else f"（n={wording.count(peer.denominator)}）"
    return f"<b>{plain(peer.name)}</b> {value}{size}<br>{comparisons.place(peer)}"
