"""The registers of the office's workbook, as plain records with the contracts' columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dagster_project.demo.lines import Line, Planted


@dataclass(frozen=True, slots=True)
class Task:
    """A task of supervision; a single case needs no year in whose plan it stands."""

    task_id: str
    kind: str
    unit_code: str
    planned_year: int | None
    completed_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the task."""
        return self.task_id


@dataclass(frozen=True, slots=True)
class Return:
    """A return that a unit owes."""

    return_id: str
    kind: str
    unit_code: str
    due_on: date
    received_on: date | None
    is_complete: bool | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the return."""
        return self.return_id


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session; `required_count` is what its unit owes in every quarter from then on."""

    meeting_id: str
    unit_code: str
    topic_code: str
    held_on: date
    required_count: int | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the session."""
        return self.meeting_id


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a session decided."""

    action_id: str
    meeting_id: str
    unit_code: str
    due_on: date
    completed_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the action."""
        return self.action_id


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of a unit's budget in one quarter."""

    year: int
    quarter: str
    unit_code: str
    line_code: str
    annual_budget_yuan: Decimal
    spent_yuan: Decimal
    updated_at: datetime

    @property
    def key(self) -> str:
        """Quarter, unit and line."""
        return f"{self.quarter}/{self.unit_code}/{self.line_code}"


@dataclass(frozen=True, slots=True)
class OpinionEvent:
    """A sensitive event in public opinion."""

    event_id: str
    area_code: str
    unit_code: str
    occurred_at: datetime
    limit_hours: int | None
    responded_at: datetime | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the event."""
        return self.event_id


@dataclass(frozen=True, slots=True)
class Staffing:
    """The posts of a unit at the end of a half-year."""

    half_year: str
    unit_code: str
    established_count: int
    filled_count: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """Half-year and unit."""
        return f"{self.half_year}/{self.unit_code}"


@dataclass(frozen=True, slots=True)
class Rebase:
    """A decision that a control chart has limits of its own from a day on."""

    indicator_id: str
    area_code: str
    from_on: date
    reason: str
    decided_on: date
    decided_by_unit_code: str
    updated_at: datetime

    @property
    def key(self) -> str:
        """Indicator, area and day."""
        return f"{self.indicator_id}/{self.area_code}/{self.from_on}"


@dataclass(frozen=True, slots=True)
class Office:
    """Rows that should be current, and the rows of each sheet by contract, dirt included."""

    tasks: tuple[Task, ...] = ()
    returns: tuple[Return, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    actions: tuple[Action, ...] = ()
    budget_lines: tuple[BudgetLine, ...] = ()
    opinion_events: tuple[OpinionEvent, ...] = ()
    staffing: tuple[Staffing, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    lines: Mapping[str, tuple[Line[Any], ...]] = field(default_factory=dict)
    planted: tuple[Planted, ...] = ()
