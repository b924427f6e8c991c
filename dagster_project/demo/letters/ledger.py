"""The ledger of letters as delivered: one table of everything, by kind, dirt included."""

from collections.abc import Sequence
from random import Random
from typing import Final

from dagster_project.demo.dirt import Page, plant, repeat
from dagster_project.demo.letters import dirt
from dagster_project.demo.letters.letters import KINDS
from dagster_project.demo.letters.records import Letter
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.places.records import Unit
from dagster_project.demo.spellings import Spelling

NAME: Final = "演示数据_三书一函台账.xlsx"
ROOM: Final = 0.09
SPELLINGS: Final = {
    Spelling.CHINESE: 6, Spelling.ISO: 3, Spelling.CODED: 2, Spelling.DOT: 1,
    Spelling.FULL_WIDTH: 1,
}  # fmt: skip


def make_ledger(
    seed: int, letters: Sequence[Letter], units: Sequence[Unit]
) -> tuple[tuple[Line[Letter], ...], tuple[Letter, ...], tuple[Planted, ...]]:
    """The ledger's rows, the letters that should be current after it, and the dirt in it.

    A short ledger has room for the first kinds of dirt only.
    """
    rng = Random(f"{seed}/letters ledger")
    people = make_people(Random(f"{seed}/letter contacts"), len(units))
    contacts = {unit.unit_code: person for unit, person in zip(units, people, strict=True)}
    order = {kind: number for number, kind in enumerate(KINDS)}
    lines = [
        Line(
            letter,
            contacts[letter.recipient_unit_code],
            rng.choices(list(SPELLINGS), list(SPELLINGS.values()))[0],
        )
        for letter in sorted(letters, key=lambda one: (order[one.kind], one.letter_id))
    ]
    room, repeats = int(ROOM * len(lines)), dirt.repeats()
    page = Page(NAME, lines, room)
    planted = plant(rng, dirt.CONTRACT, [page], dirt.kinds()[: room - len(repeats)])
    planted += repeat(rng, dirt.CONTRACT, "letter_id", [page], repeats)
    lost = {note.key for note in planted if note.is_lost}
    current = tuple(letter for letter in letters if letter.key not in lost)
    return tuple(page.lines), current, tuple(planted)
