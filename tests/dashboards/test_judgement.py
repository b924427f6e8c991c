from datetime import date
from math import sqrt
from typing import Any

import pytest

from dashboards.judgement import (
    Figure,
    Standing,
    change,
    is_worse,
    latest_complete,
    latest_released,
    split_by_source,
    standing,
)
from tests.dashboards.conftest import MakeFigure


@pytest.mark.parametrize(
    ("value", "spread", "direction", "expected"),
    [
        (90.0, 2.0, "up", Standing.MISSED),
        (90.0, 9.0, "up", Standing.UNCLEAR),
        (96.0, 2.0, "up", Standing.BARELY_REACHED),
        (99.0, 1.0, "up", Standing.REACHED),
        (99.0, 1.0, "down", Standing.MISSED),
        (90.0, 2.0, "down", Standing.REACHED),
        (90.0, 2.0, "neutral", None),
    ],
)
def test_standing__reads_value_and_interval(
    make_figure: MakeFigure,
    value: float,
    spread: float,
    direction: str,
    expected: Standing | None,
) -> None:
    assert standing(make_figure(value, spread), 95.0, direction) is expected


@pytest.mark.parametrize("status", ["insufficient", "provisional", "suppressed"])
def test_standing__of_an_unsound_figure_is_not_given(make_figure: MakeFigure, status: str) -> None:
    assert standing(make_figure(status=status), 95.0, "up") is None


def test_change__equals_newcombes_method_10(make_figure: MakeFigure) -> None:
    """56/70 - 48/80, Newcombe 1998, Statistics in Medicine 17:873, Table II (a)."""

    def wilson(hits: int, base: int) -> tuple[float, float]:
        z, p = 1.959963984540054, hits / base
        half = z * sqrt(p * (1 - p) / base + z * z / (4 * base * base)) / (1 + z * z / base)
        middle = (p + z * z / (2 * base)) / (1 + z * z / base)
        return 100 * (middle - half), 100 * (middle + half)

    figures = []
    for hits, base in ((56, 70), (48, 80)):
        low, high = wilson(hits, base)
        figures.append(make_figure(100 * hits / base, low=low, high=high))
    found = change(*figures)
    assert found is not None
    assert found.difference == pytest.approx(20.0)
    assert found.low == pytest.approx(5.24, abs=0.005)
    assert found.high == pytest.approx(33.39, abs=0.005)
    assert found.is_clear


def test_change__needs_two_sound_figures(make_figure: MakeFigure) -> None:
    assert change(make_figure(), make_figure(status="insufficient")) is None


def test_change__is_not_drawn_across_a_new_series(make_figure: MakeFigure) -> None:
    assert change(make_figure(90.0, starts_series=True), make_figure(80.0)) is None
    assert change(make_figure(90.0), make_figure(80.0, starts_series=True)) is not None


def test_standing__without_an_interval_is_not_given(make_figure: MakeFigure) -> None:
    assert standing(make_figure(90.0, low=None, high=None), 95.0, "up") is None


@pytest.mark.parametrize(
    ("value", "direction", "expected"),
    [(80.0, "up", True), (99.0, "up", False), (99.0, "down", True), (80.0, "neutral", False)],
)
def test_is_worse__reads_the_direction(
    make_figure: MakeFigure, value: float, direction: str, expected: bool
) -> None:
    assert is_worse(make_figure(value, 1.0), make_figure(90.0, 1.0), direction) is expected


def test_is_worse__not_within_chance(make_figure: MakeFigure) -> None:
    assert not is_worse(make_figure(88.0, 4.0), make_figure(90.0, 4.0), "up")


def test_latest_complete__waits_for_the_follow_up(make_figure: MakeFigure) -> None:
    followed = make_figure(settled=date(2027, 4, 29))
    assert latest_complete([followed], date(2027, 4, 28)) is None
    assert latest_complete([followed], date(2027, 4, 29)) == 0


def test_latest_complete__leaves_out_the_open_period(make_figure: MakeFigure) -> None:
    figures = [
        make_figure(first=date(2026, 10, 1), last=date(2026, 10, 31)),
        make_figure(first=date(2026, 11, 1), last=date(2026, 11, 30)),
    ]
    assert latest_complete(figures, date(2026, 11, 22)) == 0
    assert latest_complete(figures, date(2026, 11, 30)) == 1
    assert latest_complete(figures, date(2026, 10, 30)) is None


def test_latest_released__steps_back_over_what_awaits_its_release(make_figure: MakeFigure) -> None:
    september = make_figure(None, first=date(2026, 9, 1), reason="small_count")
    october = make_figure(None, reason="not_released")
    assert latest_released([september, october], date(2026, 11, 22)) == 0
    assert latest_released([october], date(2026, 11, 22)) == 0
    assert latest_released([october], date(2026, 10, 1)) is None
    assert september.is_protected
    assert not september.is_awaited


def test_from_row__carries_flags_break_and_reason() -> None:
    row: dict[str, Any] = dict.fromkeys(
        (
            *("period_kind", "period", "period_from", "period_to", "settled_on", "status"),
            *("sample_count", "denominator", "numerator", "value", "interval_low"),
            *("interval_high", "interval_method", "figure_source"),
        )
    )
    row |= {
        "quality_flags": ["low_response", "mode_change"],
        "publish_reason": "interval_too_wide",
        "is_series_break": True,
    }
    found = Figure.from_row(row)
    assert found.flags == ("low_response", "mode_change")
    assert found.is_withheld
    assert found.starts_series


def test_split_by_source__received_and_own_are_two_series(make_figure: MakeFigure) -> None:
    figures = [make_figure(is_received=True), make_figure(is_received=True), make_figure()]
    found = split_by_source(figures)
    assert [figure.starts_series for figure in found] == [False, False, True]


@pytest.mark.parametrize(
    ("low", "high", "direction", "expected"),
    [
        (98.0, 100.0, "up", Standing.REACHED),
        (92.0, 100.0, "up", None),
        (60.0, 80.0, "up", Standing.MISSED),
        (60.0, 80.0, "down", Standing.REACHED),
    ],
)
def test_standing__of_a_range_only_where_it_lies_on_one_side(
    make_figure: MakeFigure, low: float, high: float, direction: str, expected: Standing | None
) -> None:
    ranged = make_figure(None, status="suppressed", reason="small_count", low=low, high=high)
    assert standing(ranged, 98, direction) is expected
