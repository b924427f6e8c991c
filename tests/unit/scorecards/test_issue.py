"""Issues: whole, immutable, recomputable, and restated beside what was issued before."""

import json
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from dagster_project.scorecards import document, issue, lines, steps, verify
from dagster_project.scorecards import life as lives
from dagster_project.scorecards.entries import LifeError
from dagster_project.settings import Workspace
from data_contracts.scorecard import Appeal, Decision, Difference, Manifest
from tests.unit.scorecards import period
from tests.unit.scorecards.period import BANNER, FIGURES, OTHER, PERIOD, TOTAL, TOWN, deed

FILES = {
    *("scorecard.json", "scorecard.schema.json", "manifest.json"),
    *("2026-Q3考核评分表.xlsx", "2026-Q3考核评分表.pdf"),
    *("evidence/lines.csv", "evidence/definitions.csv", "evidence/life.jsonl"),
}


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


def test_verify__says_yes_of_what_was_issued_also_where_it_was_copied_to(
    workspace: Workspace, tmp_path: Path
) -> None:
    place = period.issued(workspace)
    [entry] = lives.load(workspace, PERIOD).issues.values()
    assert verify.faults(place, entry.manifest_sha256) == []
    away = place.rename(tmp_path / "received")
    assert verify.faults(away) == []


@pytest.mark.parametrize("name", sorted(FILES))
def test_verify__names_the_file_in_which_one_bit_was_flipped(
    workspace: Workspace, name: str
) -> None:
    """At the beginning, in the middle and at the end; the manifest too seals itself."""
    place = period.issued(workspace)
    whole = (place / name).read_bytes()
    for byte in (0, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        broken = bytearray(whole)
        broken[byte] ^= 1
        (place / name).write_bytes(broken)
        found = verify.faults(place)
        assert len(found) == 1, byte
        assert found[0].cn.startswith(name), byte
        assert found[0].en.startswith(name), byte
    (place / name).write_bytes(whole)
    assert verify.faults(place) == []


def test_verify__names_what_is_missing_and_what_was_added(workspace: Workspace) -> None:
    place = period.issued(workspace)
    (place / "evidence" / "lines.csv").unlink()
    (place / "另附.txt").write_text("x", encoding="utf-8")
    assert [fault.en for fault in verify.faults(place)] == [
        "evidence/lines.csv is missing.",
        "另附.txt is not in the manifest.",
    ]


def test_verify__finds_a_score_that_the_evidence_does_not_bear_out(workspace: Workspace) -> None:
    """Forged with hashes that fit; only what the log says of the manifest, and the sum, tell."""
    place = period.issued(workspace)
    path = place / "scorecard.json"
    path.write_text(path.read_text(encoding="utf-8").replace("65.08", "95.08"), encoding="utf-8")
    manifest = Manifest.model_validate_json((place / "manifest.json").read_bytes())
    forged = manifest.files["scorecard.json"].model_copy(
        update={"sha256": sha256(path.read_bytes()).hexdigest()}
    )
    files = {**manifest.files, "scorecard.json": forged}
    (place / "manifest.json").write_bytes(
        issue.sealed(manifest.model_copy(update={"files": files}))
    )
    found = [fault.en for fault in verify.faults(place)]
    assert found == [
        f"{TOWN} total score: issued as 95.08, recomputed as 65.08.",
        f"{TOWN} total score_before_red_lines: issued as 95.08, recomputed as 65.08.",
        f"{OTHER} total score_before_red_lines: issued as 95.08, recomputed as 65.08.",
    ]
    [entry] = lives.load(workspace, PERIOD).issues.values()
    [fault] = verify.faults(place, entry.manifest_sha256)
    assert fault.en.startswith("manifest.json")


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


def built_again(workspace: Workspace, figures: period.Figures) -> None:
    """What `run --as-of` leaves of the day on which the snapshot was built, 12 October in Beijing.

    The snapshot of `period` was built at 22:00 on the 11th, universal time.
    """
    home = workspace.scratch(date(2026, 10, 12)).published.parent
    period.publish(home, figures, "20261011-aaaa1111")


def test_verify_against_raw__compares_with_the_day_built_again(workspace: Workspace) -> None:
    """What was decided before the lock is applied to what was known; one visit less is named."""
    period.issued(workspace)
    life = lives.load(workspace, PERIOD)
    said = issue.read(issue.folder(life, 1))
    with pytest.raises(LifeError, match="anping run --as-of 2026-10-12"):
        steps.as_known_then(workspace, life, 1, period.AT)
    built_again(workspace, FIGURES)
    known = steps.as_known_then(workspace, life, 1, period.AT)
    assert verify.against_raw(life, said, known) == []
    shutil.rmtree(workspace.scratches)
    built_again(workspace, FIGURES.but(TOWN, ORG03=(41, 50)))
    known = steps.as_known_then(workspace, life, 1, period.AT)
    assert [fault.en for fault in verify.against_raw(life, said, known)] == [
        f"{TOWN} ORG03 numerator: issued as 40.0, recomputed from raw as 41.0.",
        f"{TOWN} ORG03 value: issued as 80.0, recomputed from raw as 82.0.",
    ]


def test_verify_against_raw__applies_what_was_decided_before_the_lock_alone(
    workspace: Workspace,
) -> None:
    period.noticed(workspace)
    appeal = {"subject_kind": "area", "subject_code": TOWN, "indicator_id": "SRC01"}
    made = Appeal(**appeal, appeal_id="", claim="rows_missing", evidence_ref="图政法〔2026〕12号")
    upheld = {"decision": "upheld", "denominator": 72}
    for number, visits in ((1, 60), (2, 66)):
        steps.appeal(workspace, PERIOD, deed(), made)
        decision = Decision(**upheld, appeal_id=f"A00{number}", numerator=visits)
        steps.decide(workspace, PERIOD, deed(), decision)
        if number == 1:
            steps.lock(workspace, PERIOD, deed())
            steps.publish(workspace, PERIOD, deed())
    built_again(workspace, FIGURES)
    life = lives.load(workspace, PERIOD)
    said = issue.read(issue.folder(life, 1))
    known = steps.as_known_then(workspace, life, 1, period.AT)
    assert verify.against_raw(life, said, known) == []
