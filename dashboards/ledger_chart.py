"""What is open by register or unit: plain values in, a finished Plotly figure out."""

import plotly.graph_objects as go

from dashboards.canvas import BLUE, GRID, INK, ORANGE, blank, hatched, in_lines, plain
from dashboards.chart_table import Table
from dashboards.language import say
from dashboards.ledger import MONTH_DAYS, SOON_DAYS, State, Tally

BETWEEN_ROWS, LINE_HEIGHT = 9, 17
ROOM_BESIDE = 56
"""For the numbers beside the longest bar."""


def bars(tallies: list[Tally], is_demo: bool) -> go.Figure:
    """Open items of each tally as one bar: overdue, due soon, due within a month, later."""
    order = list(reversed(tallies))
    names = [in_lines(tally.name) for tally in order]
    row = BETWEEN_ROWS + LINE_HEIGHT * max(map(len, names))
    chart = blank(64 + row * len(order), is_demo)
    for state, (name, look) in _looks().items():
        counts = [tally.counts[state] for tally in order]
        if not any(counts):
            continue
        chart.add_bar(
            orientation="h",
            x=counts,
            y=list(range(len(order))),
            width=0.62,
            name=name,
            marker=look,
            customdata=[f"<b>{plain(t.name)}</b><br>{name}" for t in order],
            hovertemplate="%{customdata} %{x}<extra></extra>",
        )
    for position, tally in enumerate(order):
        _total(chart, position, tally)
    chart.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=["<br>".join(lines) for lines in names],
        range=[-0.6, len(order) - 0.4],
        showgrid=False,
        tickfont={"size": 13, "color": INK},
    )
    longest = max(sum(tally.counts.values()) for tally in order)
    chart.update_xaxes(showgrid=True, gridcolor=GRID, rangemode="tozero", tickformat=",d")
    chart.update_xaxes(range=[0, longest], nticks=5, tickangle=0)
    chart.update_layout(barmode="stack", legend_traceorder="normal", margin_r=ROOM_BESIDE)
    return chart


def table(tallies: list[Tally]) -> Table:
    """Open items of each tally by when they are due."""
    looks = _looks()
    return Table(
        say("未办结事项", "Open items"),
        [say("分组", "Group"), *(name for name, _ in looks.values())],
        [(tally.name, *(tally.counts[state] for state in looks)) for tally in tallies],
    )


def _total(chart: go.Figure, position: int, tally: Tally) -> None:
    """Beside a bar: how many are open, and how many of them overdue in front."""
    total, late = sum(tally.counts.values()), tally.counts[State.OVERDUE]
    colour = ORANGE if late else INK
    chart.add_annotation(
        x=total,
        y=position,
        xanchor="left",
        xshift=4,
        showarrow=False,
        text=f'<b style="color:{colour}">{late}</b> / {total}',
        font={"size": 12, "color": INK},
    )


def _looks() -> dict[State, tuple[str, dict[str, object]]]:
    return {
        State.OVERDUE: (say("超期", "Overdue"), {"color": ORANGE}),
        State.SOON: (say(f"{SOON_DAYS}天内", f"In {SOON_DAYS} days"), {"color": BLUE}),
        State.MONTH: (
            say(f"{SOON_DAYS + 1}～{MONTH_DAYS}天", f"In {SOON_DAYS + 1}–{MONTH_DAYS} days"),
            hatched(BLUE),
        ),
        State.LATER: (say(f"{MONTH_DAYS}天后", "Later"), {"color": GRID}),
    }
