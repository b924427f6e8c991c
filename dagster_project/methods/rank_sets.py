"""Which ranks each of several units may have, as far as their figures can tell.

Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for Ranks with Applications to Mobility across
Neighbourhoods and Academic Achievement across Countries, Review of Economic Studies 91, 476, with
Holm's step down. Rank 1 has the highest figure. Figures are independent of one another.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Singles = NDArray[np.float32]
Most = Callable[[Mask], Singles]

DRAWS: Final = 1000
SEED: Final = 20240476
COVERAGE: Final = 0.95


class RankSets(NamedTuple):
    """The best and the worst rank that each unit may have, (units,) each."""

    best: Ints
    worst: Ints


def marginal(
    figures: Floats,
    errors: Floats,
    coverage: float = COVERAGE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> RankSets:
    """The set of each unit by itself: it holds the true rank with this coverage.

    `figures` and their standard `errors` are (units,), in one unit; errors are above zero.
    """
    noise = _noise(errors, draws, seed)
    ratios, spread = _ratios(figures, errors)
    others = ~np.eye(len(figures), dtype=bool)
    is_above, is_below = np.zeros((2, *spread.shape), dtype=bool)
    for unit, other in enumerate(others):
        pairs = (noise[unit] - noise[other]) / spread[unit, other, None]
        ahead = ratios[unit, other]
        found = _rejected(np.append(ahead, -ahead), _most_of(pairs), coverage)
        is_above[unit, other], is_below[unit, other] = np.split(found, 2)
    return _sets(is_above, is_below)


def simultaneous(
    figures: Floats,
    errors: Floats,
    coverage: float = COVERAGE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> RankSets:
    """The sets of all units at once: all of them hold the true ranks with this coverage."""
    noise = _noise(errors, draws, seed)
    ratios, spread = _ratios(figures, errors)

    def most(is_asked: Mask) -> Singles:
        """Unit by unit, for the pairs of many units would fill the memory."""
        asked = is_asked.reshape(spread.shape)
        found = np.full(draws, -np.inf, dtype=np.float32)
        for unit in range(len(figures) - 1):
            rest = slice(unit + 1, None)
            pairs = (noise[unit] - noise[rest]) / spread[unit, rest, None]
            both = np.append(asked[unit, rest], asked[rest, unit])
            if both.any():
                np.maximum(found, _most_of(pairs)(both), out=found)
        return found

    is_pair = ~np.eye(len(figures), dtype=bool)
    is_above = _rejected(ratios.ravel(), most, coverage, is_pair.ravel()).reshape(spread.shape)
    return _sets(is_above, is_above.T)


def of_counts(counts: Ints, coverage: float = COVERAGE) -> RankSets:
    """The sets of all categories of one multinomial count at once, exact and without simulation.

    Two categories are compared by the binomial test of one among both, and the tests of all pairs
    by Holm's step down.
    """
    both = counts[:, None] + counts[None, :]
    above = stats.binom.sf(counts[:, None] - 1, both, 0.5)
    first, second = np.nonzero(~np.eye(len(counts), dtype=bool))
    chances = above[first, second]
    order = np.argsort(chances, kind="stable")
    is_kept = np.cumsum(chances[order] > (1 - coverage) / np.arange(len(order), 0, -1)) > 0
    is_above = np.zeros_like(both, dtype=bool)
    is_above[first[order], second[order]] = ~is_kept
    return _sets(is_above, is_above.T)


def tiers(figures: Floats, sets: RankSets) -> Ints:
    """The tier of each unit, 1 the highest; a boundary only where all sets on one side separate.

    `sets` hold at once. Between the k best units and the others runs a boundary where none of the
    first may have a rank below the k-th and none of the others one above it.
    """
    order = np.argsort(-figures, kind="stable")
    worst = np.maximum.accumulate(sets.worst[order])
    best = np.minimum.accumulate(sets.best[order][::-1])[::-1]
    is_boundary = worst[:-1] < best[1:]
    found = np.empty(len(figures), dtype=np.int64)
    found[order] = 1 + np.concatenate([[0], np.cumsum(is_boundary)])
    return found


def _noise(errors: Floats, draws: int, seed: int) -> Singles:
    """What chance adds to each figure in each draw, (units, draws)."""
    drawn = np.random.default_rng(seed).standard_normal((draws, len(errors)), dtype=np.float32)
    return np.ascontiguousarray((drawn * errors.astype(np.float32)).T)


def _ratios(figures: Floats, errors: Floats) -> tuple[Floats, Singles]:
    """By how many standard errors each unit lies above each other, and these errors."""
    spread = np.hypot(errors[:, None], errors[None, :])
    return (figures[:, None] - figures[None, :]) / spread, spread.astype(np.float32)


def _most_of(pairs: Singles) -> Most:
    """What the largest of `pairs`, (pairs, draws), and of these turned round is in each draw."""

    def most(is_asked: Mask) -> Singles:
        if is_asked.all():
            widest: Singles = np.abs(pairs).max(axis=0)
            return widest
        ahead, behind = np.split(is_asked, 2)
        sides = [side for side in (pairs[ahead], -pairs[behind]) if len(side)]
        largest: Singles = np.maximum.reduce([side.max(axis=0) for side in sides])
        return largest

    return most


def _rejected(ratios: Floats, most: Most, coverage: float, is_pair: Mask | None = None) -> Mask:
    """The pairs of which the first is above the second; those found make room for more.

    `most` says what the largest ratio among pairs is in each draw if none were.
    """
    is_open = np.ones(len(ratios), dtype=bool) if is_pair is None else is_pair.copy()
    found = np.zeros(len(ratios), dtype=bool)
    while is_open.any():
        more = is_open & (ratios > np.quantile(most(is_open), coverage))
        if not more.any():
            break
        found |= more
        is_open &= ~more
    return found


def _sets(is_above: Mask, is_below: Mask) -> RankSets:
    """`is_above` [unit, other] says that the unit is above the other, `is_below` the opposite."""
    return RankSets(1 + is_below.sum(axis=1), len(is_above) - is_above.sum(axis=1))
