"""The villages' ledger as delivered: one workbook, a sheet for each register, dirt included."""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any, Final, TypeVar

from dagster_project.demo.dirt import Page, plant, repeat
from dagster_project.demo.lines import Line, Person, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.periods import Span
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.spellings import Spelling
from dagster_project.demo.villages import dirt
from dagster_project.demo.villages.activities import make_activities
from dagster_project.demo.villages.branches import make_statuses
from dagster_project.demo.villages.decisions import make_decisions
from dagster_project.demo.villages.disclosures import make_disclosures
from dagster_project.demo.villages.events import make_events
from dagster_project.demo.villages.records import InVillage, Villages

Row = TypeVar("Row", bound=InVillage)

NAME: Final = "演示数据_嘎查村治理台账.xlsx"
ROOM: Final = 0.09
CONTACTS: Final = 40
KEYS: Final = {
    "party_branch_status": "branch_code", "grid_event": "event_id",
    "village_decision": "decision_id", "disclosure": "disclosure_id", "publicity": "activity_id",
}  # fmt: skip
SPELLINGS: Final = {
    Spelling.ISO: 7, Spelling.CHINESE: 2, Spelling.DOT: 1, Spelling.CODED: 1,
    Spelling.FULL_WIDTH: 1,
}  # fmt: skip


def make_villages(seed: int, places: Places, span: Span) -> Villages:
    """All registers of the villages, clean."""
    return Villages(
        statuses=tuple(make_statuses(seed, places, span)),
        events=tuple(make_events(seed, places, span)),
        decisions=tuple(make_decisions(seed, places, span)),
        disclosures=tuple(make_disclosures(seed, places, span)),
        activities=tuple(make_activities(seed, places, span)),
    )


def keep(seed: int, villages: Villages, is_delivered: Callable[[str, date], bool]) -> Villages:
    """The registers as the ledger holds them: its lines, the dirt, and what is left as current.

    `is_delivered` says of an area and a day whether its rows are in the ledger. A short sheet
    has room for the first kinds of dirt only.
    """
    people = make_people(Random(f"{seed}/village contacts"), CONTACTS)
    sheets: dict[str, tuple[Line[Any], ...]] = {}
    planted: list[Planted] = []

    def kept(contract: str, made: Sequence[Row]) -> tuple[Row, ...]:
        rng = Random(f"{seed}/{contract} lines")
        records = [record for record in made if is_delivered(record.area_code, record.arose_on)]
        sheets[contract], faults = _written(rng, contract, records, people)
        planted.extend(faults)
        lost = {note.key for note in faults if note.is_lost}
        return tuple(record for record in records if record.key not in lost)

    return Villages(
        statuses=kept("party_branch_status", villages.statuses),
        events=kept("grid_event", villages.events),
        decisions=kept("village_decision", villages.decisions),
        disclosures=kept("disclosure", villages.disclosures),
        activities=kept("publicity", villages.activities),
        sheets=sheets,
        planted=tuple(planted),
    )


def _written(
    rng: Random, contract: str, records: Sequence[Row], people: Sequence[Person]
) -> tuple[tuple[Line[Row], ...], list[Planted]]:
    """The lines of one sheet, and the dirt in it."""
    lines = [
        Line(record, rng.choice(people), rng.choices(list(SPELLINGS), list(SPELLINGS.values()))[0])
        for record in records
    ]
    room, repeats = int(ROOM * len(lines)), dirt.repeats()[contract]
    page = Page(NAME, lines, room)
    kinds = dirt.kinds()[contract][: max(room - len(repeats), 0)]
    faults = plant(rng, contract, [page], kinds, dirt.is_listed_nowhere)
    faults += repeat(rng, contract, KEYS[contract], [page], repeats)
    return tuple(page.lines), faults
