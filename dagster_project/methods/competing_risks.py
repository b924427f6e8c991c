"""Cumulative incidence where an entry may end in more than one way, or has not ended yet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

METHOD = "aalen_johansen@1"
ROUNDING = 1e-9
"""By how much a share may miss a bound that it reaches but for the rounding of its parts."""
LEAST_VARIANCE = 1e-12
"""What the differences of sums leave of none; a million million entries would have as little."""


@dataclass(frozen=True, slots=True)
class Incidence:
    """What is estimated of each group, by day of interest; shares lie between 0 and 1.

    `incidence`, `standard_error`, `open_share` and `effective_count` have the shape (groups,
    horizons) and are nan where nobody was followed that long. `median_days` has the shape
    (groups,) and is nan where less than half of a group is estimated to get there in time.
    """

    incidence: Floats
    standard_error: Floats
    open_share: Floats
    effective_count: Floats
    median_days: Floats


def aalen_johansen(
    reached: Counts, ended: Counts, censored: Counts, horizons: Sequence[int]
) -> Incidence:
    """The share of each group that reaches an event within each of `horizons` (days since entry).

    `reached`, `ended` and `censored` have the shape (groups, days + 1). They count those who
    reached the event on a day, those who ended otherwise on it, and those who were last seen on
    it without either; the last are at risk on that day, for events come before censoring.

    The estimator is that of Aalen and Johansen (1978, Scandinavian Journal of Statistics 5,
    141-150); its standard error is by the delta method (Dinse and Larson 1986, Biometrika 73,
    379-386; Marubini and Valsecchi 1995, section 10.2.4). Without censoring both are those of a
    simple proportion. `effective_count` is the size of a simple random sample with as large an
    error; where the share is 0 or 1 it is the number at risk, set against the share still open.

    Raises:
        ValueError: the shapes differ, or a horizon lies beyond the days.
    """
    if not reached.shape == ended.shape == censored.shape:
        raise ValueError("reached, ended and censored differ in shape")
    if max(horizons) >= reached.shape[1]:
        raise ValueError("a horizon lies beyond the days that are counted")
    walk = _Walk(reached.sum(1) + ended.sum(1) + censored.sum(1))
    seen = {}
    by_day = np.ascontiguousarray(np.stack([reached, ended, censored]).T.swapaxes(1, 2))
    for day in range(max(horizons) + 1):
        walk.pass_day(day, *by_day[day])
        if day in horizons:
            seen[day] = walk.estimates()
    found = np.stack([seen[horizon] for horizon in horizons], axis=-1)
    return Incidence(found[0], found[1], found[2], found[3], walk.median_days)


class _Walk:
    """Goes through the days and keeps the sums that the estimates of any day are made from."""

    def __init__(self, entered: Counts) -> None:
        groups = len(entered)
        self.at_risk = entered.astype(float)
        self.open = np.ones(groups)
        self.incidence = np.zeros(groups)
        self.median_days = np.full(groups, np.nan)
        self.base = self.at_risk.copy()
        self.is_followed = entered > 0
        # Sums over the days so far of h, h F and h F^2, of own variance, and of s and s F; h is
        # Greenwood's term of all ends, s that of the covariance with the event of interest.
        self.sums = np.zeros((6, groups))

    def pass_day(self, day: int, reached: Counts, ended: Counts, censored: Counts) -> None:
        """Takes in the events of a day."""
        before, is_at_risk = self.open, self.at_risk > 0
        self.is_followed = is_at_risk | ((before == 0) & self.is_followed)
        n = np.where(is_at_risk, self.at_risk, 1)
        self.base = np.where(is_at_risk, n / np.where(before > 0, before, 1), self.base)
        gone, left = reached + ended, self.at_risk - reached - ended
        is_left = left > 0
        incidence = self.incidence + before * reached / n
        self.incidence = np.where(incidence > 1 - ROUNDING, 1, incidence)
        greenwood = np.where(is_left, gone / (n * np.where(is_left, left, 1)), 0)
        own = before**2 * (n - reached) * reached / n**3
        shared = before * reached / n**2
        f = self.incidence
        self.sums += np.stack([greenwood, greenwood * f, greenwood * f**2, own, shared, shared * f])
        self.open = np.where(is_left | (gone == 0), before * (1 - gone / n), 0)
        self.at_risk = left - censored
        is_half = np.isnan(self.median_days) & (f >= 0.5 - ROUNDING)
        self.median_days = np.where(is_half, day, self.median_days)

    def estimates(self) -> Floats:
        """Incidence, its standard error, the open share and the effective count as of the day."""
        f = self.incidence
        h, hf, hff, own, s, sf = self.sums
        variance = f**2 * h - 2 * f * hf + hff + own - 2 * (f * s - sf)
        variance = np.where(variance > LEAST_VARIANCE, variance, 0)
        is_inside = (variance > 0) & (f > 0) & (f < 1)
        effective = np.where(is_inside, f * (1 - f) / np.where(is_inside, variance, 1), self.base)
        found = np.stack([f, np.sqrt(variance), self.open, effective])
        return np.where(self.is_followed, found, np.nan)
