"""Small lasting shifts that single points do not show: the tabular cumulative sum.

Montgomery, Introduction to Statistical Quality Control, chapter 9.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SLACK: Final = 0.5
"""Standard deviations that a point may lie off before it counts: half of the shift looked for."""
DECISION: Final = 5.0
"""Standard deviations that the sum must exceed."""


class Sums(NamedTuple):
    """Sums above and below the target at each point, and since how many points each is not zero."""

    high: Floats
    low: Floats
    high_points: Ints
    low_points: Ints


def sums(deviations: Floats) -> Sums:
    """The sums of a series of `deviations` from its target, (points,), in standard deviations."""
    high, high_points = _one_sided(deviations)
    low, low_points = _one_sided(-deviations)
    return Sums(high, low, high_points, low_points)


def _one_sided(deviations: Floats) -> tuple[Floats, Ints]:
    found, points = np.zeros(len(deviations)), np.zeros(len(deviations), dtype=np.int64)
    total, since = 0.0, 0
    for point, deviation in enumerate(deviations.tolist()):
        total = max(0.0, total + deviation - SLACK)
        since = since + 1 if total else 0
        found[point], points[point] = total, since
    return found, points
