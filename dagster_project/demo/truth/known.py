"""Clues as they were known at the end of a day, and the days that count in them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import chinese_calendar

from dagster_project.demo.clues.records import Clue
from dagster_project.demo.records import World

TURNED_AWAY: Final = ("duplicate", "out_of_scope")
FOUND: Final = ("substantiated", "partly")
HAPPENINGS: Final = (
    "transferred_on", "unit_received_on", "first_contact_on", "verification_started_on",
    "extension_approved_on", "concluded_on", "reviewed_on", "closed_on", "case_filed_on",
    "fed_back_on",
)  # fmt: skip


def clues_known(world: World, as_of: date) -> list[Clue]:
    """The clues received by `as_of`; what happened to them later has not happened yet."""
    return [_known(clue, as_of) for clue in world.clues if clue.received_on <= as_of]


def effective_due_on(clue: Clue, day: date) -> date:
    """The deadline as it stood on a day: an extension counts from its approval.

    An extension that was approved after the deadline had passed does not move it.
    """
    approved = clue.extension_approved_on
    if approved is None or clue.extended_to is None or approved > min(day, clue.due_on):
        return clue.due_on
    return clue.extended_to


def workdays_after(day: date, count: int) -> date:
    """The `count`th working day after a day."""
    while count:
        day += timedelta(days=1)
        count -= _is_workday(day)
    return day


def is_by(day: date | None, limit: date) -> bool:
    """Whether something has happened by a day."""
    return day is not None and day <= limit


def _known(clue: Clue, as_of: date) -> Clue:
    later = [name for name in HAPPENINGS if not is_by(getattr(clue, name), as_of)]
    nothing: dict[str, Any] = dict.fromkeys(later)
    if "concluded_on" in later:
        nothing["conclusion"] = None
    if "reviewed_on" in later:
        nothing["review_result"] = None
    return replace(clue, **nothing)


def _is_workday(day: date) -> bool:
    """Announced working days; where nothing is announced yet, Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
