"""Issues: whole, immutable, recomputable, and restated beside what was issued before."""

import json
from hashlib import sha256
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from dagster_project.scorecards import document, issue, lines, steps, verify
from dagster_project.scorecards.entries import LifeError
from dagster_project.settings import Workspace
from data_contracts.scorecard import Difference, Manifest
from tests.unit.scorecards import period
from tests.unit.scorecards.period import BANNER, FIGURES, FILES, OTHER, PERIOD, TOTAL, TOWN, deed


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return period.publish(tmp_path / "home")


def prints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_issue__has_every_file_and_says_what_it_was_made_from(workspace: Workspace) -> None:
    place = period.issued(workspace)
    assert set(prints(place)) == FILES
    manifest = Manifest.model_validate_json((place / "manifest.json").read_bytes())
    assert {name: file.sha256 for name, file in manifest.files.items()} == {
        name: print_ for name, print_ in prints(place).items() if name != "manifest.json"
    }
    assert (manifest.period, manifest.version, manifest.seed) == (PERIOD, 1, None)
    assert (manifest.snapshot_id, str(manifest.as_of)) == ("20261011-aaaa1111", "2026-10-11")
    assert manifest.issued_at == period.AT
    assert all(file.size == (place / name).stat().st_size for name, file in manifest.files.items())


def test_issue__has_the_totals_that_were_worked_out_by_hand(workspace: Workspace) -> None:
    """`period` says how for the town; the others' leak caps both at 59.

    Before that the banner has PUN02, 6 of 8 = 75 %, 37.5: (500 + 333.333… + 112.5 + 133.333… +
    400) / 24 = 61.6319…; the other town has SRC (4 × 50 + 4 × 83.333… + 2 × 50) / 10 = 63.333…
    and SUP 0: (633.333… + 333.333… + 0 + 400) / 21 = 65.0793….
    """
    said = issue.read(period.issued(workspace))
    assert {card.subject_code: card.total.score for card in said.cards} == {
        BANNER: 59,
        TOWN: TOTAL,
        OTHER: 59,
    }
    before = {card.subject_code: card.total.score_before_red_lines for card in said.cards}
    assert before == {BANNER: 61.63, TOWN: TOTAL, OTHER: 65.08}
    assert [card.total.red_lines for card in said.cards] == [("RPT12",), (), ("RPT12",)]
    assert [part.part for part in said.cards[1].mechanisms] == ["SRC", "RPT", "PUN", "SUP", "ORG"]


def test_scorecard__is_as_its_json_schema_says(workspace: Workspace) -> None:
    place = period.issued(workspace)
    schema = json.loads((place / "scorecard.schema.json").read_bytes())
    said = json.loads((place / "scorecard.json").read_bytes())
    judge = jsonschema.Draft202012Validator(schema)
    judge.check_schema(schema)
    judge.validate(said)
    said["cards"][0]["total"]["score"] = 100.5
    assert not judge.is_valid(said)


def test_issue__a_second_time_changes_nothing(workspace: Workspace) -> None:
    place = period.issued(workspace)
    before = prints(place.parent)
    steps.publish(workspace, PERIOD, deed("再发一次"))
    assert prints(place.parent) == before


def test_lock__later_figures_move_the_trial_and_not_what_is_issued(workspace: Workspace) -> None:
    """Six more visits of 72: the trial is at 73.90 (`test_appeals` works it out)."""
    period.noticed(workspace)
    steps.lock(workspace, PERIOD, deed())
    period.publish(workspace.home, FIGURES.but(TOWN, SRC01=(60, 72)), "20261101-bbbb2222")
    life = steps.publish(workspace, PERIOD, deed())
    place = issue.folder(life, 1)
    before = prints(place)
    assert issue.read(place).cards[1].total.score == TOTAL
    now = steps.as_it_stands(workspace, life, period.AT, is_now=True)
    assert now is not None
    totals = steps.totals(now).filter(pl.col("subject_code") == TOWN)
    assert totals["score"].to_list() == [73.9]
    steps.publish(workspace, PERIOD, deed())
    assert (prints(place), verify.faults(place)) == (before, [])


