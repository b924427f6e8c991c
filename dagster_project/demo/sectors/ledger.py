"""The sectors' ledger as delivered: four sheets of everything, dirt included."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from dagster_project.demo.dirt import Kind, Page, Repeat, any_record, plant, repeat
from dagster_project.demo.lines import Line, Person, Planted, Register
from dagster_project.demo.people import make_people
from dagster_project.demo.sectors import dirt
from dagster_project.demo.sectors.records import Issue, MechanismItem, Premises, Sectors, Visit
from dagster_project.demo.spellings import Spelling

NAME: Final = "演示数据_行业治理台账.xlsx"
ROOM: Final = 0.09
PEOPLE: Final = 60
SPELLINGS: Final = {
    Spelling.ISO: 6, Spelling.CHINESE: 2, Spelling.SLASH: 1, Spelling.DOT: 1,
    Spelling.CODED: 1, Spelling.FULL_WIDTH: 1,
}  # fmt: skip


def make_ledger(
    seed: int,
    premises: Sequence[Premises],
    visits: Sequence[Visit],
    issues: Sequence[Issue],
    items: Sequence[MechanismItem],
) -> Sectors:
    """The rows of the four sheets, what should be current after them, and the dirt in them.

    Premises that a visit or an issue names stay clean, for those rows would be lost with them.
    """
    pen = _Pen(seed)
    named = {visit.premises_id for visit in visits} | {issue.premises_id for issue in issues}
    kept, premises_lines = pen.put(
        "premises_register", premises, dirt.of_premises(), suits=lambda one: one.key not in named
    )
    told, visit_lines = pen.put("sector_inspection", visits, dirt.of_visits())
    found, issue_lines = pen.put(
        "sector_issue", issues, dirt.of_issues(), dirt.repeated_issues(), key="issue_id"
    )
    listed, item_lines = pen.put("mechanism_item", items, dirt.of_items())
    return Sectors(
        premises=kept,
        visits=told,
        issues=found,
        items=listed,
        premises_lines=premises_lines,
        visit_lines=visit_lines,
        issue_lines=issue_lines,
        item_lines=item_lines,
        planted=tuple(pen.planted),
    )


class _Pen:
    """Whoever keeps the ledger."""

    def __init__(self, seed: int) -> None:
        self.planted: list[Planted] = []
        self._seed = seed
        self._people: Sequence[Person] = make_people(Random(f"{seed}/sector people"), PEOPLE)

    def put(
        self,
        contract: str,
        records: Sequence[Register],
        kinds: Sequence[Kind[Register]],
        repeats: Sequence[Repeat[Register]] = (),
        *,
        key: str = "",
        suits: Callable[[Register], bool] = any_record,
    ) -> tuple[tuple[Register, ...], tuple[Line[Register], ...]]:
        """The records that should be current, and the lines of one sheet."""
        rng = Random(f"{self._seed}/{contract} ledger")
        spellings, weights = list(SPELLINGS), list(SPELLINGS.values())
        lines = [
            Line(record, rng.choice(self._people), rng.choices(spellings, weights)[0])
            for record in sorted(records, key=lambda one: one.key)
        ]
        page = Page(NAME, lines, room=int(ROOM * len(lines)))
        planted = plant(rng, contract, [page], kinds, suits)
        planted += repeat(rng, contract, key, [page], repeats)
        self.planted += planted
        lost = {note.key for note in planted if note.is_lost}
        current = tuple(record for record in records if record.key not in lost)
        return current, tuple(page.lines)
