"""Rank sets hold the true ranks as often as they promise, and tiers part only what is apart."""

import numpy as np
import pytest

from dagster_project.methods import rank_sets
from dagster_project.methods.rank_sets import RankSets

NEAR_TIES = np.array([50.0, 50.1, 50.2, 53, 53.1, 56, 60, 60.5, 70, 71])
ERRORS = np.array([1.0, 2, 1, 0.5, 1.5, 1, 2, 1, 3, 1])


@pytest.mark.parametrize("truth", [NEAR_TIES, np.full(10, 50.0)], ids=["near ties", "all alike"])
def test_simultaneous__all_sets_hold_at_least_as_often_as_they_promise(truth: np.ndarray) -> None:
    """400 samples: 95 % less two standard errors of that share is 92.8 %."""
    rng = np.random.default_rng(14)
    best = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    worst = len(truth) - (truth[None, :] < truth[:, None]).sum(axis=1)
    held = 0
    for _ in range(400):
        found = rank_sets.simultaneous(rng.normal(truth, ERRORS), ERRORS)
        held += int(((found.best <= best) & (found.worst >= worst)).all())
    assert held / 400 >= 0.928


def test_marginal__each_set_holds_at_least_as_often_as_it_promises() -> None:
    """600 samples: 95 % less three standard errors of that share is 92.3 %."""
    rng = np.random.default_rng(15)
    best = 1 + (NEAR_TIES[None, :] > NEAR_TIES[:, None]).sum(axis=1)
    held = np.zeros(10)
    for _ in range(600):
        found = rank_sets.marginal(rng.normal(NEAR_TIES, ERRORS), ERRORS)
        held += (found.best <= best) & (found.worst >= best)
    assert (held / 600 >= 0.923).all()


def test_marginal__is_no_wider_than_simultaneous() -> None:
    single = rank_sets.marginal(NEAR_TIES, ERRORS)
    joint = rank_sets.simultaneous(NEAR_TIES, ERRORS)
    assert (single.best >= joint.best).all()
    assert (single.worst <= joint.worst).all()


def test_sets__of_figures_far_apart_are_ranks() -> None:
    found = rank_sets.simultaneous(np.array([10.0, 90, 50]), np.full(3, 0.1))
    assert (found.best.tolist(), found.worst.tolist()) == ([3, 1, 2], [3, 1, 2])


def test_tiers__part_where_all_sets_of_both_sides_do() -> None:
    """The third may be fourth, and so the first boundary is behind the fourth."""
    sets = RankSets(np.array([1, 1, 2, 3, 5]), np.array([2, 3, 4, 4, 5]))
    figures = np.array([9.0, 8, 7, 6, 1])
    assert rank_sets.tiers(figures, sets).tolist() == [1, 1, 1, 1, 2]
    assert rank_sets.tiers(-figures, RankSets(6 - sets.worst, 6 - sets.best)).tolist() == [
        2, 2, 2, 2, 1,
    ]  # fmt: skip
