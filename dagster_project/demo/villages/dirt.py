"""The kinds of dirt in the villages' ledger, each with the faults that it must be found by."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from dagster_project.demo.dirt import Kind, Repeat, amend, cells, write
from dagster_project.demo.lines import Line
from dagster_project.demo.villages.records import (
    BranchStatus,
    Disclosure,
    GridEvent,
    Publicity,
    VillageDecision,
)

FAR_FUTURE: Final = date(2099, 4, 1)
FIRST_HOUR: Final = time(8, 30)


def kinds() -> dict[str, list[Kind[Any]]]:
    """Dirt that spoils a row, by contract."""
    return {
        "party_branch_status": [*_area_cells(), *_of_statuses()],
        "grid_event": [*_area_cells(), *_of_events()],
        "village_decision": [*_area_cells(), *_of_decisions()],
        "disclosure": [*_area_cells(), *_of_disclosures()],
        "publicity": [*_area_cells(), *_of_activities()],
    }


def repeats() -> dict[str, list[Repeat[Any]]]:
    """Dirt that lists a row twice, by contract: as it is, and as it stood before."""
    same: Repeat[Any] = Repeat("exact_duplicate", lambda line: line, is_above=False)
    return {
        "party_branch_status": [same],
        "grid_event": [same, _before("closed_on", lambda event: event.reported_on)],
        "village_decision": [same],
        "disclosure": [same, _before("published_on", lambda one: one.due_on - timedelta(days=40))],
        "publicity": [same],
    }


def is_listed_nowhere(record: Any) -> bool:
    """Weak branches are so few that none of them is spoiled."""
    return not isinstance(record, BranchStatus) or record.listed_on is None


def _area_cells() -> list[Kind[Any]]:
    return [
        *cells("unknown_area_code", "area_code", "unknown_reference", "150626999"),
        *cells("unknown_area_name", "area_code", "pattern", "东胜区某社区"),
    ]


def _of_statuses() -> list[Kind[BranchStatus]]:
    return [
        *cells("words_for_half_year", "half_year", "pattern", "去年下半年"),
        *cells("unclear_certificate", "is_certified", "type", "待定"),
        *cells("missing_value", "is_listed", "required", ""),
    ]


def _of_events() -> list[Kind[GridEvent]]:
    return [
        *cells("missing_value", "due_on", "required", ""),
        *cells("missing_value", "grid_code", "required", ""),
        *cells("unknown_kind", "kind", "unknown_code", "群体事项"),
        *cells("impossible_date", "reported_on", "type", "2025年2月30日"),
        *cells("words_for_date", "closed_on", "type", "已办结"),
        Kind(
            "due_too_early",
            (("due_on", "due_before_reported"),),
            lambda line: amend(line, due_on=line.record.reported_on - timedelta(days=2)),
        ),
        Kind(
            "closed_too_early",
            (("closed_on", "closed_before_reported"),),
            lambda line: amend(line, closed_on=line.record.reported_on - timedelta(days=1)),
            suits=lambda event: event.closed_on is not None,
        ),
        Kind(
            "future_event",
            (("reported_on", "reported_in_future"),),
            lambda line: amend(
                line, reported_on=FAR_FUTURE, due_on=FAR_FUTURE + timedelta(days=5), closed_on=None
            ),
        ),
        Kind(
            "phone_as_grid",
            (("grid_code", "personal_data"),),
            lambda line: write(line, grid_code=line.person.phone),
        ),
    ]


def _of_decisions() -> list[Kind[VillageDecision]]:
    return [
        Kind(
            "more_in_favour_than_there",
            (("approved_count", "more_approved_than_attended"),),
            lambda line: amend(line, approved_count=(line.record.attended_count or 0) + 3),
            suits=lambda decision: decision.attended_count is not None,
        ),
        *cells("words_for_date", "resolved_on", "type", "已决议"),
        *cells("missing_value", "decision_id", "required", ""),
    ]


def _of_disclosures() -> list[Kind[Disclosure]]:
    return [
        *cells("missing_value", "due_on", "required", ""),
        *cells("unknown_kind", "kind", "unknown_code", "校务公开"),
        *cells("words_for_date", "published_on", "type", "已上墙"),
        Kind(
            "mistyped_year",
            (("due_on", "due_far_ahead"),),
            lambda line: amend(line, due_on=FAR_FUTURE, published_on=None),
        ),
    ]


def _of_activities() -> list[Kind[Publicity]]:
    return [
        *cells("missing_value", "held_on", "required", ""),
        *cells("unknown_channel", "channel", "unknown_code", "短信群发"),
        *cells("words_for_count", "reach_count", "type", "若干"),
        Kind(
            "future_activity",
            (("held_on", "held_in_future"),),
            lambda line: amend(line, held_on=FAR_FUTURE),
        ),
    ]


def _before(column: str, first: Callable[[Any], date]) -> Repeat[Any]:
    """The row as it stood on the morning of its first day, before it was done."""

    def stale(line: Line[Any]) -> Line[Any]:
        moment = datetime.combine(first(line.record), FIRST_HOUR)
        return replace(line, record=replace(line.record, **{column: None}, updated_at=moment))

    return Repeat(
        "stale_row_below",
        stale,
        is_above=False,
        suits=lambda record: getattr(record, column) is not None,
    )
