"""Supervision findings as they come about: waves of supervision, deadlines, verified closing.

Only clean findings are made here; dirt is planted later.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.findings.records import Finding
from dagster_project.demo.hotline.tickets import ramp
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER, HOME
from dagster_project.demo.places.records import Unit

# Joint supervision comes in spring and autumn and finds more.
MONTHLY: Final = (13, 12, 15, 18, 19, 15, 13, 14, 17, 19, 16, 12)
SEATS: Final = {
    "150626100": 19, "150626101": 12, HOME: 32, "150626103": 10,
    "150626104": 14, "150626200": 7, BANNER: 10,
}  # fmt: skip
KINDS: Final = {
    "government": 3.0, "governance_centre": 1.5, "police_station": 2.0, "justice_office": 0.6,
    "office": 1.2, "sector_station": 1.6, "village_committee": 0.8, "department": 1.0,
}  # fmt: skip
LIMIT_DAYS: Final = {"joint": 60, "special": 30, "case": 15}
LEVELS: Final = {HOME: -0.10, "150626103": -0.04}
IMPROVEMENT: Final = {HOME: 0.14}
# In the last months the seat of the banner, above all, leaves findings lying.
BACKLOG_DAYS: Final = 130
BACKLOG: Final = {"150626100": 0.35, "150626104": 0.3, HOME: 0.1}


def make_findings(seed: int, places: Places, span: Span) -> list[Finding]:
    """All findings of the home banner in the span, by number.

    They are as they stand on the morning of its `today`.
    """
    rng = Random(f"{seed}/finding units")
    care = {unit.unit_code: rng.uniform(0.86, 0.97) for unit in places.units}
    return [
        finding
        for month in span.months
        for finding in _findings_of(Random(f"{seed}/{month}/findings"), month, places, span, care)
        if finding.found_on <= span.last
    ]


def _findings_of(
    rng: Random, month: date, places: Places, span: Span, care: dict[str, float]
) -> list[Finding]:
    count = min(max(MONTHLY[month.month - 1] + rng.randint(-2, 2), 12), 20)
    days = sorted(rng.choices(range(last_day(month).day), k=count))
    found = []
    for number, offset in enumerate(days, start=1):
        day = month + timedelta(days=offset)
        by_seat = places.units_on(day)
        [seat] = rng.choices(list(SEATS), list(SEATS.values()))
        pool = by_seat[seat]
        [unit] = rng.choices(pool, [KINDS[unit.kind] for unit in pool])
        gain = LEVELS.get(seat, 0.0) + IMPROVEMENT.get(seat, 0.0) * ramp(span.progress(day))
        if (span.today - day).days < BACKLOG_DAYS:
            gain -= BACKLOG.get(seat, 0.0)
        chance = care[unit.unit_code] + gain
        found.append(live(rng, f"DD{month:%Y%m}-{number:03}", unit, day, chance, span))
    return found


def live(
    rng: Random, finding_id: str, unit: Unit, found_on: date, is_on_time: float, span: Span
) -> Finding:
    """What became of a finding by the morning of `today`. Draws alike whatever `today` is."""
    weights = (5, 4, 1) if found_on.month in (4, 5, 9, 10) else (1, 6, 2)
    [kind] = rng.choices(tuple(LIMIT_DAYS), weights)
    due = found_on + timedelta(days=LIMIT_DAYS[kind])
    chance, early = rng.random(), rng.randint(LIMIT_DAYS[kind] // 3, LIMIT_DAYS[kind])
    delay = 1 + int(rng.expovariate(1 / 25)) + (400 if chance > 0.965 else 0)
    on_time = chance < is_on_time
    closed = found_on + timedelta(days=early) if on_time else due + timedelta(days=delay)
    is_closed = closed <= span.today
    return Finding(
        finding_id=finding_id,
        kind=kind,
        unit_code=unit.unit_code,
        found_on=found_on,
        due_on=due,
        verified_closed_on=closed if is_closed else None,
        updated_at=datetime.combine(
            closed if is_closed else found_on, time(rng.randint(9, 17), rng.randrange(60))
        ),
    )
