"""The kinds of dirt in the sectors' registers, each with the faults that it must be found by."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from dagster_project.demo.dirt import Kind, Repeat, amend, cells, write
from dagster_project.demo.lines import Line
from dagster_project.demo.sectors.records import Issue, MechanismItem, Premises, Visit

FAR_FUTURE: Final = date(2099, 4, 7)
DAY: Final = timedelta(days=1)


def of_premises() -> list[Kind[Premises]]:
    """Dirt in the register of premises; it is for those that nothing refers to."""
    return [
        *cells("unknown_sector", "sector_code", "unknown_reference", "养老服务"),
        Kind(
            "ends_too_early",
            (("valid_to", "ends_before_it_begins"),),
            lambda line: amend(line, valid_to=line.record.valid_from - DAY),
        ),
        *cells("missing_value", "valid_from", "required", ""),
    ]


def of_visits() -> list[Kind[Visit]]:
    """Dirt in the list of visits."""
    return [
        *cells("missing_value", "premises_id", "required", ""),
        *cells("unlisted_premises", "premises_id", "unknown_reference", "CS999999999-001"),
        *cells("impossible_date", "visited_on", "type", "2025年6月31日"),
        *cells("count_in_words", "problem_count", "type", "若干"),
        *cells("negative_count", "problem_count", "range", "-1"),
        *cells("foreign_area_code", "area_code", "unknown_reference", "150699001"),
        Kind(
            "future_visit",
            (("visited_on", "visited_in_future"),),
            lambda line: amend(line, visited_on=FAR_FUTURE),
        ),
    ]


def of_issues() -> list[Kind[Issue]]:
    """Dirt in the ledger of issues."""
    return [
        *cells("missing_value", "due_on", "required", ""),
        *cells("unknown_kind", "kind", "unknown_code", "噪声扰民"),
        *cells("unknown_unit_code", "unit_code", "unknown_reference", "WS999-04"),
        *cells("words_for_date", "verified_closed_on", "type", "基本完成"),
        Kind(
            "closed_too_early",
            (("verified_closed_on", "closed_before_found"),),
            lambda line: amend(line, verified_closed_on=line.record.found_on - DAY),
            suits=lambda issue: _is_closed(issue) and issue.reopened_on is None,
        ),
        Kind(
            "reopened_while_open",
            (("reopened_on", "reopened_before_closed"),),
            lambda line: amend(line, reopened_on=line.record.found_on + DAY),
            suits=lambda issue: not _is_closed(issue),
        ),
        Kind(
            "phone_as_unit",
            (("unit_code", "personal_data"),),
            lambda line: write(line, unit_code=line.person.phone),
        ),
    ]


def of_items() -> list[Kind[MechanismItem]]:
    """Dirt in the list of mechanisms."""
    return [
        *cells("words_for_date", "due_on", "type", "年底前"),
        *cells("unknown_unit_name", "unit_code", "pattern", "某行业协会"),
        Kind(
            "done_in_future",
            (("completed_on", "completed_in_future"),),
            lambda line: amend(line, completed_on=FAR_FUTURE),
        ),
    ]


def repeated_issues() -> list[Repeat[Issue]]:
    """Dirt that lists an issue twice."""
    return [
        Repeat("exact_duplicate", lambda line: line, is_above=False),
        Repeat("stale_row_below", _stale, is_above=False, suits=_is_closed),
    ]


def _is_closed(issue: Issue) -> bool:
    return issue.verified_closed_on is not None


def _stale(line: Line[Issue]) -> Line[Issue]:
    """The issue as it stood on the morning on which it was found."""
    first = datetime.combine(line.record.found_on, time(8, 30))
    record = replace(line.record, verified_closed_on=None, reopened_on=None, updated_at=first)
    return replace(line, record=record)
