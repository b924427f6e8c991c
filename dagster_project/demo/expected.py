"""What else the warehouse must hold or must not: rows, faults, overdue items, persons.

Indicators are in `truth`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, NamedTuple

from dagster_project.demo.records import World

Row = dict[str, Any]
SOON_DAYS = 7


class Overdue(NamedTuple):
    """The open items of one register at one unit at the cut-off."""

    open_count: int
    overdue_count: int
    due_in_7_days_count: int
    oldest_due_on: date | None
    longest_overdue_days: int | None


def expected_rows(world: World) -> dict[str, list[Row]]:
    """The rows that should be current, by contract, with the contract's column names.

    Ticket numbers are as in the source, before they are replaced by a keyed hash;
    `updated_at` is local time without a zone.
    """
    return {
        "area": _rows(world.areas),
        "unit": _rows(world.units),
        "unit_sector": _rows(world.unit_sectors),
        "hotline_ticket": [
            {("class" if name == "class_code" else name): value for name, value in row.items()}
            for row in _rows(world.tickets)
        ],
        "supervision_finding": _rows(world.findings),
    }


def fault_truth(world: World) -> dict[tuple[str, str, str], int]:
    """How often quarantine must hold each (contract, column, rule)."""
    return dict(
        Counter(
            (planted.contract, column, rule)
            for planted in world.planted
            for column, rule in planted.faults
        )
    )


def overdue_truth(world: World, as_of: date) -> dict[tuple[str, str], Overdue]:
    """Open items by (contract, unit_code) at the end of `as_of`; units without any are left out.

    What is received later does not exist yet, and what is closed later is still open. An
    item is overdue from the day after its due date.
    """
    due: dict[tuple[str, str], list[date]] = {}
    for ticket in world.tickets:
        if ticket.created_on <= as_of and _is_open(ticket.closed_on, as_of):
            due.setdefault(("hotline_ticket", ticket.unit_code), []).append(ticket.due_on)
    for finding in world.findings:
        if finding.found_on <= as_of and _is_open(finding.verified_closed_on, as_of):
            due.setdefault(("supervision_finding", finding.unit_code), []).append(finding.due_on)
    return {key: _overdue(days, as_of) for key, days in due.items()}


def planted_strings(world: World) -> set[str]:
    """Every person's name, telephone and identity number that a source file holds."""
    callers = {line.person for export in world.exports for line in export.lines}
    contacts = {line.person for line in world.ledger}
    return {
        *(text for person in callers for text in (person.name, person.phone, person.id_number)),
        *(text for person in contacts for text in (person.name, person.phone)),
    }


def _is_open(closed_on: date | None, as_of: date) -> bool:
    return closed_on is None or closed_on > as_of


def _overdue(days: Sequence[date], as_of: date) -> Overdue:
    late = [day for day in days if day < as_of]
    soon = [day for day in days if as_of < day <= as_of + timedelta(days=SOON_DAYS)]
    return Overdue(
        open_count=len(days),
        overdue_count=len(late),
        due_in_7_days_count=len(soon),
        oldest_due_on=min(late, default=None),
        longest_overdue_days=(as_of - min(late)).days if late else None,
    )


def _rows(records: Sequence[Any]) -> list[Row]:
    return [asdict(record) for record in records]
