"""The list of long-term mechanisms: what each town's units have to set up, and by when."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.deadlines import by, done
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import HOME
from dagster_project.demo.sectors.records import MechanismItem
from dagster_project.demo.sectors.seats import Duties, Seat, count_of, seats

AHEAD_MONTHS: Final = 4
LISTED_DAYS: Final = 120
ON_TIME: Final = 0.78
LEVELS: Final = {HOME: -0.06, "150626100": 0.05}
# Quarters and the year end with a deadline.
SEASON: Final = (0.5, 0.7, 1.3, 0.7, 0.9, 1.5, 0.7, 0.8, 1.3, 0.8, 0.9, 1.9)


def make_items(seed: int, places: Places, span: Span) -> list[MechanismItem]:
    """The items due in the span and in the months to come, as on the morning of `today`."""
    months = list(span.months)
    while len(months) < len(span.months) + AHEAD_MONTHS:
        months.append(last_day(months[-1]) + timedelta(days=1))
    charges = [(month, Duties(places, month)) for month in months]
    return [
        item
        for seat in seats(places)
        for month, duties in charges
        for item in _of_month(
            Random(f"{seed}/{seat.area_code}/{month}/items"), seat, month, duties, span
        )
    ]


def _of_month(
    rng: Random, seat: Seat, month: date, duties: Duties, span: Span
) -> Iterator[MechanismItem]:
    for number in range(count_of(rng, seat.items_a_month * SEASON[month.month - 1])):
        end = last_day(month)
        due = end if rng.random() < 0.6 else month + timedelta(days=rng.randrange(end.day))
        sector, unit = duties.draw(rng, seat)
        chance = ON_TIME + LEVELS.get(seat.area_code, 0.0)
        completed = by(span.today, done(rng, due, LISTED_DAYS, chance))
        listed = min(due - timedelta(days=LISTED_DAYS), span.last)
        yield MechanismItem(
            item_id=f"JZ{month:%Y%m}-{seat.area_code}-{number + 1:02}",
            sector_code=sector,
            unit_code=unit.unit_code,
            due_on=due,
            completed_on=completed,
            updated_at=datetime.combine(completed or listed, time(rng.randint(9, 17))),
        )
