"""The kinds of dirt in these ledgers, each with the faults that it must be found by."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from dagster_project.demo.dirt import Kind, Repeat, amend, cells
from dagster_project.demo.lines import Line

FAR_FUTURE: Final = date(2099, 3, 1)
DAY: Final = timedelta(days=1)
FIRST_DRAFT: Final[dict[str, dict[str, Any]]] = {
    "reward_month": {"paid_on_time_count": 0},
    "protection_month": {"request_count": 0},
    "case_stage_month": {"case_count": 0},
    "supervised_milestone": {"met_on": None},
    "supervised_case": {"closed_on": None},
    "asset_year": {"executed_yuan": Decimal("0.00")},
    "case_review": {"qualified_count": 0},
    "training": {"passed_count": 0},
}
"""What a row said before it was corrected."""


def kinds(contract: str) -> list[Kind[Any]]:
    """Dirt that spoils a row of a register, the commonest first."""
    return KINDS[contract]()


def repeats(contract: str) -> list[Repeat[Any]]:
    """Dirt that lists a row twice: again, and as it stood before a correction."""

    def before(line: Line[Any]) -> Line[Any]:
        earlier = line.record.updated_at - 3 * DAY
        return replace(
            line, record=replace(line.record, updated_at=earlier, **FIRST_DRAFT[contract])
        )

    return [
        Repeat("exact_duplicate", lambda line: line, is_above=False),
        Repeat("stale_row_below", before, is_above=False),
    ]


def _of_rewards() -> list[Kind[Any]]:
    return [
        _one_more("more_paid_than_due", "paid_on_time_count", "due_count"),
        *cells("foreign_area_code", "area_code", "unknown_reference", "150699001"),
        *cells("missing_value", "due_count", "required", ""),
        *cells("no_such_month", "month", "pattern", "2025-13"),
        *cells("negative_count", "approved_count", "range", "-1"),
    ]


def _of_protections() -> list[Kind[Any]]:
    return [
        *cells("count_in_words", "request_count", "type", "两件"),
        *cells("missing_value", "confirmed_leak_count", "required", ""),
        *cells("future_month", "month", "month_in_future", "2099-01"),
    ]


def _of_stages() -> list[Kind[Any]]:
    return [
        *cells("unknown_stage", "stage", "unknown_code", "发回重审"),
        *cells("missing_value", "case_count", "required", ""),
        *cells("unknown_area_name", "area_code", "pattern", "某开发区"),
    ]


def _of_milestones() -> list[Kind[Any]]:
    return [
        *cells("unknown_kind", "kind", "unknown_code", "其他节点"),
        *cells("impossible_date", "due_on", "type", "2025-02-30"),
        _eve("met_too_early", "met_on", "met_before_listed", _is_done("met_on")),
        *cells("words_for_date", "met_on", "type", "已完成"),
        _eve("due_too_early", "due_on", "due_before_listed"),
        _in_future("met_on"),
    ]


def _of_cases() -> list[Kind[Any]]:
    return [
        *cells("unclear_flag", "has_lead_office", "type", "待定"),
        _eve("closed_too_early", "closed_on", "closed_before_listed", _is_done("closed_on")),
        _in_future("closed_on"),
    ]


def _of_assets() -> list[Kind[Any]]:
    return [
        *cells("amount_in_words", "seized_yuan", "type", "约三万元"),
        Kind(
            "ordered_without_case",
            (("ordered_yuan", "ordered_without_case"),),
            lambda line: amend(line, case_count=0),
            suits=lambda row: row.case_count > 0,
        ),
        _one_more("largest_exceeds_ordered", "largest_yuan", "ordered_yuan"),
        _one_more("second_exceeds_largest", "second_largest_yuan", "largest_yuan"),
        *cells("unknown_measure", "measure", "unknown_code", "拍卖"),
    ]


def _of_reviews() -> list[Kind[Any]]:
    return [
        _one_more("more_qualified_than_reviewed", "qualified_count", "reviewed_count"),
        *cells("no_such_period", "period", "pattern", "2025-H3"),
        *cells("unknown_unit_name", "unit_code", "pattern", "某派出所"),
        *cells("unknown_kind", "kind", "unknown_code", "信访案件"),
    ]


def _of_trainings() -> list[Kind[Any]]:
    return [
        _one_more("more_passed_than_required", "passed_count", "required_count"),
        *cells("missing_value", "unit_code", "required", ""),
        *cells("words_for_hours", "hours", "type", "半天"),
        *cells("unknown_unit_code", "unit_code", "unknown_reference", "WS999-04"),
        Kind(
            "future_training",
            (("held_on", "held_in_future"),),
            lambda line: amend(line, held_on=FAR_FUTURE),
        ),
    ]


KINDS: Final[dict[str, Callable[[], list[Kind[Any]]]]] = {
    "reward_month": _of_rewards,
    "protection_month": _of_protections,
    "case_stage_month": _of_stages,
    "supervised_milestone": _of_milestones,
    "supervised_case": _of_cases,
    "asset_year": _of_assets,
    "case_review": _of_reviews,
    "training": _of_trainings,
}


def _one_more(rule: str, column: str, than: str) -> Kind[Any]:
    """A part that exceeds its whole."""
    return Kind(
        rule,
        ((column, rule),),
        lambda line: amend(line, **{column: getattr(line.record, than) + 1}),
    )


def _eve(
    name: str, column: str, rule: str, suits: Callable[[Any], bool] = lambda _: True
) -> Kind[Any]:
    """A day before the listing."""
    return Kind(
        name,
        ((column, rule),),
        lambda line: amend(line, **{column: line.record.listed_on - DAY}),
        suits=suits,
    )


def _is_done(column: str) -> Callable[[Any], bool]:
    return lambda record: getattr(record, column) is not None


def _in_future(done: str) -> Kind[Any]:
    """A mistyped year, with nothing else out of order."""
    later = {"listed_on": FAR_FUTURE, "due_on": FAR_FUTURE + 30 * DAY, done: None}
    return Kind(
        "future_listing",
        (("listed_on", "listed_in_future"),),
        lambda line: amend(line, **later),
    )
