"""The kinds of dirt in what is said about clues, each with the faults that it must be found by."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from dagster_project.demo.clues.records import Clue, ClueMonth, ClueTransfer, SpotCheck
from dagster_project.demo.dirt import Kind, amend, cells, write
from dagster_project.demo.lines import Line
from dagster_project.demo.spellings import Spelling

FAR_FUTURE: Final = date(2099, 5, 4)
DAY: Final = timedelta(days=1)
PLAIN: Final = Spelling.ISO
# What is known of a clue only after it has come in.
LATER: Final = (
    "transferring_unit_code", "transferred_on", "unit_received_on", "first_contact_on",
    "verification_started_on", "extension_approved_on", "extended_to", "concluded_on",
    "conclusion", "panel_size", "is_recorded", "is_signed", "has_basis", "reviewed_on",
    "review_result", "closed_on", "case_filed_on", "fed_back_on", "handling_unit_code",
)  # fmt: skip


def of_platform() -> list[Kind[Clue]]:
    """Dirt in the clue platform; few enough for a single town."""
    return [
        *cells("unknown_channel", "channel", "unknown_code", "微信小程序"),
        *cells("missing_value", "area_code", "required", ""),
        *cells("foreign_area_code", "area_code", "unknown_reference", "150699001"),
        Kind(
            "conclusion_missing",
            (("conclusion", "conclusion_and_day_apart"),),
            lambda line: amend(line, conclusion=None),
            suits=lambda clue: clue.concluded_on is not None,
        ),
        Kind(
            "reviewed_too_early",
            (("reviewed_on", "reviewed_before_concluded"),),
            lambda line: amend(line, reviewed_on=_eve(line.record.concluded_on)),
            suits=lambda clue: clue.reviewed_on is not None and _has_room(clue),
        ),
        Kind(
            "phone_as_unit",
            (("handling_unit_code", "personal_data"),),
            lambda line: write(line, handling_unit_code=line.person.phone),
        ),
    ]


def of_large_platform() -> list[Kind[Clue]]:
    """Further dirt where there are clues enough."""
    return [*_out_of_order(), *_apart(), *_personal(), *_cells()]


def of_returns() -> list[Kind[ClueMonth]]:
    """Dirt in the monthly returns."""
    return [
        *cells("negative_count", "received_count", "range", "-1"),
        *cells("count_in_words", "concluded_count", "type", "三件"),
        *cells("missing_value", "filed_count", "required", ""),
        *cells("no_such_month", "month", "pattern", "2024-13"),
        *cells("unknown_unit_name", "unit_code", "pattern", "物业公司"),
        Kind(
            "sector_as_total",
            (("breakdown_code", "total_and_code_apart"),),
            lambda line: amend(line, breakdown="total"),
            suits=lambda row: row.breakdown == "sector",
        ),
    ]


def of_transfers() -> list[Kind[ClueTransfer]]:
    """Dirt in the transfers between units."""
    return [
        *cells("missing_value", "to_unit_code", "required", ""),
        *cells("unknown_sector", "sector_code", "unknown_reference", "养老服务"),
        Kind(
            "fed_back_too_early",
            (("fed_back_on", "fed_back_before_transfer"),),
            lambda line: amend(line, fed_back_on=_eve(line.record.transferred_on)),
        ),
    ]


def of_spot_checks() -> list[Kind[SpotCheck]]:
    """Dirt in the list of spot checks."""
    return [
        *cells("no_such_quarter", "quarter", "pattern", "2025年第五季度"),
        Kind(
            "more_problems_than_sampled",
            (("problem_count", "more_problems_than_sampled"),),
            lambda line: amend(line, problem_count=line.record.sampled_count + 1),
        ),
    ]


def _out_of_order() -> list[Kind[Clue]]:
    def early(
        column: str, rule: str, day: Callable[[Clue], date], suits: Callable[[Clue], bool]
    ) -> Kind[Clue]:
        def spoil(line: Line[Clue]) -> Line[Clue]:
            return amend(line, **{column: day(line.record)})

        return Kind(f"{column}_too_early", ((column, rule),), spoil, suits=suits)

    return [
        early(
            "first_contact_on",
            "contact_before_unit_received",
            lambda clue: _eve(clue.unit_received_on),
            lambda clue: clue.first_contact_on is not None and _has_travelled(clue),
        ),
        early(
            "verification_started_on",
            "verification_before_unit_received",
            lambda clue: _eve(clue.unit_received_on),
            lambda clue: clue.verification_started_on is not None and _has_travelled(clue),
        ),
        early(
            "fed_back_on",
            "fed_back_before_concluded",
            lambda clue: _eve(clue.concluded_on),
            lambda clue: clue.fed_back_on is not None and _has_room(clue),
        ),
        early(
            "transferred_on",
            "transferred_before_received",
            lambda clue: clue.received_on - 2 * DAY,
            lambda clue: clue.transferred_on is not None,
        ),
        early(
            "due_on",
            "due_before_received",
            lambda clue: clue.received_on - 3 * DAY,
            lambda clue: clue.extended_to is None,
        ),
        early(
            "extended_to",
            "extended_to_before_due",
            lambda clue: clue.due_on - 5 * DAY,
            lambda clue: clue.extended_to is not None,
        ),
    ]


def _apart() -> list[Kind[Clue]]:
    return [
        Kind(
            "extended_without_approval",
            (("extended_to", "extended_without_approval"),),
            lambda line: amend(line, extension_approved_on=None),
            suits=lambda clue: clue.extended_to is not None,
        ),
        Kind(
            "closed_without_being_upheld",
            (("closed_on", "closed_without_being_upheld"),),
            lambda line: amend(line, review_result="returned"),
            suits=lambda clue: clue.closed_on is not None,
        ),
        Kind(
            "transferred_by_nobody",
            (("transferred_on", "transferred_without_unit"),),
            lambda line: amend(line, transferring_unit_code=None),
            suits=lambda clue: clue.transferred_on is not None,
        ),
        Kind("future_clue", (("received_on", "received_in_future"),), _in_future),
        Kind(
            "two_faults",
            (("channel", "unknown_code"), ("due_on", "due_before_received")),
            lambda line: write(
                amend(line, due_on=line.record.received_on - DAY), channel="微信小程序"
            ),
            suits=lambda clue: clue.extended_to is None,
        ),
    ]


def _personal() -> list[Kind[Clue]]:
    return [
        Kind(
            "id_number_as_clue",
            (("clue_id", "personal_data"),),
            lambda line: write(line, clue_id=line.person.id_number),
        ),
        Kind(
            "name_as_channel",
            (("channel", "unknown_code"),),
            lambda line: write(line, channel=line.person.name),
        ),
    ]


def _cells() -> list[Kind[Clue]]:
    return [
        *cells("missing_value", "is_contactable", "required", ""),
        *cells("missing_value", "needs_transfer", "required", ""),
        *cells("missing_value", "received_unit_code", "required", ""),
        *cells("unknown_unit_code", "received_unit_code", "unknown_reference", "BM99999"),
        *cells("unknown_sector", "sector_code", "unknown_reference", "养老服务"),
        *cells("unknown_escalation", "escalation", "unknown_code", "不详"),
        *cells("unclear_answer", "is_signed", "type", "补签中"),
        *cells("absurd_count", "panel_size", "range", "120"),
        *cells("overlong_number", "clue_id", "max_length", "XS-" + "HEBING-" * 6),
        *cells("annotated_number", "clue_id", "pattern", "XS-0001（补录）"),
        *cells("impossible_date", "case_filed_on", "type", "2025-02-30"),
    ]


def _eve(day: date | None) -> date:
    """The day before one that is known to be there."""
    assert day is not None
    return day - DAY


def _has_room(clue: Clue) -> bool:
    """Whether the day before the conclusion is not before the receipt."""
    return clue.concluded_on is not None and clue.concluded_on > clue.received_on


def _has_travelled(clue: Clue) -> bool:
    return clue.unit_received_on is not None and clue.unit_received_on > clue.received_on


def _in_future(line: Line[Clue]) -> Line[Clue]:
    """A mistyped year, with nothing else out of order."""
    nothing: dict[str, Any] = dict.fromkeys(LATER)
    first = replace(line.record, **nothing, received_on=FAR_FUTURE, due_on=FAR_FUTURE + 90 * DAY)
    return replace(line, record=first)
