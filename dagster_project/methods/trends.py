"""Every series of figures on its control chart, and which of its points are a change.

A series begins anew where the survey or the definition behind it changed, and where a logged
decision says so: no limit is drawn across. What is not settled yet is drawn, and neither moves a
limit nor is called a change.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from dagster_project.methods import control_charts, cusum
from dagster_project.methods.control_charts import Limits

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SERIES: Final = ("indicator_id", "subject_kind", "subject_code", "period_kind")
SHOWN: Final = ("period", "period_from", "value", "status", "series_number")
FEWEST_HITS: Final = 5.0
"""Mean hits, and misses, of a point from which a proportion's chance is taken for normal."""
MOVING_SHARE: Final = 0.5
"""Steps from point to point that are any; with fewer, moving ranges say nothing of chance."""
CERTAIN: Final = 0.95
SCHEMA: Final = {
    "point_count": pl.Int64,
    "chart": pl.String,
    **dict.fromkeys(("centre_line", "lower_limit", "upper_limit", "sigma_z"), pl.Float64),
    "signal": pl.String,
    "signal_from": pl.String,
    "is_above": pl.Boolean,
    **dict.fromkeys(("cusum_high", "cusum_low"), pl.Float64),
    "is_cusum_signal": pl.Boolean,
}


UNCLAIMED: Final = (*(None,) * 4, control_charts.NONE, *(None,) * 4, False)


class Points(NamedTuple):
    """The settled points of one series by time, (points,) each."""

    period: NDArray[Any]
    value: Floats
    numerator: Floats
    denominator: Floats


def signals(figures: pl.DataFrame, indicators: pl.DataFrame, rebases: pl.DataFrame) -> pl.DataFrame:
    """The control chart of each series in `figures`, of the frequency of its indicator.

    `figures` is in the shape of mart_indicator_value, `rebases` of fct_chart_rebase; `indicators`
    has indicator_id, frequency and direction. A row a point: `SERIES`, `SHOWN`, the columns of
    `SCHEMA`, and is_improvement, which says nothing of what has no better side.
    """
    kept = indicators.select("indicator_id", "frequency", "direction")
    drawn = figures.join(kept, on="indicator_id").filter(
        pl.col("period_kind") == pl.col("frequency")
    )
    points = (
        _rebased(drawn, rebases)
        .sort(*SERIES, "period_from")
        .with_columns(series_number=_series_number())
    )
    better = pl.col("direction").replace_strict({"up": True, "down": False}, default=None)
    is_sign = pl.col("signal") != control_charts.NONE
    return (
        points.hstack(_charted(points))
        .with_columns(is_improvement=pl.when(is_sign).then(pl.col("is_above") == better))
        .select(*SERIES, *SHOWN, *SCHEMA, "is_improvement")
    )


def _series_number() -> pl.Expr:
    is_new = pl.col("is_series_break") | (
        pl.col("definition_version") != pl.col("definition_version").shift().over(SERIES)
    )
    breaks = is_new.fill_null(False).cast(pl.Int64).cum_sum().over(SERIES)
    return 1 + breaks + pl.col("rebase_number").fill_null(0)


def _rebased(points: pl.DataFrame, rebases: pl.DataFrame) -> pl.DataFrame:
    """With the number of decisions by which each point's period has begun anew."""
    keys = SERIES[:3]
    decided = (
        rebases.select(
            "indicator_id",
            "from_on",
            subject_kind=pl.lit("area"),
            subject_code=pl.col("area_code"),
        )
        .sort("from_on")
        .with_columns(rebase_number=pl.col("from_on").cum_count().over(keys).cast(pl.Int64))
    )
    return points.sort("period_to").join_asof(
        decided, left_on="period_to", right_on="from_on", by=keys, check_sortedness=False
    )


