"""The chain ladder on a published triangle, and by hand.

Taylor and Ashe's triangle, with the reserves and standard errors of Mack (1993), ASTIN Bulletin
23, 213-225.
"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dagster_project.methods.chain_ladder import Floats, mack

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
RESERVES = [94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811]
ERRORS = [75535, 121699, 133549, 261406, 411010, 558317, 875328, 971258, 1363155]


def triangle(*cohorts: tuple[float, ...]) -> Floats:
    """As wide as its first cohort; what is not given is not known."""
    width = len(cohorts[0])
    return np.array([[*cohort, *[np.nan] * (width - len(cohort))] for cohort in cohorts])


def grown(cohorts: int = 5) -> st.SearchStrategy[Floats]:
    """Triangles of counts above zero that do not fall."""

    def cut(steps: Floats) -> Floats:
        late = np.add.outer(np.arange(cohorts), np.arange(cohorts)) >= cohorts
        return np.where(late, np.nan, np.cumsum(steps, axis=1))

    return arrays(float, (cohorts, cohorts), elements=st.integers(1, 200)).map(cut)


def test_mack__as_published() -> None:
    found = mack(triangle(*PUBLISHED))
    latest = np.array([cohort[-1] for cohort in PUBLISHED])
    reserves = found.expected[:, -1] - latest
    assert np.round(reserves).tolist() == [0, *RESERVES]
    assert np.round(found.standard_error[:, -1]).tolist() == [0, *ERRORS]
    assert round(reserves.sum()) == 18_680_856


def test_mack__by_hand() -> None:
    """Factors 20/40 and 18/14, of which the squares are (10 0.1^2 + 10 0.1^2)/2 = 1/10 and 9/35.

    8 grows to 4 with the square error 8/10 + 64/400 = 0.96, then to 36/7 with
    0.96 (9/7)^2 + 4 9/35 + 16 9/(35 14) = 3564/1225.
    """
    found = mack(triangle((10, 4, 6), (20, 10, 12), (10, 6), (8,)))
    assert found.expected[3].tolist() == pytest.approx([8, 4, 36 / 7])
    square_errors = found.standard_error[3] ** 2
    assert square_errors.tolist() == pytest.approx([0, 0.96, 3564 / 1225])


def test_mack__one_cohort_alone_gives_no_error_at_first() -> None:
    found = mack(triangle((10, 4), (8,)))
    assert found.expected[1].tolist() == pytest.approx([8, 3.2])
    assert np.isnan(found.standard_error[1, 1])


def test_mack__variance_carried_on_to_a_cohort_alone() -> None:
    """The steps before have 10 (1 + 1)/2 = 10 and 10 0.2^2 + 20 0.1^2 = 0.6; least is 0.6^2/10.

    The second cohort stays at 20, with the square error 0.036 (20 + 20^2/13).
    """
    found = mack(triangle((10, 10, 13, 13), (10, 20, 20), (10, 30), (10,)))
    assert found.expected[1, 3] == pytest.approx(20)
    assert found.standard_error[1, 3] ** 2 == pytest.approx(0.036 * (20 + 400 / 13))


def test_mack__nothing_where_no_cohort_shows_the_way() -> None:
    found = mack(triangle((10, 4, np.nan), (8,)))
    assert np.isnan(found.expected[:, 2]).all()
    assert np.isnan(found.standard_error[:, 2]).all()


def test_mack__an_absent_cohort_stays_absent() -> None:
    found = mack(np.vstack([triangle((10, 4), (20, 10)), [[np.nan, np.nan]]]))
    assert np.isnan(found.expected[2]).all()


@given(grown())
def test_mack__a_known_count_is_expected_as_it_is(counts: Floats) -> None:
    found, known = mack(counts), ~np.isnan(counts)
    assert (found.expected[known] == counts[known]).all()
    assert (found.standard_error[known] == 0).all()
    for one, other in pairwise(found.expected.T):
        assert (other >= one).all()


@given(grown(), st.permutations(range(5)))
def test_mack__order_of_cohorts_is_nothing(counts: Floats, order: list[int]) -> None:
    one, other = mack(counts), mack(counts[order])
    np.testing.assert_allclose(other.expected, one.expected[order])
    # Errors are made of differences of ratios, whose rounding is what is left where they agree.
    np.testing.assert_allclose(other.standard_error, one.standard_error[order], atol=1e-6)


@given(grown(), grown())
def test_mack__groups_know_nothing_of_each_other(one: Floats, other: Floats) -> None:
    both = mack(np.stack([one, other]))
    for place, alone in enumerate([mack(one), mack(other)]):
        np.testing.assert_array_equal(both.expected[place], alone.expected)
        np.testing.assert_array_equal(both.standard_error[place], alone.standard_error)


@given(grown())
def test_mack__in_thousands_is_the_same(counts: Floats) -> None:
    one, other = mack(counts), mack(1000 * counts)
    np.testing.assert_allclose(other.expected, 1000 * one.expected)
    np.testing.assert_allclose(other.standard_error, 1000 * one.standard_error, atol=1e-3)


def test_mack__refuses_a_gap() -> None:
    with pytest.raises(ValueError, match="follows upon an unknown"):
        mack(triangle((10, np.nan, 12), (20, 10, 12)))
