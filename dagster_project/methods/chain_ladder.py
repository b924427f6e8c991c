"""How far young cohorts are likely to get, from how older ones went on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

METHOD = "mack@1"


@dataclass(frozen=True, slots=True)
class Projection:
    """Expected cumulative counts and their standard errors, shape (..., cohorts, ages).

    A known count is expected as it is, with an error of 0; nan where nothing can be said.
    """

    expected: Floats
    standard_error: Floats


def mack(triangles: Floats) -> Projection:
    """The chain ladder with its distribution-free standard error.

    `triangles` has the shape (..., cohorts, ages): cumulative counts, nan where a cohort is too
    young, or absent. What is known of a cohort is known from the first age on without a gap.

    Mack (1993), ASTIN Bulletin 23, 213-225: factors weighted by volume; the error of a cohort's
    count is made of that of its course and that of the factors. Where one cohort alone shows a
    step, its variance is the least of those of the two steps before and of their ratio carried on.

    Raises:
        ValueError: a known count follows upon an unknown one.
    """
    known = ~np.isnan(triangles)
    if (known[..., 1:] & ~known[..., :-1]).any():
        raise ValueError("a known count follows upon an unknown one")
    expected, square_error = triangles.astype(float), np.where(known, 0.0, np.nan)
    variances: list[Floats] = []
    for age in range(triangles.shape[-1] - 1):
        both = known[..., age + 1]
        before = np.where(both, triangles[..., age], 0)
        after = np.where(both, triangles[..., age + 1], 0)
        volume = before.sum(axis=-1, keepdims=True)
        factor = after.sum(axis=-1, keepdims=True) / np.where(volume > 0, volume, np.nan)
        variances.append(_variance(before, after, factor, variances))
        count, error = expected[..., age], square_error[..., age]
        expected[..., age + 1] = np.where(both, expected[..., age + 1], count * factor)
        square_error[..., age + 1] = np.where(
            both,
            0,
            error * factor**2
            + variances[-1] * (count + count**2 / np.where(volume > 0, volume, np.nan)),
        )
    return Projection(expected, np.sqrt(square_error))


def _variance(before: Floats, after: Floats, factor: Floats, earlier: list[Floats]) -> Floats:
    """Mack's sigma squared of one step, shape (..., 1)."""
    has_volume = before > 0
    ratio = after / np.where(has_volume, before, 1)
    squares = np.where(has_volume, before * (ratio - factor) ** 2, 0).sum(axis=-1, keepdims=True)
    cohorts = has_volume.sum(axis=-1, keepdims=True)
    found: Floats = squares / np.where(cohorts > 1, cohorts - 1, np.nan)
    if len(earlier) < 2:
        return found
    last, one_before = earlier[-1], np.where(earlier[-2] > 0, earlier[-2], np.nan)
    carried_on = np.minimum(np.minimum(last**2 / one_before, last), one_before)
    return np.where(cohorts == 1, carried_on, found).astype(np.float64)
