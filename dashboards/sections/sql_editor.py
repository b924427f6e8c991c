"""Where a statement is written and asked: the editor, one that runs, and why there is no answer."""

import re
from html import escape

import streamlit as st

from dashboards import components, filters, sql_desk, wording
from dashboards.language import say, spoken
from dashboards.markup import Markup
from dashboards.saved_queries import Ending, ShelfError
from dashboards.sql_desk import EDITOR, LIMITS, OUTLET, Desk, Failure
from dashboards.view import View
from data_contracts.access import OUTLETS
from data_contracts.model import Outlet, Text

POLL_SECONDS = 0.5
LONGEST_STATEMENT, LONGEST_NAME = 20_000, 60
NAME = "sql-name"
DUCKDB = re.compile(r"(\w+) Error: ")
ADVICE = {
    "Catalog": Text(
        "没有这张表或这个函数：“数据表”里列出了所选出口的全部表，点开可直接写入查询。",
        "There is no such table or function: “Tables” lists all of this outlet.",
    ),
    "Binder": Text(
        "没有这一列，或列的用法不对：在“数据表”里点开这张表，看它有哪些列。",
        "There is no such column, or it cannot be used so: open the table in “Tables”.",
    ),
    "Function": Text(
        "函数或运算的用法不对，多为类型不合：按下面的说明改，需要时用 CAST(列 AS 类型) 转换。",
        "A function or operator does not fit, often by its types: cast where needed.",
    ),
    "Parser": Text(
        "写法有误：看下面 ^ 所指的位置，常见的是少了逗号、括号或引号。",
        "It is not written as SQL is: look where ^ points, often a comma, bracket or quote.",
    ),
}
"""What to do about an error of DuckDB, by its kind; a Binder error may speak of a function."""


def show(view: View, desk: Desk) -> Outlet:
    """The editor and what becomes of the statement; returns the outlet that is chosen."""
    with components.box(say("写查询", "Write a query"), "sql-editor", _about(view), is_level=False):
        outlet = _outlet(view)
        with st.form("sql", border=False):
            statement = st.text_area(
                say("查询语句", "Statement"),
                key=EDITOR,
                height=220,
                max_chars=LONGEST_STATEMENT,
                placeholder=say(
                    "在这里写一条查询语句，或从“示例”里选一个问题",
                    "Write one statement here, or choose a question among the examples",
                ),
                label_visibility="collapsed",
            )
            with st.container(horizontal=True):
                is_asked = st.form_submit_button(say("运行", "Run"), key="run", type="primary")
                is_kept = st.form_submit_button(say("保存", "Save"), key="keep")
        if (is_asked or is_kept) and not statement.strip():
            desk.is_naming = False
            desk.said = Text(
                "编辑框是空的，请先写一条语句。", "The editor is empty; write a statement."
            )
        elif is_asked:
            desk.is_naming, desk.taken = False, None
            sql_desk.ask(view, desk, statement, outlet)
        elif is_kept:
            desk.statement, desk.is_naming, desk.taken, desk.said = statement, True, None, None
        _saving(view, desk, outlet)
        if desk.question is not None:
            st.fragment(_waiting, run_every=POLL_SECONDS)(view, desk)
        elif desk.failure is not None:
            components.show(_failed(desk.failure))
    return outlet


def _outlet(view: View) -> Outlet:
    """The outlet to ask; there is nothing to choose for who has the open one alone."""
    names = {str(one): spoken(OUTLETS[one]) for one in sql_desk.outlets(view)}
    if len(names) == 1:
        return Outlet.OPEN
    return Outlet(filters.choice(OUTLET, say("出口", "Outlet"), names, Outlet.OPEN.value))


def _waiting(view: View, desk: Desk) -> None:
    """How long it has taken or how many come first, and a way to end it; then the page again."""
    question = desk.question
    if question is None or question.turn.is_done():
        st.rerun()
    if ahead := question.turn.ahead:
        said = say(
            f"正在排队，已{question.seconds:.0f}秒；前面还有{ahead}条语句，轮到后自动运行",
            f"Waiting for {question.seconds:.0f} seconds; statements that come first: {ahead}; "
            "then it runs by itself",
        )
    else:
        said = say(
            f"正在运行，已{question.turn.seconds:.0f}秒（最长{LIMITS.seconds:.0f}秒）",
            f"Running for {question.turn.seconds:.0f} seconds (at most {LIMITS.seconds:.0f})",
        )
    with st.container(horizontal=True, vertical_alignment="center", key="running"):
        st.html(f'<p class="ap-note" role="status">{escape(said)}</p>', width="content")
        if st.button(say("取消", "Cancel"), key="cancel"):
            sql_desk.give_up(view, desk)
            st.rerun()


