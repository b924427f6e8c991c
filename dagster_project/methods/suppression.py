"""Which cells of linked tables to leave blank, so that nobody can work out a small one.

Cells are linked by sums: totals of areas and of periods, a share's two parts and their whole.
A sensitive cell is protected when whoever knows all that is published, and that sums hold and no
count is below its floor, still cannot tell that it lies within its protection interval's reach:
among the tables that he must think possible its value goes as low as `low` and as high as `high`.
"""

import numpy as np

from dagster_project.methods.blanking import Blanking
from dagster_project.methods.cells import Cells, Mask, Ranges, blocks

TRIES, MANY = 8, 300
"""How often another choice is tried, and the size of a block from which once will do."""


class UnprotectableError(ValueError):
    """Cells that no choice of blanks protects, by their numbers: too much stands published."""

    def __init__(self, cells: list[int]) -> None:
        super().__init__(f"cells {cells} can be worked out whatever is left blank")
        self.cells = cells


def suppress(cells: Cells) -> Mask:
    """The cells to leave blank, sensitive ones and those that would give them away (n).

    For each sensitive cell that is not yet safe the least costly deviation is sought that moves
    it far enough (Kelly, Golden and Assad 1992, Networks 22, 397-417), priced again by how far
    each cell moves, so that few large moves win over many; then every blank that protects
    nothing is filled again, the costliest first. Of several choices, each in another order and
    with costs that seem a little different, the one that loses least is kept.

    Raises:
        UnprotectableError: no choice of blanks is enough.
    """
    hidden = np.zeros(len(cells.value), dtype=bool)
    lost: list[int] = []
    for block in blocks(cells.sums):
        part = cells.part(block)
        if part.sensitive.any():
            tries = range(TRIES if len(block) < MANY else 1)
            choices = [Blanking(part, seed=seed) for seed in tries]
            lost += [int(block[cell]) for choice in choices for cell in choice.settle()]
            hidden[block] = min(choices, key=lambda choice: choice.lost).hidden
        else:
            hidden[block] = part.cost == 0
    if lost:
        raise UnprotectableError(sorted(set(lost)))
    return hidden


def unsafe(cells: Cells, hidden: Mask) -> list[int]:
    """The sensitive cells that all that is not `hidden` gives away, by their numbers."""
    found: list[int] = []
    for block in blocks(cells.sums):
        part = cells.part(block)
        if part.sensitive.any():
            choice = Blanking(part, hidden[block])
            found += [int(block[cell]) for cell, _ in choice.unproved(choice.needs)]
    return sorted(set(found))


def tellable(cells: Cells, hidden: Mask, ranges: Ranges) -> Mask:
    """The blanks of which the range may be told (n).

    Whatever keeps a sensitive cell from being as safe as it is without is not told.
    """
    told = hidden & ~np.isnan(ranges.low)
    for block in blocks(cells.sums):
        part = cells.part(block)
        if part.sensitive.any() and told[block].any():
            told[block] = Blanking(part, hidden[block]).tell(ranges.part(block))
    return told
