"""The registers: how fresh, how whole, what was quarantined and what to do about it."""

from typing import Any

import streamlit as st

from dashboards import (
    cautions,
    components,
    data_state,
    definition,
    figures,
    labels,
    markup,
    queries,
    register_charts,
    wording,
)
from dashboards import view as views
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from dashboards.view import View


def tile(view: View) -> None:
    """The state of all registers at a glance."""
    states = view.registers
    stale, empty = len(view.stale_registers), len(data_state.awaited(states))
    gaps = sum(state["missing_month_count"] for state in states)
    shown = [state for state in states if not data_state.is_hidden(state)]
    bad = wording.count(sum(state["quarantined_count"] for state in shown))
    quarantined = say(f"{bad}行被隔离", f"{bad} rows in quarantine")
    if len(shown) < len(states):
        quarantined += say("（不计涉及个人的登记簿）", " (registers about persons apart)")
    value = (
        say(f"{stale}个登记簿过期", f"{stale} out of date")
        if stale
        else say("均未过期", "All up to date")
    )
    missing = (
        say(f"缺{gaps}个月的数据", f"{gaps} month{'' if gaps == 1 else 's'} missing")
        if gaps
        else say("没有缺月", "No month missing")
    )
    waiting = [say(f"{empty}个登记簿尚无数据", f"{empty} without data yet")] if empty else []
    columns = ("is_stale", "missing_month_count", "quarantined_count")
    about = definition.of_columns("mart_register_state", *columns)
    with components.box(say("数据状况", "State of the data"), "data-tile", about):
        components.show(
            markup.lines("ap-value ap-value-text", [value]),
            markup.lines("ap-fact", [missing, quarantined]),
            markup.lines("ap-fact", waiting),
        )


def tasks(view: View) -> None:
    """What somebody should put right."""
    about = definition.of_columns(
        "mart_register_state", "is_stale", "missing_month_count", "quarantined_count"
    )
    with components.box(say("需要处理的事项", "To be put right"), "tasks", about):
        months = data_state.register_months(
            queries.register_months(view.snapshot).to_dicts(), view.snapshot.as_of
        )
        found = data_state.tasks(list(view.registers), months)
        components.note(data_state.summary(list(view.registers)))
        if not found:
            return
        components.folded([{"task": task} for task in found], _tasks_table)


def _tasks_table(rows: list[dict[str, Any]]) -> Markup:
    return markup.table(
        say("需要处理的事项", "To be put right"),
        [
            Heading(say("问题", "Problem")),
            Heading(say("由谁处理", "By whom")),
            Heading(say("怎样处理", "How")),
        ],
        [(row["task"].what, row["task"].who, row["task"].how) for row in rows],
    )


def table(view: View) -> None:
    """Every register with its freshness, rows and quarantined share."""
    columns = ("newest_on", "freshness_days", "current_count", "read_count")
    about = definition.of_columns(
        "mart_register_state", *columns, "quarantined_share", "delivery_count", "last_loaded_at"
    )
    with components.box(say("登记簿现状", "Registers"), "registers", about):
        if note := data_state.hidden_note(view.registers):
            components.note(note)
        timed = [state for state in view.registers if state["freshness_days"] is not None]
        others = [state for state in view.registers if state["freshness_days"] is None]
        if timed:
            components.show(_table(timed))
        if others:
            label = say(
                f"不设时效要求的登记簿{len(others)}个", f"{len(others)} registers without a limit"
            )
            with st.expander(label, expanded=not timed):
                components.show(_table(others))


def _table(states: list[dict[str, Any]]) -> Markup:
    return markup.table(
        say("登记簿现状", "Registers"),
        [
            Heading(say("登记簿", "Register")),
            Heading(say("时效", "Freshness")),
            Heading(say("最新业务日期", "Newest event")),
            Heading(say("现行行数", "Rows now"), "right"),
            Heading(say("读取行数", "Rows read"), "right"),
            Heading(say("隔离", "Quarantined"), "right"),
            Heading(say("缺月", "Months missing"), "right"),
            Heading(say("最近入库", "Last load")),
        ],
        [_row(state) for state in states],
    )


def _row(state: dict[str, Any]) -> tuple[object, ...]:
    fresh = data_state.freshness(state)
    bad, share = markup.NOTHING, state["quarantined_share"]
    if share:
        bad = wording.count(state["quarantined_count"])
        bad += say(f"（{wording.share(share)}）", f" ({wording.share(share)})")
    return (
        spoken(labels.register(state["contract"])),
        Markup(markup.chip(fresh) + markup.small(fresh.detail)),
        markup.NOTHING if state["newest_on"] is None else wording.day(state["newest_on"]),
        _number(state["current_count"]),
        _number(state["read_count"]),
        bad,
        state["missing_month_count"] or markup.NOTHING,
        markup.NOTHING
        if state["last_loaded_at"] is None
        else wording.moment(state["last_loaded_at"]),
    )


def _number(count: int | None) -> str:
    return markup.NOTHING if count is None else wording.count(count)


def months(view: View) -> None:
    """Rows by month, so that gaps and jumps show."""
    about = definition.of_columns("mart_register_month", "row_count", "is_missing")
    with components.box(say("逐月数据量", "Rows by month"), "months", about):
        rows = queries.register_months(view.snapshot).to_dicts()
        if not rows:
            components.empty(say("没有按月的数据", "No register has months yet"), "")
            return
        sentence = data_state.gaps(rows)
        components.note(sentence)
        found = views.register_months(view.snapshot)
        chart = figures.drawn(
            view.snapshot, "months", lambda: register_charts.months(found, view.snapshot.is_demo)
        )
        table = register_charts.table(found)
        components.plot(chart, "chart-months", sentence, table)


def faults(view: View) -> None:
    """Why rows were quarantined."""
    columns = ("quarantined_count", "column_name", "rule_cn", "last_seen_at")
    about = definition.of_columns("mart_data_quality", *columns)
    with components.box(say("隔离原因", "Reasons for quarantine"), "faults", about):
        rows = queries.faults(view.snapshot).to_dicts()
        if not rows:
            components.empty(
                say("没有被隔离的数据", "Nothing is in quarantine"),
                say("读取的每一行都符合规则。", "Every row read keeps the rules."),
            )
            return
        components.note(data_state.commonest(rows))
        largest = max(row["quarantined_count"] or 0 for row in rows)
        components.folded(rows, lambda some: _faults_table(some, largest))


def _faults_table(rows: list[dict[str, Any]], largest: int) -> Markup:
    return markup.table(
        say("隔离原因", "Reasons for quarantine"),
        [
            Heading(say("登记簿", "Register")),
            Heading(say("字段", "Column")),
            Heading(say("原因", "Reason")),
            Heading(say("次数", "Count")),
            Heading(say("最近发现", "Last seen")),
        ],
        [
            (
                spoken(labels.register(row["contract"])),
                spoken(labels.register_column(row["contract"], row["column_name"])),
                say(row["rule_cn"], row["rule_en"]).rstrip("。."),
                _bar(row["quarantined_count"], largest),
                wording.moment(row["last_seen_at"]),
            )
            for row in rows
        ],
    )


def _bar(count: int | None, largest: int) -> str:
    return cautions.hidden() if count is None else markup.bar(count, largest, wording.count(count))
