"""Limits of counts as tabled after Garwood (1936), and standardised rates worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dagster_project.methods.rates import (
    FEWEST_EVENTS,
    byar,
    directly_standardised,
    exact_poisson,
    indirectly_standardised,
    poisson_limits,
)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [
        (0, 0, 3.689),
        (1, 0.0253, 5.572),
        (2, 0.242, 7.225),
        (3, 0.619, 8.767),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
    ],
)
def test_exact_poisson__as_tabled(events: int, low: float, high: float) -> None:
    found = exact_poisson(events)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-4)


@given(st.integers(1, 500), st.floats(0.5, 0.999))
def test_exact_poisson__leaves_half_of_the_rest_on_either_side(
    events: int, confidence: float
) -> None:
    found = exact_poisson(events, confidence)
    beyond = (stats.poisson.sf(events - 1, found.low), stats.poisson.cdf(events, found.high))
    assert beyond == pytest.approx(((1 - confidence) / 2,) * 2, rel=1e-9)


def test_byar__of_nine_events_by_hand() -> None:
    """low = 9 (1 - 1/81 - 1.96/9)^3, high = 10 (1 - 1/90 + 1.96/sqrt 90)^3."""
    found = byar(9)
    assert found.low == pytest.approx(9 * 0.769881**3, rel=1e-5)
    assert found.high == pytest.approx(10 * 1.195487**3, rel=1e-5)


def test_byar__no_negative_lower_limit() -> None:
    found = byar([0, 1], 0.998)
    assert np.isnan(found.low).all()
    assert (found.high > [0, 1]).all()


def test_byar__is_close_to_exact_for_many() -> None:
    events = np.array([100, 400, 2500])
    near, exact = byar(events), exact_poisson(events)
    np.testing.assert_allclose(near.low, exact.low, rtol=1e-4)
    np.testing.assert_allclose(near.high, exact.high, rtol=1e-4)


def test_poisson_limits__are_exact_below_ten_events() -> None:
    events = np.array([0, 9, FEWEST_EVENTS, 65])
    found, exact, near = poisson_limits(events), exact_poisson(events), byar(events)
    assert found.low.tolist() == [*exact.low[:2], *near.low[2:]]
    assert found.high.tolist() == [*exact.high[:2], *near.high[2:]]


@pytest.mark.parametrize("limits", [byar, exact_poisson, poisson_limits])
def test_limits__wider_with_more_confidence(limits: type) -> None:
    events = np.arange(5, 40)
    usual, wide = limits(events), limits(events, 0.99)
    assert (wide.low < usual.low).all()
    assert (wide.high > usual.high).all()


def test_directly_standardised__by_hand() -> None:
    """Rates 10/100 and 30/100, weights 3/4 and 1/4.

    0.75 * 0.1 + 0.25 * 0.3 = 0.15; v = 0.5625 * 10/100^2 + 0.0625 * 30/100^2 = 0.00075;
    sqrt(v / 40) = 0.0043301; Byar's limits of 40 are 28.574 and 54.469.
    """
    found = directly_standardised([10, 30], [100, 100], [3, 1])
    assert found.value == pytest.approx(0.15)
    assert found.low == pytest.approx(0.15 + 0.0043301 * (28.574 - 40), abs=1e-5)
    assert found.high == pytest.approx(0.15 + 0.0043301 * (54.469 - 40), abs=1e-5)


def test_directly_standardised__in_its_own_sizes_is_crude() -> None:
    """With the group as its standard, the rate and its limits are those of the total count."""
    people = np.array([100, 250, 400])
    found, limits = directly_standardised([3, 11, 20], people, people), byar(34)
    assert found.value == pytest.approx(34 / 750)
    assert (found.low, found.high) == pytest.approx((limits.low / 750, limits.high / 750))


def test_directly_standardised__none_with_fewer_than_ten_events() -> None:
    found = directly_standardised([[4, 5], [5, 5]], [[50, 50], [50, 50]], [1, 1])
    assert np.isnan([found.value[0], found.low[0], found.high[0]]).all()
    assert found.value[1] == pytest.approx(0.1)


def test_directly_standardised__none_without_a_stratum_that_the_standard_has() -> None:
    people = [[50, 0], [50, 50]]
    found = directly_standardised([[12, 0], [12, 0]], people, [1, 1])
    assert np.isnan([found.value[0], found.low[0], found.high[0]]).all()
    assert found.value[1] == pytest.approx(0.12)
    unneeded = directly_standardised([[12, 0], [12, 0]], people, [1, 0])
    assert unneeded.value.tolist() == pytest.approx([0.24, 0.24])


def test_indirectly_standardised__by_hand() -> None:
    """Expected: 100 * 0.1 + 300 * 0.05 = 25; 5 observed have the exact limits 1.6235, 11.6683."""
    found = indirectly_standardised([5, 40], [[100, 300]] * 2, [0.1, 0.05])
    assert found.value.tolist() == pytest.approx([0.2, 1.6])
    assert found.low.tolist() == pytest.approx([1.6235 / 25, 28.574 / 25], abs=5e-5)
    assert found.high.tolist() == pytest.approx([11.6683 / 25, 54.469 / 25], abs=5e-5)


def test_indirectly_standardised__none_where_nothing_is_expected() -> None:
    found = indirectly_standardised(2, [100, 300], [0, 0])
    assert np.isnan([found.value, found.low, found.high]).all()


@given(st.permutations(range(4)))
def test_standardised__order_of_strata_is_nothing(order: list[int]) -> None:
    events, people = np.array([9, 1, 25, 4]), np.array([300, 20, 900, 111])
    standard = np.array([5.0, 1, 2, 2])
    one = directly_standardised(events, people, standard)
    other = directly_standardised(events[order], people[order], standard[order])
    found = [one.value, one.low, one.high]
    np.testing.assert_allclose(found, [other.value, other.low, other.high], rtol=1e-12)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_limits__refuse_what_is_no_confidence(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        poisson_limits(12, confidence)


def test_rates__refuse_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="negative"):
        poisson_limits([3, -1])
    with pytest.raises(ValueError, match="negative"):
        indirectly_standardised(3, [100, -1], [0.1, 0.1])
    with pytest.raises(ValueError, match="no people"):
        directly_standardised([12, 1], [100, 0], [1, 1])
    with pytest.raises(ValueError, match="standard is empty"):
        directly_standardised([12, 1], [100, 10], [0, 0])
