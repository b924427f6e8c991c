"""The workbook: its formulas come to what the engine says, whoever works them out."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dagster_project.scorecards import content, issue, lines, workbook
from tests.unit.scorecards import period
from tests.unit.scorecards.spreadsheet import Workbook

STORED_RESULT = re.compile(rb"(<c [^>]*?)(?: t=\"str\")?(>)(<f>[^<]*</f>)<v>[^<]*</v>")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Three cards with what the banner's plan has, and one with every other rule."""
    said = issue.read(period.issued(period.publish(tmp_path / "home")))
    cards = [*said.cards, *content.cards(_other_rules())]
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook.written(said.model_copy(update={"cards": tuple(cards)})))
    return path


def _other_rules() -> pl.DataFrame:
    """A village by steps, deduction, bonus and a flag; one by a veto; one with too little.

    6101: SRC13 (2) 86 by steps → 80; ORG04 (2) 3 lapses of 5 → 85; bonus 3 × 2, at most 5 → 5.
    (2 × 80 + 2 × 85) / 4 + 5 = 87.5; what is flagged only takes nothing away.
    6102: the same, and the veto. 6103: ORG04 has no rows, so that half the weight is unscored.
    """
    steps = {"score_rule": "step", "score_rule_note": "from_70=60;from_85=80;from_95=100"}
    lapses = {"score_rule": "deduction", "score_rule_note": "each=5"}
    bonus = {"score_rule": "bonus", "score_rule_note": "each=2;at_most=5"}
    rows = []
    for village in ("6101", "6102", "6103"):
        known = {"numerator": 3.0, "figure_status": "ok"}
        none = {"figure_status": "not_applicable"}
        rows += [
            _line(village, "SRC13", weight=2.0, value=86.0, **steps),
            _line(village, "ORG04", weight=2.0, **lapses, **(none if village == "6103" else known)),
            _line(village, "ORG02", weight=0.0, **bonus, **known),
            _line(village, "RPT12", score_rule="red_line", score_target=0.0, **known),
        ]
    rows.append(_line("6102", "SUP03", score_rule="veto", score_target=1.0, numerator=2.0))
    return pl.DataFrame(rows, lines.SCHEMA, orient="row")


def _line(village: str, indicator: str, **known: Any) -> dict[str, Any]:
    return {
        "period_kind": "quarter",
        "period": period.PERIOD,
        "subject_kind": "area",
        "subject_code": village,
        "subject_name": f"嘎查{village}",
        "level": "village",
        "mechanism_code": indicator[:3],
        "indicator_id": indicator,
        "indicator_name": indicator,
        "unit": "count",
        "weight": 0.0,
        "figure_status": "ok",
        "is_gated": False,
        "definition_version": 1,
        "figure_periods": [],
        "quality_flags": [],
        **known,
    }


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) < 1e-6
    return (one or "") == (other or "")


def test_formulas__come_to_what_is_stored(book: Path) -> None:
    found = Workbook(book)
    assert found.sheets == ["总表", "源头治理", "举报奖励", "依法惩处", "督导督办", "组织领导"]
    different = {
        place: (found.stored(place), found.value(place))
        for place in found.formulas
        if not alike(found.stored(place), found.value(place))
    }
    assert len(found.formulas) > 200
    assert different == {}


def test_formulas__give_the_totals_worked_out_by_hand(book: Path) -> None:
    """`period` has the sum of the first town; `_other_rules` those of the villages."""
    found = Workbook(book)
    totals = {
        found.value(("总表", f"A{row}")): (
            found.value(("总表", f"P{row}")),
            found.value(("总表", f"Q{row}")),
        )
        for row in range(5, 11)
    }
    assert totals == {
        period.BANNER: (59.0, "正常"),
        period.TOWN: (65.08, "正常"),
        period.OTHER: (59.0, "正常"),
        "6101": (87.5, "正常"),
        "6102": ("", "作废"),
        "6103": ("", "计分不足"),
    }


def test_formulas__follow_a_figure_that_is_changed(book: Path) -> None:
    """A town's 54 of 72 visits become 60: SRC01 77.777…, SRC 68.5185…, the total 73.90."""
    found = Workbook(book)
    [place] = [
        (sheet, cell.replace("C", "H"))
        for (sheet, cell), (_, text) in found.cells.items()
        if text == "SRC01" and found.value((sheet, cell.replace("C", "A"))) == period.TOWN
    ]
    found.known.clear()
    assert found.cells[place] == (None, 54.0)
    found.cells[place] = (None, 60.0)
    assert found.value(("总表", "P6")) == 73.9


def test_libreoffice__recalculates_to_the_same(book: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here: install libreoffice-calc to recalculate in it")
    bare = tmp_path / "bare.xlsx"
    count = _without_results(book, bare)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", "out", bare.name]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    ours, theirs = Workbook(book), Workbook(tmp_path / "out" / bare.name)
    assert count == len(ours.formulas)
    different = {
        place: (ours.stored(place), theirs.stored(place))
        for place in ours.formulas
        if not alike(ours.stored(place), theirs.stored(place))
    }
    assert different == {}


def _without_results(book: Path, bare: Path) -> int:
    """The same workbook with formulas alone, so that whoever opens it must work them out."""
    count = 0
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            content_, removed = STORED_RESULT.subn(rb"\1\2\3", old.read(name))
            new.writestr(name, content_)
            count += removed
    return count
