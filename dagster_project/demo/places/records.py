"""Areas, units and the sectors in their charge, as plain records with the contracts' columns."""

from dataclasses import dataclass
from datetime import date


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
