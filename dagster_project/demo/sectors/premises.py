"""Premises on the sectors' registers, and the visits to them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.periods import Period, Span, period_of
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import HOME
from dagster_project.demo.sectors.records import Premises, Visit
from dagster_project.demo.sectors.seats import Duties, Seat, seats

FIRST_LISTED: Final = date(2019, 6, 1)
NEW: Final = 0.15
CLOSING: Final = 0.12
FORGOTTEN: Final = 0.12
OUTSIDE_VILLAGES: Final = 0.2
# The share that a quarter reaches; the year's last is for catching up.
COVERAGE: Final = (0.74, 0.80, 0.82, 0.90)
LEVELS: Final = {HOME: -0.16, "150626104": -0.08}
IMPROVEMENT: Final = {HOME: 0.22}
AGAIN: Final = 0.12
PROBLEMS: Final = {0: 78, 1: 15, 2: 5, 3: 2}


def make_premises(seed: int, places: Places, span: Span) -> list[Premises]:
    """All premises that have been on a register by the span's last day, town by town."""
    first = span.months[0]
    villages, duties = places.villages_on(first), Duties(places, first)
    found: list[Premises] = []
    for seat in seats(places):
        rng = Random(f"{seed}/{seat.area_code}/premises")
        areas = villages.get(seat.area_code, [])
        for number in range(1, seat.premises_count + 1):
            sector, _ = duties.draw(rng, seat)
            outside = not areas or rng.random() < OUTSIDE_VILLAGES
            area_code = seat.area_code if outside else rng.choice(areas)
            found.append(_listed(rng, f"CS{seat.area_code}-{number:03}", sector, area_code, span))
    return [one for one in found if one.valid_from <= span.last]


def _listed(
    rng: Random, premises_id: str, sector_code: str, area_code: str, span: Span
) -> Premises:
    days = len(span.months) * 30
    start = FIRST_LISTED + timedelta(days=rng.randrange(1200))
    if rng.random() < NEW:
        start = span.months[0] + timedelta(days=rng.randrange(days))
    end = span.months[0] + timedelta(days=rng.randrange(days))
    is_closed = rng.random() < CLOSING and start < end <= span.last
    return Premises(
        premises_id=premises_id,
        sector_code=sector_code,
        area_code=area_code,
        valid_from=start,
        valid_to=end if is_closed else None,
        updated_at=datetime.combine(end if is_closed else start, time(rng.randint(9, 17))),
    )


def make_visits(seed: int, premises: Sequence[Premises], span: Span) -> list[Visit]:
    """All visits of the span; some premises nobody ever visits."""
    quarters = list(dict.fromkeys(period_of("quarter", month) for month in span.months))
    return [
        visit
        for one in premises
        if not is_forgotten(seed, one)
        for quarter in quarters
        for visit in _visits(Random(f"{seed}/{one.key}/{quarter.name}"), one, quarter, span)
        if one.is_on_register(visit.visited_on) and span.months[0] <= visit.visited_on <= span.last
    ]


def is_forgotten(seed: int, premises: Premises) -> bool:
    """Whether nobody ever visits it or finds anything at it."""
    return Random(f"{seed}/{premises.key}").random() < FORGOTTEN


def _visits(rng: Random, premises: Premises, quarter: Period, span: Span) -> Iterator[Visit]:
    town = premises.area_code[:9]
    chance = COVERAGE[(quarter.first.month - 1) // 3] + LEVELS.get(town, 0.0)
    chance += IMPROVEMENT.get(town, 0.0) * span.progress(quarter.first)
    times = (rng.random() < chance) + (rng.random() < AGAIN)
    days = (quarter.last - quarter.first).days + 1
    for number in range(1, times + 1):
        day = quarter.first + timedelta(days=rng.randrange(days))
        [problems] = rng.choices(list(PROBLEMS), list(PROBLEMS.values()))
        yield Visit(
            visit_id=f"ZF{quarter.name}-{premises.key[2:]}-{number}",
            premises_id=premises.premises_id,
            sector_code=premises.sector_code,
            area_code=premises.area_code,
            visited_on=day,
            problem_count=problems,
            updated_at=datetime.combine(day, time(rng.randint(9, 17), rng.randrange(60))),
        )


def by_seat(premises: Sequence[Premises], seat: Seat) -> list[Premises]:
    """The premises that were listed in a town."""
    return [one for one in premises if one.key.startswith(f"CS{seat.area_code}-")]
