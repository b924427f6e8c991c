"""The things that the demo world is made of, as plain records.

Field names are the contracts' column names. No generation and no arithmetic belong here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from dagster_project.demo.spellings import Spelling

Scale = Literal["town", "banner"]


@dataclass(frozen=True, slots=True)
class Area:
    """An area while it belongs to one parent; `valid_to` is the first day it no longer does."""

    area_code: str
    name: str
    level: str
    parent_code: str | None
    population: int | None
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit; `valid_to` is the first day on which it no longer exists."""

    unit_code: str
    name: str
    kind: str
    area_code: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class UnitSector:
    """One sector in the charge of one unit."""

    unit_code: str
    sector_code: str


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


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up caller or contact, who must never get past the source file."""

    name: str
    phone: str
    id_number: str


Register = TypeVar("Register", Ticket, Finding)


@dataclass(frozen=True, slots=True)
class Line(Generic[Register]):
    """One row of a source file: a record, how it is spelled, and cells that say otherwise.

    `overrides` gives the text of a cell by contract column, in place of the record's.
    """

    record: Register
    person: Person
    spelling: Spelling
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planted:
    """Dirt put into a file on purpose.

    `faults` are the (column, rule) pairs that quarantine must show for it; none for dirt
    that is no fault, as a late row. `key` is the record's number before it was spoiled.
    `is_lost` says that no row of this record may become current.
    """

    kind: str
    contract: str
    file: str
    key: str
    faults: tuple[tuple[str, str], ...] = ()
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """One monthly hotline file: the tickets created in the month that its name gives."""

    name: str
    lines: tuple[Line[Ticket], ...]


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is written, and everything that should come out of it.

    `tickets` and `findings` are the rows that should be current; `exports` and `ledger`
    are what the source files hold, dirt included.
    """

    seed: int
    today: date
    scale: Scale
    areas: tuple[Area, ...]
    units: tuple[Unit, ...]
    unit_sectors: tuple[UnitSector, ...]
    tickets: tuple[Ticket, ...]
    findings: tuple[Finding, ...]
    exports: tuple[Export, ...] = ()
    ledger: tuple[Line[Finding], ...] = ()
    planted: tuple[Planted, ...] = ()
