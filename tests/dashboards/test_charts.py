from datetime import date
from typing import Any

import pytest

from dashboards import charts, register_charts
from dashboards.canvas import tick_places
from dashboards.judgement import Place
from dashboards.labels import Indicator
from dashboards.register_charts import RegisterMonth
from tests.dashboards.conftest import MakeFigure


def named(chart: Any, name: str) -> Any:
    return next(trace for trace in chart.data if trace.name == name)


def test_runs__are_stretches_without_a_gap() -> None:
    assert charts.runs([True, True, False, True]) == [range(0, 2), range(3, 4)]
    assert charts.runs([False]) == []


def test_value_range__holds_intervals_and_target(make_figure: MakeFigure) -> None:
    low, high = charts.value_range([make_figure(85.0, 4.0)], 98)
    assert low == 80
    assert 100 <= high <= 102


def test_trend__draws_no_line_over_an_unsound_period(
    make_figure: MakeFigure, score: Indicator
) -> None:
    figures = [
        make_figure(first=date(2026, 7, 1)),
        make_figure(first=date(2026, 8, 1), status="insufficient"),
        make_figure(first=date(2026, 9, 1)),
        make_figure(first=date(2026, 10, 1), status="provisional"),
    ]
    chart = charts.trend(figures, score, is_demo=False)
    line = named(chart, "数值")
    assert [value is None for value in line.y] == [False, True, False, True]
    assert not line.connectgaps
    assert list(named(chart, "样本不足").x) == [1]
    assert list(named(chart, "暂定（期间未结束）").x) == [3]
    hatched = [trace for trace in chart.data if trace.type == "bar"]
    assert hatched[0].marker.pattern.shape == "/"


@pytest.mark.parametrize("is_demo", [True, False])
def test_every_chart__of_demonstration_data_says_so(
    make_figure: MakeFigure, score: Indicator, is_demo: bool
) -> None:
    figures = [make_figure()]
    places = [Place("图克镇", figures[0], is_home=True)]
    months = {"督导问题": [RegisterMonth(date(2026, 10, 1), 5, is_missing=False)]}
    for chart in (
        charts.trend(figures, score, is_demo),
        charts.across(places, score, is_demo),
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
    chart = charts.across(places, score, is_demo=False)
    assert list(chart.layout.yaxis.ticktext) == ["<b>丙镇</b>", "乙镇", "甲镇"]
    assert "不适用" in [annotation.text for annotation in chart.layout.annotations]


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


@pytest.mark.parametrize(("reach", "step"), [(11, 5), (20.8, 10), (41.6, 20), (104, 25)])
def test_tick_step__leaves_four_steps_at_most(reach: float, step: int) -> None:
    assert charts.tick_step(reach) == step
    assert reach / step < 5


def test_tick_places__at_halves_of_a_year_where_there_are_many() -> None:
    firsts = [date(2026, month, 1) for month in range(1, 13)]
    assert tick_places(firsts) == [0, 6]
    assert tick_places(firsts[:4]) == [0, 1, 2, 3]
