"""Quarantine holds the planted dirt: count for count, rule for rule, and says where it stands."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dagster_project.demo.expected import fault_truth, planted_strings
from dagster_project.demo.hotline.files import HEADERS
from tests.integration.source_files import Rows, csv_rows, sheet_rows
from tests.integration.workspaces import Demo

LEDGER_LETTERS = {
    "finding_id": "B",
    "kind": "C",
    "found_on": "D",
    "unit_code": "E",
    "due_on": "F",
    "verified_closed_on": "G",
}
Fault = dict[str, Any]
# The registers whose files this test reads for itself.
READ_HERE = ("hotline_ticket", "supervision_finding")


@pytest.fixture(scope="module")
def faults(demo: Demo) -> list[Fault]:
    """Every fault in quarantine."""
    paths = sorted(demo.workspace.quarantine.rglob("*.parquet"))
    return pl.concat(pl.read_parquet(path) for path in paths).to_dicts()


@pytest.fixture(scope="module")
def sources(demo: Demo) -> dict[str, Rows]:
    """The rows of every file that a fault may lie in, by the file's locator."""
    home = demo.workspace.home
    hotline = (home / "inbox" / "hotline").glob("*.csv")
    [ledger] = (home / "inbox").glob("*督导问题台账.xlsx")
    found = {str(path.relative_to(home)): csv_rows(path) for path in hotline}
    return found | {f"{ledger.relative_to(home)}#督导问题台账": sheet_rows(ledger)}


@pytest.fixture(scope="module")
def located(faults: list[Fault]) -> list[Fault]:
    """The faults that lie in those sources."""
    return [fault for fault in faults if fault["contract"] in READ_HERE]


def test_quarantine__holds_planted_dirt_count_for_count(demo: Demo, faults: list[Fault]) -> None:
    found = Counter((f["contract"], f["column_name"], f["rule"]) for f in faults)
    assert found == fault_truth(demo.world)


def test_quarantine__locators_point_at_the_planted_rows(
    demo: Demo, located: list[Fault], sources: dict[str, Rows]
) -> None:
    """The number in the row pointed at is that of the record that was spoiled."""
    planted = Counter(
        (Path(note.file).name, number(note.key, column, rule), column, rule)
        for note in demo.world.planted
        if note.contract in READ_HERE
        for column, rule in note.faults
    )
    found = Counter(
        (
            Path(fault["file"]).name.partition("#")[0],
            number(key_at(fault, sources), fault["column_name"], fault["rule"]),
            fault["column_name"],
            fault["rule"],
        )
        for fault in located
    )
    assert found == planted


def number(key: str, column: str, rule: str) -> str:
    """The record's number, where it was not itself what was spoiled."""
    return "" if column in ("ticket_id", "finding_id") and rule != "duplicate_key" else key


def key_at(fault: Fault, sources: dict[str, Rows]) -> str:
    row = sources[fault["file"]][fault["row"]]
    return row.get("工单号") or row.get(LEDGER_LETTERS["finding_id"], "")


def cell_at(fault: Fault, sources: dict[str, Rows]) -> str:
    row = sources[fault["file"]][fault["row"]]
    column = fault["column_name"]
    names = HEADERS if fault["contract"] == "hotline_ticket" else LEDGER_LETTERS
    return row.get(names[column], "")


def a_day(cell: str) -> bool:
    return re.match(r"20\d\d|２０|[45]\d{4}$", cell) is not None


LOOKS: dict[tuple[str, str], Callable[[str], bool]] = {
    ("class", "required"): lambda cell: cell == "",
    ("class", "unknown_code"): lambda cell: cell not in ("", "投诉", "求助", "咨询"),
    ("due_on", "type"): lambda cell: re.search(r"3[0-2]$", cell) is not None,
    ("due_on", "due_before_created"): a_day,
    ("unit_code", "personal_data"): lambda cell: re.fullmatch(r"154\d{8}", cell) is not None,
    ("ticket_id", "personal_data"): lambda cell: re.fullmatch(r"\d{17}[\dX]", cell) is not None,
    ("rework_count", "range"): lambda cell: cell in ("120", "-1"),
    ("verified_closed_on", "type"): lambda cell: cell == "已销号",
    ("found_on", "type"): lambda cell: cell == "2025-02-30",
    ("unit_code", "unknown_reference"): lambda cell: cell.startswith("WS"),
}


@pytest.mark.parametrize(("column", "rule"), LOOKS)
def test_quarantine__cell_pointed_at_breaks_the_rule(
    located: list[Fault], sources: dict[str, Rows], column: str, rule: str
) -> None:
    chosen = [f for f in located if (f["column_name"], f["rule"]) == (column, rule)]
    assert chosen
    for fault in chosen:
        assert LOOKS[column, rule](cell_at(fault, sources)), fault


def test_quarantine__of_two_rows_with_one_number_the_older_one_is_kept_out(
    demo: Demo, located: list[Fault], sources: dict[str, Rows]
) -> None:
    """The row pointed at is open, for that is how the record first stood."""
    planted = [note for note in demo.world.planted if note.contract in READ_HERE]
    stale = {note.key for note in planted if note.kind.startswith("stale_row")}
    pointed = [
        sources[fault["file"]][fault["row"]]
        for fault in located
        if fault["rule"] == "duplicate_key" and key_at(fault, sources) in stale
    ]
    assert len(pointed) == len(stale)
    for row in pointed:
        assert not row.get("办结时间")
        assert not row.get(LEDGER_LETTERS["verified_closed_on"])


def test_quarantine__masked_values_show_no_text_and_no_long_number(
    demo: Demo, faults: list[Fault]
) -> None:
    planted = planted_strings(demo.world)
    for fault in faults:
        masked = fault["masked"] or ""
        assert masked not in planted
        assert not re.search(r"\d{5}", masked), fault
        assert not re.search(r"[\u4e00-\u9fff]", masked.replace("某", "")), fault
