"""What came of the contacts of a wave, and the population that it speaks for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.surveys.people import AGE_BANDS, SEXES, Respondent
from dagster_project.demo.surveys.plan import Plan
from dagster_project.demo.surveys.records import Margin, Sample

# Completed interviews among eligible contacts, contacts among attempts, by mode.
RESPONSE: Final = {"phone": (0.30, 0.40), "face_to_face": (0.60, 0.72)}
COACHED_RESPONSE: Final = (0.13, 0.16)
REACHED: Final = {"phone": 0.42, "face_to_face": 0.85}
NOT_ELIGIBLE: Final = 0.12
ADULTS: Final = 0.78
# How adults can be asked at all, in percent.
WAYS: Final = {"phone": 74, "face_to_face": 21, "web": 5}


def samples(rng: Random, plan: Plan, people: Sequence[Respondent]) -> Iterator[Sample]:
    """One row for each area in which anyone completed the interview."""
    low, high = COACHED_RESPONSE if plan.is_coached else RESPONSE[plan.mode]
    for area_code, completed in sorted(Counter(one.area_code for one in people).items()):
        eligible = round(completed / rng.uniform(low, high))
        contacted = round(eligible * (1 + NOT_ELIGIBLE * rng.uniform(0.8, 1.2)))
        yield Sample(
            wave_id=plan.wave.wave_id,
            mode=plan.mode,
            area_code=area_code,
            dialled_count=round(contacted / (REACHED[plan.mode] * rng.uniform(0.95, 1.05))),
            contacted_count=contacted,
            eligible_count=eligible,
            completed_count=completed,
            refused_count=round((eligible - completed) * rng.uniform(0.7, 0.95)),
        )


def margins(plan: Plan, people: Sequence[Respondent], places: Places) -> Iterator[Margin]:
    """Adults by town, age, sex and reach in the towns that were surveyed."""
    towns = {one.town_code for one in people}
    adults = {
        area.area_code: round((area.population or 0) * ADULTS)
        for area in places.areas
        if area.area_code in towns
    }
    everyone = sum(adults.values())
    counts = {
        "area_code": adults,
        "age_band": {band: everyone * part // 100 for band, part in AGE_BANDS.items()},
        "sex": {sex: everyone * part // 100 for sex, part in SEXES.items()},
        "mode": {mode: everyone * part // 100 for mode, part in WAYS.items()},
    }
    for dimension, categories in counts.items():
        for category, population in categories.items():
            yield Margin(plan.wave.wave_id, dimension, category, population)
