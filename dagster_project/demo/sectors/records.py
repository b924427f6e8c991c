"""What the sectors' registers hold, as plain records with the contracts' columns."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dagster_project.demo.lines import Line, Planted


@dataclass(frozen=True, slots=True)
class Premises:
    """A place of business or work on the register of a sector."""

    premises_id: str
    sector_code: str
    area_code: str
    valid_from: date
    valid_to: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the premises."""
        return self.premises_id

    def is_on_register(self, day: date) -> bool:
        """Whether it is on the register on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to premises."""

    visit_id: str
    premises_id: str
    sector_code: str
    area_code: str
    visited_on: date
    problem_count: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the visit."""
        return self.visit_id


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem of a sector that a unit has to put right."""

    issue_id: str
    premises_id: str | None
    sector_code: str
    area_code: str
    unit_code: str
    kind: str
    found_by: str
    found_on: date
    due_on: date
    verified_closed_on: date | None
    reopened_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the issue."""
        return self.issue_id


@dataclass(frozen=True, slots=True)
class MechanismItem:
    """An item of the list of long-term mechanisms that a unit has to set up."""

    item_id: str
    sector_code: str
    unit_code: str
    due_on: date
    completed_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the item."""
        return self.item_id


@dataclass(frozen=True, slots=True)
class Sectors:
    """Rows that should be current, and the sheets from which they come."""

    premises: tuple[Premises, ...] = ()
    visits: tuple[Visit, ...] = ()
    issues: tuple[Issue, ...] = ()
    items: tuple[MechanismItem, ...] = ()
    premises_lines: tuple[Line[Premises], ...] = ()
    visit_lines: tuple[Line[Visit], ...] = ()
    issue_lines: tuple[Line[Issue], ...] = ()
    item_lines: tuple[Line[MechanismItem], ...] = ()
    planted: tuple[Planted, ...] = ()

    @property
    def lines(self) -> tuple[Line[Any], ...]:
        """The rows of all sheets."""
        return (*self.premises_lines, *self.visit_lines, *self.issue_lines, *self.item_lines)
