"""Cells of linked tables and what everybody knows of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """`n` linked cells and what is known of them.

    `value` (n): the true values. `floor`, `ceiling` (n): below and above which everybody knows
    that none lies.
    `sums` (m, n): each row a sum that is zero on the true values. `low`, `high` (n): how far an
    outsider's interval must reach for a sensitive cell; nan for one that is not. `cost` (n): the
    information lost with a blank; 0 for a cell that is never published, infinite for one that
    stands published already.
    """

    value: Floats
    floor: Floats
    ceiling: Floats
    sums: sparse.csr_array
    low: Floats
    high: Floats
    cost: Floats

    @property
    def sensitive(self) -> Mask:
        """The cells that must not be found out."""
        return ~np.isnan(self.low)

    def within(self, ranges: "Ranges", told: Mask) -> tuple[Floats, Floats]:
        """The floors and ceilings once the ranges of the cells `told` are known as well."""
        return (
            np.where(told, np.maximum(self.floor, ranges.low), self.floor),
            np.where(told, np.minimum(self.ceiling, ranges.high), self.ceiling),
        )

    def part(self, chosen: NDArray[np.intp]) -> "Cells":
        """A block of these cells, with the sums that hold between them."""
        sums = self.sums[:, chosen]
        kept = sums[np.diff(sums.indptr) > 0]
        numbers = (self.value, self.floor, self.ceiling, self.low, self.high, self.cost)
        value, floor, ceiling, low, high, cost = (each[chosen] for each in numbers)
        return Cells(value, floor, ceiling, kept, low, high, cost)


@dataclass(frozen=True, slots=True)
class Ranges:
    """What everybody is to be told of `n` cells: that each lies from `low` to `high` (n).

    nan where nothing is to be told. `worth` (n): how much rather than another it is to be told.
    """

    low: Floats
    high: Floats
    worth: Floats

    def part(self, chosen: NDArray[np.intp]) -> "Ranges":
        """Those of the cells of a block."""
        return Ranges(self.low[chosen], self.high[chosen], self.worth[chosen])


def blocks(sums: sparse.csr_array) -> Iterator[NDArray[np.intp]]:
    """The cells that are linked with each other, block by block, by their columns in `sums`."""
    links = (abs(sums.T) @ abs(sums)) > 0
    _, label = csgraph.connected_components(links, directed=False)
    order = np.argsort(label, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
