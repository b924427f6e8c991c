"""Other tables that agree with all that is published: a linear programme over what may differ.

Someone who sees a table with gaps knows that its sums hold, that no count is below its floor,
and what is published. Whatever he cannot rule out is the true table plus a deviation: zero in
every published cell, and zero in every sum. Which deviations there are says what he can learn.
"""

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

INFINITE = highspy.kHighsInf
_OPTIMAL, _INFEASIBLE = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible
SMALLEST = 1e-7
"""What is nearer to zero than this is the solver's rounding."""


class _Solver(highspy.Highs):
    """The solver, silent from the start: setting up its callbacks would announce it on stdout."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the library's name
        """Does without them."""


class Deviations:
    """The deviations of one block of linked cells, each cell's split into its rise and its fall.

    `sums` has a row a sum and a column a cell, and is zero on the true table; no cell is known
    to fall by more than `fall` or to rise by more than `rise`. Cells are numbered as their
    columns. The solver starts each time from where it ended before, so a question like the last
    one costs little.
    """

    def __init__(self, sums: sparse.csr_array, fall: Floats, rise: Floats) -> None:
        rows, count = sums.shape
        self._count = count
        self.limit(fall, rise)
        matrix = sparse.csc_array(sparse.hstack([sums, -sums]))
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rows, 2 * count
        model.row_lower_ = model.row_upper_ = np.zeros(rows)
        model.col_cost_ = np.zeros(2 * count)
        model.col_lower_ = model.col_upper_ = np.zeros(2 * count)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data.astype(float)
        self._solver = _Solver()  # type: ignore[no-untyped-call]
        self._solver.silent()
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("presolve", "off")
        self._solver.passModel(model)

    def limit(self, fall: Floats, rise: Floats) -> None:
        """Says anew how far each cell may fall and rise."""
        self._most = np.concatenate([rise, fall])

    def furthest(self, prices: Floats, gain: Floats, most_up: Floats, most_down: Floats) -> Floats:
        """The deviation whose gain exceeds its price most.

        A cell gains `gain` for each unit it rises and loses as much for each it falls, and costs
        its price for either; an infinite one must not move. It may rise by `most_up` and fall by
        `most_down` at most.
        """
        usable = np.isfinite(prices)
        up, down = np.where(usable, most_up, 0.0), np.where(usable, most_down, 0.0)
        self._bound(np.zeros(2 * self._count), up, down)
        costs = np.where(usable, prices, 0.0)
        self._price(costs - gain, costs + gain)
        found = self._solved()
        assert found is not None, "no deviation at all is always allowed"
        return found

    def cheapest(self, prices: Floats, cell: int, by: float) -> Floats | None:
        """The deviation of least price that moves `cell` by `by`; none where it cannot move so.

        A cell costs its price for each unit it rises or falls; an infinite one must not move.
        """
        usable = np.isfinite(prices)
        if not usable[cell]:
            return None
        up, down = np.where(usable, INFINITE, [[0.0], [0.0]])
        least = np.zeros(2 * self._count)
        if by > 0:
            least[cell], up[cell], down[cell] = by, by, 0.0
        else:
            least[self._count + cell], down[cell], up[cell] = -by, -by, 0.0
        self._bound(least, up, down)
        costs = np.where(usable, prices, 0.0)
        self._price(costs, costs)
        return self._solved()

    def _bound(self, least: Floats, most_up: Floats, most_down: Floats) -> None:
        most = np.minimum(np.concatenate([most_up, most_down]), self._most)
        every = np.arange(2 * self._count, dtype=np.int32)
        self._solver.changeColsBounds(len(every), every, least, most)

    def _price(self, up: Floats, down: Floats) -> None:
        every = np.arange(2 * self._count, dtype=np.int32)
        self._solver.changeColsCost(len(every), every, np.concatenate([up, down]))

    def _ended(self) -> highspy.HighsModelStatus:
        self._solver.run()
        return self._solver.getModelStatus()

    def _solved(self) -> Floats | None:
        status = self._ended()
        if status not in (_OPTIMAL, _INFEASIBLE):  # From scratch, where the last basis misled it.
            self._solver.clearSolver()
            status = self._ended()
        if status == _INFEASIBLE:
            return None
        if status != _OPTIMAL:
            raise ArithmeticError(f"the linear programme ended as {status}")
        values = np.asarray(self._solver.getSolution().col_value)
        found: Floats = values[: self._count] - values[self._count :]
        found[np.abs(found) < SMALLEST] = 0.0
        return found
