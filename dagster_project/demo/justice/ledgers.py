"""These registers as delivered: three workbooks of one sheet a register, dirt included."""

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from dagster_project.demo.dirt import Page, plant, repeat
from dagster_project.demo.justice import counts, deadlines, dirt, reviews, trainings
from dagster_project.demo.justice.records import Justice
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.periods import Span
from dagster_project.demo.places.records import Unit
from dagster_project.demo.spellings import Spelling

BOOKS: Final = {
    "演示数据_举报奖励保护台账.xlsx": ("reward_month", "protection_month"),
    "演示数据_依法惩处台账.xlsx": (
        "case_stage_month", "supervised_milestone", "supervised_case", "asset_year", "case_review",
    ),
    "演示数据_法律业务培训台账.xlsx": ("training",),
}  # fmt: skip
"""Workbooks and the registers in them."""
FIRST_KEYS: Final = {
    "reward_month": "month", "protection_month": "month", "case_stage_month": "month",
    "supervised_milestone": "milestone_id", "supervised_case": "listed_id", "asset_year": "year",
    "case_review": "period", "training": "event_id",
}  # fmt: skip
ROOM: Final = 0.09
CONTACTS: Final = 30
SPELLINGS: Final = {
    Spelling.ISO: 5, Spelling.CHINESE: 3, Spelling.SLASH: 1, Spelling.DOT: 1,
    Spelling.CODED: 1, Spelling.FULL_WIDTH: 1,
}  # fmt: skip


def make_justice(seed: int, areas: Sequence[str], units: Sequence[Unit], span: Span) -> Justice:
    """All that these registers hold of some areas and units in the span."""
    cases = deadlines.make_cases(seed, areas, span)
    made: dict[str, Sequence[Any]] = {
        "reward_month": counts.make_rewards(seed, areas, span),
        "protection_month": counts.make_protections(seed, areas, span),
        "case_stage_month": counts.make_stages(seed, areas, span),
        "supervised_milestone": deadlines.make_milestones(seed, cases, span),
        "supervised_case": cases,
        "asset_year": counts.make_assets(seed, areas, span),
        "case_review": reviews.make_reviews(seed, units, span),
        "training": trainings.make_trainings(seed, units, span),
    }
    lines, planted = {}, []
    for name, contracts in BOOKS.items():
        for contract in contracts:
            lines[contract], faults = _hand_in(seed, contract, name, made[contract])
            planted += faults
    lost = {note.key for note in planted if note.is_lost}
    kept = {
        contract: tuple(record for record in records if record.key not in lost)
        for contract, records in made.items()
    }
    return Justice(
        rewards=kept["reward_month"],
        protections=kept["protection_month"],
        stages=kept["case_stage_month"],
        milestones=kept["supervised_milestone"],
        cases=kept["supervised_case"],
        assets=kept["asset_year"],
        reviews=kept["case_review"],
        trainings=kept["training"],
        lines=lines,
        planted=tuple(planted),
    )


def _hand_in(
    seed: int, contract: str, name: str, records: Sequence[Any]
) -> tuple[tuple[Line[Any], ...], list[Planted]]:
    """A sheet's rows and the dirt in it; a short one has room for the first kinds only."""
    rng = Random(f"{seed}/{contract} ledger")
    people = make_people(Random(f"{seed}/{contract} contacts"), CONTACTS)
    lines: list[Line[Any]] = [
        Line(record, rng.choice(people), rng.choices(list(SPELLINGS), list(SPELLINGS.values()))[0])
        for record in records
    ]
    room = int(ROOM * len(lines))
    twice = dirt.repeats(contract)[:room]
    page = Page(name, lines, room)
    planted = plant(rng, contract, [page], dirt.kinds(contract)[: room - len(twice)])
    planted += repeat(rng, contract, FIRST_KEYS[contract], [page], twice)
    return tuple(page.lines), planted
