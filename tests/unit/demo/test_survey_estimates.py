"""Standard errors, intervals and what may be shown, worked out by hand.

stratum  cluster  who  answers  sex     u = (answer - 3/4) / 4
A        1        a    well     male    1/16
A        2        b    badly    female  -3/16
B        3        c    well     male    1/16
B        4        d    well     female  1/16
"""

from fractions import Fraction
from math import pi, sqrt, tan

import pytest

from dagster_project.demo.truth.intervals import student, wilson, within
from dagster_project.demo.truth.survey_estimates import (
    Estimate,
    Mean,
    Precision,
    kish,
    mean_of,
    precision,
    publish_decision,
)
from dagster_project.demo.truth.survey_variance import Design, Part, degrees_of_freedom
from dagster_project.demo.truth.survey_weights import Respondent, UsedMargin

SEXES = {"a": "male", "b": "female", "c": "male", "d": "female"}
WELL = {"a": 1, "b": 0, "c": 1, "d": 1}
HALVES = UsedMargin(
    "sex", tuple(SEXES.values()), {"male": Fraction(1, 2), "female": Fraction(1, 2)}
)


def people(last_cluster: str = "4") -> list[Respondent]:
    clusters = {"a": "A1", "b": "A2", "c": "B3", "d": f"B{last_cluster}"}
    return [
        Respondent(name, "S", "18_29", SEXES[name], "phone", place[0], place[1], Fraction(1))
        for name, place in clusters.items()
    ]


def error(
    who: str = "abcd", used: tuple[UsedMargin, ...] = (), last: str = "4", weight: int = 1
) -> float:
    design = Design(people(last), [Fraction(weight)] * 4, used)
    return design.standard_error({name: Part(Fraction(WELL[name]), 1) for name in who})


@pytest.mark.parametrize("weight", [1, 250])
def test_standard_error__clusters_within_strata(weight: int) -> None:
    """A: its mean is -1/16, 2 · (4 + 4)/256 = 1/16; B: both are the same."""
    assert error(weight=weight) == pytest.approx(1 / 4)


def test_standard_error__calibrated() -> None:
    """Men have 1/16 all; women -1/16 on average: b leaves -1/8, d 1/8. 2 · 2/256 in A and B."""
    assert error(used=(HALVES,)) == pytest.approx(sqrt(1 / 32))


def test_standard_error__an_area_within_the_wave() -> None:
    """Ratio 1/2, a 1/4 and b -1/4, c and d bring nothing: 2 · 2/16."""
    assert error("ab") == pytest.approx(1 / 2)


def test_standard_error__a_stratum_of_one_cluster() -> None:
    """B totals 2/16, all clusters 0 on average: 1/16 + 1/64."""
    assert error(last="3") == pytest.approx(sqrt(5 / 64))


def test_standard_error__an_area_of_one_cluster_is_exactly_nothing() -> None:
    design = Design(people("3"), [Fraction(1, 3)] * 4, ())
    parts = {"c": Part(Fraction(1), 1), "d": Part(Fraction(0), 1)}
    assert design.standard_error(parts) == 0


def test_standard_error__a_ratio_of_sums() -> None:
    """a answers two items, one well; ratio 1/3: u_a = (1 - 2/3)/3 = 1/9, u_b = -1/9."""
    design = Design(people(), [Fraction(1)] * 4, ())
    found = design.standard_error({"a": Part(Fraction(1), 2), "b": Part(Fraction(0), 1)})
    assert found == pytest.approx(sqrt(2 * 2 / 81))


def test_degrees_of_freedom__clusters_less_strata() -> None:
    assert degrees_of_freedom(people()) == 2
    assert degrees_of_freedom(people("3")) == 1
    assert degrees_of_freedom(people()[:1]) == 0


def test_student__one_and_two_degrees_exactly_and_tables() -> None:
    assert student(1) == pytest.approx(tan(0.475 * pi), rel=1e-12)
    assert student(2) == pytest.approx(0.95 * sqrt(2 / (1 - 0.95**2)), rel=1e-12)
    assert [round(student(n), 3) for n in (3, 8, 30, 120)] == [3.182, 2.306, 2.042, 1.980]
    assert within(student(683), 683) == pytest.approx(0.95, rel=1e-12)


def test_wilson__newcombes_example() -> None:
    """81 of 263: 0.2553 to 0.3662 (Newcombe 1998, table I, method 3)."""
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_kish__by_hand() -> None:
    assert kish([Fraction(1), Fraction(1), Fraction(2)]) == pytest.approx(8 / 3)
    assert kish([Fraction(2)] * 7) == 7
    assert kish([]) == 0


