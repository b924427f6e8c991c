"""How far young cohorts are likely to get, from how older ones went on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

METHOD = "mack@1"


@dataclass(frozen=True, slots=True)
class Projection:
    """Expected cumulative counts and their standard errors, shape (cohorts, ages).

    A known count is expected as it is, with an error of 0; nan where nothing can be said.
    """

    expected: Floats
    standard_error: Floats


def mack(triangle: Floats) -> Projection:
    """The chain ladder with its distribution-free standard error.

    `triangle` has the shape (cohorts, ages): cumulative counts, nan where a cohort is too young.
    What is known of a cohort is known from the first age on without a gap.

    Mack (1993), ASTIN Bulletin 23, 213-225: factors weighted by volume; the error of a cohort's
    count is made of that of its course and that of the factors. Where one cohort alone shows a
    step, its variance is the least of those of the two steps before and of their ratio carried on.

    Raises:
        ValueError: a known count follows upon an unknown one.
    """
    known = ~np.isnan(triangle)
    if (known[:, 1:] & ~known[:, :-1]).any():
        raise ValueError("a known count follows upon an unknown one")
    expected = triangle.astype(float)
    square_error = np.where(known, 0.0, np.nan)
    variances: list[float] = []
    for age in range(triangle.shape[1] - 1):
        of = known[:, age + 1]
        volume = triangle[of, age].sum()
        if not volume:
            variances.append(np.nan)
            continue
        factor = triangle[of, age + 1].sum() / volume
        variances.append(_variance(triangle[of, age], triangle[of, age + 1], factor, variances))
        count, error = expected[~of, age], square_error[~of, age]
        expected[~of, age + 1] = count * factor
        square_error[~of, age + 1] = (
            error * factor**2 + variances[-1] * count + variances[-1] * count**2 / volume
        )
    return Projection(expected, np.sqrt(square_error))


def _variance(before: Floats, after: Floats, factor: float, earlier: list[float]) -> float:
    """Mack's sigma squared of one step."""
    has_volume = before > 0
    if has_volume.sum() > 1:
        count, ratio = before[has_volume], after[has_volume] / before[has_volume]
        return float((count * (ratio - factor) ** 2).sum() / (has_volume.sum() - 1))
    if len(earlier) < 2 or np.isnan(earlier[-1]) or not earlier[-2] > 0:
        return np.nan
    last, one_before = earlier[-1], earlier[-2]
    return min(last**2 / one_before, last, one_before)
