"""Entries of the handbook: a line to recognise an indicator by, all about it folded below."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from dashboards import address, components, definition, filters, handbook, labels, markup, wording
from dashboards.handbook import Entry
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.markup import Markup

ALL = "all"
OPENED = 3
"""So few entries are unfolded at once."""


def chosen(every: Sequence[Entry]) -> list[Entry]:
    """The entries of the mechanism and with the words that the filters name."""
    present = dict.fromkeys(entry.indicator.mechanism for entry in every)
    names = {code: spoken(labels.mechanism(code)) for code in present}
    field, choice = st.columns([2, 5])
    with field:
        asked = filters.search("words", say("搜索指标、登记簿、口径", "Search the handbook"))
    with choice:
        mechanism = filters.choice(
            *("mechanism", say("机制", "Mechanism")),
            {ALL: say("全部", "All")} | names,
            ALL,
        )
    within = [e for e in every if mechanism in (ALL, e.indicator.mechanism)]
    return handbook.matching(within, asked)


def listing(found: Sequence[Entry], total: int) -> None:
    """The entries by mechanism, or that there is none."""
    if not found:
        components.empty(
            say("没有找到符合条件的指标", "No indicator is like that"),
            say(
                "请换一个词（中文、英文或指标编号都可以），或选择“全部”机制。",
                "Try another word (Chinese, English or an id), or all mechanisms.",
            ),
        )
        return
    components.note(_summary(found, total))
    for code, group in groupby(found, key=lambda entry: entry.indicator.mechanism):
        entries = list(group)
        name = spoken(labels.mechanism(code))
        components.show(
            markup.entries(
                say(f"{name}（{len(entries)}项）", f"{name} ({len(entries)})"),
                [_entry(entry, is_open=len(found) <= OPENED) for entry in entries],
            )
        )


def _summary(found: Sequence[Entry], total: int) -> str:
    scored = [entry.indicator for entry in found if entry.indicator.is_scored]
    weight = wording.bound(sum(one.weight for one in scored), "count")
    number = len(found)
    listed = "" if number == total else f"列出{number}项，"
    return say(
        f"共{total}项指标，{listed}其中{len(scored)}项计分，权重合计{weight}。点开一项看全部口径。",
        f"{number} of {total} indicators, {len(scored)} of them scored, with a weight of {weight} "
        "in all. Open one for all that defines it.",
    )


def _entry(entry: Entry, *, is_open: bool) -> Markup:
    one = entry.indicator
    entries = definition.of_indicator(one)[1:]
    return markup.entry(
        spoken(one.name),
        _aside(one),
        spoken(one.definition),
        Markup(_link(entry) + markup.definitions([*entries, *handbook.facts(entry)])),
        is_open=is_open,
    )


def _aside(one: Indicator) -> list[str]:
    """Id, weight, target and shortest period, to tell indicators apart by."""
    weight = wording.bound(one.weight, "count")
    parts = [one.id, spoken(labels.code("dim_indicator", "frequency", one.frequency))]
    parts.append(say(f"权重{weight}", f"weight {weight}") if one.is_scored else _unscored())
    if one.target is not None:
        target = wording.bound(one.target, one.unit)
        parts.append(say(f"目标{target}", f"target {target}"))
    return parts


def _unscored() -> str:
    return say("不计分", "not scored")


def _link(entry: Entry) -> Markup:
    one = entry.indicator
    if not entry.is_measured:
        return markup.lines("ap-fact", [say("本快照没有测算", "Not measured in this snapshot")])
    link = markup.link(
        say("看数值与走势", "Figures and trend"), address.link("indicator", indicator=one.id)
    )
    return markup.lines("ap-fact", [link])
