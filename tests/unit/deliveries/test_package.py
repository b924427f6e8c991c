"""What is sent, and to whom: the issue whole for the office, the open outlet for everyone else."""

import io
import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from dagster_project.deliveries import package
from dagster_project.deliveries.package import PackageError
from dagster_project.settings import Workspace
from data_contracts.access import Scope
from data_contracts.model import Outlet
from tests.unit.deliveries.conftest import PUBLIC, TOWNS, a_recipient, publish_open


def content(made: package.Package) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_office__has_every_file_of_the_issue(workspace: Workspace, place: Path) -> None:
    made = package.of(workspace, place, Outlet.OFFICE, Scope())
    there = {p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*.*")}
    assert "scorecard.json" in there
    assert content(made) == {name: text for name, text in there.items() if not name.endswith("/")}


def test_zip__is_the_same_whatever_the_order(workspace: Workspace, place: Path) -> None:
    first = package.of(workspace, place, Outlet.OFFICE, Scope())
    assert package.of(workspace, place, Outlet.OFFICE, Scope()) == first
    assert package.zipped({"b": b"2", "a": b"1"}) == package.zipped({"a": b"1", "b": b"2"})


def test_open__has_no_figure_of_the_office(workspace: Workspace, place: Path) -> None:
    """The town's total, 65.08, and the 9 of 10 of SUP02 stand in the issue and not in the open."""
    office = content(package.of(workspace, place, Outlet.OFFICE, Scope()))
    assert b"65.08" in office["scorecard.json"]
    made = content(package.of(workspace, place, Outlet.OPEN, Scope()))
    assert sorted(made) == ["manifest.json", "mart_scorecard.csv", "mart_scorecard_line.csv"]
    assert b"65.08" not in b"".join(made.values())
    [head, row, _] = made["mart_scorecard_line.csv"].decode("utf-8-sig").splitlines()
    line = dict(zip(head.split(","), row.split(","), strict=True))
    assert (line["indicator_id"], line["value"], line["numerator"]) == ("SUP02", "", "")
    assert ",41.0,88.0," in made["mart_scorecard.csv"].decode()


def test_open__holds_the_subjects_of_a_scope_alone(
    workspace: Workspace, place: Path, issued: Path
) -> None:
    workspace.published.unlink()
    shutil.copytree(issued / "published", workspace.published)
    both = [{**PUBLIC, "part": "total", "subject_code": code} for code in TOWNS]
    publish_open(workspace.published / "20261011-aaaa1111" / "open.duckdb", *both)
    for scope, seen in (
        (Scope(), list(TOWNS)),
        (Scope(areas=(TOWNS[1],)), [TOWNS[1]]),
        (Scope(units=("TK-01",)), list(TOWNS)),
    ):
        made = content(package.of(workspace, place, Outlet.OPEN, scope))
        cards = pl.read_csv(made["mart_scorecard.csv"], infer_schema=False)
        assert cards["subject_code"].to_list() == seen


def test_office__an_issue_is_whole_so_that_a_scope_is_refused() -> None:
    with pytest.raises(ValueError, match="整份"):
        a_recipient(kind="folder", path="x", areas=[TOWNS[0]])


def test_open__manifest_names_snapshot_and_hashes(workspace: Workspace, place: Path) -> None:
    made = content(package.of(workspace, place, Outlet.OPEN, Scope()))
    said = json.loads(made.pop("manifest.json"))
    assert (said["period"], said["version"]) == ("2026-Q3", 1)
    assert said["snapshot_id"] == "20261011-aaaa1111"
    hashes = {name: file["sha256"] for name, file in said["files"].items()}
    assert hashes == {name: sha256(text).hexdigest() for name, text in made.items()}


def test_open__what_was_packed_first_is_sent_for_good(
    issued: Path, workspace: Workspace, place: Path
) -> None:
    """The open outlet moves on; a package of the same name must not."""
    workspace.published.unlink()
    shutil.copytree(issued / "published", workspace.published)
    first = package.of(workspace, place, Outlet.OPEN, Scope())
    moved = {**PUBLIC, "part": "total", "score_low": 50.0, "score_high": 60.0}
    publish_open(workspace.published / "20261011-aaaa1111" / "open.duckdb", moved)
    assert package.of(workspace, place, Outlet.OPEN, Scope()) == first


def test_open__nothing_public_yet_is_one_sentence(
    issued: Path, workspace: Workspace, place: Path
) -> None:
    workspace.published.unlink()
    shutil.copytree(issued / "published", workspace.published)
    earlier = {**PUBLIC, "period": "2026-Q2", "part": "total"}
    publish_open(workspace.published / "20261011-aaaa1111" / "open.duckdb", earlier)
    with pytest.raises(PackageError, match="open outlet"):
        package.of(workspace, place, Outlet.OPEN, Scope())


def test_package__of_an_altered_issue_is_refused(
    issued: Path, workspace: Workspace, place: Path
) -> None:
    workspace.scorecards.unlink()
    shutil.copytree(issued / "scorecards", workspace.scorecards)
    path = place / "scorecard.json"
    path.write_bytes(path.read_bytes().replace(b"65.08", b"75.08"))
    with pytest.raises(PackageError, match=r"scorecard\.json"):
        package.of(workspace, place, Outlet.OFFICE, Scope())
