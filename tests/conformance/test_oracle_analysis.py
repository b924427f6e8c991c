"""Trends, comparisons and composite scores against answers that others have published."""

from collections import Counter
from statistics import NormalDist
from typing import Any, Final

import duckdb
import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from dagster_project.methods import (
    composite,
    control_charts,
    cusum,
    funnel_limits,
    rank_sets,
    small_areas,
)
from tests.conformance.rendered import macro
from tests.conformance.test_oracle import CASES, expected, given

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="no published answers lie in shared/oracle beside the checkout"
)

XMR, LANEY, CUSUM = "08_spc_xmr_nhs", "09_spc_laney_pprime", "10_cusum_montgomery"
FUNNEL, PHE = "11_funnel_overdispersion", "12_phe_funnel_proportion"
COMPOSITE, RANKS, AREAS = (
    "13_composite_asem_coinr",
    "14_rank_confidence_pisa",
    "15_small_area_fay_herriot",
)
SIGNS: Final = {
    "Common Cause": control_charts.NONE,
    **dict.fromkeys(("Above UCL", "Below LCL"), control_charts.OUTSIDE),
    **dict.fromkeys(
        ("7 Point Trend (Increasing)", "7 Point Trend (Decreasing)"), control_charts.TREND
    ),
    **dict.fromkeys(("2 in 3 Above CL", "2 in 3 Below CL"), control_charts.NEAR),
    **dict.fromkeys(("7 Points Above CL", "7 Points Below CL"), control_charts.RUN),
}
Floats = NDArray[np.float64]


def column(case: str, name: str, file: str = "input") -> Floats:
    return np.array([float(row[name]) for row in given(case, file)])


def assert_chart(values: Floats, answer: dict[str, Any], kinds: str, rtol: float) -> None:
    limits = control_charts.xmr(values)
    for found, name in ((limits.centre, "mean"), (limits.low, "lpl"), (limits.high, "upl")):
        np.testing.assert_allclose(found, np.broadcast_to(answer[name], found.shape), rtol=rtol)
    assert list(control_charts.signs(values, limits)) == [SIGNS[word] for word in answer[kinds]]


def test_xmr__limits_and_signs() -> None:
    answers = expected(XMR)
    rtol = answers["tolerance_rel"]
    breaches = column(XMR, "breaches")
    assert_chart(breaches, answers["breaches_default_screened"], "special_cause_type", rtol)
    assert_chart(column(XMR, "value", "vignette"), answers["vignette_screened"], "type", rtol)
    rebased = answers["breaches_rebased_2017_10"]
    for part in (slice(0, 18), slice(18, None)):
        of_part = {name: values[part] for name, values in rebased.items()}
        assert_chart(breaches[part], of_part, "special_cause_type", rtol)


def test_xmr__many_series() -> None:
    answers = expected(XMR)
    rows = sorted(given(XMR, "multi_org"), key=lambda row: row["period"])
    assert len(answers["multi_org"]) == 20
    for org, answer in answers["multi_org"].items():
        values = np.array([float(row["breach_pct"]) for row in rows if row["org"] == org])
        assert_chart(values, answer, "special_cause_type", answers["tolerance_rel"])


def test_xmr__unscreened() -> None:
    answer = expected(XMR)["vignette_unscreened"]
    limits = control_charts.xmr(column(XMR, "value", "vignette"), is_screened=False)
    np.testing.assert_allclose([limits.low[0], limits.high[0]], [answer["lpl"], answer["upl"]])


def test_p_prime__widens_limits_where_p_flags_nearly_all() -> None:
    answers = expected(LANEY)
    rtol = answers["tolerance_rel"]
    hits, of = column(LANEY, "within_4h"), column(LANEY, "attendances")
    sigma_z = control_charts.overdispersion(hits, of)
    np.testing.assert_allclose(sigma_z, answers["sigma_z"], rtol=rtol)
    for name, factor in (("p_chart", 1.0), ("pprime_chart", sigma_z)):
        limits, answer = control_charts.p(hits, of, factor), answers[name]
        np.testing.assert_allclose(limits.centre, answer["cl"], rtol=rtol)
        np.testing.assert_allclose(limits.low, answer["lcl"], rtol=rtol)
        np.testing.assert_allclose(limits.high, answer["ucl"], rtol=rtol)
        is_outside = (hits / of < limits.low) | (hits / of > limits.high)
        assert list(np.flatnonzero(is_outside) + 1) == answer["sigma_signal"]


