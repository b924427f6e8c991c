"""All sectors beside each other: problems by quarter, and what has become of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards import analysis_queries, components, definition, markup, sector_chart
from dashboards.language import say
from dashboards.markup import Markup
from dashboards.risks import Subject
from dashboards.sector_chart import Quarter
from dashboards.sentences import Verdict
from dashboards.view import View

SHOWN = 8
"""Quarters: two years, of which the last may not be over."""


def read(view: View) -> dict[str, list[Quarter]]:
    """Problems of every sector of home by quarter, by the sector's name."""
    home = view.home.code if view.home else ""
    found: dict[str, dict[date, Quarter]] = {}
    for row in analysis_queries.sector_quarters(view.snapshot, home).to_dicts():
        quarter = Quarter(
            row["period_from"],
            row["on_time_count"],
            row["late_count"],
            row["overdue_count"],
            row["open_count"],
        )
        found.setdefault(say(row["name_cn"], row["name_en"]), {})[quarter.first] = quarter
    firsts = _quarters(view.snapshot.as_of)
    return {
        name: [quarters.get(first, Quarter(first)) for first in firsts]
        for name, quarters in found.items()
    }


def _quarters(as_of: date) -> list[date]:
    """First days of the quarters shown, the last that of the cut-off."""
    last = as_of.year * 4 + (as_of.month - 1) // 3
    return [date(i // 4, i % 4 * 3 + 1, 1) for i in range(last - SHOWN + 1, last + 1)]


def multiples(series: Mapping[str, Sequence[Quarter]], judged: Mapping[str, Subject]) -> None:
    """A small chart for each sector by its name, to one scale; `judged` are sectors by name."""
    about = definition.of_columns("fct_sector_issue", "is_on_time", "is_overdue", "found_on")
    largest = max((q.total for quarters in series.values() for q in quarters), default=0)
    with components.box(
        say("十二个行业的乱象问题", "Problems of the sectors"), "multiples", about, is_level=False
    ):
        components.note(_headline(series, largest))
        components.show(sector_chart.key())
        panels = [_panel(name, quarters, largest, judged) for name, quarters in series.items()]
        components.show(markup.grid(panels))
        components.numbers(sector_chart.table(series))


def _headline(series: Mapping[str, Sequence[Quarter]], largest: int) -> str:
    overdue = {name: sum(q.overdue for q in quarters) for name, quarters in series.items()}
    late = [name for name, count in overdue.items() if count]
    late.sort(key=lambda name: -overdue[name])
    total = sum(overdue.values())
    if not late:
        said = say("各行业都没有逾期未结的问题。", "No sector has an overdue problem.")
    else:
        named = say("、", ", ").join(late[:3])
        said = say(
            f"近两年的问题中逾期未结{total}件，在{len(late)}个行业，最多的是{named}。",
            f"Of two years' problems {total} are overdue, in {len(late)} sectors, most in {named}.",
        )
    return said + say(
        f"各图同一刻度，最高一个季度{largest}件。",
        f" All charts have one scale; the highest quarter has {largest}.",
    )


def _panel(
    name: str, quarters: Sequence[Quarter], largest: int, judged: Mapping[str, Subject]
) -> Markup:
    said = _facts(quarters)
    reasons = judged[name].reasons if name in judged else []
    chip = Markup("")
    if reasons:
        chip = markup.chip(Verdict("bad", "▲", say("需关注", "Needs review"), ""))
        said = say("、", ", ").join(reasons) + say("偏高；", " high; ") + said
    drawing = sector_chart.bars(quarters, largest, f"{name}: {said}")
    return markup.panel(name, chip, drawing, said)


def _facts(quarters: Sequence[Quarter]) -> str:
    found = sum(quarter.total for quarter in quarters)
    if not found:
        return say("两年来没有问题", "No problem in two years")
    on_time = sum(quarter.on_time for quarter in quarters)
    due = found - sum(quarter.still_open for quarter in quarters)
    overdue = sum(quarter.overdue for quarter in quarters)
    return say(
        f"共{found}件，到期{due}件，按期办结{on_time}件，逾期未结{overdue}件",
        f"{found} found, {due} due, {on_time} closed on time, {overdue} overdue",
    )
