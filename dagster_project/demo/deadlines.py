"""What becomes of something that is due: done early, late, or never."""

from datetime import date, timedelta
from random import Random
from typing import Final

NEVER: Final = 0.07


def done(rng: Random, due_on: date, days: int, is_on_time: float) -> date | None:
    """The day on which something due is done, early, late, or never."""
    chance, early = rng.random(), rng.randint(0, days // 2)
    late = 1 + int(rng.expovariate(1 / 20))
    if chance < is_on_time:
        return due_on - timedelta(days=early)
    return None if chance > 1 - NEVER else due_on + timedelta(days=late)


def by(today: date, day: date | None) -> date | None:
    """The day, if it has come."""
    return day if day is not None and day <= today else None
