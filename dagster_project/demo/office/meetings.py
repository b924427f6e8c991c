"""Leadership sessions quarter by quarter, and what they decided."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Final

from dagster_project.demo.office.deadlines import by, care_of, done_on, written_at
from dagster_project.demo.office.records import Action, Meeting
from dagster_project.demo.periods import Period, Span, period_of
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import is_at_home
from dagster_project.demo.places.records import Unit

HELD: Final = {0: 10, 1: 72, 2: 18}
TOPICS: Final = {"campaign": 6, "peace": 4}
STATED: Final = 0.6
BANNER_OFFICE: Final = "WS000-01"
TWICE_FROM: Final = "2025-Q2"
"""From this quarter on the banner's office is asked for two sessions in each."""
ACTION_DAYS: Final = (30, 60, 90)


def make_meetings(seed: int, units: Sequence[Unit], span: Span) -> Iterator[Meeting]:
    """Sessions of the offices; at home of governments too, which are asked for none."""
    for quarter in _quarters(span):
        for unit in units:
            rng = Random(f"{seed}/{unit.unit_code}/{quarter.name}/sessions")
            if unit.kind == "office":
                count = rng.choices(list(HELD), list(HELD.values()))[0]
                made = [
                    _meeting(rng, unit, quarter, n, _topic(rng), _required(rng, unit, quarter))
                    for n in range(1, count + 1)
                ]
            elif unit.kind == "government" and is_at_home(unit) and rng.random() < 0.35:
                made = [_meeting(rng, unit, quarter, 1, rng.choice(("other", "peace")), 0)]
            else:
                continue
            yield from (one for one in made if span.months[0] <= one.held_on <= span.last)


def make_actions(
    seed: int, meetings: Sequence[Meeting], places: Places, span: Span
) -> Iterator[Action]:
    """Up to two actions of every session on the topic, at units of the same town."""
    beside = {
        (quarter.name, unit.unit_code): units
        for quarter in _quarters(span)
        for units in places.units_on(quarter.first).values()
        for unit in units
    }
    for meeting in meetings:
        if meeting.topic_code == "other":
            continue
        rng = Random(f"{seed}/{meeting.meeting_id}/actions")
        units = beside[period_of("quarter", meeting.held_on).name, meeting.unit_code]
        for number in range(1, rng.choice((1, 2) if is_at_home(units[0]) else (0, 1)) + 1):
            yield _action(rng, meeting, number, rng.choice(units), seed, span)


def _quarters(span: Span) -> Iterator[Period]:
    day = span.months[0]
    while day <= span.last:
        quarter = period_of("quarter", day)
        yield quarter
        day = quarter.last + timedelta(days=1)


def _topic(rng: Random) -> str:
    return rng.choices(list(TOPICS), list(TOPICS.values()))[0]


def _required(rng: Random, unit: Unit, quarter: Period) -> int | None:
    """What is written down of what is asked: at times nothing of the usual once a quarter."""
    is_stated = rng.random() < STATED
    if unit.unit_code == BANNER_OFFICE and quarter.name >= TWICE_FROM:
        return 2
    return 1 if is_stated else None


def _meeting(
    rng: Random, unit: Unit, quarter: Period, number: int, topic: str, required: int | None
) -> Meeting:
    held = quarter.first + timedelta(days=rng.randint(0, (quarter.last - quarter.first).days))
    return Meeting(
        meeting_id=f"HY{quarter.name}-{unit.unit_code}-{number}",
        unit_code=unit.unit_code,
        topic_code=topic,
        held_on=held,
        required_count=required,
        updated_at=written_at(rng, held),
    )


def _action(
    rng: Random, meeting: Meeting, number: int, unit: Unit, seed: int, span: Span
) -> Action:
    due = meeting.held_on + timedelta(days=rng.choice(ACTION_DAYS))
    care = care_of(seed, unit.unit_code)
    done = by(span.today, done_on(rng, meeting.held_on, due, care))
    return Action(
        action_id=f"SX{meeting.meeting_id.removeprefix('HY')}-{number}",
        meeting_id=meeting.meeting_id,
        unit_code=unit.unit_code,
        due_on=due,
        completed_on=done,
        updated_at=written_at(rng, meeting.held_on, done),
    )
