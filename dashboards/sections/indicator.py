"""One indicator of one area: its card, its trend, and the areas beside it."""

from datetime import date
from typing import Any

from dashboards import (
    cautions,
    comparison_chart,
    components,
    definition,
    figure_table,
    figures,
    labels,
    markup,
    queries,
    readings,
    sentences,
    trend_chart,
    wording,
)
from dashboards import view as views
from dashboards.judgement import Figure, latest_complete, latest_released
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.markup import Markup
from dashboards.view import Area, View


def card(view: View, home: Area, indicator: Indicator, kind: str) -> None:
    """The latest released period: value, interval, n, target, change and components."""
    series = views.series(view.snapshot, indicator, home.code, kind)
    position = latest_released(series, view.snapshot.as_of)
    figure = None if position is None else series[position]
    about = definition.of_indicator(indicator, figure)
    with components.box(spoken(indicator.name), f"card-{indicator.id}", about):
        if figure is None or position is None:
            _no_period()
            return
        components.show(
            _headline(figure, indicator),
            _facts(figure, indicator, sentences.movement(series, position, indicator.unit)),
            _instead(view, home, indicator, figure),
            _awaited(series, figure, view.snapshot.as_of),
            _above(view, indicator, figure),
            parts(view, home, indicator, figure),
        )


def _headline(figure: Figure, indicator: Indicator) -> Markup:
    name = wording.period(figure.period_kind, figure.first)
    status = spoken(labels.code("mart_indicator_value", "status", figure.status))
    if figure.is_withheld:
        status = cautions.withheld(figure)
    value = sentences.shown(figure, indicator.unit)
    weight = "" if figure.is_sound else " ap-weak"
    chip = markup.chip(sentences.verdict(figure, indicator))
    when = say(f"{name}　数据状态：{status}", f"{name} · data: {status.lower()}")
    return Markup(f'<p class="ap-when">{when}</p><p class="ap-value{weight}">{value} {chip}</p>')


def _facts(figure: Figure, indicator: Indicator, moved: str | None) -> Markup:
    judged = sentences.verdict(figure, indicator)
    facts = [_capital(judged.detail)]
    if figure.is_sound and indicator.target is not None:
        target = wording.bound(indicator.target, indicator.unit)
        facts = [say(f"目标{target}，{judged.detail}", f"Target {target}: {judged.detail}")]
    if figure.is_withheld:
        word = (
            say("只显示范围的", "only a range")
            if figure.is_ranged
            else say("不发布的", "not shown")
        )
        why = cautions.reason(figure)
        facts = [say(f"{word}原因：{why}", f"Why it is {word}: {why}")]
        if figure.is_awaited:
            facts = [_capital(judged.detail)]
    if elsewhere := cautions.elsewhere(figure):
        facts.append(_capital(elsewhere))
    if figure.has_interval:
        facts.append(cautions.reach(figure, indicator.unit))
    if figure.status != "not_applicable":
        facts.append(sentences.basis(figure, indicator))
    if figure.needs_review:
        facts.append(_capital(cautions.review(figure)))
    if moved:
        facts.append(_capital(moved))
    return markup.lines("ap-fact", facts)


def _instead(view: View, home: Area, indicator: Indicator, figure: Figure) -> Markup:
    """Where a figure rests on too little or is not shown: a longer or earlier one that is."""
    history = views.history(view.snapshot, indicator.id, home.code)
    found = readings.read(indicator, history, figure.period_kind, view.snapshot.as_of)
    if found is None or found.asked is None or found.figure == figure:
        return Markup("")
    return markup.lines("ap-fact", [sentences.brief(found.figure, indicator)])


def _awaited(series: list[Figure], figure: Figure, as_of: date) -> Markup:
    """That a later period is settled and waits for its release."""
    position = latest_complete(series, as_of)
    latest = figure if position is None else series[position]
    if latest == figure:
        return Markup("")
    return markup.lines("ap-fact", [_capital(cautions.blank(latest))])


def _above(view: View, indicator: Indicator, figure: Figure) -> Markup:
    """The same figure of the area above home, as a yardstick."""
    if view.parent is None:
        return Markup("")
    series = views.series(view.snapshot, indicator, view.parent.code, figure.period_kind)
    found = next((f for f in series if f.period == figure.period and f.is_sound), None)
    if found is None or found.value is None:
        return Markup("")
    value = wording.amount(found.value, indicator.unit)
    text = say(f"同期{view.parent.name}{value}", f"{view.parent.name} in the same period: {value}")
    return markup.lines("ap-fact", [text])


