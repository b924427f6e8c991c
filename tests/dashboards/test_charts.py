from base64 import b64decode
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboards import comparison_chart, register_charts, sparkline, trend_chart
from dashboards.canvas import tick_places
from dashboards.figure_marks import value_range
from dashboards.judgement import Figure, Place
from dashboards.labels import Indicator
from dashboards.register_charts import RegisterMonth
from tests.dashboards.conftest import MakeFigure


def named(chart: Any, name: str) -> Any:
    return next(trace for trace in chart.data if trace.name == name)


def test_runs__end_at_an_unsound_figure_and_at_a_new_series(make_figure: MakeFigure) -> None:
    figures = [
        make_figure(first=date(2026, 5, 1)),
        make_figure(first=date(2026, 6, 1)),
        make_figure(first=date(2026, 7, 1), status="insufficient"),
        make_figure(first=date(2026, 8, 1)),
        make_figure(first=date(2026, 9, 1), starts_series=True),
        make_figure(first=date(2026, 10, 1)),
    ]
    assert trend_chart.runs(figures) == [range(0, 2), range(3, 4), range(4, 6)]
    assert trend_chart.runs([]) == []


def test_value_range__holds_intervals_and_target(make_figure: MakeFigure, score: Indicator) -> None:
    low, high = value_range([make_figure(85.0, 4.0)], score)
    assert low == 80
    assert 100 <= high <= 102


def test_value_range__of_counts_begins_at_nothing(
    make_figure: MakeFigure, score: Indicator
) -> None:
    count = replace(score, unit="count", target=None)
    low, high = value_range([make_figure(140.0, low=None, high=None)], count)
    assert low == 0
    assert 140 < high < 200


def test_trend__draws_no_line_over_an_unsound_period(
    make_figure: MakeFigure, score: Indicator
) -> None:
    figures = [
        make_figure(first=date(2026, 7, 1)),
        make_figure(first=date(2026, 8, 1), status="insufficient"),
        make_figure(first=date(2026, 9, 1)),
        make_figure(first=date(2026, 10, 1), status="provisional"),
    ]
    chart = trend_chart.trend(figures, score, is_demo=False)
    lines = [trace for trace in chart.data if trace.name == "数值"]
    assert [list(line.x) for line in lines] == [[0], [2]]
    assert [line.showlegend for line in lines] == [True, False]
    assert list(named(chart, "样本不足").x) == [1]
    assert list(named(chart, "暂定（尚未定值）").x) == [3]
    hatched = [trace for trace in chart.data if trace.type == "bar"]
    assert hatched[0].marker.pattern.shape == "/"


def test_trend__draws_no_line_into_a_new_series_and_marks_the_doubtful(
    make_figure: MakeFigure, score: Indicator
) -> None:
    figures = [
        make_figure(first=date(2025, 1, 1)),
        make_figure(first=date(2025, 7, 1), starts_series=True),
        make_figure(first=date(2026, 1, 1), flags=("low_response",)),
    ]
    chart = trend_chart.trend(figures, score, is_demo=False)
    lines = [trace for trace in chart.data if trace.name == "数值"]
    assert [list(line.x) for line in lines] == [[0], [1, 2]]
    bands = [list(trace.x) for trace in chart.data if trace.name == "95%区间"]
    assert all(max(xs) < 0.5 or min(xs) > 0.5 for xs in bands)
    assert list(named(chart, "口径改变，前后不可比").x)[:2] == [0.5, 0.5]
    assert list(named(chart, "调查质量存疑").x) == [2]
    assert "应答率过低" in lines[1].customdata[1]


def test_trend__hatches_what_is_withheld_and_marks_what_is_to_be_reviewed(
    make_figure: MakeFigure, score: Indicator
) -> None:
    figures = [
        make_figure(first=date(2025, 1, 1)),
        make_figure(None, first=date(2025, 7, 1), status="suppressed", reason="too_few_clusters"),
        make_figure(first=date(2026, 1, 1), reason="few_degrees_of_freedom"),
    ]
    chart = trend_chart.trend(figures, score, is_demo=False)
    column = named(chart, "不发布")
    assert (list(column.x), column.marker.pattern.shape) == ([1], "/")
    assert "抽样点不多于层数" in column.customdata[0]
    assert list(named(chart, "需复核").x) == [2]
    lines = [trace for trace in chart.data if trace.name == "数值"]
    assert [list(line.x) for line in lines] == [[0], [2]]


def test_trend__dots_what_will_be_released(make_figure: MakeFigure, score: Indicator) -> None:
    figures = [
        make_figure(first=date(2026, 8, 1)),
        make_figure(None, first=date(2026, 9, 1), status="suppressed", reason="small_count"),
        make_figure(None, first=date(2026, 10, 1), status="suppressed", reason="not_released"),
    ]
    chart = trend_chart.trend(figures, score, is_demo=False)
    shapes = {word: named(chart, word).marker.pattern.shape for word in ("不发布", "待发布")}
    assert shapes == {"不发布": "/", "待发布": "."}
    assert [list(trace.x) for trace in chart.data if trace.name == "数值"] == [[0]]


