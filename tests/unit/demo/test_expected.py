"""The truth about rows, faults, overdue items and persons."""

from dataclasses import replace
from datetime import date
from random import Random

from dagster_project.demo.expected import expected_rows, fault_truth, planted_strings
from dagster_project.demo.hotline.records import Export
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.records import World
from dagster_project.demo.spellings import Spelling
from dagster_project.demo.truth.overdue import Overdue, overdue_truth
from data_contracts.loader import source_contracts
from tests.unit.demo.small_world import finding, small_world, ticket

AS_OF = date(2026, 2, 2)


def test_overdue_truth__around_the_cut_off() -> None:
    """Open: overdue by 1 and 3 days; due on the day and in 7 days, both soon; due in 8."""
    due = [date(2026, 2, 1), date(2026, 1, 30), AS_OF, date(2026, 2, 9), date(2026, 2, 10)]
    tickets = [ticket(str(n), day, closed_on=None) for n, day in enumerate(due)]
    expected = Overdue(5, 2, 2, date(2026, 1, 30), 3)
    assert overdue_truth(small_world(tickets), AS_OF) == {("hotline_ticket", "U"): expected}


def test_overdue_truth__later_days_have_not_happened() -> None:
    tickets = [
        ticket("closed later", date(2026, 2, 1), closed_on=date(2026, 2, 3)),
        ticket("closed on the day", date(2026, 2, 1), closed_on=AS_OF),
        ticket("created later", date(2026, 2, 9), created_on=date(2026, 2, 3), closed_on=None),
    ]
    findings = [finding("f", date(2026, 2, 20), date(2026, 2, 3), unit_code="U")]
    assert overdue_truth(small_world(tickets, findings), AS_OF) == {
        ("hotline_ticket", "U"): Overdue(1, 1, 0, date(2026, 2, 1), 1),
        ("supervision_finding", "U"): Overdue(1, 0, 0, None, None),
    }


def test_expected_rows__have_the_contracts_columns(world: World) -> None:
    for contract, rows in expected_rows(world).items():
        columns = {column.name for column in source_contracts()[contract].columns}
        assert rows
        assert all(set(row) == columns for row in rows), contract


def test_fault_truth__counts_every_fault() -> None:
    both = (("class", "unknown_code"), ("due_on", "due_before_created"))
    planted = (
        Planted("two_faults", "hotline_ticket", "a.csv", "1", both, is_lost=True),
        Planted("unknown_class", "hotline_ticket", "b.csv", "2", both[:1], is_lost=True),
        Planted("late_row", "hotline_ticket", "b.csv", "3"),
    )
    assert fault_truth(replace(small_world(), planted=planted)) == {
        ("hotline_ticket", "class", "unknown_code"): 2,
        ("hotline_ticket", "due_on", "due_before_created"): 1,
    }


def test_planted_strings__what_each_file_holds() -> None:
    """A ledger has no identity numbers, so a contact's is not planted."""
    caller, contact = make_people(Random(1), 2)
    world = replace(
        small_world(),
        exports=(Export("a.csv", (Line(ticket("a", AS_OF), caller, Spelling.ISO),)),),
        ledger=(Line(finding("f", AS_OF, None), contact, Spelling.ISO),),
    )
    callers = {caller.name, caller.phone, caller.id_number}
    assert planted_strings(world) == callers | {contact.name, contact.phone}
