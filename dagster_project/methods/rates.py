"""Limits of counts of rare events, and rates that are comparable between unlike groups."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
FEWEST_EVENTS = 10
"""With fewer, limits are exact, and a directly standardised rate is not given."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of two-sided intervals, in the unit of what they are limits of; nan where there is none."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Standardised:
    """A rate (events per person) or a ratio (observed to expected) of each group; nan for none."""

    value: Floats
    low: Floats
    high: Floats


def byar(events: ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """Byar's approximate limits of the mean of a Poisson count.

    With z the normal quantile: low = x (1 - 1/(9x) - z/(3 sqrt x))^3, and high with
    y = x + 1 likewise, y (1 - 1/(9y) + z/(3 sqrt y))^3. Breslow and Day (1987), Statistical
    Methods in Cancer Research II, IARC, page 69. A lower limit that would be negative is nan.

    Raises:
        ValueError: a count is negative, or `confidence` is not between 0 and 1.
    """
    count, tail = _counts(events), _tail(confidence)
    z = -special.ndtri(tail)
    # Of none the formula goes to minus infinity, which is as negative.
    some = np.where(count > 0, count, np.nan)
    root = 1 - 1 / (9 * some) - z / (3 * np.sqrt(some))
    low = np.where(root >= 0, some * root**3, np.nan)
    more = count + 1
    return Limits(low, more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3)


def exact_poisson(events: ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """The exact limits of the mean of a Poisson count, each with half of what confidence leaves.

    Low is the mean at which so many events or more are as rare as that, high the one at which so
    many or fewer are: halves of chi squared quantiles with 2x and 2x + 2 degrees of freedom.
    Garwood (1936), Biometrika 28, 437-442. The lower limit of none is 0.

    Raises:
        ValueError: a count is negative, or `confidence` is not between 0 and 1.
    """
    count, tail = _counts(events), _tail(confidence)
    has_events = count > 0
    low = np.where(has_events, special.gammaincinv(np.where(has_events, count, 1), tail), 0)
    return Limits(low, special.gammainccinv(count + 1, tail))


def poisson_limits(events: ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """The limits of the mean of a count: exact with fewer than `FEWEST_EVENTS`, else Byar's.

    Raises:
        ValueError: a count is negative, or `confidence` is not between 0 and 1.
    """
    is_rare = _counts(events) < FEWEST_EVENTS
    exact, approximate = exact_poisson(events, confidence), byar(events, confidence)
    return Limits(
        np.where(is_rare, exact.low, approximate.low),
        np.where(is_rare, exact.high, approximate.high),
    )


def directly_standardised(
    events: ArrayLike, people: ArrayLike, standard: ArrayLike, confidence: float = CONFIDENCE
) -> Standardised:
    """The rate that each group would have if its strata were of the sizes of a standard.

    `events` and `people` have the shape (..., strata), `standard`, the sizes, (strata,). With
    weights w that sum to 1, the rate is the sum of w x / n. Its limits are those of the total
    count O, scaled: rate + sqrt(v / O) (limit - O), v the sum of w^2 x / n^2. Dobson, Kuulasmaa,
    Eberle and Scherer (1991), Statistics in Medicine 10, 457-462; limits of O by Byar.

    All are nan where a group has fewer than `FEWEST_EVENTS` in all, or nobody in a stratum that
    the standard has.

    Raises:
        ValueError: a count or size is negative, a stratum has events but no people, the standard
            is empty, or `confidence` is not between 0 and 1.
    """
    count, size, weight = _counts(events), _counts(people), _counts(standard)
    if ((count > 0) & (size == 0)).any():
        raise ValueError("a stratum has events but no people")
    if not weight.sum() > 0:
        raise ValueError("the standard is empty")
    share = weight / weight.sum() / np.where(size > 0, size, np.nan)
    share = np.where((size == 0) & (weight == 0), 0, share)
    total = count.sum(axis=-1)
    observed = np.where(total >= FEWEST_EVENTS, total, np.nan)
    rate: Floats = np.where(np.isnan(observed), np.nan, (share * count).sum(axis=-1))
    scale = np.sqrt((share**2 * count).sum(axis=-1) / observed)
    limits = byar(total, confidence)
    return Standardised(
        rate, rate + scale * (limits.low - observed), rate + scale * (limits.high - observed)
    )


def indirectly_standardised(
    observed: ArrayLike,
    people: ArrayLike,
    reference_rate: ArrayLike,
    confidence: float = CONFIDENCE,
) -> Standardised:
    """The ratio of the events of each group to those expected at the rates of a reference.

    `observed` has the shape (...,), `people` (..., strata), `reference_rate` (events per person)
    (strata,). Expected is the sum of people times rate; the ratio and the limits of the count, by
    `poisson_limits`, are divided by it. Breslow and Day (1987), Statistical Methods in Cancer
    Research II, IARC, chapter 2. All are nan where nothing is expected.

    Raises:
        ValueError: a count, size or rate is negative, or `confidence` is not between 0 and 1.
    """
    count = _counts(observed)
    expected = (_counts(people) * _counts(reference_rate)).sum(axis=-1)
    divisor = np.where(expected > 0, expected, np.nan)
    limits = poisson_limits(count, confidence)
    return Standardised(count / divisor, limits.low / divisor, limits.high / divisor)


def _counts(given: ArrayLike) -> Floats:
    found = np.asarray(given, dtype=np.float64)
    if (found < 0).any():
        raise ValueError("a count, a size or a rate is negative")
    return found


def _tail(confidence: float) -> float:
    """What an interval leaves out on either side."""
    if not 0 < confidence < 1:
        raise ValueError("confidence does not lie between 0 and 1")
    return (1 - confidence) / 2