def test_trend__of_counts_has_no_band(make_figure: MakeFigure, score: Indicator) -> None:
    count = replace(score, unit="count", target=None)
    bare: dict[str, Any] = {"low": None, "high": None}
    figures = [
        make_figure(8.0, first=date(2026, 9, 1), **bare),
        make_figure(12.0, first=date(2026, 10, 1), **bare),
        make_figure(3.0, first=date(2026, 11, 1), status="provisional", **bare),
    ]
    chart = trend_chart.trend(figures, count, is_demo=False)
    assert list(named(chart, "数值").y) == [8.0, 12.0]
    assert list(named(chart, "暂定（尚未定值）").y) == [3.0]
    assert not [t for t in chart.data if t.name == "95%区间" or t.type == "bar"]


def test_sparkline__breaks_where_the_chart_does(make_figure: MakeFigure) -> None:
    figures = [make_figure(first=date(2026, month, 1)) for month in (7, 8, 9)]
    broken = [*figures[:2], make_figure(first=date(2026, 9, 1), starts_series=True)]

    def lines(series: list[Figure]) -> int:
        source = sparkline.draw(series, None).split("base64,")[1].split('"')[0]
        return b64decode(source).decode().count("<polyline")

    assert lines(figures) == 1
    assert lines(broken) == 2
    assert sparkline.draw(figures[:1], 98) == ""


@pytest.mark.parametrize("is_demo", [True, False])
def test_every_chart__of_demonstration_data_says_so(
    make_figure: MakeFigure, score: Indicator, is_demo: bool
) -> None:
    figures = [make_figure()]
    places = [Place("图克镇", figures[0], is_home=True)]
    months = {"督导问题": [RegisterMonth(date(2026, 10, 1), 5, is_missing=False)]}
    for chart in (
        trend_chart.trend(figures, score, is_demo),
        comparison_chart.across(places, score, is_demo),
        register_charts.months(months, is_demo),
    ):
        texts = [annotation.text for annotation in chart.layout.annotations]
        assert ("演示数据" in texts) is is_demo


def test_across__keeps_the_order_and_says_why_there_is_no_dot(
    make_figure: MakeFigure, score: Indicator
) -> None:
    places = [
        Place("甲镇", make_figure(90.0)),
        Place("乙镇", make_figure(None, status="not_applicable", denominator=0)),
        Place("丙镇", make_figure(99.0), is_home=True),
    ]
    chart = comparison_chart.across(places, score, is_demo=False)
    assert list(chart.layout.yaxis.ticktext) == ["<b>丙镇</b>", "乙镇", "甲镇"]
    assert "不适用" in [annotation.text for annotation in chart.layout.annotations]


def test_across__says_in_place_of_a_dot_why_a_figure_is_withheld(
    make_figure: MakeFigure, score: Indicator
) -> None:
    figure = make_figure(None, status="suppressed", reason="interval_too_wide")
    places = [Place("甲镇", make_figure(90.0)), Place("乙镇", figure)]
    chart = comparison_chart.across(places, score, is_demo=False)
    texts = [annotation.text for annotation in chart.layout.annotations]
    assert "不发布<br>（40条）" in texts
    assert "区间宽度不小于30<br>个百分点" in texts
    assert [list(trace.y) for trace in chart.data if trace.type == "bar"] == [[0, 0]]


def test_months__missing_ones_stand_full_height_and_are_named_once() -> None:
    months = [
        RegisterMonth(date(2026, 9, 1), 40, is_missing=False),
        RegisterMonth(date(2026, 10, 1), 0, is_missing=True),
        RegisterMonth(date(2026, 11, 1), 12, is_missing=False, is_open=True),
    ]
    chart = register_charts.months({"甲": months, "乙": months}, is_demo=False)
    missing = [trace for trace in chart.data if trace.name == "整月缺失"]
    assert [list(trace.y) for trace in missing] == [[40], [40]]
    assert [trace.showlegend for trace in missing] == [True, False]


def test_months__without_counts_show_only_that_there_are_data() -> None:
    months = [
        RegisterMonth(date(2026, 10, 1), None, is_missing=True),
        RegisterMonth(date(2026, 11, 1), None, is_missing=False, is_open=True),
    ]
    chart = register_charts.months({"甲": months}, is_demo=False)
    assert list(named(chart, "整月缺失").x) == [0]
    assert list(named(chart, "有数据，条数不对外显示").x) == [1]
    assert "条数不对外显示" in chart.layout.annotations[0].text


@pytest.mark.parametrize(("reach", "step"), [(11, 5), (20.8, 10), (41.6, 20), (104, 25)])
def test_tick_step__leaves_four_steps_at_most(reach: float, step: int) -> None:
    assert comparison_chart.tick_step(reach) == step
    assert reach / step < 5


def test_tick_places__at_halves_of_a_year_where_there_are_many() -> None:
    firsts = [date(2026, month, 1) for month in range(1, 13)]
    assert tick_places(firsts) == [0, 6]
    assert tick_places(firsts[:4]) == [0, 1, 2, 3]


def test_tick_places__at_years_where_halves_are_too_many() -> None:
    halves = [date(2023 + n // 2, 1 + n % 2 * 6, 1) for n in range(1, 8)]
    assert tick_places(halves) == [1, 3, 5]
    assert tick_places(halves[:6]) == list(range(6))
