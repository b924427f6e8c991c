"""Someone who works out blanks from what is published, and knows nothing of how they were chosen.

He knows which cells sum up to which, that no count is below zero, every value and every share
that is published, between which values he is told that a blank lies, and that nobody counts as
many as `MOST`. For each blank he looks for the
lowest and the highest value that agrees with all of it; that counts are whole he leaves aside.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

MOST = 1e6
Equation = Mapping[int, float]
"""A sum that is zero, by its cells: the parts with 1 and the whole with -1."""


def intervals(
    equations: Sequence[Equation],
    published: Mapping[int, float],
    wanted: Collection[int],
    shares: Mapping[tuple[int, int], float] | None = None,
    ranges: Mapping[int, tuple[float, float]] | None = None,
) -> dict[int, tuple[float, float]]:
    """The lowest and the highest value of each wanted cell, given all that is published.

    `shares` are published shares, each by the cell of its part and the cell of its whole;
    `ranges` the values between which blanks are said to lie.
    """
    known = [dict(equation) for equation in equations]
    known += [{part: 1.0, whole: -share} for (part, whole), share in (shares or {}).items()]
    blank = sorted({cell for equation in known for cell in equation if cell not in published})
    place = {cell: number for number, cell in enumerate(blank)}
    found = {cell: (published[cell],) * 2 for cell in wanted if cell in published}
    asked = [cell for cell in wanted if cell not in published]
    told = ranges or {}
    found |= {cell: told.get(cell, (0.0, MOST)) for cell in asked if cell not in place}
    asked = [cell for cell in asked if cell in place]
    if not asked:
        return found

    left, right = [], []
    for equation in known:
        unknown = {place[cell]: by for cell, by in equation.items() if cell in place}
        if unknown:
            left.append(unknown)
            right.append(-sum(by * published[c] for c, by in equation.items() if c in published))
    rows = [row for row, unknown in enumerate(left) for _ in unknown]
    columns = [column for unknown in left for column in unknown]
    numbers = [by for unknown in left for by in unknown.values()]
    matrix = sparse.csr_array((numbers, (rows, columns)), shape=(len(left), len(blank)))

    # Every question is a table of its own, side by side in one programme.
    questions = [(cell, way) for cell in asked for way in (1, -1)]
    aims = np.zeros((len(questions), len(blank)))
    for number, (cell, way) in enumerate(questions):
        aims[number, place[cell]] = way
    answer = linprog(
        aims.ravel(),
        A_eq=sparse.kron(sparse.eye_array(len(questions)), matrix, format="csr"),
        b_eq=np.tile(right, len(questions)),
        bounds=[told.get(cell, (0.0, MOST)) for cell in blank] * len(questions),
        method="highs",
    )
    if answer.status != 0:
        raise ArithmeticError(answer.message)
    tables = answer.x.reshape(aims.shape)
    for number, cell in enumerate(asked):
        low, high = tables[2 * number : 2 * number + 2, place[cell]]
        found[cell] = (float(low), float(high))
    return found
