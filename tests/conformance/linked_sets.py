"""Sets of linked tables as they are published: made up, and the same each time for a seed.

People are counted by the leaves of two to four dimensions, each flat with a total or with one or
two levels between, as months make quarters and these the year. Each table shows all dimensions
or some, and tables share their margins. A share has a part that met something and a whole, both
of which are published, and the rest, which is not and could be worked out from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np

from tests.conformance.attacker import intervals

Tree = list[list[int]]
"""The parts of each node of a dimension; node 0 is the total, and a leaf has none."""


@dataclass
class LinkedSet:
    """Cells by number, what they count and which of them sum up to which."""

    threshold: int
    values: list[int]
    equations: list[dict[int, float]]
    shares: list[tuple[int, int]]
    """The cells of each share's part and whole."""
    costs: list[float]
    """The information lost with each blank: 0 for a rest, infinite where published before."""
    sensitive: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.sensitive = [i for i, n in enumerate(self.values) if 0 < n < self.threshold]

    def range_of(self, cell: int) -> tuple[float, float]:
        """Values as far apart as the threshold: 0 to 10, 11 to 20, and so on."""
        step = max(-(-self.values[cell] // self.threshold), 1) - 1
        return (step * self.threshold + (step > 0), (step + 1) * self.threshold)

    def recovered(
        self, blanks: set[int], ranges: dict[int, tuple[float, float]] | None = None
    ) -> list[int]:
        """The sensitive cells of which an attacker learns that they are not 0 or are small."""
        known = {cell: n for cell, n in enumerate(self.values) if cell not in blanks}
        shares = {
            (part, whole): known[part] / known[whole]
            for part, whole in self.shares
            if part in known and known.get(whole)
        }
        found = intervals(self.equations, known, self.sensitive, shares, ranges)
        return [
            cell
            for cell, (low, high) in sorted(found.items())
            if low > 1e-6 or high < self.threshold - 1e-6
        ]

    def publishable(self) -> set[int]:
        """The cells of which the one who publishes may choose whether to leave them blank."""
        open_cells = {i for i, cost in enumerate(self.costs) if 0 < cost < np.inf}
        return open_cells - set(self.sensitive)


def linked_set(
    seed: int, smallest: int = 15, largest: int = 150, before: float | None = None
) -> LinkedSet:
    """A set of so many cells, in some of which a few cells stand published harmlessly.

    With `before`, such a share of the cells stands published, whatever that gives away.
    """
    random = np.random.default_rng(seed)
    cells = None
    while cells is None:
        cells = _drawn(random, smallest, largest)
    if before is not None:
        chosen = list(np.flatnonzero(random.random(len(cells.costs)) < before))
    elif random.random() < 0.4:
        may = sorted(cells.publishable())
        chosen = list(random.permutation(may)[: 1 + len(may) // 10])
        while chosen and cells.recovered(set(range(len(cells.costs))) - set(chosen)):
            chosen = chosen[: len(chosen) // 2]
    else:
        chosen = []
    for cell in chosen:
        if cells.costs[cell] > 0:
            cells.costs[cell] = np.inf
    return cells


def _drawn(random: np.random.Generator, smallest: int, largest: int) -> LinkedSet | None:
    """A set of linked tables; none where it comes out too small or too large."""
    trees = [_tree(random) for _ in range(random.integers(2, 5))]
    tables = [tuple(range(len(trees)))]
    if len(trees) > 2 and random.random() < 0.6:
        fewer = list(combinations(tables[0], random.integers(2, len(trees))))
        tables = [fewer[i] for i in random.permutation(len(fewer))[: random.integers(2, 4)]]
    shown = sorted({nodes for table in tables for nodes in _nodes(trees, table)})
    with_shares = random.random() < 0.5
    if not smallest <= len(shown) * (3 if with_shares else 1) <= largest:
        return None

    people = _people(random, trees)
    met = random.binomial(people, random.choice([0.05, 0.5, 0.95]))
    measures = [people, met, people - met] if with_shares else [people]
    values = [_count(counts, trees, nodes) for counts in measures for nodes in shown]
    number = {nodes: cell for cell, nodes in enumerate(shown)}
    lines = {
        (number[nodes], *sorted(number[part] for part in parts))
        for table in tables
        for nodes in _nodes(trees, table)
        for parts in _parts(trees, table, nodes)
    }
    size = len(shown)
    equations = [
        {whole + first: -1.0} | {part + first: 1.0 for part in parts}
        for first in range(0, len(values), size)
        for whole, *parts in sorted(lines)
    ]
    costs = _costs(random, values)
    shares = []
    if with_shares:
        shares = [(cell + size, cell) for cell in range(size)]
        equations += [{c: -1.0, c + size: 1.0, c + 2 * size: 1.0} for c in range(size)]
        costs[2 * size :] = [0.0] * size
    return LinkedSet(int(random.choice([5, 10])), values, equations, shares, costs)


def _tree(random: np.random.Generator) -> Tree:
    """A dimension: each level splits what is above it, most of it into two or three."""
    tree: Tree = [[]]
    last = [0]
    levels = random.choice([1, 2, 3], p=[0.6, 0.25, 0.15])
    for _ in range(levels):
        most = 6 if levels == 1 else 4
        parents, last = last, []
        for parent in parents:
            tree[parent] = list(range(len(tree), len(tree) + random.integers(1, most)))
            tree += [[] for _ in tree[parent]]
            last += tree[parent]
    return tree


def _leaves(tree: Tree) -> list[int]:
    return [node for node, parts in enumerate(tree) if not parts]


def _below(tree: Tree, node: int) -> list[int]:
    """The leaves of a node."""
    parts = tree[node]
    return [leaf for part in parts for leaf in _below(tree, part)] if parts else [node]


def _nodes(trees: list[Tree], table: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The cells of a table, by a node of each dimension: the total of one that it hides."""
    every = (range(len(tree)) if d in table else [0] for d, tree in enumerate(trees))
    return product(*every)


def _parts(
    trees: list[Tree], table: tuple[int, ...], nodes: tuple[int, ...]
) -> Iterator[list[tuple[int, ...]]]:
    """The cells that a cell is the sum of, once by each dimension."""
    for dimension in table:
        parts = trees[dimension][nodes[dimension]]
        if parts:
            yield [(*nodes[:dimension], part, *nodes[dimension + 1 :]) for part in parts]


def _people(random: np.random.Generator, trees: list[Tree]) -> np.ndarray:
    """How many there are by leaf: many of some kinds, few or nobody of most."""
    shape = [len(_leaves(tree)) for tree in trees]
    usual = np.exp(random.normal(0, random.uniform(0.2, 1.5), shape))
    for dimension, size in enumerate(shape):
        weight = np.exp(random.normal(0, random.uniform(0.2, 1.2), size))
        usual *= weight.reshape([-1 if d == dimension else 1 for d in range(len(shape))])
    usual *= np.exp(random.uniform(np.log(2), np.log(100))) / usual.mean()
    return random.poisson(usual) * (random.random(shape) > random.choice([0, 0.1, 0.4]))


def _count(people: np.ndarray, trees: list[Tree], nodes: tuple[int, ...]) -> int:
    places = [
        [_leaves(tree).index(leaf) for leaf in _below(tree, node)]
        for tree, node in zip(trees, nodes, strict=True)
    ]
    return int(people[np.ix_(*places)].sum())


def _costs(random: np.random.Generator, values: list[int]) -> list[float]:
    """By how many it shows, by its digits, all alike, or one cell much dearer than another."""
    match random.integers(4):
        case 0:
            return [max(1.0, value) for value in values]
        case 1:
            return [1 + float(np.log(1 + value)) for value in values]
        case 2:
            return [1.0 for _ in values]
        case _:
            return [float(random.choice([1, 2, 5, 20])) for _ in values]
