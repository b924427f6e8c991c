"""Figures of one indicator as a table: by time, and of areas beside each other."""

from collections.abc import Iterable

from dashboards import cautions, chart_table, labels, wording
from dashboards.chart_table import Cell, Table
from dashboards.judgement import Figure, Place
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.readings import Reading


def by_time(figures: Iterable[Figure], indicator: Indicator) -> Table:
    """A row a period."""
    rows = [
        (wording.period(figure.period_kind, figure.first), *_figure(figure)) for figure in figures
    ]
    return Table(spoken(indicator.name), [say("期间", "Period"), *_columns(indicator.unit)], rows)


def by_area(places: Iterable[Place], indicator: Indicator) -> Table:
    """A row an area, all in one period."""
    rows = [(place.name, *_figure(place.figure)) for place in places]
    return Table(spoken(indicator.name), [say("辖区", "Area"), *_columns(indicator.unit)], rows)


def of_each(readings: Iterable[Reading], shown: int) -> Table:
    """The last periods of several indicators measured in one unit, a row a period."""
    found = list(readings)
    return Table(
        say("逐期数值", "Figures by period"),
        [say("指标", "Indicator"), say("期间", "Period"), *_columns(found[0].indicator.unit)],
        [
            (
                spoken(one.indicator.name),
                wording.period(figure.period_kind, figure.first),
                *_figure(figure),
            )
            for one in found
            for figure in one.series[: one.position + 1][-shown:]
        ],
    )


def by_stage(title: str, found: Iterable[tuple[str, Indicator, Figure]]) -> Table:
    """A row a stage and period; shares all of them, each with its target."""
    rows = []
    for name, indicator, figure in found:
        when = wording.period(figure.period_kind, figure.first)
        rows.append((name, when, indicator.target, *_figure(figure)))
    first = [
        say("环节", "Stage"),
        say("期间", "Period"),
        chart_table.of_unit(say("目标", "Target"), "percent"),
    ]
    return Table(title, [*first, *_columns("percent")], rows)


def _columns(unit: str) -> list[str]:
    measured = [
        chart_table.of_unit(name, unit)
        for name in (
            say("数值", "Value"),
            say("区间下限", "Interval from"),
            say("区间上限", "Interval to"),
        )
    ]
    return [*measured, say("样本量", "Records"), say("数据状态", "State of the data")]


def _figure(figure: Figure) -> tuple[Cell, ...]:
    state = spoken(labels.code("mart_indicator_value", "status", figure.status))
    if figure.is_withheld:
        state = cautions.reason(figure)
    return figure.value, figure.low, figure.high, figure.sample, state
