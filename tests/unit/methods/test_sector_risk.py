"""Sectors whose work needs review: what the index rests on, and that looking more moves nothing."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import polars as pl
import pytest

from dagster_project.methods import sector_risk

SECTORS = [f"S{number:02}" for number in range(12)]
PARTS = ("pressure", "backlog", "recurrence", "dissatisfaction", "unanswered")
TYPICAL = {
    "pressure": (150, 50),
    "backlog": (10, 140),
    "recurrence": (14, 130),
    "dissatisfaction": (15, 120),
    "unanswered": (10, 40),
}
"""Events, and what they are counted among, in a sector in a year."""


def counted(rows: Iterable[tuple[str, str, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "area_code": "T",
                "area_level": "town",
                "sector_code": sector,
                "component": part,
                "event_count": events,
                "exposure_count": among,
            }
            for sector, part, events, among in rows
        ]
    )


def drawn(rng: np.random.Generator, worse: dict[str, float] | None = None) -> pl.DataFrame:
    """Twelve sectors of equal truth but for S00, whose rates are `worse` so many times over."""
    return counted(
        (sector, part, int(rng.poisson(events * times)), among)
        for sector in SECTORS
        for part, (events, among) in TYPICAL.items()
        for times in [(worse or {}).get(part, 1.0) if sector == "S00" else 1.0]
    )


def of(risks: pl.DataFrame, sector: str, part: str) -> dict[str, Any]:
    return risks.row(
        by_predicate=(pl.col("sector_code") == sector) & (pl.col("component") == part), named=True
    )


def test_contributions__add_up_to_the_index() -> None:
    risks = sector_risk.risks(drawn(np.random.default_rng(1), {"backlog": 3.0, "pressure": 2.0}))
    sums = risks.filter(pl.col("component") != "index").group_by("sector_code").agg("score")
    for sector, scores in sums.rows():
        assert of(risks, sector, "index")["score"] == pytest.approx(sum(scores))
    index = of(risks, "S00", "index")
    assert index["score_low"] < index["score"] < index["score_high"]


def test_needs_review__names_the_component() -> None:
    risks = sector_risk.risks(drawn(np.random.default_rng(2), {"backlog": 4.0}))
    flagged = risks.filter(pl.col("needs_review")).select("sector_code", "component").rows()
    assert sorted(flagged) == [("S00", "backlog"), ("S00", "index")]


def test_equal_truth__is_seldom_called_worse() -> None:
    """Of 1,200 sectors no more than one in a hundred, by any of their five components."""
    rng = np.random.default_rng(3)
    said = [sector_risk.risks(drawn(rng)) for _ in range(100)]
    indices = pl.concat(said).filter(component="index")
    assert indices.height == 1200
    assert indices["needs_review"].mean() <= 0.01


def test_three_times_the_backlog__is_mostly_found() -> None:
    rng = np.random.default_rng(4)
    said = [of(sector_risk.risks(drawn(rng, {"backlog": 3.0})), "S00", "index") for _ in range(40)]
    assert sum(one["needs_review"] for one in said) >= 30


def test_few_events__never_say_that_work_needs_review() -> None:
    """Nine overdue of ten, beside none of a hundred elsewhere."""
    rows = [(s, p, *TYPICAL[p]) for s in SECTORS for p in PARTS if p != "backlog"]
    rows += [(s, "backlog", 9, 10) if s == "S00" else (s, "backlog", 0, 100) for s in SECTORS]
    row = of(sector_risk.risks(counted(rows)), "S00", "backlog")
    assert row["shrunk_low"] > row["centre"]
    assert row["needs_review"] is False


def test_too_few_to_count_among__are_shown_and_not_judged() -> None:
    rows = [(s, p, *TYPICAL[p]) for s in SECTORS for p in PARTS]
    rows += [("S12", p, 3, 4) for p in PARTS]
    risks = sector_risk.risks(counted(rows))
    assert of(risks, "S12", "pressure")["rate"] == pytest.approx(75)
    assert of(risks, "S12", "pressure")["status"] == "too_few"
    assert of(risks, "S12", "index")["status"] == "few_components"
    assert of(risks, "S12", "index")["score"] is None
    assert of(risks, "S00", "pressure")["peer_count"] == 12


def test_four_sectors__are_too_few_peers() -> None:
    rows = [(s, p, *TYPICAL[p]) for s in SECTORS[:4] for p in PARTS]
    risks = sector_risk.risks(counted(rows))
    assert set(risks["status"]) == {"few_peers", "few_components"}
    assert risks["needs_review"].is_null().all()


@pytest.mark.parametrize("seed", range(5))
def test_unequal_looking__leaves_the_index_equal(seed: int) -> None:
    """Twelve sectors of equal truth; visits go where last year's visits found most.

    After Ensign and others (2018), a sector that by chance is visited more is found to be worse,
    and is visited more again. An index that counts what visits find believes it; ours is that of a
    world with equal visits, to the last digit.
    """
    rng = np.random.default_rng(seed)
    reported = {(s, p): int(rng.poisson(TYPICAL[p][0])) for s in SECTORS for p in PARTS}
    visits = Counter(dict.fromkeys(SECTORS, 50))
    found = Counter(dict.fromkeys(SECTORS, 1))
    for _ in range(12):
        weights = np.array([found[s] ** 2 for s in SECTORS], float)
        allotted = rng.multinomial(200, weights / weights.sum())
        visits.update(dict(zip(SECTORS, allotted.tolist(), strict=True)))
        finds = rng.binomial(allotted, 0.15).tolist()
        found.update(dict(zip(SECTORS, finds, strict=True)))

    def world(looked: Counter[str], seen: Counter[str], naive: int) -> pl.DataFrame:
        rows = [
            (s, p, reported[s, p] + naive * seen[s] * (p == "pressure"), TYPICAL[p][1])
            for s in SECTORS
            for p in PARTS
        ]
        rows += [(s, "found_by_looking", seen[s], looked[s]) for s in SECTORS]
        return sector_risk.risks(counted(rows)).filter(component="index")

    even = Counter(dict.fromkeys(SECTORS, 250))
    equal = world(even, Counter(dict.fromkeys(SECTORS, 37)), 0)
    assert max(visits.values()) > 5 * min(visits.values())
    assert world(visits, found, 0).equals(equal)
    naive = world(visits, found, 1).sort("score")["sector_code"][-1]
    assert found[naive] == max(found.values())
