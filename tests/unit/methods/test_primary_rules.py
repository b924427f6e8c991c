"""Which cells may not be published by themselves, by hand."""

import numpy as np
import pytest

from dagster_project.methods.primary_rules import is_dominated, is_estimable, is_small


def test_is_small__below_the_threshold_and_not_zero() -> None:
    counts = np.array([0.0, 1, 4, 5, 6])
    assert is_small(counts, 5).tolist() == [False, True, True, False, False]


def test_is_small__each_by_its_own_threshold() -> None:
    counts, thresholds = np.array([4.0, 4]), np.array([5.0, 4])
    assert is_small(counts, thresholds).tolist() == [True, False]


def test_is_small__unknown_is_not() -> None:
    assert is_small(np.array([np.nan]), 5).tolist() == [False]


def test_is_dominated__more_than_the_share_and_not_just_as_much() -> None:
    """75 and 76 of 100, and nothing of nothing."""
    total, largest = np.array([100.0, 100, 0]), np.array([75.0, 76, 0])
    assert is_dominated(total, largest, 0.75).tolist() == [False, True, False]


@pytest.mark.parametrize(("rest", "found"), [(9, True), (10, False), (11, False)])
def test_is_estimable__within_a_tenth(rest: float, found: bool) -> None:
    """The second takes his own 50 from the total, which leaves the first's 100 and `rest`."""
    first, second = np.array([100.0]), np.array([50.0])
    assert is_estimable(first + second + rest, first, second, within=0.1).tolist() == [found]


@pytest.mark.parametrize(("rest", "found"), [(19, True), (20, False)])
def test_is_estimable__others_known_within_a_half_beforehand(rest: float, found: bool) -> None:
    """He errs by half of `rest` at most, which is less than a tenth of 100 below 20."""
    first, second = np.array([100.0]), np.array([50.0])
    total = first + second + rest
    assert is_estimable(total, first, second, within=0.1, known_within=0.5).tolist() == [found]


def test_is_estimable__one_alone_and_none() -> None:
    """Whoever is alone in a cell is known from its total; where there is nobody, nobody is."""
    first = np.array([7.0, 0])
    assert is_estimable(first, first, np.zeros(2), within=0.1).tolist() == [True, False]
