"""The findings ledger as delivered: one table of everything, by unit, dirt included."""

from collections.abc import Sequence
from random import Random
from typing import Final

from dagster_project.demo.dirt import Page, plant, repeat
from dagster_project.demo.findings import dirt as finding_dirt
from dagster_project.demo.findings.records import Finding
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.places.records import Unit
from dagster_project.demo.spellings import Spelling

NAME: Final = "演示数据_督导问题台账.xlsx"
ROOM: Final = 0.09
SPELLINGS: Final = {
    Spelling.ISO: 6, Spelling.CHINESE: 2, Spelling.SLASH: 1, Spelling.DOT: 1,
    Spelling.CODED: 1, Spelling.FULL_WIDTH: 1,
}  # fmt: skip


def make_ledger(
    seed: int, findings: Sequence[Finding], units: Sequence[Unit]
) -> tuple[tuple[Line[Finding], ...], tuple[Finding, ...], tuple[Planted, ...]]:
    """The ledger's rows, the findings that should be current after it, and the dirt in it."""
    rng = Random(f"{seed}/ledger")
    people = make_people(Random(f"{seed}/contacts"), len(units))
    contacts = {unit.unit_code: person for unit, person in zip(units, people, strict=True)}
    lines = [
        Line(f, contacts[f.unit_code], rng.choices(list(SPELLINGS), list(SPELLINGS.values()))[0])
        for f in sorted(findings, key=lambda f: (f.unit_code, f.found_on, f.finding_id))
    ]
    page = Page(NAME, lines, room=int(ROOM * len(lines)))
    planted = plant(rng, finding_dirt.CONTRACT, [page], finding_dirt.kinds())
    planted += repeat(rng, finding_dirt.CONTRACT, "finding_id", [page], finding_dirt.repeats())
    lost = {note.key for note in planted if note.is_lost}
    current = tuple(finding for finding in findings if finding.key not in lost)
    return tuple(page.lines), current, tuple(planted)
