"""Who is asked in a wave: in which towns and villages, how many, with what weight.

Towns are strata, villages clusters. Weights are unequal: a village counts by its people, and
a telephone reaches one of a household.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import HOME, MOVED_VILLAGE
from dagster_project.demo.places.records import Area
from dagster_project.demo.records import Scale
from dagster_project.demo.surveys.plan import Plan

# Completed interviews a wave; elsewhere fewer, so that a wave stays small at every scale.
TOWNS: Final = {
    "150626100": 180, "150626101": 88, HOME: 155, "150626103": 72,
    "150626104": 118, "150626200": 62,
}  # fmt: skip
ELSEWHERE: Final = 8
CLUSTERS: Final = 5
HOME_CLUSTERS: Final = 12
WITHOUT_VILLAGE: Final = 0.08
AGE_BANDS: Final = {"18_29": 14, "30_44": 27, "45_59": 33, "60_up": 26}
SEXES: Final = {"male": 51, "female": 49}
# A wave's weights lie within this factor of each other, times the size of the villages.
HOUSEHOLD: Final = (Decimal("0.6"), Decimal("0.9"), Decimal("1.2"), Decimal("1.5"))
WEIGHT_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Respondent:
    """Someone who was asked, without any name; `town_code` is where the area then lay."""

    response_id: str
    town_code: str
    area_code: str
    stratum: str
    cluster: str
    age_band: str
    sex: str
    base_weight: Decimal


def respondents(rng: Random, plan: Plan, places: Places, scale: Scale) -> list[Respondent]:
    """Everyone who completes the interview in a wave, town by town."""
    day = plan.wave.fielded_to
    villages = places.villages_on(day)
    people = {area.area_code: area.population or 0 for area in places.areas}
    numbers = iter(rng.sample(range(100_000, 1_000_000), 12_000))
    found: list[Respondent] = []
    for town in _towns(places, scale):
        size = TOWNS.get(town.area_code, ELSEWHERE) * plan.size * rng.uniform(0.97, 1.03)
        here = _clusters(rng, town.area_code, villages.get(town.area_code, []))
        found += _of_town(rng, town, max(round(size), 1), here, people, numbers)
    return found


def _towns(places: Places, scale: Scale) -> list[Area]:
    towns = [area for area in places.areas if area.level == "town"]
    return [town for town in towns if scale != "town" or town.area_code == HOME]


def _clusters(rng: Random, town_code: str, villages: list[str]) -> list[str]:
    """The villages of a town in which anyone is asked; the one that moves is always among them."""
    wanted = HOME_CLUSTERS if town_code == HOME else CLUSTERS
    drawn = set(rng.sample(villages, min(wanted, len(villages))))
    return [code for code in villages if code in drawn or code == MOVED_VILLAGE]


def _of_town(
    rng: Random,
    town: Area,
    size: int,
    villages: list[str],
    people: Mapping[str, int],
    numbers: Iterator[int],
) -> Iterator[Respondent]:
    for _ in range(size):
        is_known = villages and rng.random() >= WITHOUT_VILLAGE
        area_code = rng.choice(villages) if is_known else town.area_code
        per_head = Decimal(people[town.area_code]) / size
        if is_known:
            per_head = per_head * people[area_code] * len(villages) / _sum(people, villages)
        yield Respondent(
            response_id=f"D{next(numbers)}",
            town_code=town.area_code,
            area_code=area_code,
            stratum=f"S{town.area_code[-3:]}",
            cluster=f"P{area_code[6:].ljust(6, '0')}",
            age_band=rng.choices(list(AGE_BANDS), list(AGE_BANDS.values()))[0],
            sex=rng.choices(list(SEXES), list(SEXES.values()))[0],
            base_weight=(per_head * rng.choice(HOUSEHOLD)).quantize(WEIGHT_PLACES),
        )


def _sum(people: Mapping[str, int], villages: list[str]) -> int:
    return sum(people[code] for code in villages)
