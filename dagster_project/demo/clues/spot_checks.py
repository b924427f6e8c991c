"""Quarterly spot checks of the units that check clues, as one CSV of everything."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.clues import dirt
from dagster_project.demo.clues.records import SpotCheck
from dagster_project.demo.dirt import Page, plant
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.periods import Period, Span, period_of
from dagster_project.demo.places.hierarchy import holds_on
from dagster_project.demo.places.records import Unit
from dagster_project.demo.records import World
from dagster_project.demo.wording import names_in

CONTRACT: Final = "clue_spot_check"
NAME: Final = "演示数据_线索抽查.csv"
HEADERS: Final = ("抽查编号", "季度", "被抽查单位", "抽查数", "问题数", "录入时间")
PERSONAL_HEADERS: Final = ("抽查人", "联系电话")
CHECKED: Final = ("police_station", "office")
ROOM: Final = 0.1

Rows = tuple[Line[SpotCheck], ...]


def make_spot_checks(seed: int, units: Sequence[Unit], span: Span) -> list[SpotCheck]:
    """The checks of every quarter that is over, quarter by quarter."""
    return [
        _check(Random(f"{seed}/{quarter.name}/{unit.unit_code}/check"), quarter, unit)
        for quarter in _quarters(span)
        for unit in units
        if unit.kind in CHECKED and holds_on(unit, quarter.first)
    ]


def hand_in(
    seed: int, checks: Sequence[SpotCheck]
) -> tuple[Rows, tuple[SpotCheck, ...], tuple[Planted, ...]]:
    """The list's rows, the checks that should be current after it, and the dirt in it."""
    people = make_people(Random(f"{seed}/checkers"), 12)
    rng = Random(f"{seed}/check lines")
    lines = [Line(check, rng.choice(people), dirt.PLAIN) for check in checks]
    page = Page(NAME, lines, room=int(ROOM * len(lines)))
    planted = plant(rng, CONTRACT, [page], dirt.of_spot_checks())
    lost = {note.key for note in planted if note.is_lost}
    kept = tuple(check for check in checks if check.key not in lost)
    return tuple(page.lines), kept, tuple(planted)


def spot_check_bytes(world: World) -> bytes:
    """The list as a spreadsheet program saves it."""
    names = names_in(world)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*HEADERS, *PERSONAL_HEADERS])
    for line in world.spot_check_lines:
        check, person = line.record, line.person
        cells = {
            "check_id": check.check_id,
            "quarter": check.quarter,
            "unit_code": names.units[check.unit_code],
            "sampled_count": str(check.sampled_count),
            "problem_count": str(check.problem_count),
            "updated_at": f"{check.updated_at:%Y-%m-%d %H:%M:%S}",
            **line.overrides,
        }
        writer.writerow([*cells.values(), person.name, person.phone])
    return text.getvalue().encode("utf-8-sig")


def _quarters(span: Span) -> Iterator[Period]:
    day = span.months[0]
    while (quarter := period_of("quarter", day)).last < span.today:
        if quarter.first >= span.months[0]:
            yield quarter
        day = quarter.last + timedelta(days=1)


def _check(rng: Random, quarter: Period, unit: Unit) -> SpotCheck:
    sampled = rng.randint(2, 6)
    problems = sum(rng.random() < 0.12 for _ in range(sampled))
    entered = quarter.last - timedelta(days=rng.randint(0, 12))
    return SpotCheck(
        check_id=f"CC{quarter.name}-{unit.unit_code}",
        quarter=quarter.name,
        unit_code=unit.unit_code,
        sampled_count=sampled,
        problem_count=problems,
        updated_at=datetime.combine(entered, time(rng.randint(9, 17))),
    )
