"""Listed cases and the milestones on their way: when each was due, and when it was done."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple

from dagster_project.demo.justice.records import ListedCase, Milestone
from dagster_project.demo.periods import Span
from dagster_project.demo.places.home import BANNER, HOME

YEARLY: Final = {BANNER: 5, HOME: 3}
USUAL_YEARLY: Final = 2
BATCHES: Final = ((3, 10), (7, 5))
"""Month and day from which cases are listed, twice a year."""
KINDS: Final = ("investigation", "prosecution", "judgment", "asset_disposal", "rectification")
ON_TIME: Final = 0.78
NEVER: Final = 0.06


class Item(NamedTuple):
    """Something with a deadline, as it stands on the morning of the world's `today`."""

    due_on: date
    done_on: date | None
    updated_at: datetime


def make_cases(seed: int, areas: Sequence[str], span: Span) -> list[ListedCase]:
    """All cases listed in the span, batch by batch."""
    found = []
    for area in areas:
        for number, listed_on in _listings(seed, area, span):
            rng = Random(f"{seed}/{area}/{listed_on}/{number}/case")
            due = _due(rng, listed_on)
            item = live(rng, listed_on, due, ON_TIME, span)
            found.append(
                ListedCase(
                    listed_id=f"GP{listed_on:%Y%m}-{area}-{number}",
                    area_code=area,
                    listed_on=listed_on,
                    due_on=item.due_on,
                    closed_on=item.done_on,
                    has_lead_office=rng.random() < 0.92,
                    updated_at=item.updated_at,
                )
            )
    return found


def make_milestones(seed: int, cases: Sequence[ListedCase], span: Span) -> list[Milestone]:
    """The milestones of each case, evenly on the way to its deadline."""
    found = []
    for case in cases:
        rng = Random(f"{seed}/{case.listed_id}/milestones")
        step = (case.due_on - case.listed_on) / len(KINDS)
        for number, kind in enumerate(KINDS, start=1):
            item = live(rng, case.listed_on, case.listed_on + number * step, ON_TIME + 0.05, span)
            found.append(
                Milestone(
                    milestone_id=f"JD{case.listed_id[2:]}-{number}",
                    area_code=case.area_code,
                    kind=kind,
                    listed_on=case.listed_on,
                    due_on=item.due_on,
                    met_on=item.done_on,
                    updated_at=item.updated_at,
                )
            )
    return found


def live(rng: Random, listed_on: date, due_on: date, is_on_time: float, span: Span) -> Item:
    """What became of it by the morning of `today`. Draws alike whatever `today` is.

    Every eighth is done on its last day and every eighth on the day after.
    """
    chance, place = rng.random(), rng.randrange(8)
    early, late = rng.randint(1, 20), 2 + int(rng.expovariate(1 / 25))
    if chance < is_on_time:
        done = due_on if place == 0 else due_on - timedelta(days=early)
    else:
        done = due_on + timedelta(days=1 if place == 0 else late)
    is_done = chance < 1 - NEVER and done <= span.today
    day = max(done, listed_on) if is_done else listed_on
    at = datetime.combine(day, time(rng.randint(9, 17), rng.randrange(60)))
    return Item(due_on, day if is_done else None, at)


def _listings(seed: int, area: str, span: Span) -> list[tuple[int, date]]:
    """The days on which an area's cases are listed, each with its number in the year."""
    found = []
    for year in sorted({month.year for month in span.months}):
        rng = Random(f"{seed}/{area}/{year}/listings")
        for number in range(1, YEARLY.get(area, USUAL_YEARLY) + 1):
            month, day = rng.choice(BATCHES)
            listed_on = date(year, month, day) + timedelta(days=rng.randrange(10))
            if span.months[0] <= listed_on <= span.last:
                found.append((number, listed_on))
    return found


def _due(rng: Random, listed_on: date) -> date:
    """At the year's end as often as not."""
    by_days = listed_on + timedelta(days=rng.choice((120, 180, 270, 360)))
    return date(listed_on.year, 12, 31) if rng.random() < 0.5 else by_days
