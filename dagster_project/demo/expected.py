"""What the warehouse must hold row by row, and what it must not: rows, faults, persons.

Figures are in `truth`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dagster_project.demo.records import World

Row = dict[str, Any]


def expected_rows(world: World) -> dict[str, list[Row]]:
    """The rows that should be current, by contract, with the contract's column names.

    Ticket numbers are as in the source, before they are replaced by a keyed hash;
    `updated_at` is local time without a zone.
    """
    return {
        "area": _rows(world.areas),
        "unit": _rows(world.units),
        "unit_sector": _rows(world.unit_sectors),
        "hotline_ticket": [
            {("class" if name == "class_code" else name): value for name, value in row.items()}
            for row in _rows(world.tickets)
        ],
        "supervision_finding": _rows(world.findings),
        "clue": _rows(world.clues),
        "clue_month": _rows(world.clue_months),
        "clue_transfer": _rows(world.clue_transfers),
        "clue_spot_check": _rows(world.spot_checks),
        "recommendation_letter": _rows(world.letters),
        "premises_register": _rows(world.sectors.premises),
        "sector_inspection": _rows(world.sectors.visits),
        "sector_issue": _rows(world.sectors.issues),
        "mechanism_item": _rows(world.sectors.items),
        "supervision_task": _rows(world.office.tasks),
        "return_log": _rows(world.office.returns),
        "meeting": _rows(world.office.meetings),
        "meeting_action": _rows(world.office.actions),
        "budget": _rows(world.office.budget_lines),
        "opinion_event": _rows(world.office.opinion_events),
        "staffing": _rows(world.office.staffing),
        "chart_rebase": _rows(world.office.rebases),
        "survey_wave": _rows(world.surveys.waves),
        "survey_item": _rows(world.surveys.items),
        "survey_margin": _rows(world.surveys.margins),
        "survey_sample": _rows(world.surveys.samples),
        "survey_answer": _rows(world.surveys.answers),
        "received_figure": _rows(world.surveys.received),
        "party_branch_status": _rows(world.villages.statuses),
        "grid_event": _rows(world.villages.events),
        "village_decision": _rows(world.villages.decisions),
        "disclosure": _rows(world.villages.disclosures),
        "publicity": _rows(world.villages.activities),
        "reward_month": _rows(world.justice.rewards),
        "protection_month": _rows(world.justice.protections),
        "case_stage_month": _rows(world.justice.stages),
        "supervised_milestone": _rows(world.justice.milestones),
        "supervised_case": _rows(world.justice.cases),
        "asset_year": _rows(world.justice.assets),
        "case_review": _rows(world.justice.reviews),
        "training": _rows(world.justice.trainings),
    }


def fault_truth(world: World) -> dict[tuple[str, str, str], int]:
    """How often quarantine must hold each (contract, column, rule)."""
    return dict(
        Counter(
            (planted.contract, column, rule)
            for planted in world.planted
            for column, rule in planted.faults
        )
    )


def planted_strings(world: World) -> set[str]:
    """Every person's name, telephone and identity number that a source holds."""
    callers = {line.person for export in world.exports for line in export.lines}
    contacts = {line.person for line in world.ledger}
    contacts |= {line.person for line in world.letter_lines}
    contacts |= {line.person for line in world.sectors.lines}
    contacts |= {line.person for lines in world.office.lines.values() for line in lines}
    contacts |= {line.person for book in world.surveys.workbooks for line in book.answers}
    contacts |= {line.person for lines in world.villages.sheets.values() for line in lines}
    contacts |= {line.person for sheet in world.justice.lines.values() for line in sheet}
    misplaced = {
        text
        for book in world.surveys.workbooks
        for line in book.answers
        for text in line.overrides.values()
        if text == line.person.id_number
    }
    return {
        *misplaced,
        *(text for person in callers for text in (person.name, person.phone, person.id_number)),
        *(text for person in contacts for text in (person.name, person.phone)),
    }


def _rows(records: Sequence[Any]) -> list[Row]:
    return [asdict(record) for record in records]
