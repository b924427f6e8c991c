"""查询 SQL: an analyst's statement, its answer as a table, files and a chart, and what is kept."""

import streamlit as st

from dashboards import components, sql_desk
from dashboards.language import say
from dashboards.sections import sql_beside, sql_chart, sql_editor, sql_result
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("查询", "SQL"))
    desk = sql_desk.of(view)
    sql_desk.collect(view, desk)
    editor, beside = st.columns([3, 2])
    with editor:
        outlet = sql_editor.show(view, desk)
    with beside:
        sql_beside.show(view, desk, outlet)
    if desk.answer is not None:
        sql_result.show(view, desk.answer)
        sql_chart.show(desk.answer)
