"""The units' monthly returns of clues: four counts in all, by sector and by channel.

Some disagree with the platform on purpose, some were never made, one month was corrected.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.clues import dirt
from dagster_project.demo.clues.records import Clue, ClueMonth, Return
from dagster_project.demo.dirt import Page, plant
from dagster_project.demo.lines import Line, Person, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.home import BANNER
from dagster_project.demo.places.records import Unit
from dagster_project.demo.spellings import Spelling

CONTRACT: Final = "clue_month"
NAME: Final = "演示数据_线索月报_{:%Y年%m月}{}.xlsx"
MEASURES: Final = ("received_count", "transferred_count", "concluded_count", "filed_count")
RETURNING: Final = ("office", "police_station")
NOT_MADE: Final = {("WS104-01", 10), ("WS104-01", 11), ("WS102-04", 13)}
CORRECTED: Final = 30
READY_DAYS: Final = 5
WRONG: Final = 0.08
ERROR_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Returned:
    """The workbooks, the rows that should be current after them, and the dirt in them."""

    returns: tuple[Return, ...]
    rows: tuple[ClueMonth, ...]
    planted: tuple[Planted, ...]


Tally = Counter[tuple[str, str, str, str, str]]
"""How many, by month, unit, breakdown, its code and measure."""


def make_returns(seed: int, clues: Sequence[Clue], units: Sequence[Unit], span: Span) -> Returned:
    """The returns of all months that are over and whose returns are in."""
    tally = _tally(clues)
    contacts = make_people(Random(f"{seed}/return contacts"), len(units))
    by_unit = {u.unit_code: person for u, person in zip(units, contacts, strict=True)}
    makers = [unit.unit_code for unit in units if _returns(unit)]
    pages, corrections = [], []
    planted: list[Planted] = []
    for index, month in enumerate(span.months):
        if last_day(month) + timedelta(days=READY_DAYS) > span.today:
            continue
        lines = list(_lines(seed, index, month, makers, tally, by_unit))
        name, room = NAME.format(month, ""), 1 if ERROR_SHARE * len(lines) >= 1 else 0
        if index == CORRECTED and lines:
            corrections.append(Return(NAME.format(month, "_更正"), tuple(map(_later, lines))))
            lines[0] = _too_many(lines[0])
            planted.append(Planted("corrected_row", CONTRACT, name, lines[0].record.key))
            room = 0
        pages.append(Page(name, lines, room))
    planted += plant(Random(f"{seed}/return dirt"), CONTRACT, pages, dirt.of_returns())
    lost = {note.key for note in planted if note.is_lost}
    returns = [Return(page.name, tuple(page.lines)) for page in pages] + corrections
    return Returned(
        returns=tuple(sorted(returns, key=lambda one: one.name)),
        rows=tuple(sorted(_current(returns, lost), key=lambda row: row.key)),
        planted=tuple(planted),
    )


def _current(returns: Sequence[Return], lost: set[str]) -> list[ClueMonth]:
    """The last delivered row of each key; a spoiled row is not asked for its key."""
    last: dict[str, ClueMonth] = {}
    for one in sorted(returns, key=lambda one: one.name):
        for line in one.lines:
            last[line.record.key] = line.record
    return [row for key, row in last.items() if key not in lost and not _is_spoiled(row)]


def _is_spoiled(row: ClueMonth) -> bool:
    return (row.breakdown == "total") != (row.breakdown_code == "total")


def _returns(unit: Unit) -> bool:
    """Town offices and police stations of the home banner and its office; elsewhere offices."""
    is_home = unit.area_code.startswith(BANNER)
    return unit.kind in (RETURNING if is_home else RETURNING[:1])


def _tally(clues: Sequence[Clue]) -> Tally:
    found: Tally = Counter()
    for clue in clues:
        events = (
            (clue.received_on, clue.received_unit_code),
            (clue.transferred_on, clue.transferring_unit_code),
            (clue.concluded_on, clue.checking_unit_code),
            (clue.case_filed_on, clue.checking_unit_code),
        )
        breakdowns = [("total", "total"), ("channel", clue.channel)]
        if clue.sector_code:
            breakdowns.append(("sector", clue.sector_code))
        for measure, (day, unit) in zip(MEASURES, events, strict=True):
            if day is not None and unit is not None:
                for breakdown, code in breakdowns:
                    found[f"{day:%Y-%m}", unit, breakdown, code, measure] += 1
    return found


def _lines(
    seed: int,
    index: int,
    month: date,
    makers: Sequence[str],
    tally: Tally,
    contacts: Mapping[str, Person],
) -> Iterator[Line[ClueMonth]]:
    wanted = f"{month:%Y-%m}"
    rows: dict[str, set[tuple[str, str]]] = {}
    for when, unit, breakdown, code, _ in tally:
        if when == wanted:
            rows.setdefault(unit, set()).add((breakdown, code))
    for unit in makers:
        rng = Random(f"{seed}/{month}/{unit}/return")
        filled = datetime.combine(
            last_day(month) + timedelta(days=rng.randint(2, READY_DAYS)), time(rng.randint(9, 16))
        )
        for breakdown, code in sorted(
            rows.get(unit, set()) | {("total", "total")},
            key=lambda pair: (pair[0] != "total", pair),
        ):
            counts = {m: tally[wanted, unit, breakdown, code, m] for m in MEASURES}
            if rng.random() < WRONG:
                column = rng.choice(MEASURES)
                counts[column] = max(counts[column] + rng.choice((-1, 1, 1, 2)), 0)
            if (unit, index) not in NOT_MADE:
                row = ClueMonth(wanted, unit, breakdown, code, **counts, updated_at=filled)
                yield Line(row, contacts[unit], Spelling.ISO)


def _later(line: Line[ClueMonth]) -> Line[ClueMonth]:
    at = line.record.updated_at + timedelta(days=9)
    return replace(line, record=replace(line.record, updated_at=at))


def _too_many(line: Line[ClueMonth]) -> Line[ClueMonth]:
    row = line.record
    return replace(line, record=replace(row, received_count=row.received_count + 2))