def test_cusum__finds_the_small_shift() -> None:
    answers = expected(CUSUM)
    found = cusum.sums(column(CUSUM, "x") - answers["target"])
    np.testing.assert_allclose(found.high, answers["c_plus"], atol=answers["tolerance_abs"])
    np.testing.assert_allclose(found.low, answers["c_minus"], atol=answers["tolerance_abs"])
    assert list(found.high_points) == answers["n_plus"]
    first = int(np.flatnonzero(found.high > cusum.DECISION)[0])
    assert first + 1 == answers["first_signal"]
    assert first + 2 - found.high_points[first] == answers["estimated_shift_start"]


def test_funnel__with_and_without_overdispersion() -> None:
    answers = expected(FUNNEL)
    hits, of = column(FUNNEL, "breaches"), column(FUNNEL, "attendances")
    target = hits.sum() / of.sum()
    ratios = funnel_limits.ratios(hits, of, target)
    spread = funnel_limits.spread(ratios, 4 * of)
    rtol = answers["tolerance_rel"]
    np.testing.assert_allclose(spread, [answers["phi"], answers["tau2"]], rtol=rtol)
    names = [row["org"] for row in given(FUNNEL)]
    for kind, between in (("unadjusted", 0.0), ("overdispersed", spread.between)):
        for level, z in (("95", funnel_limits.WARNING), ("99_8", funnel_limits.ACTION)):
            low, high = funnel_limits.of_share(of, target, between, z)
            is_out = (hits / of < low) | (hits / of > high)
            assert sorted(np.array(names)[is_out]) == sorted(answers["outliers"][kind + level])
    by_name = {unit["org"]: unit for unit in answers["units"]}
    units = [by_name[name] for name in names]
    np.testing.assert_allclose(ratios, [unit["z"] for unit in units], rtol=rtol)
    low, high = funnel_limits.of_share(of, target, spread.between, funnel_limits.ACTION)
    np.testing.assert_allclose(low, [unit["od_lo998"] for unit in units], rtol=rtol, atol=1e-12)
    np.testing.assert_allclose(high, [unit["od_hi998"] for unit in units], rtol=rtol)


def test_rank_sets__of_estimates() -> None:
    answers = expected(RANKS)
    scores, errors = column(RANKS, "math_score"), column(RANKS, "math_se")
    assert [row["unit"] for row in given(RANKS)] == [unit["unit"] for unit in answers["units"]]
    for name in ("marginal", "simultaneous"):
        # Of five seeds the median: one set ends at a near tie, which a single seed may see as none.
        drawn = [
            np.stack(
                getattr(rank_sets, name)(scores, errors, draws=answers["bootstrap_R"], seed=seed),
                axis=1,
            )
            for seed in range(5)
        ]
        wanted = np.array([unit[name] for unit in answers["units"]])
        found = np.median(drawn, axis=0)
        assert np.abs(found - wanted).max() <= answers["tolerance_ranks"]


def test_rank_sets__of_counts() -> None:
    answers = expected(RANKS)["multinomial_exact"]
    counts = np.array([int(row["count"]) for row in given(RANKS, "multinomial")])
    sets = rank_sets.of_counts(counts)
    assert [(int(best), int(worst)) for best, worst in zip(*sets, strict=True)] == [
        (one["L"], one["U"]) for one in answers
    ]


