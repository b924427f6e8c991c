"""What becomes of things that have to be done by a day, whatever the register.

Draws are alike whatever today is: `by` then hides what has not happened yet.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

NEVER: Final = 0.03
LATE_DAYS: Final = 12
CARE: Final = (0.80, 0.97)


def care_of(seed: int, unit_code: str) -> float:
    """The chance with which a unit is on time."""
    return Random(f"{seed}/{unit_code}/care").uniform(*CARE)


def done_on(rng: Random, begun_on: date, due_on: date, is_on_time: float) -> date | None:
    """The day on which something is done: between the two, late, or never."""
    chance, share = rng.random(), rng.random()
    late = 1 + int(rng.expovariate(1 / LATE_DAYS))
    if chance < is_on_time:
        return begun_on + timedelta(days=round(share * (due_on - begun_on).days))
    return None if chance > 1 - NEVER else due_on + timedelta(days=late)


def by(today: date, day: date | None) -> date | None:
    """The day, if it has come."""
    return day if day is not None and day <= today else None


def written_at(rng: Random, *days: date | None) -> datetime:
    """When a row was last written: in the office hours of the latest of these days."""
    latest = max(day for day in days if day is not None)
    return datetime.combine(latest, time(rng.randint(9, 17), rng.randrange(60)))
