"""What everyone sees at town scale: docs/disclosure.md says it to the word."""

from pathlib import Path

import polars as pl

from tests.integration import open_outlet
from tests.integration.workspaces import Demo

DOCUMENT = Path(__file__).parents[2] / "docs" / "disclosure.md"


def test_disclosure__the_document_says_what_is_blank(demo_town: Demo) -> None:
    text = DOCUMENT.read_text("utf-8")
    for kind in open_outlet.SUBJECTS:
        table = "\n".join(open_outlet.table(demo_town.snapshot, kind))
        assert table in text, f"docs/disclosure.md should say:\n{table}"


def test_open__what_is_shown_is_what_the_office_knows(demo_town: Demo) -> None:
    """In a first release nothing is held back."""
    figures = open_outlet.compared(demo_town.snapshot)
    shown = figures.drop_nulls("value_open")
    assert len(shown) > 500
    assert shown.filter((pl.col("value") - pl.col("value_open")).abs() > 1e-9).is_empty()


def test_open__whatever_is_blank_says_why(demo_town: Demo) -> None:
    """Amounts and red lines are in no release."""
    blank = open_outlet.compared(demo_town.snapshot).filter(pl.col("value_open").is_null())
    assert set(blank["publish_reason_open"]) == {"small_count", "office_only"}
    kept = blank.filter(publish_reason_open="office_only")
    assert set(kept["indicator_id"]) == {"PUN03", "RPT12"}
    assert kept["whole_open"].null_count() == len(kept)


def test_open__answers_at_least_something_of_every_field_of_work(demo_town: Demo) -> None:
    """Clues counted, complaints scored, people asked, letters and findings followed up."""
    shown = open_outlet.compared(demo_town.snapshot).drop_nulls("value_open")
    answered = {
        row[0] for row in shown.filter(subject_code="150626102").select("indicator_id").rows()
    }
    assert {"RPT01", "EVA06", "EVA01", "EVA02", "EVA03", "SRC05", "SUP02"} <= answered