def test_fay_herriot__estimates_and_errors() -> None:
    answers = expected(AREAS)
    regions = [row["MajorArea"] for row in given(AREAS)]
    design = np.array([[1.0, *(region == other for other in "234")] for region in regions])
    found = small_areas.fay_herriot(column(AREAS, "yi"), column(AREAS, "SD"), design)
    atol = answers["tolerance_abs"]
    np.testing.assert_allclose(found.variance, answers["A"], atol=atol)
    for values, name in ((found.value, "eblup"), (found.mse, "mse"), (found.reliability, "gamma")):
        np.testing.assert_allclose(values, [area[name] for area in answers["areas"]], atol=atol)


def test_phe__significance_by_limits_that_turn_wilson_round() -> None:
    answers = expected(PHE)
    hits, of = column(PHE, "numerator"), column(PHE, "denominator")
    target = hits.sum() / of.sum()
    np.testing.assert_allclose(100 * target, answers["baseline_pct"], atol=1e-4)
    sides = np.where(hits / of > target, "High", "Low")
    verdicts = ["Not significant"] * len(of)
    for level, name in ((0.95, "0.025"), (0.998, "0.001")):
        for area, (low, high) in enumerate(wilson_limits(hits, of, level)):
            if not low <= target <= high:
                verdicts[area] = f"{sides[area]} ({name})"
    assert Counter(verdicts) == answers["counts"]
    areas = [row["area"] for row in given(PHE)]
    assert dict(zip(areas, verdicts, strict=True)) == answers["significance"]


def test_phe__limits_at_which_wilson_ends_on_the_target() -> None:
    """The published limits of a share are where its own interval just reaches the target."""
    answers = expected(PHE)
    target, checked = answers["baseline_pct"] / 100, 0
    for level, name in ((0.95, "95"), (0.998, "99_8")):
        for place, side in enumerate(("upper", "lower")):
            limits = [
                (limit[f"{side}{name}"] / 100, limit["population"]) for limit in answers["limits"]
            ]
            share, of = np.array([(s, float(n)) for s, n in limits if 0 < s < 1]).T
            ends = [interval[place] for interval in wilson_limits(share * of, of, level)]
            np.testing.assert_allclose(ends, target, rtol=0, atol=answers["tolerance_abs"])
            checked += len(ends)
    assert checked > 250


def test_composite__winsorised_points() -> None:
    """Of the indicators that the published data set treats but does not divide by another.

    What was missing is taken as the treated set has it, for it was filled by the mean of others.
    """
    raw, treated = (pl.DataFrame(given(COMPOSITE, file)) for file in ("raw", "input"))
    points = Counter(point["indicator"] for point in expected(COMPOSITE)["winsorised_points"])
    checked = 0
    for name in raw.columns[1:]:
        given_to, wanted = (
            frame[name].cast(pl.Float64, strict=False).to_numpy() for frame in (raw, treated)
        )
        filled = np.where(np.isnan(given_to), wanted, given_to)
        if np.isclose(filled, wanted, rtol=1e-9).mean() < 0.8:
            continue
        found = composite.winsorised(filled[:, None])[:, 0]
        np.testing.assert_allclose(found, wanted, rtol=1e-9)
        assert (found != filled).sum() == points[name]
        checked += points[name]
    assert checked > 10


def test_composite__variants_and_what_they_move() -> None:
    answers = expected(COMPOSITE)
    tree = Tree()
    scores = {
        "arithmetic": tree.aggregated(composite.min_max(tree.values), composite.arithmetic),
        "geometric": tree.aggregated(composite.min_max(tree.values, 1), composite.geometric),
        "z": tree.aggregated(composite.z_scores(tree.values), composite.arithmetic),
    }
    wanted = {unit["unit"]: unit for unit in answers["arithmetic"]}
    for name, found in scores["arithmetic"].items():
        if name in wanted["AUS"]:
            answer = [wanted[unit][name] for unit in tree.units]
            np.testing.assert_allclose(found, answer, atol=answers["tolerance_abs"])
    index = {kind: found["Index"] for kind, found in scores.items()}
    for kind, name in (("geometric", "geometric_minmax_1_100"), ("z", "zscore_10_2")):
        by_unit = {unit["unit"]: unit for unit in answers[name]}
        answer = [by_unit[unit]["index"] for unit in tree.units]
        np.testing.assert_allclose(index[kind], answer, atol=answers["tolerance_abs"])
        ranks = [by_unit[unit]["rank"] for unit in tree.units]
        assert list(composite.ranks(index[kind])) == ranks
    shifts = answers["mean_abs_rank_shift"]
    shift = composite.rank_shift(index["geometric"], index["arithmetic"])
    assert shift == pytest.approx(shifts["geometric_vs_arithmetic"])
    assert composite.rank_shift(index["z"], index["arithmetic"]) == pytest.approx(
        shifts["zscore_vs_minmax"]
    )


