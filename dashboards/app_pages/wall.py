"""大屏 Wall screen: one matter after another, by itself, large, dark, and with nothing to press."""

from collections.abc import Callable

import streamlit as st

from dashboards import components, queries, scorecard_queries
from dashboards.language import say
from dashboards.sections import glance, overdue, risk, scorecard, sectors, trends
from dashboards.view import View

RHYTHM = "seconds"
USUAL, SHORTEST, LONGEST = 20, 3, 600
"""Seconds that a slide stays."""
CHARTS = 2
"""Changes that are shown as charts as well."""
PLACE = "slide"
WATCH = """
if (!window.anpingWatch) {
  let wasLost = false, beat = "", since = Date.now();
  window.anpingWatch = setInterval(async () => {
    const isUp = await fetch("/_stcore/health", {cache: "no-store"}).then(r => r.ok, () => false);
    document.documentElement.classList.toggle("ap-lost", !isUp);
    const shown = document.querySelector(".ap-beat")?.dataset.beat;
    if (shown !== beat) { beat = shown; since = Date.now(); }
    if (isUp && (wasLost || Date.now() - since > PATIENCE)) location.reload();
    wasLost = !isUp;
  }, 3000);
}
"""
"""Says when the server is gone, and loads the page again when it is back or slides have stopped."""

Slide = Callable[[], None]


def seconds() -> int:
    """How long a slide stays, as the address has it."""
    asked = st.query_params.get(RHYTHM, "")
    return min(max(int(asked), SHORTEST), LONGEST) if asked.isdecimal() else USUAL


def watch() -> None:
    """Once a page: what brings it back without a touch."""
    patience = str(1000 * (4 * seconds() + USUAL))
    lost = say("连接中断，正在自动重试", "Connection lost, trying again")
    st.html(
        f'<p class="ap-lost-note" role="status">{lost}</p>'
        f"<script>{WATCH.replace('PATIENCE', patience)}</script>",
        unsafe_allow_javascript=True,
    )


def show(view: View) -> None:
    """The next slide over the snapshot that serves now."""
    number = st.session_state[PLACE] = st.session_state.get(PLACE, -1) + 1
    found = slides(view)
    with st.container(key="wall"):
        if not found:
            components.heading(view, say("平安建设", "Peace construction"))
            components.empty(say("还没有可以评价的数据", "Nothing to assess yet"), "")
        else:
            title, slide = found[number % len(found)]
            components.heading(view, title)
            slide()
        places = "".join(
            f"<span{' class=ap-now' if found and place == number % len(found) else ''}></span>"
            for place in range(len(found))
        )
        st.html(f'<p class="ap-beat" data-beat="{number}" aria-hidden="true">{places}</p>')


def slides(view: View) -> list[tuple[str, Slide]]:
    """What there is to show, each with its title."""
    home = view.home
    measured = queries.indicators(view.snapshot)
    if home is None or not measured:
        return []
    series = trends.read(view)
    found: list[tuple[str, Slide]] = [
        (
            say("工作总览", "Overview"),
            lambda: glance.pressing(glance.readings(view, home, measured, "quarter")),
        ),
        (say("督办", "Where to press"), lambda: overdue.by_unit(view, home)),
    ]
    if series:
        found.append((say("趋势", "Trends"), lambda: trends.changes(series, measured, "indicator")))
    for name in trends.changed(series)[:CHARTS]:
        found.append((say("趋势", "Trends"), _chart(view, name, series)))
    if quarters := sectors.read(view):
        judged = {one.name: one for one in risk.of_sectors(view)}
        found.append((say("行业", "Sectors"), lambda: sectors.multiples(quarters, judged)))
    if not scorecard_queries.periods(view.snapshot).is_empty():
        found.append((say("考核评分", "Scorecards"), lambda: _scorecard(view)))
    return found


def _scorecard(view: View) -> None:
    if card := scorecard.chosen(view):
        scorecard.mechanisms(view, card)


def _chart(view: View, name: str, series: trends.Series) -> Slide:
    return lambda: trends.chart(view, queries.indicators(view.snapshot)[name], series[name])
