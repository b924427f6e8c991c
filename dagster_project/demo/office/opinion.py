"""Sensitive events in public opinion, and how soon they were answered."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.findings.findings import SEATS
from dagster_project.demo.office.records import OpinionEvent
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER

MONTHLY: Final = (2, 2, 1, 2, 3, 3, 4, 3, 2, 2, 1, 2)
LIMITS: Final = {None: 45, 24: 30, 4: 15, 48: 10}
USUAL_HOURS: Final = 24
IN_TIME: Final = 0.84
NEVER: Final = 0.04
LATE_EVENING: Final = 0.15
ELSEWHERE: Final = 0.02
ANSWERING: Final = ("government", "police_station", "department")


def make_opinion_events(seed: int, places: Places, span: Span) -> Iterator[OpinionEvent]:
    """A few a month in the home banner, more in summer; elsewhere one a town in some years."""
    towns = [area.area_code for area in places.areas if area.level == "town"]
    for month in span.months:
        rng = Random(f"{seed}/{month}/opinion")
        seats = rng.choices(list(SEATS), list(SEATS.values()), k=MONTHLY[month.month - 1])
        seats += [town for town in towns if town not in SEATS and rng.random() < ELSEWHERE]
        for number, seat in enumerate(seats, start=1):
            day = month + timedelta(days=rng.randrange(last_day(month).day))
            if day <= span.last:
                yield _event(
                    Random(f"{seed}/{month}/{seat}/{number}"), places, seat, day, number, span
                )


def _event(
    rng: Random, places: Places, seat: str, day: date, number: int, span: Span
) -> OpinionEvent:
    villages = places.villages_on(day).get(seat, []) if seat != BANNER else []
    units = [unit for unit in places.units_on(day)[seat] if unit.kind in ANSWERING]
    hour = 23 if rng.random() < LATE_EVENING else rng.randint(6, 22)
    occurred = datetime.combine(day, time(hour, rng.randrange(60)))
    limit = rng.choices(list(LIMITS), list(LIMITS.values()))[0]
    minutes = 60 * (limit or USUAL_HOURS)
    chance, share, late = rng.random(), rng.uniform(0.05, 1), rng.expovariate(1 / 600)
    spent = round(minutes * share) if chance < IN_TIME else minutes + 1 + int(late)
    answered = occurred + timedelta(minutes=spent)
    is_answered = chance <= 1 - NEVER and answered.date() <= span.today
    return OpinionEvent(
        event_id=f"YQ{day:%Y%m}-{seat}-{number}",
        area_code=rng.choice([seat, *villages]),
        unit_code=rng.choice(units).unit_code,
        occurred_at=occurred,
        limit_hours=limit,
        responded_at=answered if is_answered else None,
        updated_at=(answered if is_answered else occurred) + timedelta(minutes=10),
    )
