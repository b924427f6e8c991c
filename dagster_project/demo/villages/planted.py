"""What is planted in the grid events for control charts to tell apart.

In one town much less is closed on time from one month on; in another the share swings from month
to month about a level that never changes. Both have events enough for a chart of each month.
"""

from datetime import date
from typing import Final

from dagster_project.demo.periods import Span
from dagster_project.demo.places.home import HOME

CHANGED: Final = HOME
SWINGING: Final = "150626101"
EVENTS: Final = 8
"""At most, in a village of these towns in a month."""
OFTEN: Final = 0.6
MONTHS_SINCE: Final = 10
BEFORE, AFTER = 0.92, 0.50
LEVEL, SWING = 0.80, 0.12


def changed_on(span: Span) -> date:
    """First day of the month from which less is closed on time in the town `CHANGED`."""
    return span.months[-1 - MONTHS_SINCE]


def is_on_time(seat: str, due_on: date, span: Span) -> float | None:
    """The chance that an event of a town is closed by its day; None where nothing is planted."""
    if seat == CHANGED:
        return BEFORE if due_on < changed_on(span) else AFTER
    if seat == SWINGING:
        return LEVEL + (SWING if due_on.month % 2 else -SWING)
    return None
