"""The kinds of dirt in the ledger of letters, each with the faults that it must be found by."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from dagster_project.demo.dirt import Kind, Repeat, amend, cells, write
from dagster_project.demo.letters.records import Letter
from dagster_project.demo.lines import Line

CONTRACT: Final = "recommendation_letter"
FAR_FUTURE: Final = date(2099, 5, 6)


def kinds() -> list[Kind[Letter]]:
    """Dirt that spoils a row of the ledger.

    The kind is never left empty: the ledger's merged cells would fill it.
    """
    return [
        *cells("missing_value", "letter_id", "required", ""),
        *cells("missing_value", "issued_on", "required", ""),
        *cells("missing_value", "recipient_unit_code", "required", ""),
        *cells("unknown_kind", "kind", "unknown_code", "公开信"),
        *cells("unknown_unit_name", "recipient_unit_code", "pattern", "某矿业公司"),
        *cells("unknown_unit_code", "issuer_unit_code", "unknown_reference", "WS999-03"),
        *cells("unknown_sector", "sector_code", "unknown_reference", "养老服务"),
        *cells("impossible_date", "issued_on", "type", "2025年2月30日"),
        *cells("words_for_date", "reply_due_on", "type", "尽快"),
        Kind("unknown_reply", (("reply", "unknown_code"),), _unclear, suits=_is_answered),
        Kind(
            "replied_too_early",
            (("replied_on", "replied_before_issued"),),
            lambda line: amend(line, replied_on=line.record.issued_on - timedelta(days=3)),
            suits=_is_answered,
        ),
        Kind(
            "reply_without_a_day",
            (("reply", "reply_and_day_apart"),),
            lambda line: amend(line, replied_on=None),
            suits=_is_answered,
        ),
        Kind("future_letter", (("issued_on", "issued_in_future"),), _in_future),
        Kind(
            "phone_as_unit",
            (("recipient_unit_code", "personal_data"),),
            lambda line: write(line, recipient_unit_code=line.person.phone),
        ),
    ]


def repeats() -> list[Repeat[Letter]]:
    """Dirt that lists a letter twice."""
    return [
        Repeat("exact_duplicate", lambda line: line, is_above=False),
        Repeat("stale_row_below", _stale, is_above=False, suits=_is_answered),
    ]


def _is_answered(letter: Letter) -> bool:
    return letter.replied_on is not None


def _unclear(line: Line[Letter]) -> Line[Letter]:
    return write(line, reply="原则同意")


def _as_issued(letter: Letter) -> Letter:
    """The letter as it stood on the morning on which it was issued."""
    first = datetime.combine(letter.issued_on, time(8, 30))
    return replace(
        letter, replied_on=None, reply=None, verified_on=None, revisited_on=None, updated_at=first
    )


def _stale(line: Line[Letter]) -> Line[Letter]:
    return replace(line, record=_as_issued(line.record))


def _in_future(line: Line[Letter]) -> Line[Letter]:
    """A mistyped year, with nothing else out of order."""
    letter = replace(
        _as_issued(line.record),
        issued_on=FAR_FUTURE,
        delivered_on=None,
        reply_due_on=None,
        rectification_due_on=None,
    )
    return replace(line, record=letter)