def test_precision__a_clustered_share() -> None:
    """0.25 / 0.05² are 100 of 150; t is 1.976 of 149 and 2.228 of 10 degrees of freedom."""
    found = precision([Fraction(1)] * 150, Fraction(50), 0.05, 10)
    assert found.effective_count == pytest.approx(100)
    assert found.interval_count == pytest.approx(100 * (1.97601 / 2.22814) ** 2, rel=1e-5)
    assert found.design_effect == pytest.approx(1.5)


def test_precision__never_better_than_the_count() -> None:
    found = precision([Fraction(1)] * 80, Fraction(50), 0.05, 200)
    assert (found.effective_count, found.interval_count) == (80, 80)
    assert found.design_effect == pytest.approx(0.8)


@pytest.mark.parametrize(("percent", "error_of_one"), [(0, 0), (100, 0), (50, 0)])
def test_precision__by_kish_without_a_variance(percent: int, error_of_one: float) -> None:
    weights = [Fraction(1), Fraction(1), Fraction(2)]
    found = precision(weights, Fraction(percent), error_of_one, 2)
    assert found == Precision(pytest.approx(8 / 3), pytest.approx(8 / 3), None)


@pytest.mark.parametrize(
    ("count", "freedom", "reason"),
    [(150, 0, "too_few_clusters"), (1, 3, "effective_count_below_30")],
)
def test_precision__no_interval(count: int, freedom: int, reason: str) -> None:
    found = precision([Fraction(1)] * count, Fraction(100), 0, freedom)
    assert (found.effective_count, found.interval_count) == (count, None)
    decision = publish_decision(count, found, Fraction(100), freedom, None)
    assert decision == ("suppress", reason)


@pytest.mark.parametrize(
    ("valid", "counted", "percent", "freedom", "floor", "decision"),
    [
        (29, 29, 90, 9, None, ("suppress", "effective_count_below_30")),
        (99, 99, 90, 9, 100, ("suppress", "below_catalogue_floor")),
        (35, 35, 50, 9, None, ("suppress", "interval_too_wide")),
        (60, 60, 5, 9, None, ("suppress", "interval_too_wide_for_share")),
        (1000, 1000, 1, 9, None, ("show", None)),
        (150, 150, 100, 7, 100, ("review", "all_or_none")),
        (150, 150, 90, 7, 100, ("review", "few_degrees_of_freedom")),
        (150, 150, 90, 8, 100, ("show", None)),
        (1000, 1000, 1, 7, None, ("review", "few_degrees_of_freedom")),
    ],
)
def test_publish_decision__first_that_applies(
    valid: int,
    counted: int,
    percent: int,
    freedom: int,
    floor: int | None,
    decision: tuple[str, str | None],
) -> None:
    how_sure = Precision(counted, counted, None)
    assert publish_decision(valid, how_sure, Fraction(percent), freedom, floor) == decision


def test_publish_decision__the_interval_rests_on_a_count_of_its_own() -> None:
    half = Fraction(50)
    wide = publish_decision(60, Precision(60, 35, None), half, 9, None)
    assert wide == ("suppress", "interval_too_wide")
    assert publish_decision(60, Precision(60, 45, None), half, 9, None) == ("show", None)


def test_mean_of__rests_on_the_item_that_rests_on_least() -> None:
    many = Estimate(
        valid_count=900,
        mean_index=None,
        index_standard_error=None,
        index_low=None,
        index_high=None,
        top_two_percent=Fraction(90),
        top_two_standard_error=1.0,
        top_two_low=88.0,
        top_two_high=92.0,
        degrees_of_freedom=20,
        effective_count=800.0,
        interval_count=800.0,
        design_effect=1.0,
        publish_decision="show",
        publish_reason=None,
    )
    few = many._replace(
        valid_count=120,
        top_two_percent=Fraction(60),
        top_two_low=40.0,
        top_two_high=66.0,
        degrees_of_freedom=7,
    )
    assert mean_of([many, few], 120) == Mean(120, Fraction(75), "review", "few_degrees_of_freedom")
    assert mean_of([many, few], 121)[2:] == ("suppress", "below_catalogue_floor")
    wide = few._replace(top_two_low=10.0, degrees_of_freedom=20)
    assert mean_of([many, wide], 120)[2:] == ("suppress", "interval_too_wide")
    nobody = few._replace(top_two_percent=None, top_two_low=None, top_two_high=None)
    assert mean_of([many, nobody], 120).top_two_percent is None
