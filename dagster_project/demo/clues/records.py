"""Clues and what is reported about them, as plain records with the contracts' columns."""

from dataclasses import dataclass
from datetime import date, datetime

from dagster_project.demo.lines import Line


@dataclass(frozen=True, slots=True)
class Clue:
    """A reported clue as the platform holds it at the end of the period."""

    clue_id: str
    area_code: str
    received_unit_code: str
    received_on: date
    channel: str
    sector_code: str | None
    is_contactable: bool
    needs_transfer: bool
    transferring_unit_code: str | None
    transferred_on: date | None
    unit_received_on: date | None
    first_contact_on: date | None
    verification_started_on: date | None
    due_on: date
    extension_approved_on: date | None
    extended_to: date | None
    concluded_on: date | None
    conclusion: str | None
    panel_size: int | None
    is_recorded: bool | None
    is_signed: bool | None
    has_basis: bool | None
    reviewed_on: date | None
    review_result: str | None
    closed_on: date | None
    case_filed_on: date | None
    fed_back_on: date | None
    handling_unit_code: str | None
    escalation: str
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the clue."""
        return self.clue_id

    @property
    def checking_unit_code(self) -> str:
        """The unit that checks it: the one that handles it, else the one that received it."""
        return self.handling_unit_code or self.received_unit_code


@dataclass(frozen=True, slots=True)
class ClueMonth:
    """One line of a unit's monthly return: four counts of one breakdown."""

    month: str
    unit_code: str
    breakdown: str
    breakdown_code: str
    received_count: int
    transferred_count: int
    concluded_count: int
    filed_count: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """Month, unit, breakdown and its code."""
        return f"{self.month}/{self.unit_code}/{self.breakdown}/{self.breakdown_code}"


@dataclass(frozen=True, slots=True)
class Return:
    """One monthly workbook of returns."""

    name: str
    lines: tuple[Line[ClueMonth], ...]


@dataclass(frozen=True, slots=True)
class ClueTransfer:
    """A clue that a sector's unit handed to another unit."""

    transfer_id: str
    from_unit_code: str
    to_unit_code: str
    sector_code: str
    transferred_on: date
    feedback_due_on: date | None
    fed_back_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the transfer."""
        return self.transfer_id


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """The clues of one unit that were looked at again in a quarter."""

    check_id: str
    quarter: str
    unit_code: str
    sampled_count: int
    problem_count: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the check."""
        return self.check_id