def parts(view: View, home: Area, indicator: Indicator, figure: Figure) -> Markup:
    """The parts of a figure side by side; nothing where none is shown."""
    rows = queries.components(
        view.snapshot, indicator.id, home.code, figure.period_kind, figure.period
    ).to_dicts()
    if all(row["value"] is None for row in rows):
        return Markup("")
    order = [code for code, _ in labels.published("mart_indicator_component", "component").codes]
    rows.sort(key=lambda row: order.index(row["component"]))
    return markup.parts((_component(row), *_rate(row)) for row in rows)


def _component(row: dict[str, Any]) -> str:
    return spoken(labels.code("mart_indicator_component", "component", row["component"]))


def _rate(row: dict[str, Any]) -> tuple[str, ...]:
    """Value, interval, and the weight and n of a rate; of a count only the count."""
    value, low, high = row["value"], row["interval_low"], row["interval_high"]
    if row["weight"] is None:
        return (
            (markup.NOTHING, cautions.hidden())
            if value is None
            else (wording.amount(value, "count"),)
        )
    weight = wording.bound(100 * row["weight"], "percent")
    base = say(f"权重{weight}", f"weight {weight}")
    if row["denominator"] is not None:
        total = wording.count(row["denominator"])
        base += say(f"，{total}条", f", n {total}")
    if low is None or high is None:
        return markup.NOTHING, "" if row["denominator"] == 0 else cautions.hidden(), base
    if value is None:
        return wording.span(low, high, "percent"), cautions.only_range(), base
    return wording.amount(value, "percent"), wording.span(low, high, "percent"), base


def trend(view: View, home: Area, indicator: Indicator, kind: str) -> None:
    """The indicator over time."""
    name = spoken(indicator.name)
    key = f"trend-{indicator.id}"
    about = definition.of_indicator(indicator)
    with components.box(say(f"走势：{name}", f"Trend: {name}"), key, about):
        series = views.series(view.snapshot, indicator, home.code, kind)[-figures.SHOWN_PERIODS :]
        if not series:
            _no_period()
            return
        if all(figure.value is None and not figure.is_ranged for figure in series):
            components.empty(
                say("各期都没有可以显示的数值", "No period has a value to show"),
                sentences.trend(series, indicator, view.snapshot.as_of),
            )
            return
        sentence = sentences.trend(series, indicator, view.snapshot.as_of)
        components.note(sentence)
        drawn = figures.drawn(
            view.snapshot,
            f"trend {indicator.id} {kind}",
            lambda: trend_chart.trend(series, indicator, view.snapshot.is_demo),
        )
        table = figure_table.by_time(series, indicator)
        components.plot(drawn, f"chart-{key}", sentence, table)


def comparison(view: View, home: Area, indicator: Indicator, kind: str) -> None:
    """The indicator in home and the areas beside it, in the latest released period."""
    name = spoken(indicator.name)
    key = f"across-{indicator.id}"
    about = definition.of_indicator(indicator)
    with components.box(say(f"各地情况：{name}", f"Areas: {name}"), key, about):
        series = views.series(view.snapshot, indicator, home.code, kind)
        position = latest_released(series, view.snapshot.as_of)
        if position is None:
            _no_period()
            return
        period = series[position].period
        places = views.places(view, indicator, kind, period)
        if len(places) < 2:
            components.empty(say("没有可以比较的辖区", "There is no area to compare with"), "")
            return
        sentence = sentences.across(places, indicator, view.compared_noun())
        name = wording.period(kind, series[position].first)
        if all(place.figure.is_withheld for place in places):
            components.empty(
                say(f"{name}各地都没有可以显示的数值", f"{name}: no area has a value to show"),
                sentence,
            )
            return
        components.note(name + say("，", ": ") + sentence)
        drawn = figures.drawn(
            view.snapshot,
            f"across {indicator.id} {kind} {period}",
            lambda: comparison_chart.across(places, indicator, view.snapshot.is_demo),
        )
        table = figure_table.by_area(places, indicator)
        components.plot(drawn, f"chart-{key}", sentence, table)


def _no_period() -> None:
    components.empty(
        say("还没有已定值的期间", "No period is settled yet"),
        say("登记簿有了数据、期间定值后即可评价。", "Assessed once a period with data is settled."),
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
