"""What units learn and are judged by: trainings in law, and reviews of their cases."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.justice.records import CaseReview, Training
from dagster_project.demo.periods import Period, Span, period_of
from dagster_project.demo.places.hierarchy import holds_on
from dagster_project.demo.places.records import Unit

REVIEWED: Final = {"police_station": "half_year", "justice_office": "quarter", "department": "year"}
"""Whose cases are reviewed, and how often."""
KINDS: Final = {"business": 4, "organised_crime": 2, "other": 6}
"""The most cases of a kind that one review looks at."""
QUALIFIED: Final = 0.88
STAFF: Final = {"police_station": 18, "government": 30, "department": 26}
USUAL_STAFF: Final = 8
PASSED: Final = 0.87
HOURS: Final = (1.5, 2.0, 4.0, 8.0)


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


def make_trainings(seed: int, units: Sequence[Unit], span: Span) -> list[Training]:
    """Nearly every unit once a half-year, some on its last day; of some nobody was required."""
    found = []
    for unit in units:
        for half in _halves(span):
            rng = Random(f"{seed}/{half.name}/{unit.unit_code}/training")
            day = half.first + timedelta(days=rng.randrange((half.last - half.first).days + 1))
            held_on = half.last if rng.random() < 0.06 else day
            most = STAFF.get(unit.kind, USUAL_STAFF)
            required = 0 if rng.random() < 0.04 else rng.randint(most // 2, most)
            training = Training(
                event_id=f"PX{half.name}-{unit.unit_code}",
                unit_code=unit.unit_code,
                held_on=held_on,
                required_count=required,
                passed_count=sum(rng.random() < PASSED for _ in range(required)),
                hours=rng.choice(HOURS),
                updated_at=datetime.combine(held_on, time(rng.randint(16, 18))),
            )
            is_held = rng.random() < 0.9 and holds_on(unit, held_on)
            if is_held and span.months[0] <= held_on <= span.last:
                found.append(training)
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


def _halves(span: Span) -> list[Period]:
    """Every half-year that the span touches."""
    days: set[date] = {period_of("half_year", month).first for month in span.months}
    return [period_of("half_year", day) for day in sorted(days)]
