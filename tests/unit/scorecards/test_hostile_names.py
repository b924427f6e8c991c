"""Names that were made to harm, in what is issued: letters in workbook, PDF and evidence."""

import io
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from dagster_project.scorecards import document, issue, lines, workbook
from data_contracts.scorecard import Scorecard
from tests.unit.scorecards import period

FORMULA = '=HYPERLINK("http://evil.invalid")'
NAMES = [FORMULA, "https://evil.invalid", "#panic()", "$x$ *a* _b_ @c", "<img src=x>", "\\u{202e}"]


@pytest.fixture
def issued(tmp_path: Path) -> Scorecard:
    return issue.read(period.issued(period.publish(tmp_path / "home")))


def named(said: Scorecard, name: str) -> Scorecard:
    cards = tuple(card.model_copy(update={"subject_name": name}) for card in said.cards)
    return said.model_copy(update={"cards": cards})


@pytest.mark.parametrize("name", NAMES)
def test_workbook__holds_names_as_text(issued: Scorecard, name: str) -> None:
    data = workbook.written(named(issued, name))
    grid = fastexcel.read_excel(data).load_sheet(0, header_row=None, dtypes="string").to_polars()
    cells = {cell for row in grid.rows() for cell in row if cell}
    assert (f"'{name}" if name == FORMULA else name) in cells
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        links = [part for part in book.namelist() if part.endswith(".rels")]
        assert not [part for part in links if b"evil" in book.read(part)]


@pytest.mark.parametrize("name", NAMES)
def test_document__holds_names_as_letters(issued: Scorecard, name: str) -> None:
    [*pages] = document.written(named(issued, name), "png")
    assert len(pages) == len(issued.cards)
    assert b"/URI" not in b"".join(document.written(named(issued, name)))


@pytest.mark.parametrize("name", [*NAMES, "'=1", "-1", "图克镇"])
def test_evidence__is_harmless_and_reads_as_it_was(name: str) -> None:
    row = dict.fromkeys(lines.SCHEMA) | {"subject_name": name, "value": -1.5}
    frame = pl.DataFrame([row], lines.SCHEMA, orient="row")
    written = lines.written(frame)
    assert lines.read(written)["subject_name"].to_list() == [name]
    assert lines.read(written)["value"].to_list() == [-1.5]
    said = written.decode("utf-8-sig")
    assert not [cell for cell in said.replace('"', ",").split(",") if cell.startswith("=")]
