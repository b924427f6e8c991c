from datetime import date
from typing import Any

from dashboards import view
from dashboards.judgement import Figure
from tests.dashboards.conftest import MakeFigure

ROW: dict[str, Any] = {
    "period_kind": "half_year",
    "period": "2026-H1",
    "period_from": date(2026, 1, 1),
    "period_to": date(2026, 6, 30),
    "settled_on": date(2026, 6, 30),
    "status": "ok",
    "sample_count": 130,
    "denominator": 139.1,
    "numerator": 120.0,
    "value": 86.3,
    "interval_low": 79.0,
    "interval_high": 92.0,
    "figure_source": "own",
    "quality_flags": ["low_response"],
    "publish_reason": "few_degrees_of_freedom",
    "is_series_break": True,
}


def half_year(make_figure: MakeFigure, year: int, month: int, **changes: Any) -> Figure:
    last = date(year, month + 5, 30)
    return make_figure(
        period_kind="half_year", first=date(year, month, 1), last=last, settled=last, **changes
    )


def test_figure__says_what_its_wave_is_worth() -> None:
    found = Figure.from_row(ROW)
    assert (found.flags, found.starts_series) == (("low_response",), True)
    assert found.is_under_review


def test_figure__is_not_under_review_where_it_is_not_shown() -> None:
    hidden = {"status": "suppressed", "publish_reason": "interval_too_wide", "value": None}
    assert not Figure.from_row(ROW | hidden).is_under_review


def test_split_by_source__received_and_own_are_two_series(make_figure: MakeFigure) -> None:
    figures = [
        half_year(make_figure, 2025, 1, is_received=True),
        half_year(make_figure, 2025, 7, is_received=True),
        half_year(make_figure, 2026, 1),
    ]
    found = view.split_by_source(figures)
    assert [figure.starts_series for figure in found] == [False, False, True]
