"""Estimates of a survey wave with raked weights, and their errors under its design.

A wave is given in cells: respondents of one cluster and of one category of each margin, whose
weights calibration moves alike. Sums over cells are enough for every estimate and its error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]

METHOD = "raking_linearised@1"
TOLERANCE = 1e-12
MOST_ROUNDS = 10_000
RANK = 1e-10
"""Singular values below this share of the largest are none: all margins add up to the same."""
ROUNDING = 1e-9
"""An error below this is what adding up leaves of none."""


class NotConvergedError(ValueError):
    """No weights above zero meet all margins at once."""


@dataclass(frozen=True, slots=True)
class Margin:
    """One known distribution: the category of each cell, and each category's share, which sum to 1.

    Every category has cells, and every cell one of the categories.
    """

    categories: Codes
    shares: Floats


@dataclass(frozen=True)
class Design:
    """A wave's sample by cell.

    `weight` is the sum of base weights, shape (cells,); `cluster` numbers the clusters from 0 on
    through all strata, `stratum` gives the stratum of each cluster, shape (clusters,).
    """

    weight: Floats
    cluster: Codes
    stratum: Codes
    margins: Sequence[Margin]

    @cached_property
    def members(self) -> Floats:
        """Which category of each margin a cell belongs to, shape (cells, categories)."""
        none = np.zeros((len(self.weight), 0))
        return np.hstack([none, *(np.eye(len(m.shares))[m.categories] for m in self.margins)])

    @cached_property
    def regression(self) -> Floats:
        """Gives the coefficients of means on the margins, shape (categories, cells)."""
        root = np.sqrt(self.weight)
        weighted = np.linalg.pinv(self.members * root[:, None], rcond=RANK) * root
        return np.asarray(weighted, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Ratios:
    """Estimated ratios and their standard errors, shape (ratios,); nan where nothing was asked."""

    value: Floats
    standard_error: Floats


def rake(design: Design) -> Floats:
    """The factors, shape (cells,), that make the weights of cells meet all margins.

    Iterative proportional fitting (Deming and Stephan 1940, Annals of Mathematical Statistics 11,
    427-444). The sum of weights stays what it was.

    Raises:
        NotConvergedError: no such factors exist.
    """
    factor = np.ones_like(design.weight)
    total = design.weight.sum()
    for _ in range(MOST_ROUNDS):
        furthest = 0.0
        for margin in design.margins:
            held = np.bincount(margin.categories, design.weight * factor, len(margin.shares))
            ratio = margin.shares * total / held
            furthest = max(furthest, float(np.abs(ratio - 1).max()))
            factor *= ratio[margin.categories]
        if furthest < TOLERANCE:
            return factor
    raise NotConvergedError("the margins contradict each other")


def ratios(design: Design, factor: Floats, numerator: Floats, denominator: Floats) -> Ratios:
    """Ratios of calibrated sums, with errors by Taylor linearisation.

    `numerator` and `denominator` hold sums by cell under base weights, shape (cells, ratios); a
    part of the sample is told by zeros outside it. Clusters count as drawn with replacement
    within strata. What calibration explains of a ratio's scores is taken out of them first, by
    regression on all margins under base weights (Deville and Sarndal 1992, JASA 87, 376-382), as
    R's `survey::calibrate` does. A cluster alone in its stratum is set against the mean of all
    clusters (`survey.lonely.psu = "adjust"`).
    """
    below = factor @ denominator
    is_asked = below > 0
    divisor = np.where(is_asked, below, 1)
    value = factor @ numerator / divisor
    score = (numerator - value * denominator) / divisor
    influence = factor[:, None] * (score - _explained(design, score))
    clusters = len(design.stratum)
    totals = np.zeros((clusters, influence.shape[1]))
    np.add.at(totals, design.cluster, influence)
    error = np.sqrt(_between_clusters(totals, design.stratum))
    error = np.where(error < ROUNDING, 0, error)
    return Ratios(np.where(is_asked, value, np.nan), np.where(is_asked, error, np.nan))


def _explained(design: Design, score: Floats) -> Floats:
    """What the margins explain of the scores of cells, which are sums under base weights."""
    coefficients = design.regression @ (score / design.weight[:, None])
    explained: Floats = design.weight[:, None] * (design.members @ coefficients)
    return explained


def _between_clusters(totals: Floats, stratum: Codes) -> Floats:
    """The variance of the sum of cluster totals, from how they differ within strata."""
    sizes = np.bincount(stratum)
    sums = np.zeros((len(sizes), totals.shape[1]))
    np.add.at(sums, stratum, totals)
    mean = sums[stratum] / sizes[stratum][:, None]
    is_alone = sizes[stratum] == 1
    centre = np.where(is_alone[:, None], totals.mean(axis=0), mean)
    size = sizes[stratum]
    scale = np.where(is_alone, 1, size / np.maximum(size - 1, 1))
    variance: Floats = (scale[:, None] * (totals - centre) ** 2).sum(axis=0)
    return variance
