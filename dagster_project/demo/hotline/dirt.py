"""The kinds of dirt in hotline exports, each with the faults that it must be found by."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from dagster_project.demo.dirt import Kind, Repeat, amend, cells, write
from dagster_project.demo.hotline.records import Ticket
from dagster_project.demo.lines import Line
from dagster_project.demo.periods import last_day

CONTRACT: Final = "hotline_ticket"
FAR_FUTURE: Final = date(2099, 1, 5)
FIRST_HOUR: Final = time(8, 30)


def as_first_known(ticket: Ticket) -> Ticket:
    """The ticket as it stood on the morning on which it was created: open, nothing known."""
    return replace(
        ticket,
        closed_on=None,
        is_solved=None,
        is_satisfied=None,
        rework_count=0,
        updated_at=datetime.combine(ticket.created_on, FIRST_HOUR),
    )


def is_counted(ticket: Ticket) -> bool:
    """Whether the ticket counts in the assessment, so that losing it matters."""
    return not ticket.is_excluded


def kinds() -> list[Kind[Ticket]]:
    """Dirt that spoils a row of an export; what suits few rows comes first."""
    return [*_impossible_dates(), *_out_of_order(), *_personal(), *_cells()]


def repeats() -> list[Repeat[Ticket]]:
    """Dirt that delivers a ticket twice in one file."""
    return [
        Repeat("exact_duplicate", lambda line: line, is_above=False, times=3),
        Repeat("stale_row_above", _stale, is_above=True, times=3, suits=_is_closed),
        Repeat("stale_row_below", _stale, is_above=False, times=2, suits=_is_closed),
    ]


def _cells() -> list[Kind[Ticket]]:
    return [
        *cells("missing_value", "class", "required", "", ""),
        *cells("missing_value", "due_on", "required", "", ""),
        *cells("missing_value", "area_code", "required", ""),
        *cells("missing_value", "unit_code", "required", ""),
        *cells("missing_value", "is_contacted_in_24h", "required", ""),
        *cells("missing_value", "is_excluded", "required", ""),
        *cells("unknown_class", "class", "unknown_code", "其他", "其他", "网络问政"),
        *cells("foreign_area_name", "area_code", "pattern", "跨省转办", "外省来电"),
        *cells("foreign_area_code", "area_code", "unknown_reference", "999901001", "999902"),
        *cells("unknown_unit_name", "unit_code", "pattern", "治超站（临时）", "物业公司"),
        *cells("unknown_unit_code", "unit_code", "unknown_reference", "WS999-01", "WS102-77"),
        *cells("unknown_sector", "sector_code", "unknown_reference", "养老服务", "校外培训"),
        *cells("annotated_number", "ticket_id", "pattern", "GD-0001（补录）"),
        *cells("overlong_number", "ticket_id", "max_length", "GD-" + "HEBING-" * 6),
        *cells("absurd_count", "rework_count", "range", "120", "-1"),
        *cells("count_in_words", "rework_count", "type", "两次"),
        *cells("unclear_answer", "is_satisfied", "type", "不详", "一般"),
    ]


def _impossible_dates() -> list[Kind[Ticket]]:
    return [
        Kind(
            "impossible_date",
            (("created_on", "type"),),
            lambda line: write(line, created_on=_impossible(line.record.created_on)),
            suits=lambda ticket: ticket.created_on.month == 2,
        ),
        Kind(
            "impossible_date",
            (("due_on", "type"),),
            lambda line: write(line, due_on=_impossible(line.record.due_on)),
            times=3,
        ),
        Kind(
            "impossible_date",
            (("closed_on", "type"),),
            lambda line: write(line, closed_on=_impossible(line.record.created_on)),
            times=2,
            suits=lambda ticket: ticket.closed_on is not None and ticket.is_solved is None,
        ),
    ]


def _out_of_order() -> list[Kind[Ticket]]:
    return [
        Kind("due_too_early", (("due_on", "due_before_created"),), _due_too_early, times=2),
        Kind(
            "closed_too_early",
            (("closed_on", "closed_before_created"),),
            lambda line: amend(line, closed_on=line.record.created_on - timedelta(days=2)),
            times=2,
            suits=_is_closed,
        ),
        Kind(
            "solved_while_open",
            (("is_solved", "solved_while_open"),),
            lambda line: amend(line, closed_on=None, is_solved=True),
            times=2,
        ),
        Kind(
            "future_ticket",
            (("created_on", "created_in_future"), ("created_on", "outside_scope")),
            _in_future,
        ),
        Kind("wrong_month", (("created_on", "outside_scope"),), _wrong_month, times=3),
        Kind(
            "two_faults",
            (("class", "unknown_code"), ("due_on", "due_before_created")),
            lambda line: write(_due_too_early(line), **{"class": "其他"}),
        ),
    ]


def _personal() -> list[Kind[Ticket]]:
    return [
        Kind(
            "phone_as_unit",
            (("unit_code", "personal_data"),),
            lambda line: write(line, unit_code=line.person.phone),
        ),
        Kind(
            "id_number_as_ticket",
            (("ticket_id", "personal_data"),),
            lambda line: write(line, ticket_id=line.person.id_number),
        ),
        Kind(
            "name_as_class",
            (("class", "unknown_code"),),
            lambda line: write(line, **{"class": line.person.name}),
        ),
    ]


def _is_closed(ticket: Ticket) -> bool:
    return ticket.closed_on is not None


def _stale(line: Line[Ticket]) -> Line[Ticket]:
    return replace(line, record=as_first_known(line.record))


def _impossible(day: date) -> str:
    """A day that the month does not have, as 2024-02-30."""
    last = last_day(day)
    return f"{last:%Y-%m}-{30 if last.month == 2 else last.day + 1}"


def _due_too_early(line: Line[Ticket]) -> Line[Ticket]:
    return amend(line, due_on=line.record.created_on - timedelta(days=3))


def _in_future(line: Line[Ticket]) -> Line[Ticket]:
    """A mistyped year, with nothing else out of order."""
    first = replace(line, record=as_first_known(line.record))
    return amend(first, created_on=FAR_FUTURE, due_on=FAR_FUTURE + timedelta(days=10))


def _wrong_month(line: Line[Ticket]) -> Line[Ticket]:
    """A ticket of the month before: all its dates in order, but in the wrong file."""
    ticket = line.record
    back = ticket.created_on - ticket.created_on.replace(day=1) + timedelta(days=1)
    return amend(
        line,
        created_on=ticket.created_on - back,
        due_on=ticket.due_on - back,
        closed_on=None if ticket.closed_on is None else ticket.closed_on - back,
    )
