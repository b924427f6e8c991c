"""What pages are composed of: top bar, heading, filters, titled boxes, definitions.

Draws with Streamlit and queries nothing.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from typing import Any

import polars as pl
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboards import address, chart_table, labels, markup, printout, wording
from dashboards.canvas import CONFIG
from dashboards.chart_table import Table
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.language import CHINESE, ENGLISH, PARAMETER, current, say, spoken
from dashboards.markup import Markup
from dashboards.printout import Printout
from dashboards.view import View
from data_contracts import export
from data_contracts.access import Deed
from data_contracts.export import Format

Row = dict[str, Any]
SHOWN_ROWS = 8
PRINTING = """
document.querySelector(".ap-print").onclick = () => window.print();
window.onbeforeprint = () => {
  for (const e of document.querySelectorAll("details:not(.ap-data, .ap-menu)")) e.open = true;
  document.body.style.zoom = Math.min(1, 1500 / document.documentElement.clientWidth);
};
window.onafterprint = () => { document.body.style.zoom = ""; };
"""
"""All that is folded away is printed but what repeats a chart, on a sheet of A3 across."""
WORDING = """
(() => {
  const words = WORDS, field = document.querySelector("FIELD");
  const said = text => Object.entries(words).reduce((t, [a, b]) => t.replace(a, b), text);
  const speak = () => {
    const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode, text = said(node.nodeValue);
      if (!node.parentElement.closest("script, [data-testid=stIconMaterial]")
        && text !== node.nodeValue) node.nodeValue = text;
    }
    for (const e of field.querySelectorAll("[aria-label]")) {
      const text = said(e.getAttribute("aria-label"));
      if (text !== e.getAttribute("aria-label")) e.setAttribute("aria-label", text);
    }
  };
  new MutationObserver(speak).observe(field, {subtree: true, childList: true});
  speak();
})();
"""
"""Streamlit has no words of its own but English ones for a field for files."""


def top_bar(pages: Sequence[st.Page], menu: Callable[[], None]) -> None:
    """The product's name, the pages, language and menu; links keep the address."""
    with st.container(key="top-bar", horizontal=True, vertical_alignment="center"):
        st.html(f'<span class="ap-brand">{say("安评", "Anping")}</span>', width="content")
        for page in pages:
            st.page_link(page, query_params=dict(st.query_params))
        st.space("stretch")
        st.button(
            say("English", "中文"),
            key="language",
            type="tertiary",
            on_click=_switch_language,
        )
        menu()


def _switch_language() -> None:
    if current() == ENGLISH:
        del st.query_params[PARAMETER]
    else:
        st.query_params[PARAMETER] = ENGLISH


def speak() -> None:
    """Tell the browser the page's language, for readers aloud and right glyphs, and its choices."""
    code = "zh-CN" if current() == CHINESE else "en"
    said = f'document.documentElement.lang = "{code}"; {address.keep()}'
    with st.container(key="speak"):
        st.html(f"<script>{said}</script>", unsafe_allow_javascript=True)


def heading(view: View, title: str) -> None:
    """Whose page this is, what it answers, and which snapshot it shows."""
    home = view.home.name if view.home else say("本辖区", "This area")
    snapshot = view.snapshot
    cut, age = wording.day(snapshot.as_of), wording.ago(view.age_days)
    aged = say(f"（{age}）", f" ({age})") if age else ""
    named = say(f"快照{snapshot.id}", f"snapshot {snapshot.id}")
    built = wording.moment(snapshot.built_at)
    facts = (
        say(f"数据截至{cut}", f"Data to {cut}") + aged,
        named + say(f"，{built}生成", f", built {built}"),
    )
    st.html(
        f'<header class="ap-head"><h1>{escape(home)}<span>{escape(title)}</span></h1>'
        f"<p>{_whole(escape(say('　', ' · ').join(facts)), escape(named))}</p></header>"
    )
    _tools(view, f"{home} {title}")


def _tools(view: View, title: str) -> None:
    """Filters off, and the page taken along: on paper as it looks, or its charts' numbers."""
    with st.container(horizontal=True, horizontal_alignment="right", key="tools"):
        if address.choices():
            st.button(
                say("重置筛选", "Reset filters"),
                key="reset",
                type="tertiary",
                on_click=address.reset,
            )
        st.html(
            f'<button class="ap-print" type="button">{say("打印", "Print")}</button>'
            f"<script>{PRINTING}</script>",
            unsafe_allow_javascript=True,
            width="content",
        )
        if not view.account.may(Deed.EXPORT):
            return
        st.download_button(
            say("导出本页 XLSX", "Page as XLSX"),
            partial(_page_written, printout.current(), title, view),
            file_name=f"{title.replace(' ', '_')}_{view.snapshot.as_of}.xlsx",
            key="workbook",
            type="tertiary",
            on_click="ignore",
        )


