"""Hotline tickets of the towns outside the home banner: few a town, handled like the others."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Final

from dagster_project.demo.hotline.records import Ticket
from dagster_project.demo.hotline.tickets import KINDS, SEASON, Draft, live, make_temper
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER

MONTHLY: Final = (3.0, 6.0)


def tickets_elsewhere(seed: int, places: Places, span: Span) -> Iterator[Ticket]:
    """Tickets created in the span, town by town; none at the scales of the home banner."""
    towns = [
        area.area_code
        for area in places.areas
        if area.level == "town" and area.parent_code != BANNER
    ]
    by_town = places.units_on(span.last)
    for town in towns:
        rng = Random(f"{seed}/{town}/tickets")
        units = by_town[town]
        tempers = {unit.unit_code: make_temper(rng) for unit in units}
        rate = rng.uniform(*MONTHLY)
        for month in span.months:
            rng = Random(f"{seed}/{town}/{month}/tickets")
            for number in range(round(rate * SEASON[month.month - 1] * rng.uniform(0.7, 1.3))):
                day = month + timedelta(days=rng.randrange(last_day(month).day))
                [unit] = rng.choices(units, [KINDS[one.kind] for one in units])
                sectors = places.sectors.get(unit.unit_code, [])
                sector = rng.choice(sectors) if sectors and rng.random() < 0.75 else None
                ticket_id = f"GD{month:%Y%m}-{town}-{number + 1:02}"
                draft = Draft(ticket_id, town, unit.unit_code, sector, day)
                ticket = live(rng, draft, town, tempers[unit.unit_code], span)
                if day <= span.last:
                    yield ticket
