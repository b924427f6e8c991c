"""Hotline tickets as they come about: how many, where, who handles them and how well.

Only clean tickets are made here; dirt is planted later.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.hotline.records import Ticket
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER, HOME
from dagster_project.demo.places.records import Unit

MONTHLY: Final = 320
# January to December: heating starts in October, Spring Festival is quiet.
SEASON: Final = (1.10, 0.83, 0.95, 1.0, 0.97, 0.94, 1.01, 1.05, 0.95, 1.08, 1.18, 1.14)
WEEKEND: Final = 0.6
SEATS: Final = {
    "150626100": 29, "150626101": 12, HOME: 20, "150626103": 10,
    "150626104": 16, "150626200": 6, BANNER: 7,
}  # fmt: skip
KINDS: Final = {
    "government": 6.0, "governance_centre": 2.5, "police_station": 3.0, "justice_office": 0.5,
    "office": 0.3, "sector_station": 2.0, "village_committee": 0.5, "department": 1.0,
}  # fmt: skip
CLASSES: Final = {"consultation": 22, "request": 40, "complaint": 30, "suggestion": 5, "praise": 3}
LIMIT_DAYS: Final = {
    "consultation": 5, "request": 10, "complaint": 15, "suggestion": 15, "praise": 5,
}  # fmt: skip
# The home town starts lower and improves; one town stays behind.
LEVELS: Final = {HOME: -0.07, "150626104": -0.05, "150626100": 0.01, "150626200": 0.02}
IMPROVEMENT: Final = {HOME: 0.10}
CLOGGED: Final = {"WS100-08": 75, "WS102-06": 60, "WS104-02": 45}


@dataclass(frozen=True, slots=True)
class Temper:
    """How well a unit does its work: chances from 0 to 1, before its town's level."""

    contacts: float
    solves: float
    satisfies: float
    is_on_time: float


def make_tickets(seed: int, places: Places, span: Span) -> list[Ticket]:
    """All tickets of the home banner created in the span, by number.

    They are as they stand on the morning of its `today`.
    """
    rng = Random(f"{seed}/units")
    tempers = {unit.unit_code: make_temper(rng) for unit in places.units}
    return [
        ticket
        for month in span.months
        for ticket in _tickets_of(Random(f"{seed}/{month}/tickets"), month, places, span, tempers)
        if ticket.created_on <= span.last
    ]


def make_temper(rng: Random) -> Temper:
    """How well one unit does its work."""

    def near(level: float, spread: float) -> float:
        return min(max(rng.gauss(level, spread), level - 2 * spread), level + 2 * spread)

    return Temper(near(0.965, 0.015), near(0.925, 0.02), near(0.93, 0.015), near(0.92, 0.025))


def _tickets_of(
    rng: Random, month: date, places: Places, span: Span, tempers: dict[str, Temper]
) -> list[Ticket]:
    days = [month + timedelta(days=n) for n in range(last_day(month).day)]
    volume = round(MONTHLY * SEASON[month.month - 1] * rng.uniform(0.96, 1.04))
    drawn = rng.choices(days, [WEEKEND if day.weekday() >= 5 else 1.0 for day in days], k=volume)
    found: list[Ticket] = []
    for day, count in sorted(Counter(drawn).items()):
        by_seat, villages = places.units_on(day), places.villages_on(day)
        for _ in range(count):
            [seat] = rng.choices(list(SEATS), list(SEATS.values()))
            unit = _handler(rng, seat, by_seat)
            number = f"GD{month:%Y%m}-{len(found) + 1:05}"
            area_code = _area(rng, seat, unit, villages)
            sector = _sector(rng, places.sectors.get(unit.unit_code, []))
            draft = Draft(number, area_code, unit.unit_code, sector, day)
            found.append(live(rng, draft, seat, tempers[unit.unit_code], span))
    return found


def _handler(rng: Random, seat: str, by_seat: dict[str, list[Unit]]) -> Unit:
    """A unit of the town, or now and then a department of the banner."""
    pool = by_seat[BANNER] if rng.random() < 0.12 else by_seat[seat]
    return rng.choices(pool, [KINDS[unit.kind] for unit in pool])[0]


def _area(rng: Random, seat: str, unit: Unit, villages: dict[str, list[str]]) -> str:
    if unit.kind == "village_committee":
        return unit.area_code
    return rng.choice(villages[seat]) if seat in villages and rng.random() < 0.65 else seat


def _sector(rng: Random, in_charge_of: list[str]) -> str | None:
    return rng.choice(in_charge_of) if in_charge_of and rng.random() < 0.75 else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket on the day on which it is created."""

    ticket_id: str
    area_code: str
    unit_code: str
    sector_code: str | None
    created_on: date


def live(rng: Random, draft: Draft, seat: str, temper: Temper, span: Span) -> Ticket:
    """What became of a ticket by the morning of `today`. Draws alike whatever `today` is."""
    [kind] = rng.choices(list(CLASSES), list(CLASSES.values()))
    created = draft.created_on
    gain = LEVELS.get(seat, 0.0) + IMPROVEMENT.get(seat, 0.0) * ramp(span.progress(created))
    due = created + timedelta(days=LIMIT_DAYS[kind] + (5 if rng.random() < 0.04 else 0))
    closed = _closing(rng, draft.unit_code, created, due, temper.is_on_time + gain / 2, span)
    called = closed + timedelta(days=rng.randint(1, 6))
    solved = rng.random() < temper.solves + gain - (0.1 if closed > due else 0.0)
    satisfied = rng.random() < (temper.satisfies + 0.02 + gain / 2 if solved else 0.45)
    reached, answered, contacted = rng.random() < 0.95, rng.random() < 0.96, rng.random()
    excluded = rng.random() < 0.02
    rework = rng.choices((0, 1, 2), (94, 5, 1))[0] + (0 if solved else rng.randint(0, 1))
    if excluded:  # Turned down on the day, so never open at any cut-off.
        closed, reached = created, False
    is_closed = closed <= span.today
    is_called = is_closed and reached and called <= span.last
    events = [created, *([closed] if is_closed else []), *([called] if is_called else [])]
    return Ticket(
        ticket_id=draft.ticket_id,
        area_code=draft.area_code,
        unit_code=draft.unit_code,
        sector_code=draft.sector_code,
        class_code=kind,
        created_on=created,
        due_on=due,
        closed_on=closed if is_closed else None,
        is_contacted_in_24h=contacted < temper.contacts + gain / 3,
        is_solved=solved if is_called else None,
        is_satisfied=satisfied if is_called and answered else None,
        is_excluded=excluded,
        rework_count=rework if is_closed else 0,
        updated_at=datetime.combine(max(events), time(rng.randint(9, 17), rng.randrange(60))),
    )


def _closing(
    rng: Random, unit_code: str, created: date, due: date, is_on_time: float, span: Span
) -> date:
    """The day on which a ticket is closed, which may lie far beyond `today`."""
    is_clogged = (span.today - created).days < CLOGGED.get(unit_code, 0)
    chance, early = rng.random(), rng.randint(1, (due - created).days)
    delay = 1 + int(rng.expovariate(1 / 9))
    if chance > 0.993:
        delay += 400
    on_time = chance < (0.35 if is_clogged else is_on_time)
    return created + timedelta(days=early) if on_time else due + timedelta(days=delay)


def ramp(progress: float) -> float:
    """How much of an improvement is reached: none in the first third, all at the end."""
    return max(0.0, progress * 1.5 - 0.5)
