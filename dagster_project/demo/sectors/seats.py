"""Where the sectors' registers are kept: each town, with what it has of each sector."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER, HOME
from dagster_project.demo.places.records import Unit

# Premises on the register, issues a month and items due a month; elsewhere few.
SIZES: Final = {
    "150626100": (52, 2.2, 1.8), "150626101": (24, 0.9, 1.0), HOME: (64, 3.4, 2.6),
    "150626103": (22, 0.8, 0.8), "150626104": (38, 1.5, 1.4), "150626200": (18, 0.6, 0.7),
}  # fmt: skip
ELSEWHERE: Final = (3, 0.2, 0.15)
SECTORS: Final = {
    "mineral": 18, "ecology": 11, "finance": 3, "construction": 10, "transport": 12, "market": 16,
    "internet": 3, "culture_tourism": 6, "education_health": 6, "real_estate": 4,
    "public_order": 5, "rural_governance": 8,
}  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """A town, with how much it has of everything."""

    area_code: str
    premises_count: int
    issues_a_month: float
    items_a_month: float


def seats(places: Places) -> list[Seat]:
    """All towns."""
    return [
        Seat(area.area_code, *SIZES.get(area.area_code, ELSEWHERE))
        for area in places.areas
        if area.level == "town"
    ]


class Duties:
    """Which unit of a town, or of the home banner, is in charge of which sector on a day."""

    def __init__(self, places: Places, day: date) -> None:
        self._sectors = places.sectors
        self._units = places.units_on(day)

    def draw(self, rng: Random, seat: Seat) -> tuple[str, Unit]:
        """A sector of the seat and the unit in charge of it."""
        own = self._in_charge(seat.area_code)
        above = self._in_charge(BANNER) if seat.area_code in SIZES else {}
        by_sector = {**above, **own}
        listed = [sector for sector in SECTORS if sector in by_sector]
        [sector] = rng.choices(listed, [SECTORS[sector] for sector in listed])
        return sector, by_sector[sector]

    def _in_charge(self, area_code: str) -> dict[str, Unit]:
        return dict(self._pairs(area_code))

    def _pairs(self, area_code: str) -> Iterator[tuple[str, Unit]]:
        for unit in self._units.get(area_code, ()):
            for sector in self._sectors.get(unit.unit_code, ()):
                yield sector, unit


def count_of(rng: Random, rate: float) -> int:
    """How many there are in a month, at this rate on average."""
    return int(rate) + (rng.random() < rate % 1) + rng.choice((-1, 0, 0, 1) if rate >= 2 else (0,))
