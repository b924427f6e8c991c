"""A recommendation letter as a plain record."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in which one institution recommends something to another."""

    letter_id: str
    kind: str
    issuer_unit_code: str
    recipient_unit_code: str
    sector_code: str | None
    issued_on: date
    delivered_on: date | None
    reply_due_on: date | None
    replied_on: date | None
    reply: str | None
    rectification_due_on: date | None
    verified_on: date | None
    revisited_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the letter."""
        return self.letter_id
