"""Mack's chain ladder, worked out by hand and as published.

size  first  second     factor of the first step 20/40, of the second 18/14
10    4      6          sigma² of the first step (10 · 0.1² + 20 · 0 + 10 · 0.1²) / 2 = 1/10,
20    10     12         of the second 4 · (3/14)² + 10 · (3/35)² = 9/35
10    6
8
"""

from fractions import Fraction
from math import sqrt

import pytest

from dagster_project.demo.truth.chain_ladder import (
    NOTHING,
    Development,
    Projection,
    developments,
    project,
)

TRIANGLE = ([10, 4, 6], [20, 10, 12], [10, 6], [8])
BY_STEP = developments(TRIANGLE, 3)


def test_developments__volume_weighted() -> None:
    assert developments(TRIANGLE, 3) == [
        Development(Fraction(1, 2), Fraction(1, 10), 40),
        Development(Fraction(9, 7), Fraction(9, 35), 14),
    ]


def test_project__one_step_and_two() -> None:
    """8 · 0.1 + 64 · 0.1/40 = 0.96; then 0.96 · (9/7)² + 4 · 9/35 + 16 · 9/35/14 = 3564/1225."""
    assert project([8], 1, BY_STEP) == Projection(Fraction(1, 2), sqrt(Fraction(24, 25)) / 8)
    assert project([8], 2, BY_STEP) == Projection(Fraction(9, 14), sqrt(Fraction(3564, 1225)) / 8)


@pytest.mark.parametrize("row", [[20, 10, 12], [20, 0]], ids=["reached", "nothing to grow from"])
def test_project__not_here(row: list[int]) -> None:
    assert project(row, 2, BY_STEP) == NOTHING


def test_project__no_cohort_is_old_enough() -> None:
    assert project([8], 2, developments([[10, 4], [8]], 3)) == NOTHING


def test_project__one_cohort_gives_no_error_at_first() -> None:
    assert project([8], 1, developments([[10, 4], [8]], 2)) == Projection(Fraction(2, 5), None)


def test_developments__a_single_cohort_after_two_steps() -> None:
    """The least of (9/35)² / (1/10), 9/35 and 1/10."""
    found = developments([[10, 4, 6, 9], *TRIANGLE[1:]], 4)
    assert found[2] == Development(Fraction(3, 2), Fraction(1, 10), 6)


def test_developments__a_count_of_0_has_volume_but_no_factor() -> None:
    """Factor (3 + 1)/6 of two cohorts, spread of the one that has any: extrapolated from none."""
    assert developments([[6, 6, 3], [4, 0, 1]], 3)[1] == Development(Fraction(2, 3), None, 6)


# Taylor & Ashe 1983, with the reserves and standard errors of Mack 1993, table 3.
PUBLISHED = (
    (357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463),
    (352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085),
    (290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315),
    (310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268),
    (443160, 1136350, 2128333, 2897821, 3402672, 3873311),
    (396132, 1333217, 2180715, 2985752, 3691712),
    (440832, 1288463, 2419861, 3483130),
    (359480, 1421128, 2864498),
    (376686, 1363294),
    (344014,),
)


@pytest.mark.parametrize(
    ("number", "reserve", "error"),
    [(1, 94634, 75535), (2, 469511, 121699), (5, 1419459, 411010), (9, 4625811, 1363155)],
)
def test_project__as_published(number: int, reserve: int, error: int) -> None:
    row = PUBLISHED[number]
    found = project(row, 9, developments(PUBLISHED, 10))
    assert found.projected is not None
    assert found.projection_error is not None
    assert round(found.projected * row[0]) - row[-1] == reserve
    assert round(found.projection_error * row[0]) == error