def _failed(failure: Failure) -> Markup:
    """Why there is no answer and what to do; DuckDB's own words where it has some."""
    headlines = {
        Ending.FAILED: say("没有得到结果", "No result"),
        Ending.REFUSED: say("没有打开", "Not opened"),
        Ending.CANCELLED: say("已取消", "Cancelled"),
    }
    error = failure.complaint
    found = DUCKDB.match(error.en)
    said = say(error.cn, error.en)
    if found:
        is_call = found[1] == "Binder" and "column" not in error.en.partition("\n")[0]
        fallback = Text(error.cn, "Mend the statement by what DuckDB says of it below.")
        said = spoken(ADVICE.get("Function" if is_call else found[1], fallback))
    detail = f'<pre class="ap-code">{escape(error.en)}</pre>' if found else ""
    return Markup(
        f'<div class="ap-empty" role="alert"><strong>{escape(headlines[failure.ending])}</strong>'
        f"<span>{escape(said)}</span>{detail}</div>"
    )


def _saving(view: View, desk: Desk, outlet: Outlet) -> None:
    """The name to save the statement under, and what to do where that is taken."""
    if desk.said is not None:
        components.note(spoken(desk.said))
    if not desk.is_naming:
        return
    if desk.taken is None:
        _naming(view, desk, outlet)
    else:
        _overwriting(view, desk, outlet, desk.taken)


def _naming(view: View, desk: Desk, outlet: Outlet) -> None:
    with st.form("naming", border=False), st.container(horizontal=True, key="naming-line"):
        name = st.text_input(
            say("给这条查询起个名字", "A name for this query"),
            key=NAME,
            max_chars=LONGEST_NAME,
            placeholder=say("给这条查询起个名字", "A name for this query"),
            label_visibility="collapsed",
        )
        is_named = st.form_submit_button(say("确定保存", "Save it"), key="keep-named")
        is_left = st.form_submit_button(say("不保存", "Do not save"), key="keep-not")
    if is_left:
        desk.is_naming = False
        st.rerun()
    if is_named and (name := " ".join(name.split())):
        _save(view, desk, outlet, name, is_overwriting=False)


def _overwriting(view: View, desk: Desk, outlet: Outlet, name: str) -> None:
    components.note(
        say(f"已有名为“{name}”的查询，要覆盖吗？", f"There is a query “{name}”. Overwrite it?")
    )
    with st.container(horizontal=True):
        if st.button(say("覆盖", "Overwrite"), key="overwrite"):
            _save(view, desk, outlet, name, is_overwriting=True)
        if st.button(say("换个名字", "Another name"), key="rename"):
            desk.taken = None
            st.rerun()


def _save(view: View, desk: Desk, outlet: Outlet, name: str, *, is_overwriting: bool) -> None:
    try:
        shelf = sql_desk.shelf(view)
        is_done = shelf.save(name, desk.statement, outlet, is_overwriting=is_overwriting)
    except ShelfError as error:
        desk.is_naming, desk.taken, desk.said = False, None, Text(error.cn, error.en)
        st.rerun()
    if is_done:
        desk.is_naming, desk.taken = False, None
        desk.said = Text(
            f"已保存为“{name}”，在“已存查询”里可以找到。", f"Saved as “{name}”, among “Saved”."
        )
    else:
        desk.taken = name
    st.rerun()


def _about(view: View) -> list[tuple[str, object]]:
    limit, memory = f"{LIMITS.seconds:.0f}", str(LIMITS.memory_megabytes)
    outlets = say("、", ", ").join(spoken(OUTLETS[one]) for one in sql_desk.outlets(view))
    return [
        (
            say("语句", "Statement"),
            say(
                "一次一条，只能查询，不能改动任何数据；在编辑框里按 Ctrl+Enter 也可以运行",
                "One at a time, to read and never to change; Ctrl+Enter in the editor runs it too",
            ),
        ),
        (
            say("限度", "Limits"),
            say(
                f"最长{limit}秒，内存{memory}兆，结果{wording.count(LIMITS.rows)}行",
                f"{limit} seconds, {memory} MB of memory, {wording.count(LIMITS.rows)} rows",
            ),
        ),
        (say("您可以查询的出口", "Outlets that you may ask"), outlets),
        (
            say("记录", "Record"),
            say(
                "打开出口时记录账户、时间、快照和语句的指纹；语句本身只保存在您自己的历史里，别人看不到",
                "Each opening is recorded with account, time, snapshot and a fingerprint; the "
                "statement itself is in your own history alone",
            ),
        ),
    ]
