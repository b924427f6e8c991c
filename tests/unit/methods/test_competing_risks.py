"""Cumulative incidence by hand, and where it is what has long been published.

Without a competing end it is what Kaplan and Meier leave over, with Greenwood's error: the 6-MP
arm of Freireich et al. (1963), Blood 21, 699-716, weeks of remission of 21 children.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dagster_project.methods.competing_risks import Counts, Floats, aalen_johansen

RELAPSED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
IN_REMISSION = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
LAST = 40
HORIZONS = (3, 7, 11)

by_day = arrays(np.int64, (3, 12), elements=st.integers(0, 4))


def on(*days: int) -> Counts:
    """How many of one group on each day."""
    return np.bincount(days, minlength=LAST + 1)[None].astype(np.int64)


def test_one_cause__kaplan_meier_as_published() -> None:
    found = aalen_johansen(on(*RELAPSED), on(), on(*IN_REMISSION), (6, 10, 23))
    assert np.round(1 - found.incidence, 3).tolist() == [[0.857, 0.753, 0.448]]
    assert np.round(found.standard_error, 3).tolist() == [[0.076, 0.096, 0.135]]
    np.testing.assert_allclose(found.open_share, 1 - found.incidence)
    assert found.median_days.tolist() == [23]


@given(by_day, by_day)
def test_one_cause__greenwood(reached: Counts, censored: Counts) -> None:
    """S^2 times the sum of d / (n (n - d)), as long as somebody is left."""
    censored[:, -1] += 1
    found = aalen_johansen(reached, np.zeros_like(reached), censored, HORIZONS)
    at_risk = (reached + censored)[:, ::-1].cumsum(axis=1)[:, ::-1]
    left = at_risk - reached
    survival = np.cumprod(left / at_risk, axis=1)
    error = survival * np.sqrt(np.cumsum(reached / (at_risk * left), axis=1))
    np.testing.assert_allclose(1 - found.incidence, survival[:, HORIZONS], atol=1e-12)
    np.testing.assert_allclose(found.standard_error, error[:, HORIZONS], atol=1e-9)


@given(by_day, by_day)
def test_no_censoring__crude_share_and_binomial_error(reached: Counts, ended: Counts) -> None:
    """Whoever is followed beyond the horizons is open on the last day only."""
    reached[:, -1], ended[:, -1] = 0, 0
    still_open = np.zeros_like(reached)
    still_open[:, -1] = 2
    found = aalen_johansen(reached, ended, still_open, HORIZONS)
    people = (reached + ended + still_open).sum(axis=1)[:, None]
    share = reached.cumsum(axis=1)[:, HORIZONS] / people
    np.testing.assert_allclose(found.incidence, share, atol=1e-12)
    error = np.sqrt(share * (1 - share) / people)
    np.testing.assert_allclose(found.standard_error, error, atol=1e-9)
    np.testing.assert_allclose(found.effective_count[share > 0], (people + 0 * share)[share > 0])


@given(by_day, by_day, by_day)
def test_error__is_what_each_of_them_moves_the_incidence(
    reached: Counts, ended: Counts, censored: Counts
) -> None:
    """The root of the sum of squared influences: another way to the same, ties and all."""
    censored[:, -1] += 1
    found = aalen_johansen(reached, ended, censored, HORIZONS)
    counts = np.stack([reached, ended, censored], axis=1)
    for group, count in enumerate(counts):
        influence = derivatives(count.astype(float))[:, HORIZONS]
        square_error = (count.reshape(-1, 1) * influence**2).sum(axis=0)
        np.testing.assert_allclose(found.standard_error[group] ** 2, square_error, atol=1e-12)


def derivatives(count: Floats) -> Floats:
    """Of the incidence by day, by the number in each cell of `count` (kinds, days), by steps
    too small to be seen in the real part."""
    cells = count.size
    step = 1e-30j * np.eye(cells).reshape(cells, *count.shape)
    reached, ended, censored = np.moveaxis(count + step, 1, 0)
    at_risk = (reached + ended + censored)[:, ::-1].cumsum(axis=1)[:, ::-1]
    open_after = np.cumprod(1 - (reached + ended) / at_risk, axis=1)
    open_before = np.column_stack([np.ones(cells), open_after[:, :-1]])
    found: Floats = np.cumsum(open_before * reached / at_risk, axis=1).imag / 1e-30
    return found


def test_competing_end__by_hand() -> None:
    """One of four is last seen on day 1; of the three, day 2 reaches, 3 ends and 4 reaches.

    Incidence is 1/3, then 1/3 + 1/3. Its variance on day 4: (1/3)^2/6 + 2/27 - 2 (1/3)/9 of day
    2, and (1/3)^2/2 of day 3, 2/27 together: that of a share of three.
    """
    found = aalen_johansen(on(2, 4), on(3), on(1), (1, 2, 3, 4, 9))
    third = 1 / 3
    assert found.incidence[0].tolist() == pytest.approx([0, third, third, 2 / 3, 2 / 3])
    square_errors = found.standard_error[0] ** 2
    assert square_errors.tolist() == pytest.approx([0, *[2 / 27] * 4])
    assert found.open_share[0].tolist() == pytest.approx([1, 2 / 3, third, 0, 0])
    assert found.effective_count[0].tolist() == pytest.approx([4, 3, 3, 3, 3])
    assert found.median_days.tolist() == [4]


def test_censoring__comes_after_the_events_of_the_day() -> None:
    found = aalen_johansen(on(2), on(), on(2, 2, 5), (2,))
    assert found.incidence.tolist() == [[0.25]]


def test_nobody_followed__nothing_is_said() -> None:
    found = aalen_johansen(on(1), on(), on(2, 2), (2, 3))
    assert found.incidence[0, 0] == pytest.approx(1 / 3)
    for estimate in (found.incidence, found.standard_error, found.effective_count):
        assert np.isnan(estimate[0, 1])
    assert np.isnan(found.median_days).all()
    assert np.isnan(aalen_johansen(on(), on(), on(), (2,)).incidence).all()


def test_all_reached__certain_with_as_many_as_there_were() -> None:
    found = aalen_johansen(on(1, 2, 3), on(), on(), (3, 9))
    assert found.incidence.tolist() == [[1, 1]]
    assert found.standard_error.tolist() == [[0, 0]]
    assert found.effective_count[0].tolist() == pytest.approx([3, 3])


@given(by_day, by_day, by_day, st.permutations(range(3)))
def test_groups__order_is_nothing(
    reached: Counts, ended: Counts, censored: Counts, order: list[int]
) -> None:
    one = aalen_johansen(reached, ended, censored, HORIZONS)
    other = aalen_johansen(reached[order], ended[order], censored[order], HORIZONS)
    np.testing.assert_array_equal(other.incidence, one.incidence[order])
    np.testing.assert_array_equal(other.effective_count, one.effective_count[order])
    np.testing.assert_array_equal(other.median_days, one.median_days[order])


@given(by_day, by_day, by_day)
def test_estimates__are_shares_that_do_not_fall(
    reached: Counts, ended: Counts, censored: Counts
) -> None:
    found = aalen_johansen(reached, ended, censored, HORIZONS)
    other = aalen_johansen(ended, reached, censored, HORIZONS)
    known = ~np.isnan(found.incidence)
    together = found.incidence + other.incidence + found.open_share
    np.testing.assert_allclose(together[known], 1)
    assert (found.incidence[known] >= 0).all()
    assert (found.incidence[known] <= 1).all()
    steps = np.diff(found.incidence, axis=1)
    assert (steps[~np.isnan(steps)] >= 0).all()


def test_aalen_johansen__refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="shape"):
        aalen_johansen(on(), on()[:, :5], on(), (2,))
    with pytest.raises(ValueError, match="beyond the days"):
        aalen_johansen(on(), on(), on(), (2, LAST + 1))
