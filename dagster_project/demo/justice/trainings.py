"""Trainings in law that units had to send their staff to."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.justice.records import Training
from dagster_project.demo.periods import Period, Span, period_of
from dagster_project.demo.places.hierarchy import holds_on
from dagster_project.demo.places.records import Unit

STAFF: Final = {"police_station": 18, "government": 30, "department": 26}
USUAL_STAFF: Final = 8
PASSED: Final = 0.87
HOURS: Final = (1.5, 2.0, 4.0, 8.0)


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


def _halves(span: Span) -> list[Period]:
    """Every half-year that the span touches."""
    days: set[date] = {period_of("half_year", month).first for month in span.months}
    return [period_of("half_year", day) for day in sorted(days)]
