"""Estimates of cohorts of clues on a few of them, worked out by hand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dagster_project.methods import funnel
from dagster_project.methods.funnel import COHORT, HORIZONS, INCIDENCE, PROJECTION

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
GROUP = ("150626", "total", "total", "transferred")
OTHER = ("150626", "channel", "phone", "transferred")


def days(
    month: date, *counts: tuple[int, int, int, int], group: Iterable[str] = GROUP
) -> pl.DataFrame:
    """Of a cohort: a day, and how many reached the stage on it, ended otherwise or are open."""
    names = (*COHORT, "day", "reached_count", "ended_count", "open_count")
    rows = [(month, *group, *each) for each in counts]
    return pl.DataFrame(rows, names, orient="row")


def cohort(month: date, clues: int, *reached: int, group: Iterable[str] = GROUP) -> pl.DataFrame:
    """Of a cohort: its clues, and how many reached the stage by each horizon that has passed."""
    names = (*COHORT, "horizon_days", "clue_count", "reached_count", "is_mature")
    so_far = [*reached, *[reached[-1] if reached else 0] * (len(HORIZONS) - len(reached))]
    rows = [
        (month, *group, horizon, clues, count, place < len(reached))
        for place, (horizon, count) in enumerate(zip(HORIZONS, so_far, strict=True))
    ]
    return pl.DataFrame(rows, names, orient="row")


def by_horizon(found: pl.DataFrame, column: str, month: date = JANUARY) -> dict[int, Any]:
    return dict(found.filter(month_on=month).select("horizon_days", column).iter_rows())


def test_incidence__crude_share_where_all_is_known() -> None:
    """Ten clues: two reach the stage on day 30 and three on day 31, one ends, four stay open."""
    found = funnel.incidence([days(JANUARY, (30, 2, 0, 0), (31, 3, 1, 0), (200, 0, 0, 4))])
    assert dict(found.schema) == INCIDENCE
    assert by_horizon(found, "reached_count") == {30: 2, 60: 5, 90: 5, 180: 5}
    incidence = by_horizon(found, "incidence")
    assert incidence == pytest.approx({30: 0.2, 60: 0.5, 90: 0.5, 180: 0.5})
    assert by_horizon(found, "standard_error")[60] == pytest.approx((0.5 * 0.5 / 10) ** 0.5)
    assert by_horizon(found, "open_share")[180] == pytest.approx(0.4)
    assert by_horizon(found, "effective_count")[30] == pytest.approx(10)
    assert set(by_horizon(found, "median_days").values()) == {31}


def test_incidence__beyond_the_last_horizon_is_open() -> None:
    """What happens on day 181 and later is not yet known on day 180."""
    late = funnel.incidence([days(JANUARY, (10, 1, 0, 0), (181, 2, 1, 0), (400, 1, 0, 2))])
    still_open = funnel.incidence([days(JANUARY, (10, 1, 0, 0), (180, 0, 0, 6))])
    assert_frame_equal(late, still_open)


def test_incidence__censored_clues_leave() -> None:
    """One of four is last seen on day 5, one of the three others gets there on day 10."""
    found = funnel.incidence([days(JANUARY, (5, 0, 0, 1), (10, 1, 0, 0), (50, 0, 0, 2))])
    assert by_horizon(found, "incidence") == {
        30: pytest.approx(1 / 3),
        60: None,
        90: None,
        180: None,
    }
    assert by_horizon(found, "effective_count")[30] == pytest.approx(3)


def test_incidence__chunks_are_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cohorts = pl.concat(
        [
            days(month, (number, 1, 0, 0), (number + 30, 1, 1, 0), (190, 0, 0, 3), group=group)
            for number, month in enumerate([JANUARY, FEBRUARY, MARCH])
            for group in (GROUP, OTHER)
        ]
    )
    order = (*COHORT, "horizon_days")
    whole = funnel.incidence([cohorts]).sort(order)
    monkeypatch.setattr(funnel, "CHUNK", 2)
    assert_frame_equal(funnel.incidence([cohorts.reverse()]).sort(order), whole)
    assert whole.height == 6 * len(HORIZONS)


def test_projection__by_hand() -> None:
    """Of 20 clues 4, 10, 12 and 12 reach the stage, of 10 at first 3; of 8 nothing is known yet.

    10 grow as 3, 3 * 10/4, and 12/10 of that. 8 grow by 7/30 at first, with the square error
    (20/30^2 + 10 * 4/30^2) (8 + 64/30) = 304/450.
    """
    found = funnel.projection(
        pl.concat([cohort(JANUARY, 20, 4, 10, 12, 12), cohort(FEBRUARY, 10, 3), cohort(MARCH, 8)])
    )
    assert dict(found.schema) == PROJECTION
    assert by_horizon(found, "projected_count") == {}
    february = by_horizon(found, "projected_count", FEBRUARY)
    assert february == pytest.approx({60: 7.5, 90: 9, 180: 9})
    march = by_horizon(found, "projected_count", MARCH)
    assert march == pytest.approx({30: 56 / 30, 60: 140 / 30, 90: 5.6, 180: 5.6})
    assert by_horizon(found, "standard_error", MARCH)[30] == pytest.approx((304 / 450) ** 0.5)
    assert by_horizon(found, "standard_error", MARCH)[60] is None


def test_projection__not_of_a_cohort_of_which_nothing_has_got_there() -> None:
    cohorts = [cohort(JANUARY, 20, 4, 10, 12, 12), cohort(FEBRUARY, 10, 0)]
    assert funnel.projection(pl.concat(cohorts)).is_empty()


def test_projection__not_where_no_older_cohort_shows_the_way() -> None:
    cohorts = [cohort(JANUARY, 20, 4, 10), cohort(FEBRUARY, 10, 3)]
    found = funnel.projection(pl.concat(cohorts))
    assert by_horizon(found, "projected_count", FEBRUARY) == pytest.approx({60: 7.5})
    assert by_horizon(found, "projected_count") == {}


def test_projection__groups_know_nothing_of_each_other() -> None:
    one = [cohort(JANUARY, 20, 4, 10, 12, 12), cohort(FEBRUARY, 10, 3)]
    other = [
        cohort(FEBRUARY, 50, 5, 6, 7, 20, group=OTHER),
        cohort(MARCH, 40, 30, 31, group=OTHER),
    ]
    order = (*COHORT, "horizon_days")
    together = funnel.projection(pl.concat([*other, *one]).reverse()).sort(order)
    alone = [funnel.projection(pl.concat(cohorts)) for cohorts in (one, other)]
    assert_frame_equal(together, pl.concat(alone).sort(order))


def test_estimates__nothing_of_nothing() -> None:
    nothing = funnel.incidence([days(JANUARY, (1, 1, 0, 0)).clear()])
    assert dict(nothing.schema) == INCIDENCE
    assert nothing.is_empty()
    for none in (cohort(JANUARY, 0), cohort(JANUARY, 3, 1).clear()):
        assert dict(funnel.projection(none).schema) == PROJECTION
        assert funnel.projection(none).is_empty()
