"""Quantiles and intervals, from their closed forms."""

from functools import cache
from math import atan, cos, pi, sin, sqrt
from typing import Final

Z: Final = 1.959963984540054
CONFIDENCE: Final = 0.95


def wilson(share_of_one: float, count: float) -> tuple[float, float]:
    """The 95 % Wilson limits of a share out of `count`, both 0 to 1."""
    spread = Z * sqrt(share_of_one * (1 - share_of_one) / count + Z**2 / (4 * count**2))
    middle, scale = share_of_one + Z**2 / (2 * count), 1 + Z**2 / count
    return (middle - spread) / scale, (middle + spread) / scale


def within(t: float, freedom: int) -> float:
    """How probably Student's t lies between -t and t (Abramowitz & Stegun 26.7.3, 26.7.4)."""
    angle = atan(t / sqrt(freedom))
    is_odd = freedom % 2 == 1
    term = total = cos(angle) if is_odd else 1.0
    for number in range(3 if is_odd else 2, freedom - 1, 2):
        term *= (number - 1) / number * cos(angle) ** 2
        total += term
    if not is_odd:
        return sin(angle) * total
    return 2 / pi * (angle + (sin(angle) * total if freedom > 1 else 0.0))


@cache
def student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, by halving."""
    low, high = 1.0, 13.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if within(middle, freedom) < CONFIDENCE else (low, middle)
    return high
