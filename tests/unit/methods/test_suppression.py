"""Blanks in tables so small that one can work out by hand what has to go."""

from collections.abc import Sequence

import numpy as np
import pytest
from scipy import sparse

from dagster_project.methods.cells import Cells, blocks
from dagster_project.methods.suppression import UnprotectableError, suppress, unsafe

STANDING = np.inf
SQUARE = [
    [1, 1, 0, 0, -1, 0, 0, 0, 0],
    [0, 0, 1, 1, 0, -1, 0, 0, 0],
    [1, 0, 1, 0, 0, 0, -1, 0, 0],
    [0, 1, 0, 1, 0, 0, 0, -1, 0],
    [0, 0, 0, 0, 1, 1, 0, 0, -1],
    [0, 0, 0, 0, 0, 0, 1, 1, -1],
]
"""Two rows and two columns, the totals of both, and the grand total."""
COUNTS = [3, 20, 30, 40, 23, 70, 33, 60, 93]


def cells(
    values: Sequence[float],
    sums: Sequence[Sequence[int]],
    sensitive: dict[int, tuple[float, float]],
    costs: Sequence[float] | None = None,
    floors: Sequence[float] | None = None,
) -> Cells:
    """Each blank costs what it shows, and floors are 0, if nothing else is said."""
    value = np.array(values, dtype=float)
    low, high = np.full((2, len(value)), np.nan)
    for cell, interval in sensitive.items():
        low[cell], high[cell] = interval
    cost = value if costs is None else np.array(costs, dtype=float)
    floor = np.zeros(len(value)) if floors is None else np.array(floors, dtype=float)
    matrix = sparse.csr_array(np.array(sums, dtype=float).reshape(len(sums), len(value)))
    return Cells(value, floor, np.full(len(value), np.inf), matrix, low, high, cost)


def hidden(found: Cells) -> list[int]:
    return np.flatnonzero(suppress(found)).tolist()


def test_suppress__square_with_one_small_cell() -> None:
    """3 goes, and with it one more in its row and one more in its column.

    Each of these has to be made up for in its other line, which gives four ways: 20, 30 and the
    corner 40 cost 90; 20 with both columns' totals 33 and 60 costs 113; 30 with both rows'
    totals 23 and 70 costs 123; the totals 23 and 33 with the grand total 93 cost 149.
    """
    assert hidden(cells(COUNTS, SQUARE, {0: (0, 5)})) == [0, 1, 2, 3]


def test_suppress__square_whose_corner_is_dear() -> None:
    """With a corner at 400 the next of the four ways is the cheapest, at 113."""
    costs = [3, 20, 30, 400, 23, 70, 33, 60, 93]
    assert hidden(cells(COUNTS, SQUARE, {0: (0, 5)}, costs)) == [0, 1, 6, 7]


def test_suppress__zero_beside_does_not_help_downwards() -> None:
    """3 + 0 + 9 = 12: beside 0 alone, 3 may fall but not rise, for 0 cannot fall."""
    line = [[1, 1, 1, -1]]
    assert hidden(cells([3, 0, 9, 12], line, {0: (0, 3)}, [3, 1, 9, 12])) == [0, 1]
    assert hidden(cells([3, 0, 9, 12], line, {0: (0, 5)}, [3, 1, 9, 12])) == [0, 2]


def test_suppress__share_with_a_small_rest() -> None:
    """38 of 40: the other 2 are never published, but are 40 - 38; the cheaper of both goes."""
    sums, small = [[1, 1, -1]], {1: (0.0, 5.0)}
    assert hidden(cells([38, 2, 40], sums, small, [38, 0, 40])) == [0, 1]
    assert hidden(cells([38, 2, 40], sums, small, [38, 0, 10])) == [1, 2]


def test_suppress__cell_of_no_cost_is_never_published() -> None:
    """Nothing is small, so nothing else goes, linked or not."""
    assert hidden(cells([30, 10, 40], [[1, 1, -1]], {}, [30, 0, 40])) == [1]


def test_suppress__goes_round_what_stands_published() -> None:
    """20 stands published, so two ways are left, and 30 + 23 + 70 is less than 23 + 33 + 93."""
    costs = [3, STANDING, 30, 40, 23, 70, 33, 60, 93]
    assert hidden(cells(COUNTS, SQUARE, {0: (0, 5)}, costs)) == [0, 2, 4, 5]


