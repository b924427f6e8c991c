"""Grid events as they come about. Only clean ones are made here; dirt is planted later."""

from datetime import date, timedelta
from random import Random
from typing import Final

from dagster_project.demo import planted
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER, HOME
from dagster_project.demo.villages import fates
from dagster_project.demo.villages.records import GridEvent

# Disputes over pasture in summer, fires and frost in winter.
MONTHLY: Final = (7, 6, 6, 8, 9, 11, 12, 11, 9, 7, 8, 8)
PER_VILLAGE: Final = 0.07
KINDS: Final = {
    "dispute": 5, "hazard": 4, "public_order": 2, "environment": 4, "facility": 3, "other": 1,
}  # fmt: skip
LIMIT_DAYS: Final = {
    "dispute": 15, "hazard": 7, "public_order": 3, "environment": 5, "facility": 20, "other": 10,
}  # fmt: skip
EXTENSION_DAYS: Final = 10
ON_TIME: Final = 0.86
NEVER: Final = 0.03
ELSEWHERE: Final = 0.3
# In the last weeks some things are left lying.
BACKLOG_DAYS: Final = 45
BACKLOG: Final = 0.18


def make_events(seed: int, places: Places, span: Span) -> list[GridEvent]:
    """All events of the span, as they stand on the morning of its `today`.

    Outside the home banner there are no villages, and a few events of each town.
    """
    away = [
        area.area_code
        for area in places.areas
        if area.level == "town" and area.parent_code != BANNER
    ]
    found = []
    for month in span.months:
        often = PER_VILLAGE * MONTHLY[month.month - 1]
        by_town = places.villages_on(min(last_day(month), span.last))
        grounds = [(v, seat, often) for seat, held in by_town.items() for v in held]
        for area_code, seat, chance in [*grounds, *((town, town, ELSEWHERE) for town in away)]:
            rng = Random(f"{seed}/{month}/{area_code}/events")
            for number in range(1, (planted.EVENTS if seat == HOME else 2) + 1):
                event = _event(rng, month, area_code, seat, number, span)
                if rng.random() < (planted.OFTEN if seat == HOME else chance):
                    found.append(event)
    return [event for event in found if event.reported_on <= span.last]


def _event(
    rng: Random, month: date, area_code: str, seat: str, number: int, span: Span
) -> GridEvent:
    """What became of an event. Draws alike whatever `today` is."""
    reported = month + timedelta(days=rng.randrange(last_day(month).day))
    [kind] = rng.choices(list(KINDS), list(KINDS.values()))
    limit = LIMIT_DAYS[kind] + (EXTENSION_DAYS if rng.random() < 0.06 else 0)
    due = reported + timedelta(days=limit)
    chance = planted.is_event_on_time(due, span) if seat == HOME else ON_TIME
    if seat != HOME and (span.today - reported).days < BACKLOG_DAYS:
        chance -= BACKLOG
    closed = fates.by(span.today, fates.done_on(rng, due, limit - 1, chance, NEVER))
    return GridEvent(
        event_id=f"WG{month:%Y%m}-{area_code}-{number}",
        area_code=area_code,
        grid_code=f"{area_code}-W{rng.randint(1, 4):02}",
        kind=kind,
        reported_on=reported,
        due_on=due,
        closed_on=closed,
        updated_at=fates.entered_at(rng, reported, [closed]),
    )
