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


def test_open__a_range_holds_the_value_and_tells_of_no_small_count(demo_town: Demo) -> None:
    """Of a share of clues: of the smaller part it holds zero and ten, or eleven and more."""
    found = open_outlet.ranged(open_outlet.compared(demo_town.snapshot))
    assert len(found) > 100
    low, high = pl.col("interval_low_open"), pl.col("interval_high_open")
    assert found.filter((pl.col("value") < low - 1e-9) | (pl.col("value") > high + 1e-9)).is_empty()
    clues = found.filter(pl.col("indicator_id").str.starts_with("RPT")).with_columns(
        least=(pl.min_horizontal(low, 100 - high) * pl.col("whole") / 100).round(6),
        width=((high - low) * pl.col("whole") / 100).round(6),
    )
    assert len(clues) > 20
    assert clues.filter((pl.col("least") == 0) & (pl.col("width") != 10)).is_empty()
    assert clues.filter((pl.col("least") != 0) & (pl.col("least") < 11)).is_empty()


def test_open__answers_something_of_every_field_of_work(demo_town: Demo) -> None:
    """Clues counted and how they were handled, complaints scored, people asked, letters and
    findings followed up: a value, or the range that it lies in."""
    figures = open_outlet.compared(demo_town.snapshot).filter(subject_code="150626102")
    values = set(figures.drop_nulls("value_open")["indicator_id"])
    assert {"RPT01", "EVA06", "EVA01", "EVA02", "EVA03", "SRC05", "SUP02"} <= values
    ranges = set(open_outlet.ranged(figures)["indicator_id"])
    assert {"RPT02", "RPT03", "RPT04", "RPT06", "RPT07", "RPT08", "RPT09", "RPT10"} <= (
        values | ranges
    )
