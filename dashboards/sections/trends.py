"""What has really changed, and the control chart of one indicator."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from dashboards import (
    address,
    analysis_queries,
    components,
    control_chart,
    definition,
    figures,
    labels,
    markup,
    queries,
    trends,
)
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from dashboards.trends import Point
from dashboards.view import View

Series = Mapping[str, Sequence[Point]]


def read(view: View) -> dict[str, list[Point]]:
    """The control chart of every measured indicator of home, by indicator."""
    measured = queries.indicators(view.snapshot)
    rows = (
        analysis_queries.trend_points(view.snapshot, view.home.code).to_dicts() if view.home else []
    )
    return {
        name: [Point.from_row(row) for row in of_indicator]
        for name, of_indicator in groupby(rows, lambda row: row["indicator_id"])
        if name in measured
    }


def changed(series: Series) -> list[str]:
    """The indicators whose latest points are no chance."""
    return [
        name
        for name, points in series.items()
        if trends.is_judged(points) and trends.latest(points)
    ]


def changes(series: Series, measured: Mapping[str, Indicator], parameter: str) -> None:
    """The indicators whose latest points are no chance, what is worse first."""
    about = definition.of_columns(
        "mart_trend_signal", "signal", "is_improvement", "chart", "point_count"
    )
    with components.box(
        say("哪些真的变了", "What has really changed"), "changes", about, is_level=False
    ):
        judged = {name: points for name, points in series.items() if trends.is_judged(points)}
        found = [
            (measured[name], point, points)
            for name, points in judged.items()
            if (point := trends.latest(points)) is not None
        ]
        components.note(_summary(len(found), len(judged), len(series)))
        if found:
            found.sort(key=lambda one: one[1].first, reverse=True)
            found.sort(key=lambda one: one[1].is_improvement is not False)
            rows = [_row(*one, parameter) for one in found]
            components.folded([{"cells": row} for row in rows], _table)


def _summary(found: int, judged: int, shown: int) -> str:
    rest = shown - judged
    if not found:
        said = say(
            f"可以判断的{judged}项指标近期都没有超出偶然波动。",
            f"Of {judged} indicators that can be judged none has moved beyond chance lately.",
        )
    else:
        said = say(
            f"可以判断的{judged}项指标中，{found}项近期的变化不是偶然；其余属于正常起伏。",
            f"Of {judged} indicators that can be judged {found} moved beyond chance lately; "
            "the others are normal ups and downs.",
        )
    return said + say(
        f"另有{rest}项点数不足或很少变动，不作判断。",
        f" {rest} more have too few points or hardly move, and are not judged.",
    )


def _row(
    indicator: Indicator, point: Point, points: Sequence[Point], parameter: str
) -> tuple[Markup, Markup, str]:
    name = markup.link(spoken(indicator.name), address.link("trends", **{parameter: indicator.id}))
    return name, markup.chip(trends.verdict(point)), trends.sentence(point, points)


def _table(rows: list[components.Row]) -> Markup:
    headings = [
        Heading(say("指标", "Indicator")),
        Heading(say("好坏", "For the better")),
        Heading(say("信号", "Signal")),
    ]
    title = say("近期的变化", "Recent changes")
    return markup.table(title, headings, [row["cells"] for row in rows])


def chart(view: View, indicator: Indicator, points: Sequence[Point]) -> None:
    """One indicator of the home area on its control chart, with decisions and forecasts below."""
    home = view.home.code if view.home else ""
    decided = analysis_queries.rebases(view.snapshot, home, indicator.id).to_dicts()
    foretold = analysis_queries.forecasts(view.snapshot, home, indicator.id).to_dicts()
    about = [
        *definition.of_indicator(indicator),
        *definition.of_columns("mart_trend_signal", "chart", "cusum_high", "is_cusum_signal"),
    ]
    with components.box(spoken(indicator.name), "control", about, is_level=False):
        said = trends.headline(points, indicator)
        components.note(said)
        figure = figures.drawn(
            view.snapshot,
            f"control {indicator.id}",
            lambda: control_chart.control_chart(points, indicator, view.snapshot.is_demo),
        )
        table = control_chart.table(points, indicator)
        components.plot(figure, "control-chart", f"{spoken(indicator.name)}: {said}", table)
        if trends.is_judged(points):
            components.note(trends.reason(points))
            drifting = [point for point in points if point.is_cusum]
            if drifting:
                word = spoken(labels.published("mart_trend_signal", "is_cusum_signal").label)
                components.note(
                    say(
                        f"{word}：另有小而持久的偏移，累积偏离超过5个标准差。",
                        "Cumulative sums show a small shift that lasts as well.",
                    )
                )
        for row in decided:
            components.note(trends.rebase(row))
        if foretold:
            components.note(trends.forecast(foretold, indicator))