def test_suppress__names_what_cannot_be_protected() -> None:
    """20 and 23 stand published, which leaves 3; the other row is nobody's concern."""
    costs = [3, STANDING, 30, 40, STANDING, 70, 33, 60, 93]
    with pytest.raises(UnprotectableError, match=r"cells \[0\]") as caught:
        suppress(cells(COUNTS, SQUARE, {0: (0, 5)}, costs))
    assert caught.value.cells == [0]


def test_suppress__names_the_sensitive_cell_that_stands_published() -> None:
    with pytest.raises(UnprotectableError) as caught:
        suppress(cells([3, 20, 23], [[1, 1, -1]], {0: (0, 5)}, [STANDING, 20, 23]))
    assert caught.value.cells == [0]


def test_suppress__names_the_cell_that_cannot_go_below_its_floor() -> None:
    with pytest.raises(UnprotectableError):
        suppress(cells([3, 20, 23], [[1, 1, -1]], {0: (-1, 5)}))


def test_suppress__empty_table() -> None:
    empty = cells([], [], {})
    assert hidden(empty) == []
    assert unsafe(empty, np.zeros(0, dtype=bool)) == []


def test_suppress__cell_on_its_own_is_all_that_goes() -> None:
    """No sum speaks of it, so nothing gives it away."""
    assert hidden(cells([3, 20], [], {0: (0, 5)})) == [0]


def test_suppress__blocks_know_nothing_of_each_other() -> None:
    """A small cell in one square costs the other nothing, in whatever order they are numbered."""
    square = np.array(SQUARE)
    nothing = np.zeros_like(square)
    both = np.block([[square, nothing], [nothing, square]])
    assert hidden(cells(COUNTS * 2, both, {9: (0, 5)})) == [9, 10, 11, 12]
    mixed = np.arange(18).reshape(2, 9).T.ravel()
    found = cells(COUNTS * 2, both, {9: (0, 5)}).part(mixed)
    assert mixed[suppress(found)].tolist() == [9, 10, 11, 12]
    assert [sorted(mixed[block]) for block in blocks(found.sums)] == [
        list(range(9)),
        list(range(9, 18)),
    ]


def test_suppress__differences_of_two_releases_may_fall_below_zero() -> None:
    """+2 and -20 make -18. Had it a floor of 0, the first could not fall to -5.

    Between releases any number may leave, up to those that there were: 10, 50 and 60.
    """
    line, small = [[1, 1, -1]], {0: (-5.0, 5.0)}
    floors = [-10, -50, -60]
    assert hidden(cells([2, -20, -18], line, small, [2, 20, 18], floors)) == [0, 2]
    with pytest.raises(UnprotectableError):
        suppress(cells([2, -20, -18], line, small, [2, 20, 18], [0, -50, -60]))


def test_suppress__same_each_time() -> None:
    """Where all that might go costs the same, too."""
    found = cells(COUNTS, SQUARE, {0: (0, 5)}, [1.0] * 9)
    first = hidden(found)
    assert len(first) == 4
    assert [hidden(found) for _ in range(3)] == [first] * 3


@pytest.mark.parametrize(
    ("blanks", "found"),
    [
        ([0, 1, 2, 3], []),
        ([0, 1, 2], [0]),
        ([0], [0]),
        ([1, 2, 3], [0]),
        ([], [0]),
        (range(9), []),
    ],
)
def test_unsafe__in_the_square(blanks: Sequence[int], found: list[int]) -> None:
    """Only a closed square hides it, and nothing does while it is published itself."""
    mask = np.isin(np.arange(9), list(blanks))
    assert unsafe(cells(COUNTS, SQUARE, {0: (0, 5)}), mask) == found


def test_unsafe__reach_matters() -> None:
    """With the square blank the cell reaches from 0 to 23, where the row has no more."""
    mask = np.isin(np.arange(9), [0, 1, 2, 3])
    assert unsafe(cells(COUNTS, SQUARE, {0: (0, 23)}), mask) == []
    assert unsafe(cells(COUNTS, SQUARE, {0: (0, 24)}), mask) == [0]
