"""The office's workbook as delivered: every register complete on a sheet of its own, with dirt."""

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from dagster_project.demo.dirt import Page, plant, repeat
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.office import dirt
from dagster_project.demo.office.meetings import make_actions, make_meetings
from dagster_project.demo.office.opinion import make_opinion_events
from dagster_project.demo.office.rebases import make_rebases
from dagster_project.demo.office.records import Office
from dagster_project.demo.office.resources import make_budget_lines, make_staffing
from dagster_project.demo.office.sheets import SHEETS
from dagster_project.demo.office.supervision import make_returns, make_tasks
from dagster_project.demo.people import make_people
from dagster_project.demo.periods import Span
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.records import Unit
from dagster_project.demo.spellings import Spelling

NAME: Final = "演示数据_扫黑办工作台账.xlsx"
ROOM: Final = 0.09
CLERKS: Final = 12
SPELLINGS: Final = {
    Spelling.ISO: 6, Spelling.CHINESE: 2, Spelling.SLASH: 1, Spelling.DOT: 1,
    Spelling.CODED: 1, Spelling.FULL_WIDTH: 1,
}  # fmt: skip


def make_office(
    seed: int, places: Places, units: Sequence[Unit], areas: set[str], span: Span
) -> Office:
    """The workbook of what concerns these units, and events in these areas."""
    meetings = list(make_meetings(seed, units, span))
    events = make_opinion_events(seed, places, span)
    made: dict[str, Sequence[Any]] = {
        "supervision_task": list(make_tasks(seed, units, span)),
        "return_log": list(make_returns(seed, units, span)),
        "meeting": meetings,
        "meeting_action": list(make_actions(seed, meetings, places, span)),
        "budget": list(make_budget_lines(seed, units, span)),
        "opinion_event": [event for event in events if event.area_code in areas],
        "staffing": list(make_staffing(seed, units, span)),
        "chart_rebase": list(make_rebases(units, span)),
    }
    lines: dict[str, tuple[Line[Any], ...]] = {}
    planted: list[Planted] = []
    for sheet in SHEETS:
        records, key = made[sheet.contract], next(iter(sheet.headers))
        lines[sheet.contract], notes = _written(seed, sheet.contract, key, records)
        planted += notes
    lost = {note.key for note in planted if note.is_lost}
    current = {
        contract: tuple(record for record in records if record.key not in lost)
        for contract, records in made.items()
    }
    return Office(
        tasks=current["supervision_task"],
        returns=current["return_log"],
        meetings=current["meeting"],
        actions=current["meeting_action"],
        budget_lines=current["budget"],
        opinion_events=current["opinion_event"],
        staffing=current["staffing"],
        rebases=current["chart_rebase"],
        lines=lines,
        planted=tuple(planted),
    )


def _written(
    seed: int, contract: str, key: str, records: Sequence[Any]
) -> tuple[tuple[Line[Any], ...], list[Planted]]:
    """The sheet's rows and the dirt among them; what a short sheet has no room for is left out."""
    rng = Random(f"{seed}/{contract} sheet")
    people = make_people(Random(f"{seed}/{contract} clerks"), CLERKS)
    chosen = rng.choices(list(SPELLINGS), list(SPELLINGS.values()), k=len(records))
    lines = [
        Line(record, rng.choice(people), spelling)
        for record, spelling in zip(records, chosen, strict=True)
    ]
    page = Page(f"{NAME}#{contract}", lines, room=int(ROOM * len(lines)))
    repeats = dirt.repeats(contract)[: page.room]
    kinds = dirt.kinds(contract)[: page.room - len(repeats)]
    planted = plant(rng, contract, [page], kinds)
    planted += repeat(rng, contract, key, [page], repeats)
    return tuple(page.lines), planted