def printed(view: View) -> None:
    """What a page on paper says of itself at its end: choices and snapshot."""
    chosen = [f"{name}：{value}" for name, value in printout.current().choices.items()]
    facts = [*chosen, export.provenance(view.snapshot)]
    st.html(f'<p class="ap-printed">{escape(say("　", " · ").join(facts))}</p>')


def _whole(text: str, part: str) -> str:
    """`text` with `part` of it never broken between lines."""
    return text.replace(part, f'<span class="ap-whole">{part}</span>')


def choice(key: str, label: str, options: Mapping[str, str], default: str) -> str:
    """A filter that lives in the address under `key`; returns the chosen code."""
    chosen, widget = _asked(key, label, options, default)
    st.segmented_control(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=widget,
        required=True,
        on_change=_write_address,
        args=(key, widget),
        label_visibility="collapsed",
        wrap=True,
    )
    return chosen


def pick(
    key: str, label: str, options: Mapping[str, str], width: int, default: str | None = None
) -> str:
    """A filter of many options in the address under `key`; without a default it is the first."""
    chosen, widget = _asked(key, label, options, default or next(iter(options)))
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=widget,
        on_change=_write_address,
        args=(key, widget),
        placeholder=label,
        label_visibility="collapsed",
        # Its remark that nothing matches exists in English only.
        filter_mode=None,
        width=width,
    )
    return chosen


def _written(name: str, frame: Callable[[], pl.DataFrame], view: View, form: Format) -> bytes:
    view.exported(form, {"of": name})
    return export.write(frame(), view.snapshot, form)


def _page_written(page: Printout, title: str, view: View) -> bytes:
    view.exported("xlsx", {"of": title})
    return page.workbook(title, view.snapshot)


def _asked(key: str, label: str, options: Mapping[str, str], default: str) -> tuple[str, str]:
    """The option that the address names, and the widget that shows it as chosen."""
    asked = st.query_params.get(key, default)
    chosen = asked if asked in options else default
    widget = f"choice-{key}"
    st.session_state[widget] = chosen
    printout.current().choices[label] = options[chosen]
    return chosen, widget


def search(key: str, label: str) -> str:
    """A field for words to look for, which live in the address under `key`."""
    widget = f"search-{key}"
    st.session_state[widget] = asked = st.query_params.get(key, "")
    if asked:
        printout.current().choices[label] = asked
    st.text_input(
        label,
        key=widget,
        on_change=_write_address,
        args=(key, widget),
        placeholder=label,
        label_visibility="collapsed",
        live=True,
    )
    return asked.strip()


def _write_address(key: str, widget: str) -> None:
    if value := st.session_state[widget]:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)


def upload(label: str, key: str, megabytes: int) -> UploadedFile | None:
    """A field for one XLSX file; what Streamlit says in English is said in the page's language."""
    with st.container(key=f"field-{key}"):
        found = st.file_uploader(
            label, type="xlsx", key=key, max_upload_size=megabytes, label_visibility="collapsed"
        )
        words = {
            "Upload": "选择文件",
            f"{megabytes}MB per file": f"不超过{megabytes}兆",
            "file upload": label,
            "Add files": "换一份文件",
            "add icon": "",
            "Remove ": "移除 ",
        }
        if current() == CHINESE:
            script = WORDING.replace("FIELD", f".st-key-field-{key}")
            script = script.replace("WORDS", json.dumps(words, ensure_ascii=False))
            st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    return found


@contextmanager
def filters() -> Iterator[None]:
    """Filters side by side, in as many lines as they need."""
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        yield


def downloads(name: str, frame: Callable[[], pl.DataFrame], view: View) -> None:
    """Buttons that give out a table in the formats of offices; made only when asked for."""
    forms: tuple[Format, ...] = ("csv", "xlsx")
    with st.container(horizontal=True, key="downloads"):
        for form in forms:
            st.download_button(
                say(f"导出 {form.upper()}", f"Export {form.upper()}"),
                partial(_written, name, frame, view, form),
                file_name=f"{name}_{view.snapshot.as_of}.{form}",
                key=f"download-{form}",
                on_click="ignore",
            )


@contextmanager
def box(
    title: str, key: str, entries: list[tuple[str, object]], *, is_level: bool = True
) -> Iterator[None]:
    """A titled box whose definition is one click away; it ends level with the box beside it."""
    with st.container(border=True, key=f"box-{key}", height="stretch" if is_level else "content"):
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"title-{key}", wrap=False
        ):
            st.html(f'<h2 class="ap-title">{escape(title)}</h2>')
            with st.popover(say("口径", "Definition"), type="tertiary", key=f"about-{key}"):
                st.html(markup.definitions(entries))
        yield


