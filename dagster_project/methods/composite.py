"""Composite indicators by other rules than the catalogue's, to see how much the rules decide.

OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 4 to 7. Scorecards have score
functions, so that nobody's score moves because another's did; what is here depends on all units
and is for sensitivity alone. Units are rows, indicators columns.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_DRAWN: Final = 5
SKEWED: Final = 2.0
PEAKED: Final = 3.5


def winsorised(values: Floats) -> Floats:
    """Each indicator with its farthest values drawn in to the next, as long as they lie astray.

    That is while its skewness is 2 or more, either way, and its excess kurtosis 3.5 or more, both
    without bias; five times at most.
    """
    drawn = values.copy()
    for column in drawn.T:
        for _ in range(MOST_DRAWN):
            skew, peak = stats.skew(column, bias=False), stats.kurtosis(column, bias=False)
            if abs(skew) < SKEWED or peak < PEAKED:
                break
            farthest = column.max() if skew > 0 else column.min()
            rest = column[column != farthest]
            column[column == farthest] = rest.max() if skew > 0 else rest.min()
    return drawn


def min_max(values: Floats, low: float = 0.0, high: float = 100.0) -> Floats:
    """Each indicator from its least, which is `low`, to its most, which is `high`."""
    least, most = values.min(axis=0), values.max(axis=0)
    return np.asarray(low + (values - least) / (most - least) * (high - low))


def z_scores(values: Floats, mean: float = 10.0, deviation: float = 2.0) -> Floats:
    """Each indicator with this mean and standard deviation."""
    away = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    return np.asarray(mean + deviation * away)


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """The weighted mean of the last axis, in which what is nan has no weight."""
    carried = np.where(np.isnan(values), 0.0, weights)
    return np.asarray((np.nan_to_num(values) * carried).sum(axis=-1) / carried.sum(axis=-1))


def geometric(values: Floats, weights: Floats) -> Floats:
    """The weighted geometric mean of the last axis; values are above zero, or nan."""
    return np.asarray(np.exp(arithmetic(np.log(values), weights)))


def ranks(scores: Floats) -> Ints:
    """Rank 1 is the highest; equal scores have the best of their ranks. Of the first axis."""
    return np.asarray(stats.rankdata(-scores, method="min", axis=0), dtype=np.int64)


def rank_shift(scores: Floats, others: Floats) -> float:
    """By how many ranks units move on average, in absolute terms."""
    return float(np.abs(ranks(scores) - ranks(others)).mean())


def noisy_weights(weights: Floats, draws: int, within: float, rng: np.random.Generator) -> Floats:
    """Draws of weights, each by itself from so much less to so much more: (draws, weights)."""
    return weights * rng.uniform(1 - within, 1 + within, (draws, len(weights)))
