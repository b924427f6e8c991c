"""The kinds of dirt in the office's workbook, sheet by sheet, with the faults that they make."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from dagster_project.demo.dirt import Kind, Repeat, amend, any_record, cells, write
from dagster_project.demo.lines import Line
from dagster_project.demo.office.records import Action, BudgetLine, Meeting, OpinionEvent, Task

FAR_FUTURE: Final = date(2099, 5, 6)
CLEAN: Final = "chart_rebase"
"""A sheet of one row has no room for dirt."""
UNKNOWN_UNIT: Final = "WS999-05"
UNDONE: Final = {
    "supervision_task": ("completed_on",),
    "return_log": ("received_on", "is_complete"),
    "meeting_action": ("completed_on",),
}
"""What was still empty when a row was written first, by contract."""


def kinds(contract: str) -> Sequence[Kind[Any]]:
    """Dirt that spoils a row; a short sheet has room for the first of it only.

    A session that decided something is left alone: what it decided would be lost with it.
    """
    return {
        "supervision_task": [
            *cells("missing_value", "task_id", "required", ""),
            Kind("no_year", (("planned_year", "planned_without_year"),), _no_year, suits=_planned),
            *cells("unknown_kind", "kind", "unknown_code", "日常检查"),
            *cells("unknown_unit_code", "unit_code", "unknown_reference", UNKNOWN_UNIT),
            *_future("completed_on", "completed_in_future"),
        ],
        "return_log": [
            *cells("missing_value", "due_on", "required", ""),
            *cells("unknown_kind", "kind", "unknown_code", "年报"),
            *cells("impossible_date", "due_on", "type", "2025年2月30日"),
            Kind(
                "complete_but_not_received",
                (("is_complete", "complete_and_receipt_apart"),),
                lambda line: amend(line, received_on=None, is_complete=True),
            ),
            Kind("phone_as_unit", (("unit_code", "personal_data"),), _phone_as_unit),
        ],
        "meeting": [
            *_only(_decides_nothing, cells("missing_value", "held_on", "required", "")),
            *_only(_decides_nothing, cells("unknown_topic", "topic_code", "unknown_code", "团建")),
            *_only(_decides_nothing, _future("held_on", "held_in_future")),
        ],
        "meeting_action": [
            *cells("missing_value", "due_on", "required", ""),
            *cells("unknown_meeting", "meeting_id", "unknown_reference", "HY1999-Q9"),
            *cells("words_for_date", "completed_on", "type", "长期坚持"),
            *cells("unknown_unit_name", "unit_code", "pattern", "某矿业公司"),
        ],
        "budget": [
            *cells("missing_value", "annual_budget_yuan", "required", ""),
            *cells("amount_in_words", "spent_yuan", "type", "约三万元"),
            *cells("unknown_line", "line_code", "unknown_code", "招待"),
            Kind(
                "negative_amount",
                (("spent_yuan", "range"),),
                lambda line: amend(line, spent_yuan=Decimal(-100)),
            ),
            Kind("other_year", (("quarter", "quarter_of_another_year"),), _other_year),
        ],
        "opinion_event": [
            *cells("missing_value", "occurred_at", "required", ""),
            Kind(
                "answered_too_early",
                (("responded_at", "responded_before_occurred"),),
                _answered_before,
                suits=lambda event: event.responded_at is not None,
            ),
            *cells("foreign_area_name", "area_code", "pattern", "跨省转办"),
        ],
        "staffing": [
            *cells("count_in_words", "filled_count", "type", "若干"),
            Kind(
                "more_filled_than_established",
                (("filled_count", "more_filled_than_established"),),
                lambda line: amend(line, filled_count=line.record.established_count + 1),
            ),
            *cells("missing_value", "unit_code", "required", ""),
        ],
        CLEAN: [],
    }[contract]


def repeats(contract: str) -> Sequence[Repeat[Any]]:
    """Dirt that lists a row twice, as it is or as it was written first."""
    if contract == CLEAN:
        return []
    again: list[Repeat[Any]] = [Repeat("exact_duplicate", lambda line: line, is_above=False)]
    undone = UNDONE.get(contract)
    if undone is None:
        return again
    return [
        *again,
        Repeat(
            "stale_row_below",
            lambda line: _stale(line, undone),
            is_above=False,
            suits=lambda record: getattr(record, undone[0]) is not None,
        ),
    ]


def _only(suits: Any, found: Sequence[Kind[Any]]) -> list[Kind[Any]]:
    return [replace(kind, suits=suits) for kind in found]


def _future(column: str, rule: str) -> list[Kind[Any]]:
    """A mistyped year, with nothing else out of order."""
    return [
        Kind(
            "future_day",
            ((column, rule),),
            lambda line: amend(line, **{column: FAR_FUTURE}),
            suits=any_record,
        )
    ]


def _decides_nothing(meeting: Meeting) -> bool:
    return meeting.topic_code == "other"


def _planned(task: Task) -> bool:
    return task.kind != "case"


def _no_year(line: Line[Task]) -> Line[Task]:
    return amend(line, planned_year=None)


def _phone_as_unit(line: Line[Any]) -> Line[Any]:
    return write(line, unit_code=line.person.phone)


def _other_year(line: Line[BudgetLine]) -> Line[BudgetLine]:
    return amend(line, year=line.record.year - 1)


def _answered_before(line: Line[OpinionEvent]) -> Line[OpinionEvent]:
    return amend(line, responded_at=line.record.occurred_at - timedelta(hours=2))


def _stale(line: Line[Any], undone: Sequence[str]) -> Line[Any]:
    """The row as it was written years before; of an action, with the day it was due at first."""
    record = line.record
    earlier: dict[str, Any] = {
        **dict.fromkeys(undone),
        "updated_at": datetime.combine(record.updated_at.date() - timedelta(days=400), time(8, 30)),
    }
    if isinstance(record, Action):
        earlier["due_on"] = record.due_on - timedelta(days=10)
    return replace(line, record=replace(record, **earlier))
