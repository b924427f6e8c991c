"""The choice of blanks in one block of linked cells, and the proof that they protect."""

from collections.abc import Iterable
from itertools import repeat

import numpy as np

from dagster_project.methods.cells import Cells, Floats, Mask, Ranges
from dagster_project.methods.deviations import INFINITE, SMALLEST, Deviations

ASKED_FIRST = 8
"""How many cells are asked for alone before all others are, when a blank is to be filled."""
FAVOUR = 7.0
"""How much more, as a power of e, a cell may count than another when many are moved at once."""
FEW, WORTHWHILE = 4, 0.25
"""How many needs are still looked at together, and the share of those asked for to be met."""
STEPS, LARGE = 40, 2000
"""In how many steps all is chosen in a large block, each for many cells at once, and its size."""
PRESSING = 10.0
"""How much more a need is worth than the dearest cell, when many are met at once."""
TASTE = 2.0
"""How many times dearer or cheaper a cell may seem when another choice is tried."""
FILLED = 60
"""How many blanks of a block, the costliest, are looked at again to be filled."""
REFINEMENTS = 3
"""How often a choice of cells is priced again by how little they have to move."""

Need = tuple[int, int]
"""A sensitive cell and the direction in which it has to be able to move: 1 up, -1 down."""


class Blanking:
    """The blanks of one block while they are chosen, with a deviation as proof for each need."""

    def __init__(self, cells: Cells, hidden: Mask | None = None, seed: int = 0) -> None:
        self.cells = cells
        blank = (cells.sensitive & np.isfinite(cells.cost)) | (cells.cost == 0)
        self.hidden = blank if hidden is None else hidden.copy()
        self._deviations = Deviations(cells.sums, *self._room(cells.floor, cells.ceiling))
        self._up = np.nan_to_num(cells.high - cells.value, nan=0.0).clip(0)
        self._down = np.nan_to_num(cells.value - cells.low, nan=0.0).clip(0)
        self._proofs: dict[Need, Floats] = {}
        self._reason: dict[int, Need] = {}
        self._random = np.random.default_rng(seed)
        tastes = self._random.uniform(1 / TASTE, TASTE, len(cells.value))
        self._costs = cells.cost * tastes if seed else cells.cost

    @property
    def lost(self) -> float:
        """The information lost so far."""
        return float(self.cells.cost[self.hidden].sum())

    @property
    def _free(self) -> Floats:
        """Prices where only what is hidden may move."""
        return np.where(self.hidden, 0.0, np.inf)

    @property
    def needs(self) -> list[Need]:
        """Every direction in which a sensitive cell has to be able to move, the furthest first."""
        ups = [(int(i), 1) for i in np.flatnonzero(self._up > 0)]
        downs = [(int(i), -1) for i in np.flatnonzero(self._down > 0)]
        return sorted(ups + downs, key=self._need, reverse=True)

    def settle(self) -> list[int]:
        """Chooses the blanks; returns the cells that none protects."""
        needs, lost = self.needs, list[int]()
        waiting = self._prove_together([needs[i] for i in self._random.permutation(len(needs))])
        for step in self._steps(waiting):
            base = np.where(self.hidden, 0.0, self._costs)
            found = self._furthest(waiting[:step], repeat(self._pressing(base)), base)
            self.hidden |= found != 0
            waiting = self._take(found, waiting)
        while waiting:
            need, *waiting = waiting
            proof = self._hide_for(need)
            if proof is None:
                lost.append(need[0])
            else:
                waiting = self._take(proof, waiting)
        if not lost and not self._is_large:
            self._fill_again()
        return lost

    @property
    def _is_large(self) -> bool:
        return len(self.cells.value) >= LARGE

    def _steps(self, needs: list[Need]) -> list[int]:
        """How many needs of a large block are met at once in each step; no steps for others."""
        return [len(needs) // STEPS + 1] * STEPS if self._is_large and needs else []

    def unproved(self, needs: list[Need]) -> list[Need]:
        """Those of `needs` that what is hidden now does not meet."""
        rest = self._prove_together(needs)
        return [need for need in rest if not self._prove(need)]

    def tell(self, ranges: Ranges) -> Mask:
        """Of which hidden cells the range may be told with every need still met.

        All are told at first. Whatever meets a need that this leaves unmet, moving what is worth
        least, takes back the ranges that it leaves.
        """
        told = self.hidden & ~np.isnan(ranges.low)
        prices = np.where(self.hidden, np.where(told, ranges.worth, 0.0), np.inf)

        def kept(proof: Floats) -> Mask:
            reached = self.cells.value + proof
            return (reached > ranges.low - SMALLEST) & (reached < ranges.high + SMALLEST)

        self._know(ranges, told)
        waiting = self._prove_together(self.needs)
        for step in self._steps(waiting):
            self._know(ranges, np.zeros_like(told))
            proof = self._furthest(waiting[:step], repeat(self._pressing(prices)), prices)
            told &= kept(proof)
            waiting = self._take(proof, waiting)
        self._know(ranges, told)
        while waiting:
            need, *waiting = waiting
            if not self._prove(need):
                self._know(ranges, np.zeros_like(told))
                found = self._cheapest(prices, need)
                assert found is not None, "what is hidden was chosen to meet every need"
                told &= kept(found)
                self._know(ranges, told)
                self._proofs[need] = found
            waiting = self._take(self._proofs[need], waiting)
        return told

    def _know(self, ranges: Ranges, told: Mask) -> None:
        """Has deviations keep to the ranges that are told."""
        low, high = self.cells.within(ranges, told)
        self._deviations.limit(*self._room(low, high))

    def _room(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """How far each cell may fall to `low` and rise to `high`."""
        return self.cells.value - low, high - self.cells.value

    def _need(self, need: Need) -> float:
        cell, way = need
        return float(self._up[cell] if way > 0 else self._down[cell])

    def _cheapest(self, prices: Floats, need: Need) -> Floats | None:
        cell, way = need
        return self._deviations.cheapest(prices, cell, way * self._need(need))

    def _take(self, deviation: Floats, needs: list[Need]) -> list[Need]:
        """Keeps a deviation as proof of the needs that it meets; returns the others."""
        rest = []
        for cell, way in needs:
            if way * deviation[cell] >= self._need((cell, way)) - SMALLEST:
                self._proofs[cell, way] = deviation
            else:
                rest.append((cell, way))
        return rest

    def _prove_together(self, needs: list[Need]) -> list[Need]:
        """Looks for deviations that meet many needs at once; returns those that none has met.

        A few needs are made to count far more than the others, for many cells cannot move far at
        once, and fewer are asked for together as fewer are met.
        """
        asked = len(needs)
        while asked >= FEW:
            chosen = self._random.choice(len(needs), asked, replace=False)
            favours = np.exp(self._random.uniform(0, FAVOUR, asked))
            found = self._furthest([needs[i] for i in chosen], favours, self._free)
            left = self._take(found, needs)
            if len(needs) - len(left) < WORTHWHILE * asked:
                asked //= 2
            needs, asked = left, min(asked, len(left))
        return needs

    @staticmethod
    def _pressing(prices: Floats) -> float:
        """So much is a need worth that is to be met whatever it costs."""
        return PRESSING * float(prices[np.isfinite(prices)].max())

    def _furthest(self, needs: list[Need], favours: Iterable[float], prices: Floats) -> Floats:
        """The deviation that goes furthest towards `needs`, the favoured ones before others."""
        gain, most_up, most_down = np.zeros_like(prices), *np.full((2, len(prices)), INFINITE)
        for (cell, way), favour in zip(needs, favours, strict=False):
            if favour > abs(gain[cell]):
                gain[cell] = way * favour
            most_up[cell], most_down[cell] = self._up[cell], self._down[cell]
        return self._deviations.furthest(prices, gain, most_up, most_down)

    def _prove(self, need: Need) -> bool:
        """Whether what is hidden now meets one need."""
        deviation = self._cheapest(self._free, need)
        if deviation is not None:
            self._proofs[need] = deviation
        return deviation is not None

    def _hide_for(self, need: Need) -> Floats | None:
        """Hides what it takes to meet a need and gives the proof; none where nothing does."""
        base = np.where(self.hidden, 0.0, self._costs)
        prices, best, least = base, None, np.inf
        for _ in range(REFINEMENTS):
            deviation = self._cheapest(prices, need)
            if deviation is None:
                return None
            moved = deviation != 0
            price = float(base[moved].sum())
            if price < least:
                best, least = deviation, price
            if least == 0:
                break
            prices = base / np.where(moved, np.abs(deviation), SMALLEST**0.5)
        assert best is not None
        self._reason |= {int(i): need for i in np.flatnonzero((best != 0) & ~self.hidden)}
        self.hidden |= best != 0
        self._proofs[need] = best
        return best

    def _fill_again(self) -> None:
        """Publishes each blank that no proof needs, after looking for proofs without it."""
        extra = self.hidden & ~self.cells.sensitive & (self.cells.cost > 0)
        costliest = sorted(np.flatnonzero(extra), key=lambda i: -self.cells.cost[i])
        for cell in costliest[:FILLED]:
            leaning = [need for need, proof in self._proofs.items() if proof[cell] != 0]
            self.hidden[cell] = False
            # Most often what it was left blank for needs it still.
            self.hidden[cell] = not self._prove_anew([self._reason[int(cell)], *leaning])

    def _prove_anew(self, needs: list[Need]) -> bool:
        """Whether all of `needs` are met still, now that more is known; else proofs stay."""
        before = dict(self._proofs)
        # If not all are, one of the first asked most often is not.
        if all(map(self._prove, needs[:ASKED_FIRST])) and not self.unproved(needs[ASKED_FIRST:]):
            return True
        self._proofs = before
        return False
