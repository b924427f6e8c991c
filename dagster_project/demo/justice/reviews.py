"""Reviews of the cases that units handled, by quarter, half-year or year."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.justice.records import CaseReview
from dagster_project.demo.periods import Period, Span, period_of
from dagster_project.demo.places.hierarchy import holds_on
from dagster_project.demo.places.records import Unit

REVIEWED: Final = {"police_station": "half_year", "justice_office": "quarter", "department": "year"}
"""Whose cases are reviewed, and how often."""
KINDS: Final = {"business": 4, "organised_crime": 2, "other": 6}
"""The most cases of a kind that one review looks at."""
QUALIFIED: Final = 0.88


def make_reviews(seed: int, units: Sequence[Unit], span: Span) -> list[CaseReview]:
    """The reviews of all periods that are over; some find no case of a kind."""
    found = []
    for unit in units:
        for period in _over(REVIEWED.get(unit.kind), span):
            for kind, most in KINDS.items():
                rng = Random(f"{seed}/{period.name}/{unit.unit_code}/{kind}/review")
                reviewed = rng.randint(0, most)
                qualified = sum(rng.random() < QUALIFIED for _ in range(reviewed))
                entered = datetime.combine(period.last, time(rng.randint(9, 17)))
                if holds_on(unit, period.first):
                    found.append(
                        CaseReview(period.name, unit.unit_code, kind, reviewed, qualified, entered)
                    )
    return found


def _over(kind: str | None, span: Span) -> Iterator[Period]:
    """The periods of a kind that began in the span and are over; none without a kind."""
    if kind is None:
        return
    day = span.months[0]
    while (period := period_of(kind, day)).last < span.today:
        if period.first >= span.months[0]:
            yield period
        day = period.last + timedelta(days=1)
