"""The rows of these registers as plain records, and all of them together."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dagster_project.demo.lines import Line, Planted


@dataclass(frozen=True, slots=True)
class RewardMonth:
    """Rewards approved and paid in one area in one month."""

    month: str
    area_code: str
    approved_count: int
    due_count: int
    paid_on_time_count: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """Month and area."""
        return f"reward/{self.month}/{self.area_code}"


@dataclass(frozen=True, slots=True)
class ProtectionMonth:
    """Requests for protection and confirmed leaks in one area in one month."""

    month: str
    area_code: str
    request_count: int
    confirmed_leak_count: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """Month and area."""
        return f"protection/{self.month}/{self.area_code}"


@dataclass(frozen=True, slots=True)
class CaseStageMonth:
    """Cases of one area that entered one stage in one month."""

    month: str
    area_code: str
    stage: str
    case_count: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """Month, area and stage."""
        return f"stage/{self.month}/{self.area_code}/{self.stage}"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of a key case."""

    milestone_id: str
    area_code: str
    kind: str
    listed_on: date
    due_on: date
    met_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the milestone."""
        return self.milestone_id


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case that was listed for supervision."""

    listed_id: str
    area_code: str
    listed_on: date
    due_on: date
    closed_on: date | None
    has_lead_office: bool
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the listing."""
        return self.listed_id


@dataclass(frozen=True, slots=True)
class AssetYear:
    """Amounts of one kind of measure against assets in one area in one year."""

    year: str
    area_code: str
    measure: str
    ordered_yuan: Decimal
    executed_yuan: Decimal
    seized_yuan: Decimal
    frozen_yuan: Decimal
    case_count: int
    largest_yuan: Decimal
    second_largest_yuan: Decimal
    updated_at: datetime

    @property
    def key(self) -> str:
        """Year, area and measure."""
        return f"asset/{self.year}/{self.area_code}/{self.measure}"


@dataclass(frozen=True, slots=True)
class CaseReview:
    """Cases of one unit and kind that were reviewed in one period."""

    period: str
    unit_code: str
    kind: str
    reviewed_count: int
    qualified_count: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """Period, unit and kind."""
        return f"review/{self.period}/{self.unit_code}/{self.kind}"


@dataclass(frozen=True, slots=True)
class Training:
    """A training in law of one unit."""

    event_id: str
    unit_code: str
    held_on: date
    required_count: int
    passed_count: int
    hours: float
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the training."""
        return self.event_id


@dataclass(frozen=True, slots=True)
class Justice:
    """The rows that should be current, the ledgers' lines by contract, and the dirt in them."""

    rewards: tuple[RewardMonth, ...] = ()
    protections: tuple[ProtectionMonth, ...] = ()
    stages: tuple[CaseStageMonth, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    cases: tuple[ListedCase, ...] = ()
    assets: tuple[AssetYear, ...] = ()
    reviews: tuple[CaseReview, ...] = ()
    trainings: tuple[Training, ...] = ()
    lines: dict[str, tuple[Line[Any], ...]] = field(default_factory=dict)
    planted: tuple[Planted, ...] = ()