def test_composite__leaving_out_and_noise_in_weights() -> None:
    answers = expected(COMPOSITE)
    tree = Tree()
    nominal = tree.aggregated(composite.min_max(tree.values), composite.arithmetic)
    pillars = tree.below("Conn") + tree.below("Sust")
    for pillar, shift in answers["leave_one_pillar_out_mean_abs_rank_diff"].items():
        left = {name: nominal[name] for name in pillars if name != pillar}
        found = tree.top(left, composite.arithmetic)["Index"]
        assert composite.rank_shift(found, nominal["Index"]) == pytest.approx(shift)
    rng, draws = np.random.default_rng(1), 4000
    scores = np.stack([nominal[name] for name in pillars], axis=1)
    of_pillar = composite.noisy_weights(np.ones(8), draws, 0.25, rng)
    of_side = composite.noisy_weights(np.ones(2), draws, 0.25, rng)
    sides = np.stack(
        [
            scores[:, part] @ of_pillar[:, part].T / of_pillar[:, part].sum(axis=1)
            for part in (slice(0, 5), slice(5, 8))
        ],
        axis=-1,
    )
    ranks = composite.ranks(composite.arithmetic(sides, of_side))
    noise = answers["weight_noise_25pct_rank_range_MC"]
    for unit in noise["units"]:
        found = ranks[tree.units.index(unit["unit"])]
        for level, name in ((0.05, "q05"), (0.5, "median"), (0.95, "q95")):
            assert abs(np.quantile(found, level) - unit[name]) <= noise["tolerance_ranks"]


def wilson_limits(hits: Floats, of: Floats, confidence: float) -> list[tuple[float, float]]:
    """Both limits of every share as the product's macro gives them, in shares."""
    z = f"{NormalDist().inv_cdf((1 + confidence) / 2)!r}e0"
    sides = [macro("wilson_percent", "hits", "of_all", side, z) for side in ("low", "high")]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("shares", pl.DataFrame({"hits": hits, "of_all": of}))
        found = connection.execute(f"SELECT {', '.join(sides)} FROM shares").fetchall()
    return [(low / 100, high / 100) for low, high in found]


class Tree:
    """The hierarchy of the published index: indicators, pillars, two sides, the index."""

    def __init__(self) -> None:
        rows = given(COMPOSITE)
        self.nodes = given(COMPOSITE, "indicators")
        self.units = [row["unit"] for row in rows]
        self.leaves = [node for node in self.nodes if node["level"] == "1"]
        self.values = np.array(
            [
                [float(row[leaf["code"]]) * float(leaf["direction"]) for leaf in self.leaves]
                for row in rows
            ]
        )

    def below(self, parent: str) -> list[str]:
        return [node["code"] for node in self.nodes if node["parent"] == parent]

    def aggregated(self, values: Floats, mean: Any) -> dict[str, Floats]:
        codes = [leaf["code"] for leaf in self.leaves]
        return self.top(dict(zip(codes, values.T, strict=True)), mean)

    def top(self, known: dict[str, Floats], mean: Any) -> dict[str, Floats]:
        """With every node above; what is not known has no part in its parent."""
        found = dict(known)
        for node in sorted(self.nodes, key=lambda node: int(node["level"])):
            children = [code for code in self.below(node["code"]) if code in found]
            if node["code"] not in found and children:
                values = np.stack([found[code] for code in children], axis=1)
                found[node["code"]] = mean(values, np.ones(len(children)))
        return found
