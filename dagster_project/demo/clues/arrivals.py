"""Where and when clues arrive, through which channel, and to whom they go."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER, HOME
from dagster_project.demo.places.records import Unit

# January to December: quiet at Spring Festival, busiest after the summer's publicity.
SEASON: Final = (0.95, 0.80, 1.02, 1.05, 1.0, 0.97, 1.05, 1.12, 1.10, 1.0, 1.0, 0.94)
# Clues a month at the towns of the home banner and at the banner itself.
HOME_RATES: Final = {
    "150626100": 9.0, "150626101": 4.0, HOME: 4.5, "150626103": 3.5,
    "150626104": 5.5, "150626200": 2.0, BANNER: 6.0,
}  # fmt: skip
RATES: Final = {"town": (0.6, 1.6), "banner": (0.3, 0.8)}
WEEKEND: Final = 0.5
# From this month of the span on, 12337 is advertised and transfers are watched.
POLICY_MONTH: Final = 20
CHANNELS: Final = {
    "hotline_12337": (26, 46), "phone": (24, 16), "letter": (10, 6), "visit": (14, 9),
    "online": (9, 12), "inspection": (7, 5), "transferred": (10, 6),
}  # fmt: skip
CONTACTABLE: Final = {
    "hotline_12337": 0.78, "phone": 0.75, "letter": 0.3, "visit": 0.95, "online": 0.5,
    "inspection": 0.1, "transferred": 0.45,
}  # fmt: skip
SECTORS: Final = {
    "mineral": 16, "ecology": 8, "finance": 9, "construction": 15, "transport": 11, "market": 9,
    "internet": 6, "culture_tourism": 3, "education_health": 4, "real_estate": 6,
    "public_order": 18, "rural_governance": 12,
}  # fmt: skip
RECEIVERS: Final = {"office": 6.0, "police_station": 2.5, "governance_centre": 1.0}
HANDLERS: Final = {"police_station": 6.0, "sector_station": 1.5, "department": 3.0, "office": 1.0}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A clue on the day on which it is received; `handler` is who should check it."""

    clue_id: str
    seat: str
    received_on: date
    receiver: str
    handler: str
    channel: str
    sector_code: str | None
    is_contactable: bool
    needs_transfer: bool


def is_after_policy(span: Span, day: date) -> bool:
    """Whether the policy holds on a day."""
    return day >= span.months[POLICY_MONTH]


def arrivals(seed: int, places: Places, span: Span) -> Iterator[Arrival]:
    """All clues received in the span, seat by seat and month by month."""
    units: dict[str, list[Unit]] = {}
    for unit in places.units:
        units.setdefault(unit.area_code, []).append(unit)
    rng = Random(f"{seed}/clue rates")
    for area in places.areas:
        if area.level in RATES:
            drawn = rng.uniform(*RATES[area.level])
            rate = HOME_RATES.get(area.area_code, drawn)
            for month in span.months:
                yield from _of_month(seed, area.area_code, rate, month, units, span)


def _of_month(
    seed: int, seat: str, rate: float, month: date, units: Mapping[str, list[Unit]], span: Span
) -> Iterator[Arrival]:
    rng = Random(f"{seed}/{seat}/{month}/clues")
    mean = rate * SEASON[month.month - 1] * rng.uniform(0.8, 1.2)
    count = int(mean) + (rng.random() < mean % 1)
    days = [month + timedelta(days=n) for n in range(last_day(month).day)]
    drawn = rng.choices(days, [WEEKEND if day.weekday() >= 5 else 1.0 for day in days], k=count)
    number = 0
    for day, times in sorted(Counter(drawn).items()):
        here = [unit for unit in units[seat] if unit.valid_from <= day]
        for _ in range(times):
            number += 1
            arrival = _arrival(rng, f"XS{seat}{month:%y%m}{number:03}", seat, day, here, span)
            if day <= span.last:
                yield arrival


def _arrival(
    rng: Random, clue_id: str, seat: str, day: date, here: list[Unit], span: Span
) -> Arrival:
    column = 1 if is_after_policy(span, day) else 0
    [channel] = rng.choices(list(CHANNELS), [pair[column] for pair in CHANNELS.values()])
    [sector] = rng.choices(list(SECTORS), list(SECTORS.values()))
    return Arrival(
        clue_id=clue_id,
        seat=seat,
        received_on=day,
        receiver=_one_of(rng, here, RECEIVERS),
        handler=_one_of(rng, here, HANDLERS),
        channel=channel,
        sector_code=sector if rng.random() < 0.84 else None,
        is_contactable=rng.random() < CONTACTABLE[channel],
        needs_transfer=rng.random() < 0.72,
    )


def _one_of(rng: Random, units: list[Unit], weights: Mapping[str, float]) -> str:
    pool = [unit for unit in units if unit.kind in weights]
    return rng.choices(pool, [weights[unit.kind] for unit in pool])[0].unit_code
