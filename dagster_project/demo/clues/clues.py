"""Clues as they run their course: transferred, contacted, verified, concluded, reviewed, filed.

Only clean clues are made here; dirt is planted later. What lies after the morning of `today`
is drawn like the rest and then left out, so that the past is the same on every later day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.clues.arrivals import Arrival, arrivals, is_after_policy
from dagster_project.demo.clues.records import Clue
from dagster_project.demo.hotline.tickets import ramp
from dagster_project.demo.periods import Span
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import HOME

LIMIT_DAYS: Final = 90
CONCLUSIONS: Final = {
    "substantiated": 15, "partly": 12, "unsubstantiated": 39, "unverifiable": 17,
    "duplicate": 10, "out_of_scope": 7,
}  # fmt: skip
TURNED_AWAY: Final = ("duplicate", "out_of_scope")
FOUND: Final = ("substantiated", "partly")
ESCALATIONS: Final = {"none": 90, "raised": 7, "other_area": 3}
# The home town starts lower and improves; one town stays behind.
LEVELS: Final = {HOME: -0.10, "150626104": -0.08, "150626100": 0.02}
IMPROVEMENT: Final = {HOME: 0.14}


@dataclass(frozen=True, slots=True)
class _Check:
    """Transfer, contact and verification."""

    transferred_on: date | None
    unit_received_on: date | None
    first_contact_on: date | None
    verification_started_on: date | None


@dataclass(frozen=True, slots=True)
class _End:
    """Deadline, conclusion and what follows it."""

    due_on: date
    extension_approved_on: date | None
    extended_to: date | None
    concluded_on: date
    conclusion: str


def make_clues(seed: int, places: Places, span: Span) -> list[Clue]:
    """All clues received in the span, by number, as they stand on the morning of its `today`."""
    rng = Random(f"{seed}/clue towns")
    levels = {area.area_code: rng.gauss(0, 0.04) for area in places.areas}
    made = (_clue(seed, arrival, levels, span) for arrival in arrivals(seed, places, span))
    return sorted(made, key=lambda clue: clue.clue_id)


def _clue(seed: int, arrival: Arrival, levels: dict[str, float], span: Span) -> Clue:
    rng = Random(f"{seed}/{arrival.clue_id}")
    gain = LEVELS.get(arrival.seat, levels[arrival.seat])
    gain += IMPROVEMENT.get(arrival.seat, 0.0) * ramp(span.progress(arrival.received_on))
    [conclusion] = rng.choices(list(CONCLUSIONS), list(CONCLUSIONS.values()))
    check = _check(rng, arrival, gain, conclusion in TURNED_AWAY, span)
    end = _end(rng, arrival, check, gain, conclusion)
    return _known(rng, arrival, check, end, gain, span)


def _check(rng: Random, arrival: Arrival, gain: float, is_turned_away: bool, span: Span) -> _Check:
    received, is_watched = arrival.received_on, is_after_policy(span, arrival.received_on)
    prompt = rng.random() < (0.93 if is_watched else 0.80) + gain
    # Two days in calendar terms are never more than three working days.
    lag = rng.randint(0, 2) if prompt else rng.randint(4, 20)
    travel, contact = rng.randint(0, 3), int(rng.expovariate(1 / (10 if is_watched else 14)))
    start, is_contacted = rng.randint(1, 21), rng.random() < 0.93
    if is_turned_away and rng.random() < 0.6:
        return _Check(None, None, None, None)
    sent = received + timedelta(days=lag)
    arrived = sent + timedelta(days=travel) if arrival.needs_transfer else received
    return _Check(
        transferred_on=sent if arrival.needs_transfer else None,
        unit_received_on=arrived,
        first_contact_on=(
            arrived + timedelta(days=contact) if arrival.is_contactable and is_contacted else None
        ),
        verification_started_on=None if is_turned_away else arrived + timedelta(days=start),
    )


def _end(rng: Random, arrival: Arrival, check: _Check, gain: float, conclusion: str) -> _End:
    received = arrival.received_on
    due = received + timedelta(days=LIMIT_DAYS)
    is_extended, is_late_approval = rng.random() < 0.09, rng.random() < 0.1
    approved = due + timedelta(days=rng.randint(1, 6) if is_late_approval else -rng.randint(1, 14))
    extended = due + timedelta(days=rng.choice((30, 60)))
    in_time, early = rng.random() < 0.85 + gain, rng.random()
    late = 1 + int(rng.expovariate(1 / 35)) + (500 if rng.random() > 0.97 else 0)
    turned_away = received + timedelta(days=rng.randint(1, 25))
    earliest = (check.verification_started_on or received) + timedelta(days=1)
    limit = extended if is_extended else due
    if conclusion in TURNED_AWAY:
        concluded, is_extended = max(turned_away, check.unit_received_on or received), False
    elif in_time:
        concluded = limit - timedelta(days=int(early * early * (limit - earliest).days))
    else:
        concluded = limit + timedelta(days=late)
    if is_extended and concluded <= approved:
        is_extended = False
    return _End(
        due_on=due,
        extension_approved_on=approved if is_extended else None,
        extended_to=extended if is_extended else None,
        concluded_on=max(concluded, earliest) if conclusion not in TURNED_AWAY else concluded,
        conclusion=conclusion,
    )


def _known(
    rng: Random, arrival: Arrival, check: _Check, end: _End, gain: float, span: Span
) -> Clue:
    def by_today(day: date | None) -> date | None:
        return day if day is not None and day <= span.today else None

    reviewed = end.concluded_on + timedelta(days=rng.randint(1, 12))
    is_reviewed, is_upheld = rng.random() < 0.86, rng.random() < 0.93
    closed = reviewed + timedelta(days=rng.randint(0, 5))
    filed = arrival.received_on + timedelta(days=25 + int(rng.expovariate(1 / 70)))
    is_filed = end.conclusion in FOUND and rng.random() < 0.6
    feedback = end.concluded_on + timedelta(days=int(rng.expovariate(1 / 8)))
    is_fed_back = arrival.is_contactable and rng.random() < 0.92
    panel, is_passed_on = _panel(rng, gain), rng.random() < 0.6
    concluded_on = by_today(end.concluded_on)
    reviewed_on = by_today(reviewed) if is_reviewed else None
    approved_on = by_today(end.extension_approved_on)
    transferred_on = by_today(check.transferred_on)
    is_with_handler = is_passed_on if not arrival.needs_transfer else transferred_on is not None
    days = {
        "transferred_on": transferred_on,
        "unit_received_on": by_today(check.unit_received_on),
        "first_contact_on": by_today(check.first_contact_on),
        "verification_started_on": by_today(check.verification_started_on),
        "extension_approved_on": approved_on,
        "concluded_on": concluded_on,
        "reviewed_on": reviewed_on,
        "closed_on": by_today(closed) if reviewed_on and is_upheld else None,
        "case_filed_on": by_today(filed) if is_filed else None,
        "fed_back_on": by_today(feedback) if is_fed_back else None,
    }
    last = max([arrival.received_on, *(day for day in days.values() if day is not None)])
    return Clue(
        clue_id=arrival.clue_id,
        area_code=arrival.seat,
        received_unit_code=arrival.receiver,
        received_on=arrival.received_on,
        channel=arrival.channel,
        sector_code=arrival.sector_code,
        is_contactable=arrival.is_contactable,
        needs_transfer=arrival.needs_transfer,
        transferring_unit_code=arrival.receiver if transferred_on else None,
        due_on=end.due_on,
        extended_to=end.extended_to if approved_on else None,
        conclusion=end.conclusion if concluded_on else None,
        panel_size=panel.size if concluded_on else None,
        is_recorded=panel.is_recorded if concluded_on else None,
        is_signed=panel.is_signed if concluded_on else None,
        has_basis=panel.has_basis if concluded_on else None,
        review_result=("upheld" if is_upheld else "returned") if reviewed_on else None,
        handling_unit_code=arrival.handler if is_with_handler else None,
        escalation=rng.choices(list(ESCALATIONS), list(ESCALATIONS.values()))[0],
        updated_at=datetime.combine(last, time(rng.randint(9, 17), rng.randrange(60))),
        **days,
    )


@dataclass(frozen=True, slots=True)
class _Panel:
    size: int | None
    is_recorded: bool | None
    is_signed: bool | None
    has_basis: bool | None


def _panel(rng: Random, gain: float) -> _Panel:
    """How a conclusion was reached; now and then something was not noted down."""

    def done(chance: float) -> bool | None:
        return None if rng.random() < 0.015 else rng.random() < chance + gain / 2

    [size] = rng.choices((None, 1, 2, 3, 4, 5), (1, 2, 4, 60, 23, 10))
    return _Panel(size, done(0.96), done(0.96), done(0.95))
