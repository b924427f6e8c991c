"""Cumulative incidence, worked out by hand.

day  at risk  what happens               incidence              still open
2    5        one reaches the stage      1/5                    4/5
3    4        one ends, one is last seen 1/5                    4/5 · 3/4 = 3/5
5    2        one reaches the stage      1/5 + 3/5 · 1/2 = 1/2  3/10
10   1        the last one is last seen
"""

from fractions import Fraction
from math import sqrt

import pytest

from dagster_project.demo.truth.incidence import (
    Ending,
    Followed,
    Incidence,
    incidence_at,
    median_day,
    steps,
    variance,
)

FIVE = (
    Followed(2, "reached"), Followed(3, "ended"), Followed(3, "open"),
    Followed(5, "reached"), Followed(10, "open"),
)  # fmt: skip


def at(followed: tuple[Followed, ...], horizon: int) -> Incidence:
    return incidence_at(followed, steps(followed), horizon)


@pytest.mark.parametrize(
    ("horizon", "incidence", "open_share"),
    [
        (0, Fraction(0), Fraction(1)),
        (1, Fraction(0), Fraction(1)),
        (2, Fraction(1, 5), Fraction(4, 5)),
        (3, Fraction(1, 5), Fraction(3, 5)),
        (5, Fraction(1, 2), Fraction(3, 10)),
        (10, Fraction(1, 2), Fraction(3, 10)),
        (11, None, None),
    ],
)
def test_incidence_at__every_kind_of_day(
    horizon: int, incidence: Fraction | None, open_share: Fraction | None
) -> None:
    found = at(FIVE, horizon)
    assert (found.incidence, found.open_share) == (incidence, open_share)


def test_variance__three_sums_by_hand() -> None:
    """First sum 0.3² · (1/20 + 1/12), second 4/125 + 0.36/8, third 2 · 0.3/25.

    0.012 + 0.077 - 0.024 = 0.065.
    """
    assert variance(steps(FIVE)) == Fraction(13, 200)
    assert at(FIVE, 10).standard_error == sqrt(0.065)


@pytest.mark.parametrize(
    "days", [((0, 1), (4, 2), (9, 3)), ((1, 0), (1, 2), (2, 2)), ((7, 0), (0, 7))]
)
def test_variance__binomial_without_censoring(days: tuple[tuple[int, int], ...]) -> None:
    """Day by day so many reach the stage and end; whoever is left is seen for long."""
    kinds: tuple[Ending, Ending] = ("reached", "ended")
    followed = [
        Followed(day, kind)
        for day, counts in enumerate(days)
        for kind, count in zip(kinds, counts, strict=True)
        for _ in range(count)
    ] + [Followed(99, "open")] * 4
    n = len(followed)
    p = Fraction(sum(reached for reached, _ in days), n)
    assert at(tuple(followed), 50).incidence == p
    assert variance(steps(followed)) == p * (1 - p) / n


def test_incidence_at__stays_once_all_have_ended() -> None:
    ended = (Followed(0, "reached"), Followed(4, "ended"))
    assert at(ended, 180) == Incidence(Fraction(1, 2), sqrt(Fraction(1, 8)), Fraction(0))


def test_incidence_at__events_come_before_the_last_sights_of_a_day() -> None:
    """Two are at risk on day 30, of whom one reaches the stage."""
    assert at((Followed(30, "reached"), Followed(30, "open")), 30).incidence == Fraction(1, 2)


def test_incidence_at__nobody() -> None:
    assert at((), 30) == Incidence(None, None, None)


def test_median_day__first_half_and_none() -> None:
    assert median_day(steps(FIVE), 180) == 5
    assert median_day(steps(FIVE), 4) is None
    assert median_day(steps(FIVE[1:3]), 180) is None
