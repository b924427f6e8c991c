"""Whether an issue stands: its files, its sums, and what was known when it was locked."""

import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from dagster_project.scorecards import issue, steps, verify
from dagster_project.scorecards import life as lives
from dagster_project.scorecards.entries import LifeError
from dagster_project.settings import Workspace
from data_contracts.scorecard import Appeal, Decision, Manifest
from tests.unit.scorecards import period
from tests.unit.scorecards.period import FIGURES, FILES, OTHER, PERIOD, TOWN, deed


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return period.publish(tmp_path / "home")


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
