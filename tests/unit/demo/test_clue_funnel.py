"""The funnel, worked out by hand on a few clues.

received on 10 January, seen until 2 March, 51 days later
clue  transferred  concluded       as
a     day 21       day 30          partly substantiated
b                  day 31          substantiated
c                  day 1           a duplicate: not counted
d
"""

from datetime import date, timedelta
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

from dagster_project.demo.truth.clue_funnel import Reached, follow, funnel_truth
from dagster_project.demo.truth.incidence import Followed
from tests.unit.demo.small_world import clue, small_world
from tests.unit.demo.test_clue_counts import AS_OF, CLUES, JANUARY

WHOLE = ("2026-01", "S", "total", "total")


def reached(**changes: Any) -> Reached:
    """One of three clues after 30 days, of which one is still open."""
    third = Fraction(1, 3)
    given: dict[str, Any] = {
        "clue_count": 3, "excluded_count": 1, "reached_count": 1, "share_percent": 100 * third,
        "open_count": 1, "is_mature": True, "status": "ok", "incidence": third,
        "standard_error": sqrt(Fraction(2, 27)), "open_share": 2 * third, "median_days": 31,
        "projected": None, "projection_error": None,
    }  # fmt: skip
    return Reached(**{**given, **changes})


NOT_YET: dict[str, Any] = {"reached_count": None, "share_percent": None, "is_mature": False}
NONE_YET: dict[str, Any] = {"reached_count": 0, "share_percent": 0, "incidence": 0}
UNKNOWN: dict[str, Any] = {"incidence": None, "standard_error": None, "open_share": None}


def test_funnel_truth__thirty_days_of_a_mature_cohort() -> None:
    """31 January and 30 days are 2 March: a is concluded after 30 days, b after 31."""
    found = funnel_truth(small_world(clues=CLUES), AS_OF)
    assert found[*WHOLE, "concluded", 30] == reached()
    assert found[*WHOLE, "substantiated", 30] == reached()
    assert found[*WHOLE, "transferred", 30] == reached(median_days=None)
    assert found[*WHOLE, "case_filed", 30] == reached(
        **NONE_YET, standard_error=0, open_share=1, median_days=None
    )
    assert found["2026-01", "B", "sector", "none", "transferred", 30] == reached(
        **NONE_YET, clue_count=1, excluded_count=0, standard_error=0, open_share=1, median_days=None
    )


def test_funnel_truth__sixty_days_that_nobody_was_followed() -> None:
    found = funnel_truth(small_world(clues=CLUES), AS_OF)
    assert found[*WHOLE, "concluded", 60] == reached(**NOT_YET, **UNKNOWN, status="provisional")


def test_funnel_truth__an_immature_cohort_whose_clues_have_all_ended() -> None:
    found = funnel_truth(small_world(clues=CLUES[:2]), AS_OF)
    one = found[*WHOLE, "transferred", 60]
    assert (one.is_mature, one.incidence, one.open_share) == (False, Fraction(1, 2), 0)


def test_funnel_truth__a_day_too_early_for_the_cohort() -> None:
    found = funnel_truth(small_world(clues=CLUES), date(2026, 3, 1))
    assert found[*WHOLE, "concluded", 30].status == "provisional"


def test_funnel_truth__nothing_but_duplicates() -> None:
    found = funnel_truth(small_world(clues=[CLUES[2]]), AS_OF)
    nothing: dict[str, Any] = {**NONE_YET, **UNKNOWN, "share_percent": None, "median_days": None}
    assert found[*WHOLE, "concluded", 30] == reached(
        **nothing, clue_count=0, open_count=0, status="not_applicable"
    )


def test_funnel_truth__february_is_projected_from_january() -> None:
    """One of three within 30 days; one cohort tells nothing of the error; duplicates no cohort."""
    later = date(2026, 2, 20)
    more = (clue("e", later), clue("f", later))
    twice = clue("g", date(2025, 12, 1), conclusion="duplicate", concluded_on=JANUARY)
    found = funnel_truth(small_world(clues=(*CLUES, *more, twice)), AS_OF)
    february = ("2026-02", "S", "total", "total", "concluded")
    assert found[*february, 30].projected == Fraction(1, 3)
    assert found[*february, 30].projection_error is None
    assert found[*february, 60].projected is None
    assert found["2025-12", "S", "total", "total", "concluded", 90].projected is None


FOUND, NOT_FOUND = "partly", "unsubstantiated"


@pytest.mark.parametrize(
    ("stage", "transferred", "concluded", "conclusion", "filed", "followed"),
    [
        ("transferred", 4, 4, NOT_FOUND, None, Followed(4, "reached")),
        ("transferred", 5, 4, FOUND, None, Followed(4, "ended")),
        ("transferred", None, 4, FOUND, None, Followed(4, "ended")),
        ("transferred", -3, None, None, None, Followed(0, "reached")),
        ("transferred", None, None, None, None, Followed(51, "open")),
        ("concluded", None, 9, NOT_FOUND, None, Followed(9, "reached")),
        ("substantiated", None, 9, FOUND, None, Followed(9, "reached")),
        ("substantiated", None, 9, NOT_FOUND, None, Followed(9, "ended")),
        ("case_filed", None, 9, FOUND, 20, Followed(20, "reached")),
        ("case_filed", None, 9, FOUND, None, Followed(51, "open")),
        ("case_filed", None, 9, NOT_FOUND, 9, Followed(9, "reached")),
        ("case_filed", None, 9, NOT_FOUND, 10, Followed(9, "ended")),
        ("case_filed", None, None, None, None, Followed(51, "open")),
    ],
)
def test_follow__reached_ended_or_open(
    stage: str,
    transferred: int | None,
    concluded: int | None,
    conclusion: str | None,
    filed: int | None,
    followed: Followed,
) -> None:
    days = {"transferred_on": transferred, "concluded_on": concluded, "case_filed_on": filed}
    dates = {
        name: None if day is None else JANUARY + timedelta(days=day) for name, day in days.items()
    }
    assert follow(clue("x", JANUARY, **dates, conclusion=conclusion), stage, AS_OF) == followed
