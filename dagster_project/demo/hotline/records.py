"""A hotline ticket and the monthly file that brings it, as plain records."""

from dataclasses import dataclass
from datetime import date, datetime

from dagster_project.demo.lines import Line


@dataclass(frozen=True, slots=True)
class Ticket:
    """A 12345 hotline ticket as the platform holds it at the end of the period."""

    ticket_id: str
    area_code: str
    unit_code: str
    sector_code: str | None
    class_code: str
    created_on: date
    due_on: date
    closed_on: date | None
    is_contacted_in_24h: bool
    is_solved: bool | None
    is_satisfied: bool | None
    is_excluded: bool
    rework_count: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """The ticket number."""
        return self.ticket_id


@dataclass(frozen=True, slots=True)
class Export:
    """One monthly hotline file: the tickets created in the month that its name gives."""

    name: str
    lines: tuple[Line[Ticket], ...]
