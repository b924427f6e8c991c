"""What pages are composed of: top bar, heading, titled boxes, charts, tables, words.

Draws with Streamlit and queries nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboards import address, chart_table, markup, printout, wording
from dashboards.canvas import CONFIG
from dashboards.chart_table import Table
from dashboards.language import CHINESE, ENGLISH, PARAMETER, current, say
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


def _written(name: str, frame: Callable[[], pl.DataFrame], view: View, form: Format) -> bytes:
    view.exported(form, {"of": name})
    return export.write(frame(), view.snapshot, form)


def _page_written(page: Printout, title: str, view: View) -> bytes:
    view.exported("xlsx", {"of": title})
    return page.workbook(title, view.snapshot)


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
