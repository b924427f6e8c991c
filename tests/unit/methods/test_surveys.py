"""Raked weights and errors under a design, worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.methods.surveys import (
    Design,
    Floats,
    Margin,
    NotConvergedError,
    Ratios,
    rake,
    ratios,
)


def margin(categories: Sequence[int], *shares: float) -> Margin:
    return Margin(np.array(categories), np.array(shares))


def design(
    weight: Sequence[float], cluster: Sequence[int], stratum: Sequence[int], *margins: Margin
) -> Design:
    return Design(np.array(weight, dtype=float), np.array(cluster), np.array(stratum), margins)


def estimate(
    of: Design, sums: Sequence[float] | Floats, below: Sequence[float] | None = None
) -> Ratios:
    """One ratio of sums by cell to the weights, or to `below`."""
    divisor = of.weight if below is None else np.array(below, dtype=float)
    return ratios(of, rake(of), np.array(sums, dtype=float)[:, None], divisor[:, None])


SQUARE = design(
    [10, 20, 30, 40],
    [0, 1, 2, 3],
    [0, 0, 0, 0],
    margin([0, 0, 1, 1], 0.5, 0.5),
    margin([0, 1, 0, 1], 0.5, 0.5),
)
TINY = design([10, 10, 10, 10], [0, 1, 2, 3], [0, 0, 1, 1])
MIXED = design(
    [4, 6, 5, 5, 7, 3, 6, 4, 5, 5],
    [0, 0, 1, 1, 2, 2, 3, 3, 4, 4],
    [0, 0, 1, 1, 1],
    margin([0, 1] * 5, 0.4, 0.6),
    margin([0, 0, 1, 1, 0, 1, 1, 0, 1, 1], 0.3, 0.7),
)
MIXED_SUMS = [1.0, 4, 2, 3, 6, 1, 2, 2, 4, 1]


def test_rake__two_by_two_by_hand() -> None:
    """The odds ratio 10 * 40 / (20 * 30) stays: x^2 / (50 - x)^2 = 2/3, x = 50 / (1 + sqrt 1.5)."""
    x = 50 / (1 + sqrt(1.5))
    raked = rake(SQUARE) * SQUARE.weight
    assert raked.tolist() == pytest.approx([x, 50 - x, 50 - x, x])


def test_rake__one_margin_in_one_step() -> None:
    found = rake(design([10, 30, 60], [0, 1, 2], [0, 0, 0], margin([0, 0, 1], 0.5, 0.5)))
    assert found.tolist() == pytest.approx([50 / 40, 50 / 40, 50 / 60])


def test_rake__without_margins_leaves_weights() -> None:
    assert rake(TINY).tolist() == [1, 1, 1, 1]


def test_rake__meets_all_margins_and_keeps_the_sum() -> None:
    raked = rake(MIXED) * MIXED.weight
    assert raked.sum() == pytest.approx(MIXED.weight.sum())
    for known in MIXED.margins:
        held = np.bincount(known.categories, raked) / raked.sum()
        assert held.tolist() == pytest.approx(known.shares.tolist())


def test_rake__contradictory_margins() -> None:
    """Cells of (0, 0) and (1, 1) alone have the same share in both margins, whatever they weigh."""
    crossed = [margin([0, 1], 0.5, 0.5), margin([0, 1], 0.3, 0.7)]
    with pytest.raises(NotConvergedError, match="contradict"):
        rake(design([1, 1], [0, 1], [0, 0], *crossed))
    assert issubclass(NotConvergedError, ValueError)


def test_ratios__variance_of_two_strata_by_hand() -> None:
    """24 of 40. Scores -3, 1, -1 and 3 of 40: in each stratum 2 (2^2 + 2^2) / 40^2."""
    found = estimate(TINY, [3, 7, 5, 9])
    assert found.value.tolist() == pytest.approx([0.6])
    assert found.standard_error.tolist() == pytest.approx([sqrt(32 / 1600)])


def test_ratios__lonely_cluster_against_the_mean_of_all() -> None:
    """15 of 30. Scores -3, 1 and 2 of 30, whose mean is 0: 2 (2^2 + 2^2) and, alone, 2^2."""
    found = estimate(design([10, 10, 10], [0, 1, 2], [0, 0, 1]), [2, 6, 7])
    assert found.value.tolist() == pytest.approx([0.5])
    assert found.standard_error.tolist() == pytest.approx([sqrt(20 / 900)])


def test_ratios__post_stratified_by_hand() -> None:
    """Six people alone in their clusters, four in a category of half the people.

    Their factors are 3/4 and 3/2, what they differ from the mean of their category is 1/2: scores
    of 1/16 (four) and 1/8 (two), and 6/5 (4/256 + 2/64) = 0.05625.
    """
    people = design([1] * 6, range(6), [0] * 6, margin([0, 0, 0, 0, 1, 1], 0.5, 0.5))
    found = estimate(people, [1, 0, 1, 0, 1, 0])
    assert found.value.tolist() == pytest.approx([0.5])
    assert found.standard_error.tolist() == pytest.approx([sqrt(0.05625)])


def test_ratios__raked_two_by_two_by_hand() -> None:
    """The share of the first cell. Its scores are 1/100 in that cell, 0 elsewhere.

    Margins leave of them, under base weights w, what is c / w in each cell, its sign that in the
    odds ratio: c is 1/100 over the sum of 1/w, 5/24. Of it the weights make c times their factor.
    """
    found = estimate(SQUARE, [10, 0, 0, 0])
    x = 50 / (1 + sqrt(1.5))
    factors = [x / 10, -(50 - x) / 20, -(50 - x) / 30, x / 40]
    mean = sum(factors) / 4
    squares = sum((0.01 * 24 / 5 * (factor - mean)) ** 2 for factor in factors)
    assert found.value.tolist() == pytest.approx([x / 100])
    assert found.standard_error.tolist() == pytest.approx([sqrt(4 / 3 * squares)])


def test_ratios__what_a_margin_tells_has_no_error() -> None:
    """The share of a category is known, and no sample makes it uncertain."""
    found = estimate(MIXED, MIXED.weight * (MIXED.margins[0].categories == 1))
    assert found.value.tolist() == pytest.approx([0.6])
    assert found.standard_error.tolist() == [0]


def test_ratios__of_a_part_are_told_by_zeros() -> None:
    """5 of 10 and 9 of 10 in one stratum: 0.7 and 2 (2^2 + 2^2) / 20^2."""
    found = estimate(TINY, [0, 0, 5, 9], [0, 0, 10, 10])
    assert found.value.tolist() == pytest.approx([0.7])
    assert found.standard_error.tolist() == pytest.approx([sqrt(16 / 400)])


def test_ratios__nothing_where_nothing_was_asked() -> None:
    found = estimate(TINY, [0, 0, 0, 0], [0, 0, 0, 0])
    assert np.isnan([found.value, found.standard_error]).all()


def assert_same(one: Ratios, other: Ratios) -> None:
    np.testing.assert_allclose(other.value, one.value, rtol=1e-9)
    np.testing.assert_allclose(other.standard_error, one.standard_error, rtol=1e-9)


@given(st.permutations(range(5)))
def test_ratios__names_of_clusters_are_nothing(order: list[int]) -> None:
    """Cluster number c becomes order[c]."""
    stratum = np.empty(5, dtype=np.int64)
    stratum[order] = MIXED.stratum
    renamed = replace(MIXED, cluster=np.array(order)[MIXED.cluster], stratum=stratum)
    assert_same(estimate(MIXED, MIXED_SUMS), estimate(renamed, MIXED_SUMS))


def test_ratios__names_of_strata_and_order_of_margins_are_nothing() -> None:
    other = replace(MIXED, stratum=1 - MIXED.stratum, margins=MIXED.margins[::-1])
    assert_same(estimate(MIXED, MIXED_SUMS), estimate(other, MIXED_SUMS))


@given(st.permutations(range(10)))
def test_ratios__order_of_cells_is_nothing(order: list[int]) -> None:
    margins = [replace(each, categories=each.categories[order]) for each in MIXED.margins]
    moved = Design(MIXED.weight[order], MIXED.cluster[order], MIXED.stratum, margins)
    assert_same(estimate(MIXED, MIXED_SUMS), estimate(moved, np.array(MIXED_SUMS)[order]))


@given(st.floats(0.01, 1000))
def test_ratios__unit_of_weights_is_nothing(unit: float) -> None:
    other = replace(MIXED, weight=unit * MIXED.weight)
    assert_same(estimate(MIXED, MIXED_SUMS), estimate(other, unit * np.array(MIXED_SUMS)))


def test_ratios__cells_that_go_together_may_be_split() -> None:
    """A cell as two of the same cluster and categories, with its sums parted by weight."""
    halves: Any = np.repeat(np.arange(10), 2)
    margins = [replace(each, categories=each.categories[halves]) for each in MIXED.margins]
    split = Design(MIXED.weight[halves] / 2, MIXED.cluster[halves], MIXED.stratum, margins)
    assert_same(estimate(MIXED, MIXED_SUMS), estimate(split, np.array(MIXED_SUMS)[halves] / 2))