def _charted(points: pl.DataFrame) -> pl.DataFrame:
    """The columns of `SCHEMA` of each point, whose series lie together."""
    is_settled = ((pl.col("status") == "ok") & pl.col("value").is_not_null()).alias("is_settled")
    numbers = [pl.col(name).cast(pl.Float64).fill_null(np.nan) for name in Points._fields[1:]]
    given = points.select("period", *numbers, is_settled)
    arrays = [given[name].to_numpy() for name in Points._fields]
    settled = given["is_settled"].to_numpy()
    runs = points.select(pl.struct(*SERIES, "series_number").rle_id()).to_series().to_numpy()
    rows: list[tuple[Any, ...]] = []
    for span in np.split(np.arange(len(runs)), np.flatnonzero(np.diff(runs)) + 1):
        known = span[settled[span]]
        rows += _rows(settled[span], Points(*(of[known] for of in arrays)))
    return pl.DataFrame(rows, SCHEMA, orient="row")


def _rows(is_settled: Mask, points: Points) -> Iterator[tuple[Any, ...]]:
    count = len(points.value)
    is_short = count < control_charts.FEWEST
    if is_short or np.mean(np.diff(points.value) != 0) < MOVING_SHARE:
        chart = "too_short" if is_short else "too_still"
        yield from ((count, chart, *UNCLAIMED),) * len(is_settled)
        return
    kind, limits, sigma_z = _chart(points)
    signs = control_charts.signs(points.value, limits)
    is_above = _is_above(points.value, limits, signs)
    spread = (limits.high - limits.centre) / control_charts.SIGMAS
    away = np.zeros(count)
    np.divide(points.value - limits.centre, spread, out=away, where=spread > 0)
    sums = cusum.sums(away)
    claimed = zip(
        *(line.tolist() for line in limits),
        [sigma_z] * count,
        signs.tolist(),
        _begins(signs, is_above, points.period),
        is_above.tolist(),
        sums.high.tolist(),
        sums.low.tolist(),
        (np.maximum(sums.high, sums.low) > cusum.DECISION).tolist(),
        strict=True,
    )
    for is_known in is_settled:
        yield count, kind, *(next(claimed) if is_known else UNCLAIMED)


def _chart(points: Points) -> tuple[str, Limits, float | None]:
    """Proportions with enough behind them by their own chance; else by how the values move."""
    hits, of = points.numerator, points.denominator
    if not _is_proportion(hits, of, points.value):
        return "xmr", control_charts.xmr(points.value), None
    sigma_z = control_charts.overdispersion(hits, of)
    away = (hits / of - hits.sum() / of.sum()) / control_charts.error(hits, of)
    is_wide = sigma_z > 1 and np.sum(away**2) > stats.chi2.ppf(CERTAIN, len(of) - 1)
    limits = control_charts.p(hits, of, sigma_z if is_wide else 1.0)
    return "p_prime" if is_wide else "p", Limits(*(100 * line for line in limits)), sigma_z


def _is_proportion(hits: Floats, of: Floats, value: Floats) -> bool:
    if np.isnan(hits).any() or np.isnan(of).any() or not (of > 0).all() or (hits > of).any():
        return False
    enough = min(hits.mean(), (of - hits).mean()) >= FEWEST_HITS
    return bool(enough and np.allclose(value, 100 * hits / of, atol=1e-6))


def _is_above(value: Floats, limits: Limits, signs: control_charts.Words) -> Mask:
    """Whether a sign points up: a trend where it goes, the others where they lie."""
    rises = np.append(np.diff(value), value[-1] - value[-2]) > 0
    return np.where(signs == control_charts.TREND, rises, value > limits.centre)


def _begins(signs: control_charts.Words, is_above: Mask, period: NDArray[Any]) -> list[str | None]:
    """The first period of all in a row that are signs, of whatever kind, and point the same way."""
    is_sign = signs != control_charts.NONE
    is_new = np.append(True, ~is_sign[:-1] | (is_above[1:] != is_above[:-1]))
    first = period[np.maximum.accumulate(np.where(is_new, np.arange(len(signs)), 0))]
    return [str(begin) if is_one else None for is_one, begin in zip(is_sign, first, strict=True)]