def test_restate__issues_a_new_version_that_says_what_changed_and_why(
    workspace: Workspace,
) -> None:
    """Only SRC01 of one town is other: 77.78 and not 50, SRC 68.52, total 73.90.

    Its points: weight 4 carries 10/6 in its mechanism and 24/21 in the card, 4 × 10/6 × 24/21 =
    7.619…, of which 77.777… % are 5.925926 and 50 % were 3.809524.
    """
    first = period.issued(workspace)
    before = prints(first)
    period.publish(workspace.home, FIGURES.but(TOWN, SRC01=(60, 72)), "20261101-bbbb2222")
    steps.restate(workspace, PERIOD, deed("补录漏登的六次走访"))
    second = first.with_name("issue-2")
    assert (prints(first), verify.faults(first), verify.faults(second)) == (before, [], [])
    found = Difference.model_validate_json((second / "diff.json").read_bytes())
    assert (found.from_version, found.to_version) == (1, 2)
    assert found.reason == issue.read(second).reason == "补录漏登的六次走访"
    assert {change.subject_code for change in found.changes} == {TOWN}
    said = {(one.part, one.field): (one.before, one.after) for one in found.changes}
    value = said.pop(("SRC01", "value"))
    assert value == (75, pytest.approx(83.3333, abs=1e-4))
    assert said == {
        ("total", "score"): (TOTAL, 73.9),
        ("total", "score_before_red_lines"): (TOTAL, 73.9),
        ("SRC", "score"): (50, 68.52),
        ("SRC", "score_before_red_lines"): (50, 68.52),
        ("SRC01", "numerator"): (54, 60),
        ("SRC01", "score"): (50, 77.78),
        ("SRC01", "points"): (3.809524, 5.925926),
    }


def test_restate__of_the_same_figures_is_refused(workspace: Workspace) -> None:
    place = period.issued(workspace)
    with pytest.raises(LifeError, match="nothing to restate"):
        steps.restate(workspace, PERIOD, deed("没有变化"))
    assert not place.with_name("issue-2").exists()


def test_lock__that_was_altered_is_not_issued(workspace: Workspace) -> None:
    period.noticed(workspace)
    life = steps.lock(workspace, PERIOD, deed())
    path = life.folder / "lock-1" / lines.LINES
    path.write_bytes(path.read_bytes().replace(b"54.0", b"72.0"))
    with pytest.raises(LifeError, match="not as it was when it was locked"):
        steps.publish(workspace, PERIOD, deed())
    assert not issue.folder(life, 1).exists()


def test_lines__are_read_back_as_they_were_written(workspace: Workspace) -> None:
    """Thirds to the last digit; what is empty stays so, and an empty text is no missing one."""
    serving = lines.served(workspace, PERIOD, period.AT, "trial")
    found = lines.of(serving, PERIOD).with_columns(
        value=pl.lit(100 / 3), quality_flags=pl.lit(["low_response", "mode_change"])
    )
    assert lines.read(lines.written(found)).equals(found, null_equal=True)


def test_document__has_a_page_a_card_and_is_typeset_in_chinese(workspace: Workspace) -> None:
    said = issue.read(period.issued(workspace))
    pages = document.written(said, "png")
    assert len(pages) == 3
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_document__without_a_chinese_font_is_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    period.noticed(workspace)
    steps.lock(workspace, PERIOD, deed())
    monkeypatch.setattr(document, "FONTS", ("No Such Font",))
    with pytest.raises(document.FontError, match="Noto Sans CJK"):
        steps.publish(workspace, PERIOD, deed())
    assert [
        path.name for path in (workspace.scorecards / PERIOD).iterdir() if "issue" in path.name
    ] == []


def test_files__are_for_this_account_alone(workspace: Workspace) -> None:
    place = period.issued(workspace)
    modes = {path.stat().st_mode & 0o077 for path in (place, *place.rglob("*"))}
    assert modes == {0}
