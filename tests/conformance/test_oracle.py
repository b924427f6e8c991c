"""The product's own code against answers that others have published.

The cases lie beside the checkout, not in it: without them there is nothing to hold against.
"""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from statistics import NormalDist
from typing import Any

import duckdb
import numpy as np
import pytest

from dagster_project.methods import rates
from tests.conformance.rendered import macro

CASES = Path(__file__).parents[3] / "shared" / "oracle"
COUNTS = "04_phe_wilson_byars"
STANDARDISED = "22_standardised_comparison"
CONFIDENCE = {"95": 0.95, "99_8": 0.998}

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="no published answers lie in shared/oracle beside the checkout"
)


def expected(case: str) -> dict[str, Any]:
    answers = json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))
    assert isinstance(answers, dict)
    return answers


def given(case: str, name: str = "input") -> list[dict[str, str]]:
    with (CASES / case / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def wilson(hits: float, count: float, confidence: float) -> list[float]:
    """Both limits as the macro gives them, in shares."""
    z = f"{NormalDist().inv_cdf((1 + confidence) / 2)!r}e0"
    sides = [macro("wilson_percent", "hits", "of", side, z) for side in ("low", "high")]
    query = f"SELECT {', '.join(sides)} FROM (SELECT ?::double AS hits, ?::double AS of)"
    with duckdb.connect(config={"threads": 1}) as connection:
        [limits] = connection.execute(query, [hits, count]).fetchall()
    return [limit / 100 for limit in limits]


def assert_agree(found: Any, published: Any, answers: Mapping[str, Any]) -> None:
    """Within the tolerance that goes with the answers; one that is not published is nan."""
    wanted = np.array(published, dtype=float)
    np.testing.assert_allclose(np.array(found), wanted, rtol=answers["tolerance_rel"], atol=0)


def test_counts__limits() -> None:
    answers = expected(COUNTS)
    assert len(answers["limits"]) >= 13
    for row in answers["limits"]:
        confidence = float(row["confidence"].rstrip("%")) / 100
        if row["method"] == "Wilson":
            found = wilson(row["x"], row["n"], confidence)
        else:
            limits = rates.byar(row["x"], confidence)
            found = [float(limits.low), float(limits.high)]
        assert_agree(found, [row["lower"], row["upper"]], answers)


def test_proportions__wilson_limits() -> None:
    answers, lines = expected(COUNTS), given(COUNTS, "proportions")
    for line, row in zip(lines, answers["proportions"], strict=True):
        hits, count, unit = (float(line[n]) for n in ("Numerator", "Denominator", "multiplier"))
        assert_agree(unit * hits / count, row["value"], answers)
        for name, confidence in CONFIDENCE.items():
            found = [unit * limit for limit in wilson(hits, count, confidence)]
            assert_agree(found, [row[f"lower{name}"], row[f"upper{name}"]], answers)


def test_rates__limits() -> None:
    answers, lines = expected(COUNTS), given(COUNTS, "rates")
    assert {row["method"] for row in answers["rates"]} == {"Exact", "Byars"}
    for line, row in zip(lines, answers["rates"], strict=True):
        events, size, unit = (float(line[n]) for n in ("Numerator", "Denominator", "multiplier"))
        assert_agree(unit * events / size, row["value"], answers)
        for name, confidence in CONFIDENCE.items():
            limits = rates.poisson_limits(events, confidence)
            found = np.array([limits.low, limits.high]) / size * unit
            assert_agree(found, [row[f"lower{name}"], row[f"upper{name}"]], answers)


def strata(area: str, *columns: str) -> list[np.ndarray[Any, Any]]:
    lines = [line for line in given(STANDARDISED) if line["area"] == area]
    assert lines
    return [np.array([float(line[column]) for line in lines]) for column in columns]


def test_standardised__indirect_ratio() -> None:
    answers = expected(STANDARDISED)
    for row in answers["areas"]:
        events, people, cases, reference = strata(row["area"], "count", "pop", "refcount", "refpop")
        assert events.sum() == row["observed"]
        for name, confidence in CONFIDENCE.items():
            ratio = rates.indirectly_standardised(
                events.sum(), people, cases / reference, confidence
            )
            assert_agree(ratio.value, row["isr"], answers)
            assert_agree([ratio.low, ratio.high], row[f"isr{name}"], answers)
            assert_agree(row["observed"] / ratio.value, row["expected"], answers)


def test_standardised__direct_rate() -> None:
    answers = expected(STANDARDISED)
    for row in answers["areas"]:
        events, people, standard = strata(row["area"], "count", "pop", "esp2013")
        found = rates.directly_standardised(events, people, standard)
        assert_agree(1e5 * found.value, row["dsr_per_100000"], answers)
        assert_agree(1e5 * np.array([found.low, found.high]), row["dsr95"], answers)


def test_standardised__crude_rate_is_the_direct_one_in_its_own_sizes() -> None:
    answers = expected(STANDARDISED)
    for row in answers["areas"]:
        if row["observed"] >= rates.FEWEST_EVENTS:
            events, people = strata(row["area"], "count", "pop")
            found = rates.directly_standardised(events, people, people)
            assert_agree(1e3 * found.value, row["crude_rate_per_1000"], answers)
