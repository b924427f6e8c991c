"""What everyone sees at town scale: docs/disclosure.md says how much of it is blank."""

import re
from pathlib import Path

import polars as pl

from tests.integration import open_outlet
from tests.integration.workspaces import Demo

DOCUMENT = Path(__file__).parents[2] / "docs" / "disclosure.md"


def test_disclosure__the_document_says_how_much_is_blank(demo_town: Demo) -> None:
    """In total, to one figure in fifty: another solver may choose other blanks of equal cost."""
    totals = [x for x in DOCUMENT.read_text("utf-8").splitlines() if x.startswith("| 合计 all")]
    for kind, told in zip(open_outlet.SUBJECTS, totals, strict=True):
        *_, found = table = list(open_outlet.table(demo_town.snapshot, kind))
        for was, now in zip(_numbers(told), _numbers(found), strict=True):
            assert now[1] == was[1], "docs/disclosure.md should say:\n" + "\n".join(table)
            assert abs(now[0] - was[0]) <= was[1] / 50, "\n".join(table)


def _numbers(row: str) -> list[tuple[int, int]]:
    """Of each cell such as 4/12 (9): the figures shown, and those that the office has."""
    return [(int(shown), int(of)) for shown, of in re.findall(r"(\d+)/(\d+) \(", row)]


def test_open__what_is_shown_is_what_the_office_knows(demo_town: Demo) -> None:
    """In a first release nothing is held back."""
    figures = open_outlet.compared(demo_town.snapshot)
    shown = figures.drop_nulls("value_open")
    assert len(shown) > 500
    assert shown.filter((pl.col("value") - pl.col("value_open")).abs() > 1e-9).is_empty()


def test_open__whatever_is_blank_says_why(demo_town: Demo) -> None:
    blank = open_outlet.compared(demo_town.snapshot).filter(pl.col("value_open").is_null())
    assert set(blank["publish_reason_open"]) == {"small_count"}


def test_open__answers_at_least_something_of_every_field_of_work(demo_town: Demo) -> None:
    """Clues counted, complaints scored, people asked, letters and findings followed up."""
    shown = open_outlet.compared(demo_town.snapshot).drop_nulls("value_open")
    answered = {
        row[0] for row in shown.filter(subject_code="150626102").select("indicator_id").rows()
    }
    assert {"RPT01", "EVA06", "EVA01", "EVA02", "EVA03", "SRC05", "SUP02"} <= answered
