"""Which area lies in which on a given day, which units and villages there are."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from dagster_project.demo.places.records import Area, Unit, UnitSector

SUBJECT_LEVELS: Final = ("nation", "region", "city", "banner", "town")


class Hierarchy:
    """Which area belongs to which, day by day."""

    def __init__(self, areas: tuple[Area, ...]) -> None:
        self._rows: dict[str, list[Area]] = {}
        for area in areas:
            self._rows.setdefault(area.area_code, []).append(area)

    def on(self, area_code: str, day: date) -> Area:
        """The row of an area that holds on a day; KeyError where none does."""
        for area in self._rows[area_code]:
            if holds_on(area, day):
                return area
        raise KeyError(f"{area_code} is no area on {day}")

    def lineage(self, area_code: str, day: date) -> list[Area]:
        """The area and everything above it on that day, from the bottom up."""
        area = self.on(area_code, day)
        above = [] if area.parent_code is None else self.lineage(area.parent_code, day)
        return [area, *above]


@dataclass(frozen=True)
class Places:
    """Areas, units and sectors in the charge of units."""

    areas: tuple[Area, ...]
    units: tuple[Unit, ...]
    unit_sectors: tuple[UnitSector, ...]

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """Which area belongs to which."""
        return Hierarchy(self.areas)

    @cached_property
    def sectors(self) -> dict[str, list[str]]:
        """Sectors in the charge of each unit that has any."""
        found: dict[str, list[str]] = {}
        for row in self.unit_sectors:
            found.setdefault(row.unit_code, []).append(row.sector_code)
        return found

    def units_on(self, day: date) -> dict[str, list[Unit]]:
        """Units that exist on a day, by the town in which they lie, or the banner itself."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            if holds_on(unit, day):
                found.setdefault(self._seat(unit, day), []).append(unit)
        return found

    def villages_on(self, day: date) -> dict[str, list[str]]:
        """Codes of the villages of each town on a day."""
        found: dict[str, list[str]] = {}
        for area in self.areas:
            if area.level == "village" and area.parent_code and holds_on(area, day):
                found.setdefault(area.parent_code, []).append(area.area_code)
        return found

    def is_in(self, ancestor: str, area_code: str, day: date) -> bool:
        """Whether an area is `ancestor` or lies in it on that day."""
        return any(a.area_code == ancestor for a in self.hierarchy.lineage(area_code, day))

    def _seat(self, unit: Unit, day: date) -> str:
        return next(
            area.area_code
            for area in self.hierarchy.lineage(unit.area_code, day)
            if area.level in SUBJECT_LEVELS
        )


def holds_on(row: Area | Unit, day: date) -> bool:
    """Whether a row with validity dates holds on a day."""
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
