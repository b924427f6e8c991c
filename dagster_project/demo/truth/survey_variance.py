"""Standard errors of ratios in a wave: linearised, clustered, stratified and calibrated."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import sqrt
from statistics import fmean
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dagster_project.demo.truth.survey_weights import Respondent, UsedMargin

# Singular values below this share of the largest are 0: every margin's dummies sum to 1.
RANK: Final = 1e-10
# A standard error below this is what adding floats leaves of 0.
LEAST_ERROR: Final = 1e-9


class Part(NamedTuple):
    """What one respondent brings to a ratio."""

    numerator: Fraction
    denominator: int


class Design:
    """The respondents of a whole wave, their raked weights and the margins used."""

    def __init__(
        self,
        people: Sequence[Respondent],
        weights: Sequence[Fraction],
        used: Sequence[UsedMargin],
    ) -> None:
        self.people = people
        self.weights = np.array([float(weight) for weight in weights])
        dummies = [
            [float(name == category) for name in margin.categories]
            for margin in used
            for category in margin.shares
        ]
        self._dummies = np.array(dummies).T if used else np.zeros((len(people), 0))
        self._roots = np.sqrt([float(one.base_weight) for one in people])
        weighted = self._roots[:, None] * self._dummies
        self._fit = np.linalg.pinv(weighted, rcond=RANK) if used else weighted.T

    def residuals(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the regression on the margins' dummies, by base weights, leaves of the values."""
        coefficients = self._fit @ (self._roots * values)
        return np.asarray(values - self._dummies @ coefficients, dtype=np.float64)

    def standard_error(self, parts: Mapping[str, Part]) -> float:
        """That of the weighted ratio of these parts, under response_id; others bring nothing.

        Clusters are drawn with replacement within strata. A stratum's only cluster is held
        against the mean of all clusters of the wave.
        """
        nothing = Part(Fraction(0), 0)
        listed = [parts.get(one.response_id, nothing) for one in self.people]
        numerators = np.array([float(part.numerator) for part in listed])
        denominators = np.array([float(part.denominator) for part in listed])
        base = float(self.weights @ denominators)
        ratio = float(self.weights @ numerators) / base
        left = self.residuals((numerators - ratio * denominators) / base)
        strata = self._cluster_totals(self.weights * left)
        overall = fmean(total for totals in strata for total in totals)
        variance = 0.0
        for totals in strata:
            if len(totals) == 1:
                variance += (totals[0] - overall) ** 2
            else:
                mean = fmean(totals)
                squares = sum((total - mean) ** 2 for total in totals)
                variance += len(totals) / (len(totals) - 1) * squares
        found = sqrt(variance)
        return found if found > LEAST_ERROR else 0.0

    def _cluster_totals(self, values: NDArray[np.float64]) -> list[list[float]]:
        """The totals of each stratum's clusters."""
        totals: dict[str, dict[str, float]] = {}
        for one, value in zip(self.people, values, strict=True):
            clusters = totals.setdefault(one.stratum, {})
            clusters[one.cluster] = clusters.get(one.cluster, 0.0) + float(value)
        return [list(clusters.values()) for clusters in totals.values()]


def degrees_of_freedom(people: Sequence[Respondent]) -> int:
    """Clusters less strata."""
    clusters = {(one.stratum, one.cluster) for one in people}
    return len(clusters) - len({one.stratum for one in people})
