"""Mack's chain ladder: what an immature cohort will come to, and how wrong that may be.

Mack 1993, "Distribution-free calculation of the standard error of chain ladder reserve
estimates", ASTIN Bulletin 23 (2). Cohorts are rows of a triangle, ages its columns.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

Row = Sequence[int]
"""A cohort's cumulative counts by age as far as they are known; the first is its size."""


class Development(NamedTuple):
    """The step from one age to the next; both empty where they cannot be worked out."""

    factor: Fraction | None
    sigma_squared: Fraction | None
    volume: int


class Projection(NamedTuple):
    """Shares of a cohort's size; empty where there is no projection or no error of it."""

    projected: Fraction | None
    projection_error: float | None


NOTHING = Projection(None, None)


def developments(triangle: Sequence[Row], age_count: int) -> list[Development]:
    """Volume-weighted factors and variances of the `age_count` - 1 steps."""
    found: list[Development] = []
    for age in range(age_count - 1):
        pairs = [(row[age], row[age + 1]) for row in triangle if len(row) > age + 1]
        volume = sum(now for now, _ in pairs)
        if volume == 0:
            found.append(Development(None, None, 0))
            continue
        factor = Fraction(sum(later for _, later in pairs), volume)
        found.append(Development(factor, _sigma_squared(pairs, factor, found), volume))
    return found


def project(row: Row, age: int, by_step: Sequence[Development]) -> Projection:
    """The cohort at an age that it has not reached; nothing can grow from a count of 0."""
    known = len(row) - 1
    if known >= age or row[known] == 0:
        return NOTHING
    expected, error = Fraction(row[known]), Fraction(0)
    is_error_known = True
    for step in by_step[known:age]:
        if step.factor is None:
            return NOTHING
        if step.sigma_squared is None:
            is_error_known = False
        else:
            process = expected * step.sigma_squared
            estimation = expected**2 * step.sigma_squared / step.volume
            error = error * step.factor**2 + process + estimation
        expected *= step.factor
    return Projection(expected / row[0], sqrt(error) / row[0] if is_error_known else None)


def _sigma_squared(
    pairs: Sequence[tuple[int, int]], factor: Fraction, earlier: Sequence[Development]
) -> Fraction | None:
    """From the spread of single factors; from one cohort alone by Mack's extrapolation."""
    single = [(now, Fraction(later, now)) for now, later in pairs if now > 0]
    if len(single) > 1:
        return sum((now * (f - factor) ** 2 for now, f in single), Fraction(0)) / (len(single) - 1)
    if len(earlier) < 2:
        return None
    two_before, one_before = (step.sigma_squared for step in earlier[-2:])
    if one_before is None or not two_before:
        return None
    return min(one_before**2 / two_before, one_before, two_before)
