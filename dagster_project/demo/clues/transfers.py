"""Clues that units in charge of a sector hand over, served page by page by the sector platform."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.clues import dirt
from dagster_project.demo.clues.records import ClueTransfer
from dagster_project.demo.dirt import Page, plant
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places, holds_on
from dagster_project.demo.places.home import BANNER
from dagster_project.demo.places.records import Unit
from dagster_project.demo.records import World
from dagster_project.demo.wording import SECTORS

CONTRACT: Final = "clue_transfer"
NAME: Final = "/api/transfers"
LIMIT_DAYS: Final = 30
WITHOUT_DUE_DAY: Final = 0.2
RATES: Final = {"sector_station": 0.45, "department": 0.25, "government": 0.3}
ELSEWHERE: Final = 0.3
TAKERS: Final = ("police_station", "department", "office")
ROOM: Final = 0.09
# Contract columns as the service calls them; the last ones no contract lets in.
FIELDS: Final = {
    "transfer_id": "transferNo",
    "from_unit_code": "fromDept",
    "to_unit_code": "toDept",
    "sector_code": "industry",
    "transferred_on": "transferDate",
    "feedback_due_on": "feedbackDeadline",
    "fed_back_on": "feedbackDate",
    "updated_at": "lastModified",
}
PERSONAL_FIELDS: Final = ("contactName", "contactPhone")

Rows = tuple[Line[ClueTransfer], ...]


def make_transfers(seed: int, places: Places, span: Span) -> list[ClueTransfer]:
    """All transfers of the span, by number, as they stand on the morning of its `today`."""
    found = []
    for unit in places.units:
        rate = RATES.get(unit.kind, 0.0)
        if not unit.area_code.startswith(BANNER):
            rate *= ELSEWHERE
        if rate and unit.unit_code in places.sectors:
            taker = _taker(unit, places.units)
            for month in span.months:
                rng = Random(f"{seed}/{unit.unit_code}/{month}/transfers")
                if rng.random() < rate:
                    found.append(_transfer(rng, unit, taker, month, places, span))
    return [one for one in found if one is not None]


def hand_over(
    seed: int, transfers: Sequence[ClueTransfer]
) -> tuple[Rows, tuple[ClueTransfer, ...], tuple[Planted, ...]]:
    """What the service holds, the transfers that should be current after it, and the dirt."""
    people = make_people(Random(f"{seed}/transfer contacts"), 60)
    rng = Random(f"{seed}/transfer lines")
    lines = [Line(one, rng.choice(people), dirt.PLAIN) for one in transfers]
    page = Page(NAME, lines, room=int(ROOM * len(lines)))
    planted = plant(rng, CONTRACT, [page], dirt.of_transfers())
    lost = {note.key for note in planted if note.is_lost}
    kept = tuple(one for one in transfers if one.key not in lost)
    return tuple(page.lines), kept, tuple(planted)


def items(world: World) -> Iterator[dict[str, str | None]]:
    """What the service says of each transfer, in the order of their last change."""
    for line in sorted(
        world.transfer_lines, key=lambda line: (line.record.updated_at, line.record.key)
    ):
        record = line.record
        cells: dict[str, str | None] = {
            "transfer_id": record.transfer_id,
            "from_unit_code": record.from_unit_code,
            "to_unit_code": record.to_unit_code,
            "sector_code": SECTORS[record.sector_code],
            "transferred_on": record.transferred_on.isoformat(),
            "feedback_due_on": _iso(record.feedback_due_on),
            "fed_back_on": _iso(record.fed_back_on),
            "updated_at": record.updated_at.isoformat(),
            **line.overrides,
        }
        said = {FIELDS[name]: cell for name, cell in cells.items()}
        yield {**said, "contactName": line.person.name, "contactPhone": line.person.phone}


def _transfer(
    rng: Random, unit: Unit, taker: Unit, month: date, places: Places, span: Span
) -> ClueTransfer | None:
    day = month + timedelta(days=rng.randrange(last_day(month).day))
    due = day + timedelta(days=LIMIT_DAYS)
    back = day + timedelta(days=rng.randint(5, 34))
    sector = rng.choice(places.sectors[unit.unit_code])
    is_answered, at = rng.random() < 0.93, time(rng.randint(9, 17), rng.randrange(60))
    names_a_day = rng.random() >= WITHOUT_DUE_DAY
    if day > span.last or not holds_on(unit, day):
        return None
    fed_back_on = back if is_answered and back <= span.today else None
    return ClueTransfer(
        transfer_id=f"YS{month:%y%m}-{unit.unit_code}",
        from_unit_code=unit.unit_code,
        to_unit_code=taker.unit_code,
        sector_code=sector,
        transferred_on=day,
        feedback_due_on=due if names_a_day else None,
        fed_back_on=fed_back_on,
        updated_at=datetime.combine(fed_back_on or day, at),
    )


def _taker(unit: Unit, units: Sequence[Unit]) -> Unit:
    """The police station or office of the same area."""
    pool = [u for u in units if u.area_code == unit.area_code and u.unit_code != unit.unit_code]
    return min((u for u in pool if u.kind in TAKERS), key=lambda u: TAKERS.index(u.kind))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
