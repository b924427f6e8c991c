"""Publicity in villages, and for whole towns and the banner, which reaches none in particular."""

from datetime import date, timedelta
from random import Random
from typing import Final

from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER
from dagster_project.demo.villages import fates
from dagster_project.demo.villages.records import Publicity

# Legal publicity in spring, before the summer fairs, and in December.
MONTHLY: Final = (3, 2, 6, 6, 4, 8, 4, 3, 5, 3, 4, 8)
PER_VILLAGE: Final = 0.075
PER_SEAT: Final = 0.25
CHANNELS: Final = {
    "lecture": 5, "booth": 3, "board": 4, "broadcast": 3, "online": 2, "leaflet": 3,
}  # fmt: skip


def make_activities(seed: int, places: Places, span: Span) -> list[Publicity]:
    """All activities of the span."""
    found = []
    for month in span.months:
        often = PER_VILLAGE * MONTHLY[month.month - 1]
        by_town = places.villages_on(min(last_day(month), span.last))
        held_at = [(BANNER, PER_SEAT, 0.0), *((town, PER_SEAT, 0.0) for town in by_town)]
        held_at += [
            (village, often, fates.gain(span, town, month))
            for town, villages in by_town.items()
            for village in villages
        ]
        for area_code, chance, gain in held_at:
            rng = Random(f"{seed}/{month}/{area_code}/activity")
            if rng.random() < chance + gain:
                found.append(_activity(rng, month, area_code))
    return [activity for activity in found if activity.held_on <= span.last]


def _activity(rng: Random, month: date, area_code: str) -> Publicity:
    held = month + timedelta(days=rng.randrange(last_day(month).day))
    [channel] = rng.choices(list(CHANNELS), list(CHANNELS.values()))
    return Publicity(
        activity_id=f"XC{month:%Y%m}-{area_code}",
        area_code=area_code,
        channel=channel,
        held_on=held,
        reach_count=rng.randrange(15, 240) if rng.random() < 0.9 else None,
        updated_at=fates.entered_at(rng, held, []),
    )
