"""Signs of change: that there are few on stable series, and where they lie on others."""

import numpy as np

from dagster_project.methods import control_charts
from dagster_project.methods.control_charts import NONE, RUN, TREND


def flagged(values: np.ndarray) -> np.ndarray:
    return control_charts.signs(values, control_charts.xmr(values)) != NONE


def test_xmr__a_point_outside_its_limits_is_rare_on_stable_series() -> None:
    """Three standard deviations: 0.27 % of the points of a normal series whose limits are known.

    Limits of 100 points are themselves uncertain, which makes it a little more; Wheeler (2000)
    gives 1 % as the most to be expected.
    """
    rng = np.random.default_rng(8)
    outside = 0
    for _ in range(400):
        values = rng.normal(50, 4, 100)
        limits = control_charts.xmr(values)
        outside += int(((values < limits.low) | (values > limits.high)).sum())
    assert 0.0027 < outside / 40_000 < 0.006


def test_signs__a_run_of_seven_is_as_rare_as_tossing_coins_says() -> None:
    """A point of 36 tosses stands in a run of seven or more: 64 runs begin in 2^-6 of places.

    By enumeration of the chain of run lengths, below, which shares nothing with the code.
    """
    rng = np.random.default_rng(9)
    sides = rng.integers(0, 2, (4000, 36)) * 2.0 - 1
    limits = control_charts.Limits(np.zeros(36), np.full(36, -9.0), np.full(36, 9.0))
    found = np.mean([(control_charts.signs(row, limits) == RUN).any() for row in sides])
    assert abs(found - chance_of_a_run(36, 7)) < 0.02


def chance_of_a_run(points: int, length: int) -> float:
    """By the chain of lengths: each toss makes the run one longer, or begins another."""
    chances = {1: 1.0}
    for _ in range(points - 1):
        moved = {1: sum(chances.values()) / 2}
        for run, chance in chances.items():
            if run + 1 < length:
                moved[run + 1] = chance / 2
        chances = moved
    return 1 - sum(chances.values())


def test_signs__of_a_step_begin_where_it_is() -> None:
    """Twelve months at 80 ± 2, then twelve at 90 ± 2: each half is a run, and they meet there."""
    values = np.array([80.0 + 2 * (-1) ** month + 10 * (month >= 12) for month in range(24)])
    limits = control_charts.Limits(np.full(24, 85.0), np.full(24, 70.0), np.full(24, 100.0))
    assert (control_charts.signs(values, limits) == RUN).all()
    assert np.flatnonzero(np.diff(np.sign(values - limits.centre))).tolist() == [11]


def test_signs__seven_rising_points_are_a_trend_and_six_are_none() -> None:
    limits = control_charts.Limits(np.zeros(9), np.full(9, -90.0), np.full(9, 90.0))
    seven = np.array([5.0, 1, 2, 3, 4, 5, 6, 7, 0])
    six = np.array([5.0, 1, 2, 3, 4, 5, 6, 0, 3]) * np.array([1, 1, -1, 1, 1, 1, 1, 1, 1])
    assert (control_charts.signs(seven, limits) == TREND).tolist() == [False] + 7 * [True] + [False]
    assert TREND not in control_charts.signs(six, limits)


def test_p__what_chance_moves_is_rarely_outside_and_what_more_moves_often() -> None:
    """At n = 400 chance is normal: 0.27 %. A true share that moves by itself is p′'s to judge."""
    rng = np.random.default_rng(10)
    of = np.full(24, 400.0)
    stable, moved, charted = 0, 0, 0
    for _ in range(300):
        hits = rng.binomial(400, 0.8, 24).astype(float)
        limits = control_charts.p(hits, of)
        stable += int(((hits / of < limits.low) | (hits / of > limits.high)).sum())
        hits = rng.binomial(400, rng.normal(0.8, 0.05, 24).clip(0, 1)).astype(float)
        limits = control_charts.p(hits, of)
        moved += int(((hits / of < limits.low) | (hits / of > limits.high)).sum())
        limits = control_charts.p(hits, of, control_charts.overdispersion(hits, of))
        charted += int(((hits / of < limits.low) | (hits / of > limits.high)).sum())
    points = 300 * 24
    assert stable / points < 0.006
    assert moved / points > 0.2
    assert charted / points < 0.012
