"""What becomes of what has to be done by a day: early, late or never, and known by when."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from dagster_project.demo.periods import Span
from dagster_project.demo.places.home import HOME

HOME_GAIN = 0.12


def done_on(rng: Random, due_on: date, days: int, is_on_time: float, never: float) -> date | None:
    """The day on which it is done, at most `days` before it is due; draws alike for any."""
    chance, early = rng.random(), rng.randint(0, days)
    late = 1 + int(rng.expovariate(1 / 12))
    if chance < is_on_time:
        return due_on - timedelta(days=early)
    return None if chance > 1 - never else due_on + timedelta(days=late)


def by(today: date, day: date | None) -> date | None:
    """The day, if it has come."""
    return day if day is not None and day <= today else None


def gain(span: Span, seat: str, day: date) -> float:
    """How much better than others the home town does, which is worse at first and improves."""
    return HOME_GAIN * (span.progress(day) - 0.5) if seat == HOME else 0.0


def entered_at(rng: Random, first: date, days: Iterable[date | None]) -> datetime:
    """When a row was last changed: on the last of its days that have come, `first` if none has."""
    last = max((day for day in days if day is not None), default=first)
    return datetime.combine(max(first, last), time(rng.randint(9, 17), rng.randrange(60)))
