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
from scipy import sparse

from dagster_project.methods import primary_rules, rates
from dagster_project.methods.cells import Cells
from dagster_project.methods.deviations import Deviations
from dagster_project.methods.suppression import suppress, unsafe
from tests.conformance.rendered import macro

CASES = Path(__file__).parents[3] / "shared" / "oracle"
COUNTS = "04_phe_wilson_byars"
SENSITIVE = "17_sdc_primary_rules"
AUDIT = "18_sdc_secondary_audit"
BLANKS = "19_sdc_secondary_optimum"
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


def test_sensitive__by_every_rule() -> None:
    """15 cells of regions by genders with their totals, of which the published number some."""
    answers, lines = expected(SENSITIVE), given(SENSITIVE)
    total, first, second, count = np.zeros((4, len(answers["cells"])))
    for place, cell in enumerate(answers["cells"]):
        found = sorted(
            float(line["val"])
            for line in lines
            if all(cell[name] in ("total", line[name]) for name in ("region", "gender"))
        )
        second[place], first[place] = found[-2:]
        total[place], count[place] = sum(found), len(found)
    flags = {
        "freq_le2": primary_rules.is_small(count, 3),
        "freq_le3": primary_rules.is_small(count, 4),
        "nk_2_75": primary_rules.is_dominated(total, first + second, 0.75),
        "p70": primary_rules.is_estimable(total, first, second, 0.7),
        "p10": primary_rules.is_estimable(total, first, second, 0.1),
        "pq_60_80": primary_rules.is_estimable(total, first, second, 0.6, 0.8),
    }
    for name, flag in flags.items():
        assert flag.tolist() == [cell[name] for cell in answers["cells"]], name
    names = {"freq maxN=2": "freq_le2", "nk n=2 k=75": "nk_2_75", "p=70": "p70"}
    names["pq=60,80"] = "pq_60_80"
    for rule, cells in answers["published_flagged_index_1based"].items():
        assert (np.flatnonzero(flags[names[rule]]) + 1).tolist() == cells, rule


def crossed(inner: Mapping[str, float]) -> tuple[dict[str, float], sparse.csr_array]:
    """Cells "row|column" with the totals of rows, of columns and of all, and their sums."""
    rows, columns = (list(dict.fromkeys(c.split("|")[i] for c in inner)) for i in (0, 1))
    table = np.array([[inner[f"{row}|{column}"] for column in columns] for row in rows])
    table = np.vstack([table.sum(axis=0), table])
    table = np.hstack([table.sum(axis=1, keepdims=True), table])
    names = [f"{row}|{column}" for row in ["total", *rows] for column in ["total", *columns]]
    number = np.arange(table.size).reshape(table.shape)
    sums = np.zeros((sum(table.shape), table.size))
    for row, line in enumerate([*number, *number.T]):
        sums[row, line[0]], sums[row, line[1:]] = -1, 1
    return dict(zip(names, table.ravel().tolist(), strict=True)), sparse.csr_array(sums)


def to_protect(
    counts: Mapping[str, float], sums: sparse.csr_array, sensitive: list[str], reach: float
) -> Cells:
    """Cells that must be able to go up and down by `reach`; a blank costs what it counts."""
    value = np.array(list(counts.values()))
    is_sensitive = np.isin(list(counts), sensitive)
    low, high = (np.where(is_sensitive, value + way * reach, np.nan) for way in (-1, 1))
    return Cells(value, np.zeros(len(value)), np.full(len(value), np.inf), sums, low, high, value)


def attacked(cells: Cells, hidden: np.ndarray[Any, Any], cell: int) -> list[float]:
    """The lowest and the highest value that a blank may have for someone who sees the others."""
    most, gain = np.full(len(hidden), 1e4), np.zeros(len(hidden))
    prices = np.where(hidden, 0.0, np.inf)
    ends = []
    for gain[cell] in (-1, 1):
        moved = Deviations(cells.sums, cells.value, most).furthest(prices, gain, most, most)
        ends.append(cells.value[cell] + moved[cell])
    return ends


def test_blanks__two_in_every_line_are_not_enough() -> None:
    answers = expected(AUDIT)
    lines = {f"{line['row']}|{line['col']}": line for line in given(AUDIT)}
    counts, sums = crossed({name: float(line["freq"]) for name, line in lines.items()})
    names = list(counts)
    sensitive = [name for name, line in lines.items() if line["suppressed"] == "1"]
    cells = to_protect(counts, sums, sensitive, 1e-3)
    hidden = cells.sensitive
    blanks = abs(sums) @ hidden
    assert (blanks[blanks > 0] >= 2).all()

    tolerance = answers["tolerance_abs"]
    assert set(answers["attack_intervals"]) == set(sensitive)
    for name, interval in answers["attack_intervals"].items():
        found = attacked(cells, hidden, names.index(name))
        assert found == pytest.approx(interval, abs=tolerance), name
    assert [names[cell] for cell in unsafe(cells, hidden)] == answers["exactly_recoverable"]

    enough = {
        name
        for place, name in enumerate(names)
        if name in lines
        and name not in sensitive
        and not unsafe(cells, hidden | (np.arange(len(names)) == place))
    }
    assert enough == set(answers["single_extra_cells_that_make_it_safe"])

    chosen = suppress(cells)
    assert unsafe(cells, chosen) == []
    extra = chosen & ~hidden
    assert [names[cell] for cell in np.flatnonzero(extra)] == answers["cheapest_fix"]["cells"]
    assert cells.cost[extra].sum() == answers["cheapest_fix"]["cost"]
    found = attacked(cells, chosen, names.index("w|b"))
    assert found == pytest.approx(answers["after_suppressing_xd_interval_wb"], abs=tolerance)


def test_blanks__cheapest_for_one_cell() -> None:
    answers = expected(BLANKS)
    names = [f"{line['region']}|{line['gender']}" for line in given(BLANKS)]
    counts, sums = crossed({name: float(names.count(name)) for name in sorted(set(names))})
    assert counts == answers["counts"]
    primary = "|".join(answers["primary"])
    cells = to_protect(counts, sums, [primary], 1e-3)
    chosen = suppress(cells)
    extra = {name for name, blank in zip(counts, chosen, strict=True) if blank} - {primary}
    best = answers["min_cost_secondary"]
    assert extra == {"|".join(cell) for cell in best["cells"]}
    assert sum(counts[name] for name in extra) == best["cost"]
    assert int((~chosen).sum()) == answers["number_publishable"]
    found = attacked(cells, chosen, list(counts).index(primary))
    assert found == pytest.approx(answers["attack_interval_primary"])
