"""Errors of survey means under designs whose answers have been published for R's `survey`.

Where no file of `survey` is named, its answers in full are quoted from the tests of svy, whose
file is weighting/test_calibration_variance.py.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from dagster_project.methods.surveys import Design, Margin, Ratios, rake, ratios

DATA = Path(__file__).parent / "data"
CLUSTERS = pl.read_csv(DATA / "api_clusters.csv")
"""183 schools of 15 Californian districts of 757: apiclus1 of R's `survey`."""
SAMPLED = np.sqrt(1 - 15 / 757)
"""What drawing without replacement leaves of an error; ours is one with replacement."""
SCHOOLS = pl.read_csv(DATA / "api_districts.csv")
"""126 schools of 40 districts, up to five of each: apiclus2."""
TYPES = {"E": 4421, "H": 755, "M": 1018}
SCHOOL_WIDE = {"no": 1000, "yes": 5194}

VALUES = np.array([2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2])
WEIGHTS = np.array([3.0, 3, 3, 3, 3, 4, 4, 4])
STRATA = (0, 0, 0, 0, 0, 1, 1, 1)
UNITS = (0, 1, 2, 3, 4, 0, 1, 2)
"""Two strata with five and three units: the data set `fpc`."""


def numbered(names: pl.Series) -> NDArray[np.int64]:
    return names.rank("dense").cast(pl.Int64).to_numpy() - 1


def margin(names: pl.Series, known: Mapping[str, int]) -> Margin:
    counts = np.array([known[name] for name in sorted(known)])
    return Margin(numbered(names), counts / counts.sum())


def mean(design: Design, values: NDArray[np.float64]) -> Ratios:
    return ratios(design, rake(design), (design.weight * values)[:, None], design.weight[:, None])


def of_clusters(weight: NDArray[np.float64], cluster: pl.Series, *margins: Margin) -> Design:
    """One stratum."""
    numbers = numbered(cluster)
    return Design(weight, numbers, np.zeros(numbers.max() + 1, dtype=np.int64), margins)


@pytest.mark.parametrize(
    ("known", "error"),
    [
        ({}, 23.542240693781),
        ({"type": TYPES}, 23.9204864450905),
        ({"type": TYPES, "is_school_wide": SCHOOL_WIDE}, 23.745841047537),
    ],
)
def test_calibrated_mean__error_in_full(
    known: Mapping[str, Mapping[str, int]], error: float
) -> None:
    """Plain, post-stratified and, until nothing moves any more, raked."""
    margins = [margin(CLUSTERS[name], counts) for name, counts in known.items()]
    design = of_clusters(np.ones(CLUSTERS.height), CLUSTERS["district"], *margins)
    found = mean(design, CLUSTERS["score"].to_numpy())
    assert found.standard_error[0] * SAMPLED == pytest.approx(error, rel=1e-11)


def test_post_stratified_mean__in_full() -> None:
    design = of_clusters(
        np.ones(CLUSTERS.height), CLUSTERS["district"], margin(CLUSTERS["type"], TYPES)
    )
    found = mean(design, CLUSTERS["score"].to_numpy())
    assert found.value[0] == pytest.approx(642.310788211584, rel=1e-13)


def test_parts_of_a_post_stratified_sample__errors_in_full() -> None:
    """The parts cut across the categories of the margin."""
    design = of_clusters(
        np.ones(CLUSTERS.height), CLUSTERS["district"], margin(CLUSTERS["type"], TYPES)
    )
    inside = np.eye(2)[numbered(CLUSTERS["is_school_wide"])]
    found = ratios(design, rake(design), inside * CLUSTERS["score"].to_numpy()[:, None], inside)
    published = np.array([27.3731955191233, 24.3970669015281])
    assert found.standard_error * SAMPLED == pytest.approx(published, rel=1e-12)


def test_clusters_of_unequal_weight__as_published() -> None:
    """Two stages, with replacement: tests/api.Rout.save."""
    design = of_clusters(SCHOOLS["weight"].to_numpy(), SCHOOLS["district"])
    found = mean(design, SCHOOLS["score"].to_numpy())
    assert found.value[0] == pytest.approx(670.81, abs=0.005)
    assert found.standard_error[0] == pytest.approx(30.712, abs=5e-4)


def test_part__of_which_a_stratum_has_one_as_published() -> None:
    """Districts as strata, without 413 and with one of two schools of 406: the sample had two,
    and what lies outside the part counts as none: tests/lonely.psu.Rout.save.
    """
    inside = (CLUSTERS["district"] != 413).to_numpy().astype(float)
    inside[CLUSTERS["district"].to_list().index(406)] = 0
    design = Design(
        np.ones(CLUSTERS.height), np.arange(CLUSTERS.height), numbered(CLUSTERS["district"]), ()
    )
    scores = inside * CLUSTERS["score"].to_numpy()
    found = ratios(design, rake(design), scores[:, None], inside[:, None])
    assert found.value[0] == pytest.approx(645.14, abs=0.005)
    assert found.standard_error[0] == pytest.approx(5.8909, abs=5e-5)


@pytest.mark.parametrize(
    ("weight", "cluster", "stratum", "expected", "error"),
    [
        (WEIGHTS, range(8), STRATA, 5.4481, 0.7413),
        (WEIGHTS, UNITS, (0,) * 5, 5.4481, 0.7938),
        (WEIGHTS, STRATA, (0, 0), 5.4481, 0.5465),
        (np.ones(8), range(8), STRATA, 5.525, 0.7796),
        (np.ones(8), UNITS, (0,) * 5, 5.525, 0.838),
        (np.ones(8), STRATA, (0, 0), 5.525, 0.5188),
    ],
)
def test_strata_and_clusters__as_published(
    weight: NDArray[np.float64],
    cluster: Sequence[int],
    stratum: Sequence[int],
    expected: float,
    error: float,
) -> None:
    """With replacement: tests/check.Rout.save. The last error is 0.51875."""
    found = mean(Design(weight, np.array(cluster), np.array(stratum), ()), VALUES)
    assert found.value[0] == pytest.approx(expected, abs=5e-5)
    assert found.standard_error[0] == pytest.approx(error, abs=5.01e-5)


def test_parts__above_four_and_not_as_published() -> None:
    """tests/domain.Rout.save."""
    design = Design(WEIGHTS, np.arange(8), np.array(STRATA), ())
    held = WEIGHTS[:, None] * np.column_stack([VALUES > 4, VALUES <= 4])
    found = ratios(design, rake(design), VALUES[:, None] * held, held)
    assert found.value == pytest.approx(np.array([6.195, 3.314286]), abs=5e-7)
    assert found.standard_error == pytest.approx(np.array([0.7555129, 0.3117042]), abs=5e-8)
