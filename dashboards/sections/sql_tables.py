"""The published tables of an outlet: found by words, opened for their columns, and written down."""

from itertools import groupby

import streamlit as st

from dashboards import components, filters, markup, schema, sql_desk
from dashboards.language import say, spoken
from dashboards.markup import Markup
from dashboards.sql_desk import Desk
from data_contracts.model import Column, MartContract, Outlet


def show(desk: Desk, outlet: Outlet) -> None:
    """The list of tables, or the one that has been opened."""
    tables = schema.tables(outlet)
    opened = next((one for one in tables if one.id == desk.table), None)
    if opened is not None:
        _table(desk, outlet, opened)
        return
    asked = filters.search("tables", say("搜索表、列、代码", "Search tables and columns"))
    found = schema.matching(tables, asked)
    if not found:
        components.empty(
            say("没有找到这样的表", "No table is like that"),
            say(
                "请换一个词，中文、英文或列名都可以。",
                "Try another word: Chinese, English or a column's name.",
            ),
        )
        return
    with st.container(key="sql-list-tables", gap="small"):
        for name, group in groupby(found, key=schema.kind):
            listed = list(group)
            title = spoken(schema.KINDS[name])
            components.show(
                markup.lines(
                    "ap-group", [say(f"{title}（{len(listed)}）", f"{title} ({len(listed)})")]
                )
            )
            for one in listed:
                st.button(
                    f"{spoken(one.label)} `{one.id}`",
                    key=f"table-{one.id}",
                    type="tertiary",
                    on_click=_open,
                    args=(desk, one.id),
                )


def _open(desk: Desk, table: str | None) -> None:
    desk.table = table


def _table(desk: Desk, outlet: Outlet, one: MartContract) -> None:
    """What a row of the table is and what its columns mean."""
    st.button(
        say("返回全部数据表", "Back to all tables"),
        key="tables-back",
        type="tertiary",
        on_click=_open,
        args=(desk, None),
    )
    title = f'<h3 class="ap-title">{markup.html(spoken(one.label))} {markup.code(one.id)}</h3>'
    components.show(Markup(title + markup.lines("ap-note", [spoken(one.description)])))
    st.button(
        say("写入查询", "Into the editor"),
        key="tables-put",
        on_click=sql_desk.put,
        args=(desk, schema.opening(one), outlet),
    )
    entries = "".join(_column(column) for column in one.columns)
    columns = Markup(f'<dl class="ap-columns">{entries}</dl>')
    components.show(markup.scrolled(say("各列的含义", "What columns mean"), columns))


def _column(column: Column) -> str:
    """Name, type, unit and meaning of a column, and what its codes mean."""
    kind, unit = spoken(schema.TYPES[column.logical_type]), schema.unit(column)
    facts = [kind, *([spoken(unit)] if unit else [])]
    if column.is_key:
        facts.append(say("主键", "key"))
    term = f"{markup.html(spoken(column.label))} {markup.code(column.name)}"
    codes = "".join(
        f"<li>{markup.code(code)} {markup.html(spoken(text))}</li>" for code, text in column.codes
    )
    return (
        f"<dt>{term}{markup.small(say('，', ', ').join(facts))}</dt>"
        f"<dd>{markup.html(spoken(column.description))}{f'<ul>{codes}</ul>' if codes else ''}</dd>"
    )
