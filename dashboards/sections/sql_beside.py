"""Beside the editor: questions to begin with, the tables, what is saved, and what was asked."""

from functools import partial
from html import escape

import streamlit as st

from dashboards import components, filters, markup, sql_desk, wording
from dashboards.language import say, spoken
from dashboards.markup import Markup
from dashboards.saved_queries import KEPT, Asked, Ending, Saved, ShelfError
from dashboards.sections import sql_tables
from dashboards.sql_desk import Desk
from dashboards.sql_examples import EXAMPLES
from dashboards.view import View
from data_contracts.access import OUTLETS
from data_contracts.model import Outlet

LONGEST_LINE = 160


def show(view: View, desk: Desk, outlet: Outlet) -> None:
    """The one of the four that is chosen."""
    with components.box(say("从这里取用", "To begin with"), "sql-beside", _about(), is_level=False):
        match filters.choice("beside", say("从这里取用", "To begin with"), _parts(), "examples"):
            case "tables":
                sql_tables.show(desk, outlet)
            case "saved":
                _shelved(partial(_saved, view, desk))
            case "history":
                _shelved(partial(_history, view, desk))
            case _:
                _examples(desk)


def _parts() -> dict[str, str]:
    return {
        "examples": say("示例", "Examples"),
        "tables": say("数据表", "Tables"),
        "saved": say("已存查询", "Saved"),
        "history": say("历史", "History"),
    }


def _examples(desk: Desk) -> None:
    components.note(
        say(
            "点一个问题，语句就写进编辑框；按“运行”得到答案。",
            "Choose a question: its statement goes into the editor. Run it for the answer.",
        )
    )
    with st.container(key="sql-list-examples", gap="small"):
        for one in EXAMPLES:
            st.button(
                spoken(one.question),
                key=f"example-{one.key}",
                type="tertiary",
                on_click=sql_desk.put,
                args=(desk, one.statement, Outlet.OPEN),
            )


def _shelved(draw: partial[None]) -> None:
    try:
        draw()
    except ShelfError as error:
        components.empty(say("打不开", "Cannot be opened"), say(error.cn, error.en))


def _saved(view: View, desk: Desk) -> None:
    found = sql_desk.shelf(view).saved()
    if not found:
        components.empty(
            say("还没有保存的查询", "Nothing is saved yet"),
            say("写好一条语句后按“保存”。", "Write a statement and save it."),
        )
        return
    with st.container(key="sql-list-saved"):
        for one in found:
            _saved_line(view, desk, one)


def _saved_line(view: View, desk: Desk, one: Saved) -> None:
    when = wording.moment(one.saved_at)
    components.show(_line(one.name, one.statement, f"{when} · {_outlet(one.outlet)}"))
    with st.container(horizontal=True):
        st.button(
            say("打开", "Open"),
            key=f"open-{one.name}",
            type="tertiary",
            on_click=sql_desk.put,
            args=(desk, one.statement, one.outlet),
        )
        if desk.deleting != one.name:
            if st.button(say("删除", "Delete"), key=f"delete-{one.name}", type="tertiary"):
                desk.deleting = one.name
                st.rerun()
            return
        if st.button(say("确定删除", "Delete it"), key=f"gone-{one.name}", type="tertiary"):
            desk.deleting = None
            sql_desk.shelf(view).delete(one.name)
            st.rerun()
        if st.button(say("不删除", "Keep it"), key=f"stay-{one.name}", type="tertiary"):
            desk.deleting = None
            st.rerun()


def _history(view: View, desk: Desk) -> None:
    found = sql_desk.shelf(view).history()
    if not found:
        components.empty(
            say("还没有查询过", "Nothing has been asked yet"),
            say(f"运行过的语句会列在这里，最多{KEPT}条。", f"The last {KEPT} will be listed here."),
        )
        return
    with st.container(key="sql-list-history"):
        for place, one in enumerate(found):
            components.show(_line("", one.statement, _facts(one)))
            st.button(
                say("放回编辑框", "Into the editor"),
                key=f"again-{place}",
                type="tertiary",
                on_click=sql_desk.put,
                args=(desk, one.statement, one.outlet),
            )


def _line(name: str, statement: str, facts: str) -> Markup:
    line = " ".join(statement.split())
    cut = line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
    named = f"<strong>{escape(name)}</strong>" if name else ""
    return Markup(
        f'<p class="ap-query">{named}{markup.code(cut)}<span class="ap-small">{escape(facts)}'
        "</span></p>"
    )


def _facts(one: Asked) -> str:
    seconds = wording.rounded(one.seconds, 2)
    ended = {
        Ending.ANSWERED: say(
            f"{wording.count(one.row_count or 0)}行", f"{wording.count(one.row_count or 0)} rows"
        ),
        Ending.FAILED: say("出错", "failed"),
        Ending.REFUSED: say("没有打开", "not opened"),
        Ending.CANCELLED: say("已取消", "cancelled"),
    }[one.ending]
    when = wording.moment(one.asked_at)
    return " · ".join((when, _outlet(one.outlet), say(f"{seconds}秒", f"{seconds} seconds"), ended))


def _outlet(outlet: Outlet) -> str:
    name = spoken(OUTLETS[outlet])
    return say(f"{name}出口", f"{name} outlet")


def _about() -> list[tuple[str, object]]:
    return [
        (
            say("示例", "Examples"),
            say("可以直接运行的问题，只用公开出口", "Questions to be run as they are, over Open"),
        ),
        (
            say("数据表", "Tables"),
            say(
                "所选出口的每张表：每行是什么，每列的含义、单位和代码",
                "Every table of the outlet: what a row is, what columns and codes mean",
            ),
        ),
        (
            say("已存查询、历史", "Saved, history"),
            say(
                f"只有您自己的账户看得到；历史保留最近{KEPT}条",
                f"Seen by your own account alone; the last {KEPT} are kept",
            ),
        ),
    ]
