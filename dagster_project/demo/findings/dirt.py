"""The kinds of dirt in the findings ledger, each with the faults that it must be found by."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from dagster_project.demo.dirt import Kind, Repeat, amend, cells
from dagster_project.demo.findings.records import Finding
from dagster_project.demo.lines import Line

CONTRACT: Final = "supervision_finding"
FAR_FUTURE: Final = date(2099, 3, 1)


def kinds() -> list[Kind[Finding]]:
    """Dirt that spoils a row of the ledger.

    A unit is never left empty: the ledger's merged cells would fill it.
    """
    return [
        *cells("missing_value", "due_on", "required", ""),
        *cells("missing_value", "finding_id", "required", ""),
        *cells("impossible_date", "found_on", "type", "2025-02-30"),
        *cells("words_for_date", "verified_closed_on", "type", "已销号"),
        *cells("unknown_kind", "kind", "unknown_code", "日常督导"),
        *cells("unknown_unit_code", "unit_code", "unknown_reference", "WS999-02"),
        Kind(
            "due_too_early",
            (("due_on", "due_before_found"),),
            lambda line: amend(line, due_on=line.record.found_on - timedelta(days=5)),
        ),
        Kind(
            "closed_too_early",
            (("verified_closed_on", "closed_before_found"),),
            lambda line: amend(line, verified_closed_on=line.record.found_on - timedelta(days=1)),
            suits=_is_closed,
        ),
        Kind(
            "future_finding",
            (("found_on", "found_in_future"),),
            lambda line: amend(
                line,
                found_on=FAR_FUTURE,
                due_on=FAR_FUTURE + timedelta(days=30),
                verified_closed_on=None,
            ),
        ),
    ]


def repeats() -> list[Repeat[Finding]]:
    """Dirt that lists a finding twice."""
    return [
        Repeat("exact_duplicate", lambda line: line, is_above=False),
        Repeat("stale_row_below", _stale, is_above=False, suits=_is_closed),
    ]


def _is_closed(finding: Finding) -> bool:
    return finding.verified_closed_on is not None


def _stale(line: Line[Finding]) -> Line[Finding]:
    """The finding as it stood on the morning on which it was reported."""
    record = line.record
    first = datetime.combine(record.found_on, time(8, 30))
    return replace(line, record=replace(record, verified_closed_on=None, updated_at=first))
