"""The product's own statistics over small data sets whose answers others have published."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from dagster_project.methods.competing_risks import aalen_johansen
from dagster_project.methods.surveys import Design, Margin, rake, ratios
from dashboards.judgement import Figure, change
from tests.conformance.rendered import macro

SCHOOLS = Path(__file__).parent / "data" / "api_clusters.csv"
"""183 schools of 15 Californian districts, drawn as clusters: apiclus1 of R's `survey`."""
DISTRICTS = 757
SCHOOL_TYPES = {"E": 4421, "H": 755, "M": 1018}
SCHOOL_WIDE = {"no": 1072, "yes": 5122}

TRANSPLANTS = {
    "ALL": {
        0: (1, 1, 0), 1: (1, 1, 0), 3: (0, 1, 0), 4: (0, 1, 0), 5: (0, 1, 0), 7: (0, 1, 0),
        8: (0, 1, 0), 9: (0, 1, 0), 12: (1, 0, 0), 13: (0, 1, 0), 14: (0, 1, 0), 22: (0, 1, 0),
        26: (0, 1, 0), 35: (0, 0, 1), 72: (0, 0, 1),
    },
    "AML": {
        2: (0, 1, 1), 3: (3, 0, 0), 4: (2, 0, 1), 7: (0, 1, 1), 8: (1, 0, 1), 10: (0, 1, 0),
        32: (0, 0, 1), 35: (0, 0, 1), 67: (0, 0, 1), 68: (0, 0, 1), 70: (0, 0, 1),
    },
}  # fmt: skip
"""Deaths after treatment, relapses and ends of follow-up among 35 patients, by month: Scrucca and
others (2007), Bone Marrow Transplantation 40, 381-387; data at https://luca-scr.github.io/R."""


def by_month(place: int) -> NDArray[np.int64]:
    counts = np.zeros((len(TRANSPLANTS), 73), dtype=np.int64)
    for group, months in enumerate(TRANSPLANTS.values()):
        for month, found in months.items():
            counts[group, month] = found[place]
    return counts


@pytest.mark.parametrize(
    ("event", "months", "of_all", "of_aml"),
    [
        (0, (1, 12, 60), (0.11764706, 0.17647059, 0.17647059), (0, 0.36818576, 0.36818576)),
        (0, (2, 3, 4), (0.11764706,) * 3, (0, 0.17708333, 0.29513889)),
        (1, (3, 9, 14), (0.17647059, 0.47058824, 0.58823529), (0.05555556, 0.12048611, 0.20570747)),
    ],
)
def test_cumulative_incidence__as_published(
    event: int, months: tuple[int, ...], of_all: tuple[float, ...], of_aml: tuple[float, ...]
) -> None:
    """As `cmprsk::cuminc` gives it; quoted from the tests of scikit-survival 0.25."""
    found = aalen_johansen(by_month(event), by_month(1 - event), by_month(2), months)
    assert found.incidence == pytest.approx(np.array([of_all, of_aml]), abs=5e-9)


def test_cumulative_incidence__nobody_was_followed_that_long() -> None:
    found = aalen_johansen(by_month(0), by_month(1), by_month(2), (70, 72))
    assert np.isnan(found.incidence[1]).tolist() == [False, True]
    assert not np.isnan(found.incidence[0]).any()


def test_naive_estimate__is_told_apart() -> None:
    """Kaplan and Meier with relapses as censored: 1 - 13/16 x 11/13 x 7/8 of AML, not 0.368."""
    none = np.zeros_like(by_month(0))
    naive = aalen_johansen(by_month(0), none, by_month(1) + by_month(2), (60,))
    assert naive.incidence[1, 0] == pytest.approx(1 - 13 / 16 * 11 / 13 * 7 / 8)
    assert naive.incidence[1, 0] > 0.36818576 + 0.03


