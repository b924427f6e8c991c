from datetime import date
from typing import Any

from dashboards import surveys
from dashboards.judgement import Figure
from tests.dashboards.conftest import MakeFigure


def half_year(make_figure: MakeFigure, year: int, month: int, **changes: Any) -> Figure:
    last = date(year, month + 5, 30)
    return make_figure(
        period_kind="half_year", first=date(year, month, 1), last=last, settled=last, **changes
    )


def wave(fielded_to: date, indicator_id: str = "EVA01", **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "indicator_id": indicator_id,
        "fielded_to": fielded_to,
        "quality_flags": [],
        "publish_decision": "show",
        "is_series_break": False,
    }
    return facts | changes


def test_overlaid__flags_of_a_wave_hold_for_every_figure_of_it(make_figure: MakeFigure) -> None:
    figure = half_year(make_figure, 2026, 1)
    waves = [
        wave(date(2026, 5, 20)),
        wave(date(2026, 5, 20), "EVA03", quality_flags=["low_response"]),
    ]
    for name in ("EVA01", "EVA07"):
        assert surveys.overlaid([figure], name, waves)[0].flags == ("low_response",)


def test_overlaid__the_latest_of_two_waves_counts_and_a_break_of_either(
    make_figure: MakeFigure,
) -> None:
    waves = [
        wave(date(2026, 2, 20), quality_flags=["mode_change"], is_series_break=True),
        wave(date(2026, 5, 20)),
        wave(date(2026, 9, 20), quality_flags=["low_response"]),
    ]
    found = surveys.overlaid([half_year(make_figure, 2026, 1)], "EVA01", waves)[0]
    assert found.flags == ()
    assert found.starts_series


def test_overlaid__what_may_not_be_published_loses_its_value(make_figure: MakeFigure) -> None:
    waves = [wave(date(2026, 5, 20), publish_decision="suppress")]
    found = surveys.overlaid([half_year(make_figure, 2026, 1)], "EVA01", waves)[0]
    assert (found.value, found.low, found.is_sound) == (None, None, False)
    other = surveys.overlaid([half_year(make_figure, 2026, 1)], "EVA08", waves)[0]
    assert other.is_sound


def test_overlaid__a_received_figure_has_no_wave_here(make_figure: MakeFigure) -> None:
    figure = half_year(make_figure, 2026, 1, is_received=True)
    waves = [wave(date(2026, 5, 20), quality_flags=["low_response"])]
    assert surveys.overlaid([figure], "EVA01", waves) == [figure]


def test_split_by_source__received_and_own_are_two_series(make_figure: MakeFigure) -> None:
    figures = [
        half_year(make_figure, 2025, 1, is_received=True),
        half_year(make_figure, 2025, 7, is_received=True),
        half_year(make_figure, 2026, 1),
    ]
    found = surveys.split_by_source(figures)
    assert [figure.starts_series for figure in found] == [False, False, True]
