"""The registers of the villages as plain records with the contracts' columns."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from dagster_project.demo.lines import Keyed, Line, Planted


class InVillage(Keyed, Protocol):
    """A row of any of the registers."""

    @property
    def area_code(self) -> str:
        """The village, or what lies above it."""

    @property
    def arose_on(self) -> date:
        """The day whose hierarchy says to which town it belongs."""


@dataclass(frozen=True, slots=True)
class BranchStatus:
    """How a village's party branch stood at the end of a half-year."""

    branch_code: str
    half_year: str
    area_code: str
    is_listed: bool
    listed_on: date | None
    has_measures: bool | None
    deadline_on: date | None
    turned_round_on: date | None
    observation_end_on: date | None
    is_observation_passed: bool | None
    is_certified: bool
    updated_at: datetime

    @property
    def key(self) -> str:
        """The branch and the half-year."""
        return f"{self.branch_code}/{self.half_year}"

    @property
    def arose_on(self) -> date:
        """The day of the list."""
        return self.updated_at.date()


@dataclass(frozen=True, slots=True)
class GridEvent:
    """An event that a grid reported."""

    event_id: str
    area_code: str
    grid_code: str
    kind: str
    reported_on: date
    due_on: date
    closed_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the event."""
        return self.event_id

    @property
    def arose_on(self) -> date:
        """The day of the report."""
        return self.reported_on


@dataclass(frozen=True, slots=True)
class VillageDecision:
    """A major decision of a village with its six steps; a step that nothing shows has no day."""

    decision_id: str
    area_code: str
    proposed_on: date | None
    deliberated_on: date | None
    reviewed_on: date | None
    resolved_on: date | None
    resolution_published_on: date | None
    result_published_on: date | None
    eligible_count: int | None
    attended_count: int | None
    approved_count: int | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the decision."""
        return self.decision_id

    @property
    def arose_on(self) -> date:
        """The day on which its row was last changed."""
        return self.updated_at.date()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something that a village has to make public by a day."""

    disclosure_id: str
    area_code: str
    kind: str
    due_on: date
    published_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the disclosure."""
        return self.disclosure_id

    @property
    def arose_on(self) -> date:
        """The day by which it is due."""
        return self.due_on


@dataclass(frozen=True, slots=True)
class Publicity:
    """A publicity activity in a village, or for a whole town or banner."""

    activity_id: str
    area_code: str
    channel: str
    held_on: date
    reach_count: int | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the activity."""
        return self.activity_id

    @property
    def arose_on(self) -> date:
        """The day on which it was held."""
        return self.held_on


@dataclass(frozen=True, slots=True)
class Villages:
    """The rows that should be current, and what the ledger holds, sheet by sheet."""

    statuses: tuple[BranchStatus, ...] = ()
    events: tuple[GridEvent, ...] = ()
    decisions: tuple[VillageDecision, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    activities: tuple[Publicity, ...] = ()
    sheets: dict[str, tuple[Line[Any], ...]] = field(default_factory=dict)
    """The lines of each register, by its contract, dirt included."""
    planted: tuple[Planted, ...] = ()
