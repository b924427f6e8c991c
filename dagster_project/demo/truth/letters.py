"""SRC05–SRC07: letters answered in time, put right, and issued."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from dagster_project.demo.letters.records import Letter
from dagster_project.demo.periods import Period, last_day
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Placed, Subjects, cohorts, every_cell
from dagster_project.demo.truth.figures import (
    Cell,
    Component,
    ComponentKey,
    Figure,
    FigureKey,
    count_figure,
    share_figure,
)

MIN_DENOMINATOR: Final = {"SRC05": 5, "SRC06": 5, "SRC07": 1}
PROCURATORIAL_MONTHS: Final = 2
ROLLING_MONTHS: Final = 12
KINDS: Final = ("supervision", "judicial", "procuratorial", "police_notice")


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SRC05, SRC06 and SRC07 in every cell."""
    issued = [letter for letter in world.letters if letter.issued_on <= as_of]
    due = [(letter, day) for letter in issued if (day := reply_due_on(letter)) and day <= as_of]
    answered = [
        Placed(_is_by(letter.replied_on, day), letter.recipient_unit_code, None, day)
        for letter, day in due
    ]
    found: dict[FigureKey, Figure] = {
        ("SRC05", *cell): share_figure(
            sum(in_time), len(in_time), MIN_DENOMINATOR["SRC05"], period.last, as_of
        )
        for cell, (period, in_time) in cohorts(world, answered, as_of).items()
    }
    for cell, (period, kinds) in _issued(world, as_of).items():
        found["SRC07", *cell] = count_figure(len(kinds), period.last, as_of)
    return {**found, **_rectified(world, issued, as_of)}


def components(world: World, as_of: date) -> dict[ComponentKey, Component]:
    """SRC07 by kind of letter."""
    return {
        ("SRC07", kind, *cell): Component(
            kinds.count(kind), None, Fraction(kinds.count(kind)), None
        )
        for cell, (_, kinds) in _issued(world, as_of).items()
        for kind in KINDS
    }


def reply_due_on(letter: Letter) -> date | None:
    """The day written on it; two months from delivery for prosecutors who wrote none."""
    if letter.reply_due_on is not None or letter.kind != "procuratorial":
        return letter.reply_due_on
    if letter.delivered_on is None:
        return None
    return plus_months(letter.delivered_on, PROCURATORIAL_MONTHS)


def plus_months(day: date, months: int) -> date:
    """The same day of a later or earlier month, or that month's last day."""
    turns = day.year * 12 + day.month - 1 + months
    first = date(turns // 12, turns % 12 + 1, 1)
    return first.replace(day=min(day.day, last_day(first).day))


def _rectified(world: World, issued: list[Letter], as_of: date) -> dict[FigureKey, Figure]:
    """SRC06: what had to be put right within the twelve months that end with the period."""
    asked = [(letter, letter.rectification_due_on) for letter in issued]
    due = [(letter, day) for letter, day in asked if day is not None and day <= as_of]
    if not due:
        return {}
    subjects = Subjects(world.areas, world.units)
    owed_by: dict[tuple[str, str], list[tuple[date, date | None]]] = {}
    for letter, day in due:
        for subject in subjects.of(Placed(letter, letter.recipient_unit_code, None, day)):
            owed_by.setdefault(subject, []).append((day, letter.verified_on))
    found: dict[FigureKey, Figure] = {}
    for cell, period in every_cell(world, min(day for _, day in due), as_of).items():
        end = min(period.last, as_of)
        begin = plus_months(end + timedelta(days=1), -ROLLING_MONTHS)
        within = [v for day, v in owed_by.get(cell[:2], ()) if begin <= day <= end]
        done = sum(_is_by(verified_on, end) for verified_on in within)
        found["SRC06", *cell] = share_figure(
            done, len(within), MIN_DENOMINATOR["SRC06"], period.last, as_of
        )
    return found


def _issued(world: World, as_of: date) -> dict[Cell, tuple[Period, list[str]]]:
    placed = [
        Placed(letter.kind, letter.issuer_unit_code, None, letter.issued_on)
        for letter in world.letters
        if letter.issued_on <= as_of
    ]
    return cohorts(world, placed, as_of)


def _is_by(day: date | None, limit: date) -> bool:
    return day is not None and day <= limit
