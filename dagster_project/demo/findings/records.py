"""A supervision finding as a plain record."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem found by supervision at a unit."""

    finding_id: str
    kind: str
    unit_code: str
    found_on: date
    due_on: date
    verified_closed_on: date | None
    updated_at: datetime

    @property
    def key(self) -> str:
        """The number of the finding."""
        return self.finding_id