def schools(
    strata: str | None, cluster: str | None, *margins: str
) -> tuple[Design, NDArray[np.float64]]:
    """The design over the schools, each of the same weight, and their scores."""
    frame = pl.read_csv(SCHOOLS)
    everyone = pl.int_range(pl.len())
    of_cluster = frame.select(pl.col(cluster).rank("dense") - 1 if cluster else everyone)
    codes = of_cluster.to_series().cast(pl.Int64).to_numpy()
    stratum = np.zeros(codes.max() + 1, dtype=np.int64)
    if strata:
        stratum[codes] = frame[strata].rank("dense").cast(pl.Int64).to_numpy() - 1
    known = {"type": SCHOOL_TYPES, "is_school_wide": SCHOOL_WIDE}
    used = [
        Margin(
            frame[name].rank("dense").cast(pl.Int64).to_numpy() - 1,
            np.array([known[name][category] for category in sorted(known[name])]) / 6194,
        )
        for name in margins
    ]
    return Design(np.full(frame.height, 33.847), codes, stratum, used), frame["score"].to_numpy()


@pytest.mark.parametrize(
    ("margins", "mean", "error"),
    [
        ((), 644.17, 23.542),
        (("type", "is_school_wide"), 641.23, 23.704),
    ],
)
def test_survey_mean__of_clusters_as_published(
    margins: tuple[str, ...], mean: float, error: float
) -> None:
    """Plain and raked: R `survey`, example of `svydesign` and tests/rakecheck.Rout.save.

    It draws 15 of 757 districts without replacement, we with.
    """
    design, score = schools(None, "district", *margins)
    found = ratios(design, rake(design), (design.weight * score)[:, None], design.weight[:, None])
    assert found.value[0] == pytest.approx(mean, abs=0.005)
    assert found.standard_error[0] * np.sqrt(1 - 15 / DISTRICTS) == pytest.approx(error, abs=5e-4)


def test_survey_mean__as_if_simply_drawn_is_told_apart() -> None:
    """Without the clusters the error would be a third of what it is."""
    design, score = schools(None, None)
    found = ratios(design, rake(design), (design.weight * score)[:, None], design.weight[:, None])
    assert found.standard_error[0] < 10


def test_survey_mean__of_a_lonely_cluster_as_published() -> None:
    """Districts as strata, one with a single school: tests/lonely.psu.Rout.save, "adjust"."""
    design, score = schools("district", None)
    found = ratios(design, rake(design), (design.weight * score)[:, None], design.weight[:, None])
    assert found.value[0] == pytest.approx(644.17, abs=0.005)
    assert found.standard_error[0] == pytest.approx(5.8281, abs=5e-5)


def test_raking__as_published() -> None:
    """Kalton and Flores-Cervantes (2003), Journal of Official Statistics 19, 81-97, table B; as
    printed in tests/kalton.Rout.save of R `survey`."""
    sample = np.array([20, 50, 100, 30, 40, 140, 50, 100, 40, 310, 50, 70], dtype=float)
    population = np.array([80, 60, 170, 55, 40, 150, 60, 165, 55, 340, 200, 125]).reshape(3, 4)
    rows, columns = np.divmod(np.arange(12), 4)
    margins = [
        Margin(columns, population.sum(axis=0) / population.sum()),
        Margin(rows, population.sum(axis=1) / population.sum()),
    ]
    factor = rake(Design(sample, np.arange(12), np.zeros(12, dtype=np.int64), margins))
    published = [1.81, 1.08, 2.20, 1.83, 1.45, 0.87, 1.76, 1.47, 2.02, 1.21, 2.45, 2.04]
    assert factor * population.sum() / sample.sum() == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize(
    ("later", "earlier", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_change__as_published(
    later: tuple[int, int], earlier: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10."""
    found = change(of_share(*later), of_share(*earlier))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((100 * low, 100 * high), abs=0.005)


def of_share(hits: int, count: int) -> Figure:
    """A settled figure with the interval that the models give it."""
    day = date(2026, 6, 30)
    limits = [macro("wilson_percent", str(hits), str(count), side) for side in ("low", "high")]
    with duckdb.connect() as connection:
        [(low, high)] = connection.execute(f"SELECT {', '.join(limits)}").fetchall()
    value = 100 * hits / count
    return Figure("year", "2026", day, day, day, "ok", value=value, low=low, high=high)
