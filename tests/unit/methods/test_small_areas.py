"""Shrunk figures lie between an area's own and that of all, and chance is not taken for truth."""

import numpy as np

from dagster_project.methods import small_areas


def test_fay_herriot__areas_that_are_one_are_drawn_together() -> None:
    found = small_areas.fay_herriot(np.array([50.0, 51, 49, 50]), np.full(4, 5.0))
    assert found.variance == 0
    np.testing.assert_allclose(found.value, 50)


def test_fay_herriot__the_less_sure_is_drawn_more() -> None:
    figures, errors = np.array([40.0, 60, 40, 60, 80]), np.array([1.0, 1, 8, 8, 8])
    found = small_areas.fay_herriot(figures, errors)
    assert (found.reliability[:2] > found.reliability[2:].max()).all()
    low, high = np.minimum(figures, found.centre), np.maximum(figures, found.centre)
    assert ((low <= found.value) & (found.value <= high)).all()


def test_empirical_bayes__by_hand() -> None:
    """Rates 0.1, 0.3 and 0.5 of 10, 10 and 20: 14 of 40 are 0.35.

    Observed variance (10 × 0.0625 + 10 × 0.0025 + 20 × 0.0225) / 40 = 0.0275; chance makes
    0.35 / 13.3333 = 0.02625 of it, which leaves 0.00125. The first has 0.00125 / (0.00125 + 0.035)
    = 0.0344828 of its own: 0.35 - 0.25 × 0.0344828 = 0.3413793.
    """
    found = small_areas.empirical_bayes(np.array([1.0, 3, 10]), np.array([10.0, 10, 20]))
    np.testing.assert_allclose(found.variance, 0.00125)
    np.testing.assert_allclose(found.reliability[0], 0.0344828, atol=1e-6)
    np.testing.assert_allclose(found.value[0], 0.3413793, atol=1e-6)


def test_empirical_bayes__nothing_anywhere_is_nothing() -> None:
    found = small_areas.empirical_bayes(np.zeros(3), np.array([10.0, 10, 20]))
    np.testing.assert_allclose(found.value, 0)
    np.testing.assert_allclose(found.reliability, 0)
