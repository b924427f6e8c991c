"""Intervals of 95 % hold the truth in 95 of 100 worlds, whose truth is known."""

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy import stats

from dagster_project.methods import surveys
from dagster_project.methods.competing_risks import aalen_johansen
from dagster_project.methods.surveys import Ratios
from tests.conformance.rendered import macro
from tests.conformance.towns import CLUSTERS, PEOPLE, TOP_TWO, country, surveys_of

Floats = NDArray[np.float64]

WORLDS = 2_000
SEED = 20261118
AIM = pytest.approx(95, abs=1.5)
DRAWN = np.array([sum(CLUSTERS), *CLUSTERS])
QUANTILE = stats.t.ppf(0.975, DRAWN - np.array([len(CLUSTERS), *[1] * len(CLUSTERS)]))
SIMPLE_QUANTILE = stats.t.ppf(0.975, DRAWN * PEOPLE - 1)


def coverage(estimate: Any, count: Any, truth: Any) -> float:
    """In how many of 100 the limits by the macro hold the truth; shares may be of any size."""
    share, size, true = np.broadcast_arrays(estimate, count, truth)
    worlds = pl.DataFrame(
        {"share": share.ravel(), "size": size.ravel().astype(float), "truth": true.ravel()}
    )
    low, high = (macro("wilson_percent", "(share * size)", "size", s) for s in ("low", "high"))
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("worlds", worlds.to_arrow())
        [(found,)] = connection.execute(
            f"SELECT 1e2 * avg((1e2 * truth BETWEEN {low} AND {high})::int) FROM worlds"
        ).fetchall()
    return float(found)


def test_wilson__covers_shares() -> None:
    """On average over shares of 0.05 to 0.95 and 30 to 300 cases."""
    chance = np.random.default_rng(SEED)
    shares = np.linspace(0.05, 0.95, 19)[:, None, None]
    counts = np.array([30, 50, 100, 200, 300])[:, None]
    hits = chance.binomial(counts, shares, (19, 5, WORLDS))
    assert coverage(hits / counts, counts, shares) == AIM


@pytest.mark.parametrize("people", [60, 150, 400])
@pytest.mark.parametrize("to_reach", [0.3, 0.6, 0.85])
def test_incidence__covers_the_share_that_gets_there(people: int, to_reach: float) -> None:
    """Each day 2 of 100 end, a share of them in the event; who entered lately is open still.

    By day h a share of `to_reach` times 1 - 0.98^(h + 1) has reached it. In a few of the worlds
    with 60 people nobody is followed for 90 days, and nothing is estimated.
    """
    chance = np.random.default_rng([SEED, people, int(100 * to_reach)])
    horizons = (30, 60, 90)
    days = 151
    ends = chance.geometric(0.02, (WORLDS, people)) - 1
    reaches = chance.random((WORLDS, people)) < to_reach
    seen = chance.integers(0, days, (WORLDS, people))
    by_day = np.arange(WORLDS)[:, None] * days + np.minimum(ends, seen)
    is_ended = ends <= seen
    reached, ended, still_open = (
        np.bincount(by_day[which], minlength=WORLDS * days).reshape(WORLDS, days)
        for which in (is_ended & reaches, is_ended & ~reaches, ~is_ended)
    )
    found = aalen_johansen(reached, ended, still_open, horizons)
    truth = np.broadcast_to(to_reach * (1 - 0.98 ** (np.array(horizons) + 1)), (WORLDS, 3))
    is_known = ~np.isnan(found.incidence)
    assert is_known.mean() > 0.995
    known = (found.incidence, found.effective_count, truth)
    assert coverage(*(values[is_known] for values in known)) == AIM


@dataclass(frozen=True, slots=True)
class Waves:
    """Of all towns together and of each, shape (worlds, areas): estimates, errors and truth."""

    mean: Ratios
    share: Ratios
    true_mean: Floats
    true_share: Floats


@pytest.fixture(scope="module")
def waves() -> Waves:
    """Forty countries, each surveyed fifty times."""
    chance = np.random.default_rng(SEED)
    found, true_means, true_shares = [], [], []
    for _ in range(40):
        here = country(chance)
        inside = by_area(here.town)
        people = inside.sum(axis=0)
        for survey in surveys_of(here, WORLDS // 40, chance):
            of_area = by_area(survey.design.stratum[survey.design.cluster])
            factor = surveys.rake(survey.design)
            sums = (survey.score, survey.top_two)
            numerator = np.hstack([by_cell[:, None] * of_area for by_cell in sums])
            denominator = np.hstack([survey.design.weight[:, None] * of_area] * 2)
            found.append(surveys.ratios(survey.design, factor, numerator, denominator))
            true_means.append(here.score @ inside / people)
            true_shares.append((here.score >= TOP_TWO) @ inside / people)
    value, error = (
        np.array([getattr(one, name) for one in found]) for name in ("value", "standard_error")
    )
    areas = 1 + len(CLUSTERS)
    return Waves(
        Ratios(value[:, :areas], error[:, :areas]),
        Ratios(value[:, areas:], error[:, areas:]),
        np.array(true_means),
        np.array(true_shares),
    )


def by_area(town: NDArray[np.int64]) -> Floats:
    """A column of ones for all, and one for each town with ones where it is."""
    return np.column_stack([np.ones(len(town)), town[:, None] == np.arange(len(CLUSTERS))])


def test_survey__covers_means(waves: Waves) -> None:
    reach = QUANTILE * waves.mean.standard_error
    covered = 100 * (abs(waves.mean.value - waves.true_mean) <= reach).mean(axis=0)
    assert covered[0] == AIM
    assert covered[1:].mean() == AIM


def test_survey__covers_shares(waves: Waves) -> None:
    """All towns together; of a single one the limits hold the truth at least as often.

    With five clusters an error comes out far too small at times, and that is when an interval
    misses. That of a share never counts for more people than were asked, so it misses less.
    """
    share, error = waves.share.value, waves.share.standard_error
    effective = np.minimum(DRAWN * PEOPLE, share * (1 - share) / error**2)
    count = effective * (SIMPLE_QUANTILE / QUANTILE) ** 2
    covered = [coverage(*area) for area in zip(share.T, count.T, waves.true_share.T, strict=True)]
    assert covered[0] == AIM
    assert min(covered[1:]) >= 95 - 1.5