def plot(figure: Any, key: str, description: str, table: Table) -> None:
    """A finished chart; `description` is read out in its place, and `table` is below it."""
    st.plotly_chart(figure, key=key, theme=None, config=CONFIG, alt=description)
    numbers(table)


def numbers(table: Table) -> None:
    """The numbers behind a chart, folded away, and taken along when the page is."""
    printout.current().tables.append(table)
    show(chart_table.folded(table))


def show(*parts: Markup) -> None:
    """Markup made by `markup`, which has escaped what it was given."""
    st.html("".join(parts))


def folded(rows: list[Row], table: Callable[[list[Row]], Markup], shown: int = SHOWN_ROWS) -> None:
    """A table of the first rows, with the rest folded away below it."""
    show(table(rows[:shown]))
    if rest := rows[shown:]:
        label = say(f"其余{len(rest)}行", f"{len(rest)} more rows")
        show(markup.unfolding("ap-rest", label, table(rest)))


def note(sentence: str) -> None:
    """The sentence above a chart or table that says what it shows."""
    st.html(f'<p class="ap-note">{escape(sentence)}</p>')


def foot(sentence: str) -> None:
    """What holds of all figures above, at the end of a page."""
    st.html(f'<footer class="ap-foot">{escape(sentence)}</footer>')


def empty(headline: str, advice: str) -> None:
    """In the place of something that has no rows."""
    st.html(
        f'<div class="ap-empty"><strong>{escape(headline)}</strong>'
        f"<span>{escape(advice)}</span></div>"
    )


def about(indicator: Indicator, figure: Figure | None = None) -> list[tuple[str, object]]:
    """The definition of an indicator, as the catalogue has it, and the method of one figure."""
    none = say("无", "none")
    unit = indicator.unit
    entries: list[tuple[str, object]] = [
        (say("指标", "Indicator"), f"{spoken(indicator.name)}（{indicator.id}）"),
        (say("定义", "Definition"), spoken(indicator.definition)),
        (say("分子", "Numerator"), spoken(indicator.numerator)),
        (
            say("分母", "Denominator"),
            spoken(indicator.denominator) if indicator.denominator else none,
        ),
        (say("时间规则", "Time rule"), spoken(indicator.time_rule)),
        (say("计分", "Scoring"), _scoring(indicator)),
        (
            say("目标依据", "Basis of target"),
            spoken(indicator.target_basis) if indicator.target_basis else none,
        ),
        (
            say("样本要求", "Least records"),
            say(f"样本不少于{indicator.minimum}", f"n at least {indicator.minimum}"),
        ),
        (say("区间", "Interval"), _interval(indicator)),
        (say("口径版本", "Version"), _version(indicator)),
    ]
    if figure is not None and figure.method is not None:
        method = spoken(labels.interval_method(figure.method))
        entries.insert(-1, (say("区间方法", "Interval method"), method))
    if indicator.target is not None:
        target = wording.bound(indicator.target, unit)
        entries.insert(5, (say("目标值", "Target"), target))
    return entries


def _interval(indicator: Indicator) -> str:
    if indicator.unit == "count":
        return say("计数没有区间", "A count has none")
    return say(
        "95%置信区间：数量越少区间越宽，区间之内的差别可能出于偶然",
        "95 % confidence interval: the fewer the records, the wider; "
        "differences within it may be chance",
    )


def _version(indicator: Indicator) -> str:
    text = say(f"第{indicator.version}版", str(indicator.version))
    if indicator.since is None:
        return text
    day = wording.day(indicator.since)
    return text + say(f"，自{day}起生效", f", in force since {day}")


def _scoring(indicator: Indicator) -> str:
    direction = spoken(labels.direction(indicator.direction))
    if not indicator.is_scored:
        return say(f"{direction}，不计分", f"{direction}; not scored")
    weight = wording.rounded(indicator.weight, 0)
    text = say(f"{direction}，默认权重{weight}", f"{direction}; default weight {weight}")
    if indicator.floor is None or indicator.target is None:
        return text
    floor = wording.bound(indicator.floor, indicator.unit)
    target = wording.bound(indicator.target, indicator.unit)
    return text + say(
        f"；{floor}及以下得0分，{target}得满分", f"; {floor} scores 0, {target} scores full marks"
    )


def about_columns(table: str, *columns: str) -> list[tuple[str, object]]:
    """What published columns mean, as their contract has it."""
    found = [labels.published(table, column) for column in columns]
    return [(spoken(item.label), spoken(item.description)) for item in found]
