"""The hotline's monthly files as delivered: what each holds, and what became of it.

One month was never delivered and three were delivered again. Those stay free of faults, so
that it never matters whether a replaced file's faults still count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Final

from dagster_project.demo.dirt import Page, amend, plant, repeat
from dagster_project.demo.hotline import dirt as ticket_dirt
from dagster_project.demo.hotline.records import Export, Ticket
from dagster_project.demo.lines import Line, Person, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.periods import WORLD_MONTHS, Span
from dagster_project.demo.spellings import Spelling

MISSING: Final = 22
REDELIVERED: Final = (7, 15, 27)
CALLERS: Final = 1200
ROOM: Final = 0.045
NAME: Final = "演示数据_12345工单_{:%Y年%m月}{}.csv"
# The platform was replaced twice, and each version has its own way of writing.
HABITS: Final = (Spelling.CHINESE, Spelling.SLASH, Spelling.ISO)
STRAY: Final = (Spelling.DOT, Spelling.TIMED, Spelling.CODED, Spelling.FULL_WIDTH, Spelling.ISO)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The exports, the tickets that should be current after them, and the dirt in them."""

    exports: tuple[Export, ...]
    tickets: tuple[Ticket, ...]
    planted: tuple[Planted, ...]


def deliver(seed: int, tickets: Sequence[Ticket], span: Span) -> Delivered:
    """Puts the tickets into monthly files and plants the dirt."""
    contract, rng = ticket_dirt.CONTRACT, Random(f"{seed}/ticket dirt")
    pages, corrections, planted = _files(seed, tickets, span)
    planted += plant(rng, contract, pages, ticket_dirt.kinds(), suits=ticket_dirt.is_counted)
    planted += repeat(rng, contract, "ticket_id", pages, ticket_dirt.repeats())
    exports = [Export(page.name, tuple(page.lines)) for page in pages] + corrections
    lost = {note.key for note in planted if note.is_lost}
    missing = span.months[MISSING]
    return Delivered(
        exports=tuple(sorted(exports, key=lambda export: export.name)),
        tickets=tuple(t for t in tickets if t.key not in lost and _month(t) != missing),
        planted=tuple(planted),
    )


def _files(
    seed: int, tickets: Sequence[Ticket], span: Span
) -> tuple[list[Page[Ticket]], list[Export], list[Planted]]:
    """The monthly files before dirt, the corrections, and what is already wrong with them."""
    callers = make_people(Random(f"{seed}/callers"), CALLERS)
    pages: list[Page[Ticket]] = []
    corrections: list[Export] = []
    planted: list[Planted] = []
    for index, month in enumerate(span.months):
        name = NAME.format(month, "")
        lines = _lines(Random(f"{seed}/{month}/lines"), index, month, tickets, callers)
        if index == MISSING:
            planted.append(Planted("missing_month", ticket_dirt.CONTRACT, name, ""))
        elif index in REDELIVERED:
            first, notes = _first_delivery(Random(f"{seed}/{month}/first"), name, lines)
            planted += notes
            pages.append(Page(name, first, room=0))
            corrections.append(Export(NAME.format(month, "_更正"), tuple(lines)))
        elif lines:
            is_partial = index == len(span.months) - 1
            pages.append(Page(name, lines, room=0 if is_partial else int(ROOM * len(lines))))
    return pages, corrections, planted


def _month(ticket: Ticket) -> date:
    return ticket.created_on.replace(day=1)


def _lines(
    rng: Random, index: int, month: date, tickets: Sequence[Ticket], callers: Sequence[Person]
) -> list[Line[Ticket]]:
    habit = HABITS[index * len(HABITS) // WORLD_MONTHS]
    lines = []
    for ticket in tickets:
        if _month(ticket) == month:
            spelling = rng.choice(STRAY) if rng.random() < 0.15 else habit
            lines.append(Line(ticket, rng.choice(callers), spelling))
    return lines


def _first_delivery(
    rng: Random, name: str, final: Sequence[Line[Ticket]]
) -> tuple[list[Line[Ticket]], list[Planted]]:
    """What a month's first file held, before its correction.

    Some tickets are not yet there, some stand as they first were, and one is there that
    the hotline later withdrew.
    """
    closed = [line.record.key for line in final if line.record.closed_on is not None]
    touched = rng.sample(closed, 9)
    late, stale = touched[:3], touched[3:]
    first = [
        replace(line, record=ticket_dirt.as_first_known(line.record))
        if line.record.key in stale
        else line
        for line in final
        if line.record.key not in late
    ]
    model = rng.choice(first)
    withdrawn = amend(model, ticket_id=f"{model.record.ticket_id[:-5]}99999")
    contract = ticket_dirt.CONTRACT
    notes = [Planted("late_row", contract, name, key) for key in late]
    notes += [Planted("corrected_row", contract, name, key) for key in stale]
    notes.append(Planted("withdrawn_row", contract, name, withdrawn.record.key, is_lost=True))
    return [*first, withdrawn], notes
