"""What is planted in the home town for control charts to tell apart.

From one month on much less of the grid events is closed on time: a change. The share of returns
that come in on time swings from month to month about a level that never changes: none. Both have
records enough for a chart of each month.
"""

from datetime import date
from typing import Final

from dagster_project.demo.periods import Span

EVENTS: Final = 8
"""Grid events of a village in a month, at most."""
OFTEN: Final = 0.6
MONTHS_SINCE: Final = 10
BEFORE, AFTER = 0.92, 0.50
LEVEL, SWING = 0.76, 0.18


def changed_on(span: Span) -> date:
    """First day of the month from which less of the grid events is closed on time."""
    return span.months[-1 - MONTHS_SINCE]


def is_event_on_time(due_on: date, span: Span) -> float:
    """The chance that a grid event is closed by its day."""
    return BEFORE if due_on < changed_on(span) else AFTER


def is_return_on_time(due_on: date) -> float:
    """The chance that a return comes in by its day, and complete."""
    return LEVEL + (SWING if due_on.month % 2 else -SWING)
