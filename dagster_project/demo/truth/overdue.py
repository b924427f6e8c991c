"""Open and overdue items of every register that has due dates."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from dagster_project.demo.records import World
from dagster_project.demo.truth.known import clues_known, effective_due_on
from dagster_project.demo.truth.letters import reply_due_on
from dagster_project.demo.truth.organisation import decided_on, due_at
from dagster_project.demo.truth.supervision import returns_owed, tasks_owed
from dagster_project.demo.truth.transfers import feedback_due_on

SOON_DAYS: Final = 7


class Overdue(NamedTuple):
    """The open items of one register at one unit at the cut-off."""

    open_count: int
    overdue_count: int
    due_in_7_days_count: int
    oldest_due_on: date | None
    longest_overdue_days: int | None


class Owed(NamedTuple):
    """What one unit owes: since when, by when, and when it was done, if it was."""

    contract: str
    unit_code: str
    arose_on: date
    due_on: date
    done_on: date | None


def overdue_truth(world: World, as_of: date) -> dict[tuple[str, str], Overdue]:
    """Open items by (contract, unit_code) at the end of `as_of`; units without any are left out.

    What is received later does not exist yet, and what is closed later is still open. An
    item is overdue from the day after its due date.
    """
    due: dict[tuple[str, str], list[date]] = {}
    for owed in _owed(world, as_of):
        if owed.arose_on <= as_of and (owed.done_on is None or owed.done_on > as_of):
            due.setdefault((owed.contract, owed.unit_code), []).append(owed.due_on)
    return {key: _overdue(days, as_of) for key, days in due.items()}


def _owed(world: World, as_of: date) -> Iterator[Owed]:
    for t in world.tickets:
        yield Owed("hotline_ticket", t.unit_code, t.created_on, t.due_on, t.closed_on)
    for f in world.findings:
        yield Owed("supervision_finding", f.unit_code, f.found_on, f.due_on, f.verified_closed_on)
    for c in clues_known(world, as_of):
        due = effective_due_on(c, as_of)
        yield Owed("clue", c.checking_unit_code, c.received_on, due, c.concluded_on)
    for one in world.letters:
        asked = (reply_due_on(one), one.replied_on), (one.rectification_due_on, one.verified_on)
        for day, done in asked:
            if day is not None:
                unit_code = one.recipient_unit_code
                yield Owed("recommendation_letter", unit_code, one.issued_on, day, done)
    for sent in world.clue_transfers:
        day = feedback_due_on(sent)
        yield Owed("clue_transfer", sent.to_unit_code, sent.transferred_on, day, sent.fed_back_on)
    for i in world.sectors.issues:
        yield Owed("sector_issue", i.unit_code, i.found_on, i.due_on, i.verified_closed_on)
    # Nothing says when an item came onto the list.
    for item in world.sectors.items:
        yield Owed("mechanism_item", item.unit_code, date.min, item.due_on, item.completed_on)
    for unit_code, due, done in tasks_owed(world, as_of):
        yield Owed("supervision_task", unit_code, as_of, due, done)
    for unit_code, due, done in returns_owed(world, as_of):
        yield Owed("return_log", unit_code, as_of, due, done)
    decided = decided_on(world)
    for a in world.office.actions:
        arose = decided[a.meeting_id]
        yield Owed("meeting_action", a.unit_code, arose, a.due_on, a.completed_on)
    for e in world.office.opinion_events:
        answered = e.responded_at.date() if e.responded_at else None
        arose, due = e.occurred_at.date(), due_at(e).date()
        yield Owed("opinion_event", e.unit_code, arose, due, answered)


def _overdue(days: Sequence[date], as_of: date) -> Overdue:
    late = [day for day in days if day < as_of]
    soon = [day for day in days if as_of <= day <= as_of + timedelta(days=SOON_DAYS)]
    return Overdue(
        open_count=len(days),
        overdue_count=len(late),
        due_in_7_days_count=len(soon),
        oldest_due_on=min(late, default=None),
        longest_overdue_days=(as_of - min(late)).days if late else None,
    )
