"""Which cells must not be published by themselves: too few behind them, or one among few.

Rules as in Hundepool and others (2012), Statistical Disclosure Control, chapter 4. Each takes
arrays of one shape and gives a mask of that shape.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def is_small(count: Floats, threshold: Floats | float) -> Mask:
    """Whether a count is below the threshold, and not zero: nobody stands behind a zero."""
    return np.asarray((count > 0) & (count < threshold))


def is_dominated(total: Floats, largest: Floats, share: float) -> Mask:
    """The (n, k) rule: whether the sum of the n `largest` makes more than `share` of the total."""
    return np.asarray(largest > share * total)


def is_estimable(
    total: Floats, first: Floats, second: Floats, within: float, known_within: float = 1.0
) -> Mask:
    """The p % and pq rules: whether the second largest can estimate the largest too closely.

    `first` and `second` are the two largest contributions to `total`. `within` is p as a share;
    `known_within` is q, how closely everyone knows the others beforehand: 1 for the p % rule.
    """
    return np.asarray(total - first - second < within / known_within * first)
