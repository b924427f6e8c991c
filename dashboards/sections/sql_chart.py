"""A chart of what a statement has found, as the reader chooses it."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from dashboards import components, result_chart, wording
from dashboards.canvas import CONFIG
from dashboards.language import say
from dashboards.result_chart import MOST_SERIES, Kind, Plan
from dashboards.sql_desk import Answer


def show(answer: Answer) -> None:
    """The chart, where the result has numbers to draw; its table is the result itself."""
    frame = answer.result.frame
    first = result_chart.suggestion(frame)
    if first is None:
        return
    with components.box(say("画图", "Chart"), "sql-chart", _about(), is_level=False):
        plan = _planned(answer, first)
        if not plan.y:
            components.note(say("请选择至少一列作为纵轴。", "Choose at least one column upward."))
            return
        if frame.height > plan.rows:
            components.note(
                say(f"图中只画前{plan.rows}行。", f"Only the first {plan.rows} rows are drawn.")
            )
        st.plotly_chart(
            result_chart.draw(frame, plan, answer.names, is_demo=answer.snapshot.is_demo),
            key=f"sql-chart-{answer.number}",
            theme=None,
            config=CONFIG,
            alt=result_chart.description(frame, plan, answer.names),
        )


def _planned(answer: Answer, first: Plan) -> Plan:
    """The plan that the reader has chosen, or the one that the columns speak for."""
    frame, number, names = answer.result.frame, answer.number, answer.names
    kinds = result_chart.kinds()
    with st.container(horizontal=True, vertical_alignment="bottom", key="chart-choices"):
        possible = result_chart.across(frame)
        x = st.selectbox(
            say("横轴", "Across"),
            possible,
            index=possible.index(first.x),
            format_func=lambda name: f"{names[name]} {name}" if name in names else name,
            key=f"chart-x-{number}",
            placeholder=say("横轴", "Across"),
            filter_mode=None,
            width=300,
        )
        fitting = result_chart.fitting(frame, x)
        kind = st.segmented_control(
            say("图的种类", "Kind of chart"),
            list(kinds),
            default=fitting,
            required=True,
            format_func=lambda one: kinds[one],
            key=f"chart-kind-{number}-{fitting}",
        )
        numbers = [name for name in result_chart.numeric(frame) if name != x] or [x]
        y = st.pills(
            say(f"纵轴（至多{MOST_SERIES}列）", f"Upward (at most {MOST_SERIES})"),
            numbers,
            selection_mode="multi",
            default=numbers[:1],
            format_func=partial(_coded, names),
            wrap=True,
            key=f"chart-y-{number}-{possible.index(x)}",
        )
    chosen: Sequence[str] = y or ()
    return Plan(x, tuple(chosen[:MOST_SERIES]), Kind(kind or fitting))


def _coded(names: Mapping[str, str], name: str) -> str:
    """A column's name in a label, which reads Markdown: in a fence, so that nothing in it counts.

    A name may be a cell of the data, as where a statement pivots.
    """
    text = " ".join(name.split())
    fence = "`" * (max(map(len, _runs(text)), default=0) + 1)
    coded = f"{fence} {text} {fence}"
    return f"{names[name]} {coded}" if name in names else coded


def _runs(text: str) -> list[str]:
    """The runs of backticks in a text."""
    return "".join(one if one == "`" else " " for one in text).split()


def _about() -> list[tuple[str, object]]:
    bars, points = result_chart.MOST_BARS, wording.count(result_chart.MOST_POINTS)
    return [
        (
            say("画什么", "What is drawn"),
            say(
                "上面的结果，按它的行序；数值以结果表为准",
                "The result above in the order of its rows; its table holds the numbers",
            ),
        ),
        (
            say("最多", "At most"),
            say(
                f"柱形图{bars}行，折线图和散点图{points}行",
                f"{bars} rows as bars, {points} as lines or dots",
            ),
        ),
    ]
