"""Whether a series has changed or only varies: control limits and the signs of a special cause.

Limits for individual values (XmR) are as in Wheeler (2000), Understanding Variation; those of
proportions as in Laney (2002), Improved Control Charts for Attributes, Quality Engineering 14, 531.
The signs and their precedence are those of the NHS programme Making Data Count.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Words = NDArray[np.str_]

FEWEST: Final = 13
"""Points of a series of which a sign is claimed."""
LONG: Final = 7
"""Points in a row that make a trend or a run."""
XMR_WIDTH: Final = 2.66
MOST_MOVING: Final = 3.267
"""Moving ranges of as many times their mean are left out once."""
MOVING_TO_SIGMA: Final = 1.128
SIGMAS: Final = 3.0

OUTSIDE, TREND, NEAR, RUN, NONE = "outside_limit", "trend", "two_of_three", "run", "none"


class Limits(NamedTuple):
    """The centre line and the limits at each point, (points,) each, in the unit of the values."""

    centre: Floats
    low: Floats
    high: Floats


def xmr(values: Floats, *, is_screened: bool = True) -> Limits:
    """Limits of individual values: the mean ± 2.66 mean moving ranges; `values` is (points,)."""
    moving = np.abs(np.diff(values))
    if is_screened:
        moving = moving[moving < MOST_MOVING * moving.mean()]
    width = XMR_WIDTH * moving.mean() if len(moving) else 0.0
    return _around(values.mean(), np.full(len(values), width))


def p(hits: Floats, of: Floats, sigma_z: float = 1.0) -> Limits:
    """Limits of proportions, in shares: the pooled one ± 3 of its standard errors, times `sigma_z`.

    `hits` of `of` are (points,). With the `overdispersion` of the series this is Laney's p′ chart.
    """
    return _around(hits.sum() / of.sum(), SIGMAS * sigma_z * error(hits, of))


def overdispersion(hits: Floats, of: Floats) -> float:
    """How much more proportions move from point to point than chance moves them (Laney's σ_z)."""
    if not error(hits, of).all():
        return 1.0
    away = (hits / of - hits.sum() / of.sum()) / error(hits, of)
    return float(np.mean(np.abs(np.diff(away))) / MOVING_TO_SIGMA)


def error(hits: Floats, of: Floats) -> Floats:
    """The standard error of each proportion if all are one, in shares."""
    centre = hits.sum() / of.sum()
    return np.asarray(np.sqrt(centre * (1 - centre) / of))


def signs(values: Floats, limits: Limits) -> Words:
    """The sign of a special cause at each point, the first of those that there are.

    All points that make a trend or a run have it; of two of three those near the limit.
    """
    side = np.sign(values - limits.centre)
    is_outside = (values > limits.high) | (values < limits.low)
    two_thirds = (limits.high - limits.centre) * 2 / 3
    is_near = ~is_outside & (np.abs(values - limits.centre) > two_thirds)
    rising = np.sign(np.diff(values))
    is_trend = np.zeros(len(values), dtype=bool)
    for start in np.flatnonzero(_in_a_row(rising, LONG - 1)):
        is_trend[start : start + LONG] = True
    is_run = np.zeros(len(values), dtype=bool)
    for start in np.flatnonzero(_in_a_row(side, LONG)):
        is_run[start : start + LONG] = True
    kinds = [is_outside, is_trend, _two_of_three(side, is_near), is_run]
    return np.select(kinds, [OUTSIDE, TREND, NEAR, RUN], NONE)


def _around(centre: float, width: Floats) -> Limits:
    return Limits(np.full(len(width), centre), centre - width, centre + width)


def _in_a_row(signs_: Floats, count: int) -> Mask:
    """At which points as many begin that have one sign."""
    if len(signs_) < count:
        return np.zeros(0, dtype=bool)
    windows = sliding_window_view(signs_, count)
    return np.asarray(np.abs(windows.sum(axis=1)) == count)


def _two_of_three(side: Floats, is_near: Mask) -> Mask:
    """Points near a limit in three in a row on one side, of which at least two are."""
    found = np.zeros(len(side), dtype=bool)
    for start in np.flatnonzero(_in_a_row(side, 3)):
        three = slice(start, start + 3)
        if is_near[three].sum() >= 2:
            found[three] |= is_near[three]
    return found
