"""Figures of small areas, drawn towards those of all by as much as chance could have moved them.

An estimate is a mean of an area's own figure and of what the others suggest; its reliability is
the weight of its own. What is published beside it is always its own figure.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_STEPS: Final = 200
CLOSE: Final = 1e-12


class Shrunk(NamedTuple):
    """Estimates, (areas,): their mean squared errors, and the weight of each area's own figure.

    `variance` is that of true figures between areas. `centre` is what each is drawn towards.
    """

    value: Floats
    mse: Floats
    reliability: Floats
    centre: Floats
    variance: float


def fay_herriot(figures: Floats, errors: Floats, design: Floats | None = None) -> Shrunk:
    """Empirical best linear unbiased predictions of survey means.

    `figures` and their standard `errors` are (areas,), in one unit; `design` is (areas, terms),
    a column of ones by default. The variance between areas is by restricted maximum likelihood
    (Fisher scoring), the mean squared error as in Prasad and Rao (1990), second order: Fay and
    Herriot (1979), Journal of the American Statistical Association 74, 269.

    Raises:
        ValueError: there are no more areas than terms.
    """
    terms = np.ones((len(figures), 1)) if design is None else design
    if len(figures) <= terms.shape[1]:
        raise ValueError(f"{len(figures)} areas do not tell {terms.shape[1]} terms")
    noise = errors**2
    between = _between(figures, noise, terms)
    weight = 1 / (between + noise)
    spread = np.linalg.inv(terms.T @ (terms * weight[:, None]))
    centre = terms @ (spread @ (terms.T @ (weight * figures)))
    own = between * weight
    of_terms = np.einsum("ij,jk,ik->i", terms, spread, terms)
    of_variance = noise**2 * weight**3 * 2 / np.sum(weight**2)
    mse = own * noise + (1 - own) ** 2 * of_terms + 2 * of_variance
    return Shrunk(own * figures + (1 - own) * centre, mse, own, centre, between)


def empirical_bayes(counts: Floats, exposures: Floats) -> Shrunk:
    """Rates of rare events by method of moments: Marshall (1991), Applied Statistics 40, 283.

    `counts` and `exposures` are (areas,), exposures above zero; rates are counts by exposure. The
    mean squared error is the variance left to a true rate that is gamma distributed, as if centre
    and variance were known: Clayton and Kaldor (1987), Biometrics 43, 671.
    """
    rates = counts / exposures
    centre = counts.sum() / exposures.sum()
    observed = np.sum(exposures * (rates - centre) ** 2) / exposures.sum()
    between = max(observed - centre / exposures.mean(), 0.0)
    noise = centre / exposures
    total = between + noise
    own = np.divide(between, total, out=np.zeros_like(noise), where=total > 0)
    value = own * rates + (1 - own) * centre
    left = own * value / exposures
    return Shrunk(value, left, own, np.full_like(value, centre), float(between))


def _between(figures: Floats, noise: Floats, terms: Floats) -> float:
    """The variance between areas; zero where chance explains all that differs."""
    between = float(np.median(noise))
    for _ in range(MOST_STEPS):
        weight = 1 / (between + noise)
        of_terms = terms * weight[:, None]
        spread = np.linalg.inv(terms.T @ of_terms)
        projection = np.diag(weight) - of_terms @ spread @ of_terms.T
        residual = projection @ figures
        score = (residual @ residual - np.trace(projection)) / 2
        information = np.sum(projection * projection) / 2
        moved = max(float(between + score / information), 0.0)
        if abs(moved - between) < CLOSE * max(between, 1.0):
            return moved
        between = moved
    return between
