"""Recommendation letters as they come about: who writes to whom, replies, rectification.

Only clean letters are made here; dirt is planted later.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.deadlines import by, done
from dagster_project.demo.letters.records import Letter
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER, HOME
from dagster_project.demo.places.records import Unit

MONTHLY: Final = (6, 10)
KINDS: Final = {"procuratorial": 40, "police_notice": 27, "judicial": 20, "supervision": 13}
ISSUERS: Final = {
    "procuratorial": "WS000-13", "judicial": "WS000-14", "supervision": "WS000-15",
    "police_notice": "WS000-03",
}  # fmt: skip
RECIPIENTS: Final = {
    "government": 3.0, "sector_station": 1.5, "governance_centre": 0.7, "village_committee": 0.6,
    "department": 3.0,
}  # fmt: skip
SEATS: Final = {
    "150626100": 16, "150626101": 9, HOME: 24, "150626103": 8,
    "150626104": 12, "150626200": 6, BANNER: 25,
}  # fmt: skip
REPLY_DAYS: Final = {"judicial": 60, "supervision": 30, "police_notice": 15}
# Prosecutors rely on the two months of their rules as often as they write a day.
WITHOUT_DUE_DAY: Final = {
    "procuratorial": 0.5, "judicial": 0.06, "supervision": 0.0, "police_notice": 0.08,
}  # fmt: skip
ON_TIME: Final = 0.80
HOME_GAIN: Final = 0.12
REPLIES: Final = {"accepted": 72, "partly": 21, "declined": 7}


def make_letters(seed: int, places: Places, span: Span) -> list[Letter]:
    """All letters of the span, by number, as they stand on the morning of its `today`."""
    return [
        letter
        for month in span.months
        for letter in _letters_of(Random(f"{seed}/{month}/letters"), month, places, span)
        if letter.issued_on <= span.last
    ]


def _letters_of(rng: Random, month: date, places: Places, span: Span) -> list[Letter]:
    days = sorted(rng.choices(range(last_day(month).day), k=rng.randint(*MONTHLY)))
    found = []
    for number, offset in enumerate(days, start=1):
        day = month + timedelta(days=offset)
        [kind] = rng.choices(list(KINDS), list(KINDS.values()))
        [seat] = rng.choices(list(SEATS), list(SEATS.values()))
        pool = [
            unit
            for unit in places.units_on(day)[seat]
            if unit.kind in RECIPIENTS and unit.unit_code not in ISSUERS.values()
        ]
        unit = rng.choices(pool, [RECIPIENTS[unit.kind] for unit in pool])[0]
        sectors = places.sectors.get(unit.unit_code, [])
        sector = rng.choice(sectors) if sectors and rng.random() < 0.8 else None
        gain = HOME_GAIN * (span.progress(day) - 0.5) if seat == HOME else 0.0
        letter_id = f"SH{month:%Y%m}-{number:03}"
        found.append(_live(rng, letter_id, kind, unit, sector, day, gain, span.today))
    return found


def _live(
    rng: Random,
    letter_id: str,
    kind: str,
    unit: Unit,
    sector: str | None,
    issued_on: date,
    gain: float,
    today: date,
) -> Letter:
    """What became of a letter by the morning of `today`. Draws alike whatever `today` is."""
    sent = issued_on + timedelta(days=rng.randint(0, 6))
    is_noted, has_due_day = rng.random() >= 0.04, rng.random() >= WITHOUT_DUE_DAY[kind]
    limit = REPLY_DAYS.get(kind, 61)
    due = sent + timedelta(days=limit)
    replied = by(today, done(rng, due, limit, ON_TIME + gain))
    [reply] = rng.choices(list(REPLIES), list(REPLIES.values()))
    rectify_by = due + timedelta(days=rng.choice((30, 60, 90)))
    has_to_rectify = reply != "declined" and rng.random() < 0.9
    put_right = done(rng, rectify_by, 45, ON_TIME - 0.05 + gain)
    seen = _revisit(rng, put_right)
    verified, revisited = (by(today, day) if has_to_rectify else None for day in (put_right, seen))
    happened = [day for day in (issued_on, replied, verified, revisited) if day is not None]
    return Letter(
        letter_id=letter_id,
        kind=kind,
        issuer_unit_code=ISSUERS[kind],
        recipient_unit_code=unit.unit_code,
        sector_code=sector,
        issued_on=issued_on,
        delivered_on=by(today, sent) if is_noted else None,
        reply_due_on=due if has_due_day else None,
        replied_on=replied,
        reply=reply if replied else None,
        rectification_due_on=rectify_by if has_to_rectify else None,
        verified_on=verified,
        revisited_on=revisited,
        updated_at=datetime.combine(max(happened), time(rng.randint(9, 17), rng.randrange(60))),
    )


def _revisit(rng: Random, verified_on: date | None) -> date | None:
    """Half of what was verified is looked at again."""
    later, is_seen = timedelta(days=rng.randint(30, 90)), rng.random() < 0.5
    return verified_on + later if verified_on is not None and is_seen else None
