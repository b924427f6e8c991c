"""What is forecast, and that nothing is where a year ago tells more."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from dagster_project.methods import forecasts

SEED = 5
"""Of a level series that a year ago tells less of."""
INDICATORS = pl.DataFrame({"indicator_id": ["EVA06", "RPT01"], "unit": ["percent", "count"]})


def points(values: Any, **other: Any) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "indicator_id": "EVA06",
                "subject_kind": "area",
                "subject_code": "T1",
                "period_kind": "month",
                "period_from": date(2023 + number // 12, number % 12 + 1, 1),
                "value": float(value),
                "status": "ok",
                "series_number": 1,
            }
            | other
            for number, value in enumerate(values)
        ]
    )


def around(level: float, count: int, seed: int) -> Any:
    return level + np.random.default_rng(seed).normal(0, 3, count)


def test_forecasts__a_level_series_goes_on_at_its_level() -> None:
    """Errors of a year's difference are √2 as large as those about a known level, or 0.71."""
    found = forecasts.forecasts(points(around(80, 36, SEED)), INDICATORS)
    assert found["period_from"].to_list() == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    assert found["forecast"].to_list() == pytest.approx([80] * 3, abs=3)
    assert ((found["forecast_low"] < found["forecast"]) & (found["forecast_high"] <= 100)).all()
    assert found["error_ratio"].max() < 1


def test_forecasts__most_level_series_beat_the_year_before_by_about_a_root_of_two() -> None:
    """Of eleven errors the tenth is the limit, within which ten of twelve lie."""
    values = np.array([around(80, 30, seed) for seed in range(300)])
    said = forecasts.tried(values, 12)
    assert np.median(said.ratio) == pytest.approx(1 / np.sqrt(2), abs=0.08)
    assert np.mean(said.ratio < 1) > 0.85
    assert said.covered.mean() == pytest.approx(10 / 12, abs=0.03)


def test_forecasts__a_seasonal_series_is_left_to_the_year_before() -> None:
    season = 20 * np.sin(np.arange(36) * np.pi / 6)
    assert forecasts.forecasts(points(60 + season + around(0, 36, 2)), INDICATORS).is_empty()


def test_tried__by_hand() -> None:
    """Steps of one up each period: smoothing lags, a season of one period lags by the horizon.

    With the largest weight, 0.95, the level lags the last figure by 1 × 0.05 / 0.95, nearly.
    """
    said = forecasts.tried(np.arange(40.0)[None], 1)
    lag = 0.05 / 0.95
    assert said.value[0] == pytest.approx([39 - lag] * 3, abs=1e-9)
    assert said.width[0] == pytest.approx([1 + lag, 2 + lag, 3 + lag], abs=1e-9)
    assert said.ratio[0] == pytest.approx(2 + lag, abs=1e-9)


@pytest.mark.parametrize(
    "rows",
    [
        points(around(80, 29, SEED)),
        points(around(80, 36, SEED)).filter(pl.col("period_from") != date(2025, 3, 1)),
        points(around(80, 36, SEED), status="suppressed"),
        points([80.0] * 36),
    ],
    ids=["too short", "a gap", "not settled", "never moves"],
)
def test_forecasts__nothing_is_said_of(rows: pl.DataFrame) -> None:
    assert forecasts.forecasts(rows, INDICATORS).is_empty()


def test_forecasts__of_quarters_rest_on_five_years() -> None:
    def quarters(count: int) -> pl.DataFrame:
        firsts = [date(2019 + n // 4, n % 4 * 3 + 1, 1) for n in range(count)]
        return points(around(80, count, 9), period_kind="quarter").with_columns(
            period_from=pl.Series(firsts)
        )

    assert forecasts.forecasts(quarters(19), INDICATORS).is_empty()
    found = forecasts.forecasts(quarters(20), INDICATORS)
    assert found["period_from"].to_list()[0] == date(2024, 1, 1)
    assert found["trial_count"].to_list() == [7, 7, 7]


def test_forecasts__counts_may_pass_a_hundred() -> None:
    rows = points(around(300, 36, 4), indicator_id="RPT01")
    found = forecasts.forecasts(rows, INDICATORS)
    assert found["forecast_high"].min() > 100


def test_forecasts__begin_anew_with_a_series() -> None:
    """Thirty-six months of which the last twelve are another series: too few."""
    rows = points(around(80, 36, SEED)).with_columns(
        series_number=pl.when(pl.col("period_from") >= date(2025, 1, 1)).then(2).otherwise(1)
    )
    assert forecasts.forecasts(rows, INDICATORS).is_empty()
