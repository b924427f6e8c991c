"""The next figures of a series, only where looking back they would have been told better.

Simple exponential smoothing, tried at every point of the second half of a window as if the rest
were not known yet, against the seasonal naive forecast, which is the figure of a year before:
Hyndman and Koehler (2006), International Journal of Forecasting 22, 679. Where it does not beat
that, nothing is forecast. Limits are those within which at least four of five of its own
past errors lay.
"""

from math import ceil
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SERIES: Final = ("indicator_id", "subject_kind", "subject_code", "period_kind")
SEASON: Final = {"month": 12, "quarter": 4}
"""Periods of a year; of half-years and years there are too few to try anything on."""
WINDOW: Final = {"month": 30, "quarter": 20}
"""The latest settled periods, without a gap, that a forecast rests on."""
MONTHS: Final = {"month": 1, "quarter": 3}
AHEAD: Final = 3
WITHIN: Final = 0.8
WEIGHTS: Final = np.linspace(0.05, 0.95, 10)
MOST: Final = 100.0
SCHEMA: Final = {
    **dict.fromkeys(SERIES, pl.String),
    "period_from": pl.Date,
    "periods_ahead": pl.Int64,
    **dict.fromkeys(("forecast", "forecast_low", "forecast_high"), pl.Float64),
    **dict.fromkeys(("error_ratio", "coverage_percent"), pl.Float64),
    "trial_count": pl.Int64,
}


class Tried(NamedTuple):
    """Forecasts of each series at its end, and what trying them before has shown.

    `value`, half the `width` of limits and the share `covered` by those of the other trials are
    (series, horizons); `ratio` of mean absolute errors to the seasonal naive's is (series,), and
    not a number where that never errs.
    """

    value: Floats
    width: Floats
    covered: Floats
    ratio: Floats
    trials: int


def forecasts(points: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """The next three periods of each series that can be forecast, in the columns of `SCHEMA`.

    `points` is in the shape of mart_trend_signal, of which the settled ones of the latest series
    count; `indicators` has indicator_id and unit. Figures are in the indicator's unit.
    """
    is_last = pl.col("series_number") == pl.col("series_number").max().over(SERIES)
    settled = points.filter(is_last & (pl.col("status") == "ok") & pl.col("value").is_not_null())
    found = [pl.DataFrame(schema=SCHEMA)]
    for kind, window in WINDOW.items():
        last = settled.filter(period_kind=kind).sort(*SERIES, "period_from")
        whole = (
            last.group_by(SERIES, maintain_order=True)
            .tail(window)
            .with_columns(
                span=12 * pl.col("period_from").dt.year() + pl.col("period_from").dt.month()
            )
            .filter(
                (pl.len().over(SERIES) == window)
                & (
                    pl.col("span").max().over(SERIES) - pl.col("span").min().over(SERIES)
                    == MONTHS[kind] * (window - 1)
                )
            )
        )
        if whole.height:
            found.append(_told(whole, kind, indicators))
    return pl.concat(found)


def tried(values: Floats, season: int) -> Tried:
    """Every series of `values`, (series, periods), forecast at its end and tried before it."""
    count = values.shape[1]
    levels, errors = np.empty((2, count, len(WEIGHTS), len(values)))
    levels[0], errors[0] = values[:, 0], 0
    for time in range(1, count):
        errors[time] = values[:, time] - levels[time - 1]
        levels[time] = levels[time - 1] + WEIGHTS[:, None] * errors[time]
    best = np.argmin(np.cumsum(errors**2, axis=0), axis=1)
    level = np.take_along_axis(levels, best[:, None], axis=1)[:, 0].T
    origins = np.arange(count // 2, count - AHEAD)
    ahead = origins[:, None] + np.arange(1, AHEAD + 1)
    own = np.abs(values[:, ahead] - level[:, origins, None])
    naive = np.abs(values[:, ahead] - values[:, ahead - season])
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = own.mean(axis=(1, 2)) / naive.mean(axis=(1, 2))
    others = [np.delete(own, trial, axis=1) for trial in range(len(origins))]
    limits = np.stack([_limit(rest) for rest in others], axis=1)
    return Tried(
        value=np.repeat(level[:, -1:], AHEAD, axis=1),
        width=_limit(own),
        covered=(own <= limits).mean(axis=1),
        ratio=ratio,
        trials=len(origins),
    )


def _limit(errors: Floats) -> Floats:
    """What one more error stays within as often as `WITHIN` at least; errors are along axis 1.

    Lei and others (2018), Journal of the American Statistical Association 113, 1094.
    """
    place = ceil(WITHIN * (errors.shape[1] + 1)) - 1
    return np.sort(errors, axis=1)[:, place]


def _told(whole: pl.DataFrame, kind: str, indicators: pl.DataFrame) -> pl.DataFrame:
    """Rows of the series that beat the seasonal naive forecast."""
    series = whole.group_by(SERIES, maintain_order=True).agg(pl.col("period_from").last())
    values = whole["value"].to_numpy().reshape(series.height, WINDOW[kind])
    said = tried(values, SEASON[kind])
    of_each = series.with_columns(error_ratio=pl.Series(said.ratio)).with_columns(
        is_better=pl.col("error_ratio").is_finite() & (pl.col("error_ratio") < 1)
    )
    told = pl.concat(
        of_each.with_columns(
            pl.col("period_from").dt.offset_by(f"{MONTHS[kind] * (step + 1)}mo"),
            periods_ahead=pl.lit(step + 1, dtype=pl.Int64),
            forecast=pl.Series(said.value[:, step]),
            width=pl.Series(said.width[:, step]),
            coverage_percent=pl.Series(100 * said.covered[:, step]),
            trial_count=pl.lit(said.trials, dtype=pl.Int64),
        )
        for step in range(AHEAD)
    )
    is_count = pl.col("unit") == "count"
    most = pl.when(is_count).then(np.inf).otherwise(MOST)
    return (
        told.filter("is_better")
        .join(indicators.select("indicator_id", "unit"), on="indicator_id")
        .with_columns(
            forecast_low=(pl.col("forecast") - pl.col("width")).clip(lower_bound=0),
            forecast_high=pl.min_horizontal(pl.col("forecast") + pl.col("width"), most),
        )
        .select(*SCHEMA)
    )
