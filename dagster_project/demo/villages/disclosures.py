"""What villages have to make public: finances every month, other affairs every quarter."""

from datetime import date, timedelta
from random import Random
from typing import Final

from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.villages import fates
from dagster_project.demo.villages.records import Disclosure

# By the tenth for the month before, by the fifteenth for the quarter before.
DUE_DAYS: Final = {"finance": 10, "party": 15, "village": 15}
QUARTERLY: Final = ("party", "village")
ON_TIME: Final = 0.87
NEVER: Final = 0.03


def make_disclosures(seed: int, places: Places, span: Span) -> list[Disclosure]:
    """All that falls due in the months of the span, and what will in the month after it."""
    months = (*span.months, last_day(span.months[-1]) + timedelta(days=1))
    return [
        _disclosure(Random(f"{seed}/{month}/{village}/{kind}"), month, seat, village, kind, span)
        for month in months
        for seat, villages in places.villages_on(min(last_day(month), span.last)).items()
        for village in villages
        for kind in DUE_DAYS
        if kind not in QUARTERLY or month.month % 3 == 1
    ]


def _disclosure(
    rng: Random, month: date, seat: str, village: str, kind: str, span: Span
) -> Disclosure:
    due = month + timedelta(days=DUE_DAYS[kind] - 1)
    chance = ON_TIME + fates.gain(span, seat, due)
    published = fates.by(span.today, fates.done_on(rng, due, 8, chance, NEVER))
    return Disclosure(
        disclosure_id=f"GK{month:%Y%m}-{village}-{kind[0].upper()}",
        area_code=village,
        kind=kind,
        due_on=due,
        published_on=published,
        updated_at=fates.entered_at(rng, min(month, span.last), [published]),
    )
