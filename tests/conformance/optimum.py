"""The cheapest blanks of all, by an integer programme that tries what the product guesses.

For each sensitive cell and each end of its interval there is another table that an attacker must
not be able to rule out; it may differ from the true one by up to `FAR` where a blank is chosen.
"""

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.conformance.linked_sets import LinkedSet

FAR = 100.0


def least_lost(cells: LinkedSet, seconds: float) -> tuple[float, set[int]] | None:
    """The least information lost, and by which blanks; none where that is not proved in time."""
    count = len(cells.values)
    values = np.array(cells.values, dtype=float)
    costs = np.array(cells.costs)
    may_be_blank = np.isfinite(costs)
    must_be_blank = may_be_blank & ((costs == 0) | np.isin(np.arange(count), cells.sensitive))
    rows = [row for row, equation in enumerate(cells.equations) for _ in equation]
    columns = [column for equation in cells.equations for column in equation]
    numbers = [by for equation in cells.equations for by in equation.values()]
    sums = sparse.csr_array((numbers, (rows, columns)), shape=(len(cells.equations), count))

    ends = [(cell, end) for cell in cells.sensitive for end in (0, cells.threshold)]
    each, same = sparse.eye_array(len(ends)), sparse.eye_array(count)
    every = sparse.csr_array(np.ones((len(ends), 1)))
    above = np.minimum(FAR, np.where(may_be_blank, FAR, 0.0))
    below = np.where(may_be_blank, np.minimum(values, FAR), 0.0)
    least, most = np.tile(-below, (len(ends), 1)), np.tile(above, (len(ends), 1))
    for number, (cell, end) in enumerate(ends):
        least[number, cell] = most[number, cell] = end - values[cell]
    # First the choice of blanks, then table by table how far each cell is from the true one.
    nothing = sparse.csr_array((sums.shape[0] * len(ends), count))
    up = sparse.hstack([sparse.kron(every, sparse.diags_array(above)), -sparse.kron(each, same)])
    down = sparse.hstack([sparse.kron(every, sparse.diags_array(below)), sparse.kron(each, same)])
    # With its presolve, HiGHS at times calls the cheapest what is not.
    answer = milp(
        np.concatenate([np.where(may_be_blank, costs, 0.0), np.zeros(len(ends) * count)]),
        integrality=np.concatenate([np.ones(count), np.zeros(len(ends) * count)]),
        bounds=Bounds(
            np.concatenate([must_be_blank.astype(float), least.ravel()]),
            np.concatenate([may_be_blank.astype(float), most.ravel()]),
        ),
        constraints=[
            LinearConstraint(sparse.hstack([nothing, sparse.kron(each, sums)]), 0, 0),
            LinearConstraint(up, 0, np.inf),
            LinearConstraint(down, 0, np.inf),
        ],
        options={"time_limit": seconds, "mip_rel_gap": 0.0, "presolve": False},
    )
    if answer.status != 0:
        return None
    blanks = {int(cell) for cell in np.flatnonzero(answer.x[:count] > 0.5)}
    return sum(costs[cell] for cell in blanks), blanks
