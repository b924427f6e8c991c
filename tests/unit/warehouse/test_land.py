"""One contract's sources landed: what is kept, what is refused, and what is said of the rest."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dagster_project.checks import expectations
from dagster_project.checks.expectations import Outcome
from dagster_project.settings import Settings, Workspace
from dagster_project.sources import files
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import Offer, SourceError
from dagster_project.warehouse import landing
from dagster_project.warehouse.manifest import Manifest, accepted_file, quarantine_file
from dagster_project.warehouse.session import Session
from data_contracts.loader import source_contracts

SECTOR = source_contracts()["sector"]
AT = datetime(2026, 11, 23, tzinfo=UTC)
HEAD = "行业代码,中文名称,英文名称\n"
GOOD, BAD = HEAD + "mineral,矿产资源,Mineral\n", HEAD + "mineral,矿,M\n13800138000,张三,Zhang\n"
Broken = Callable[[list[Outcome]], None]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    (tmp_path / "inbox").mkdir()
    mapping = SourceMapping(
        name="行业", root=tmp_path, contract="sector", files="inbox/*.*", delivery="upsert"
    )
    settings = Settings(home_area="150626102")
    return Session(Workspace(tmp_path), settings, Manifest(), AT, {"行业": mapping})


@pytest.fixture(autouse=True)
def asserted(monkeypatch: pytest.MonkeyPatch) -> Broken:
    """Great Expectations takes seconds; it says what the test wants to hear."""
    said: list[Outcome] = [Outcome("required", "name_cn", 0)]
    monkeypatch.setattr(expectations, "outcomes", lambda *_: said)

    def say(outcomes: list[Outcome]) -> None:
        said[:] = outcomes

    return say


def put(session: Session, **contents: str) -> None:
    for name, text in contents.items():
        (session.workspace.inbox / f"{name}.csv").write_text(text, encoding="utf-8")


def test_land__keeps_accepted_rows_and_enters_them(session: Session) -> None:
    put(session, a=GOOD)
    landed = landing.land(session, SECTOR)
    [entered] = landed.deliveries
    assert (entered.file, entered.read_count, entered.accepted_count) == ("inbox/a.csv", 1, 1)
    kept = pl.read_parquet(accepted_file(session.workspace, entered))
    assert kept["sector_code"].to_list() == ["mineral"]
    assert Manifest.load(session.workspace) == session.manifest
    assert landing.land(session, SECTOR).deliveries == []


def test_land__refuses_above_the_error_share_and_keeps_masked_faults_only(
    session: Session,
) -> None:
    put(session, a=BAD)
    [entered] = landing.land(session, SECTOR).deliveries
    assert entered.is_refused
    assert entered.faults == (("sector_code", "personal_data", 1),)
    assert not accepted_file(session.workspace, entered).exists()
    [fault] = pl.read_parquet(quarantine_file(session.workspace, entered)).rows(named=True)
    assert (fault["file"], fault["row"], fault["rule"]) == ("inbox/a.csv", 3, "personal_data")
    assert fault["masked"] == "#" * 11


def test_land__nothing_as_it_came_is_written(session: Session) -> None:
    put(session, a=BAD)
    landing.land(session, SECTOR)
    for path in session.workspace.home.rglob("*"):
        if path.is_file() and session.workspace.inbox not in path.parents:
            content = path.read_bytes()
            assert b"13800138000" not in content, path
            assert "张三".encode() not in content, path


@pytest.mark.parametrize(
    ("code", "scope", "is_refused"),
    [("mineral", "mineral", False), ("13800138000", None, True), ("张三", None, True)],
)
def test_land__what_rows_say_they_are_complete_for_is_kept_if_one_is_right(
    session: Session, code: str, scope: str | None, is_refused: bool
) -> None:
    told = session.mappings["行业"].model_dump() | {"delivery": "snapshot"}
    mapping = SourceMapping.model_validate(told | {"scope": {"of": "sector_code"}})
    session = replace(session, mappings={"行业": mapping})
    put(session, a=GOOD.replace("mineral", code))
    [entered] = landing.land(session, SECTOR).deliveries
    assert (entered.scope, entered.is_refused) == (scope, is_refused)


def test_land__rows_outside_what_the_name_promises_are_quarantined(session: Session) -> None:
    told = session.mappings["行业"].model_dump() | {"delivery": "snapshot"}
    scope = {"of": "sector_code", "in_name": "([a-z]+)[.]csv"}
    mapping = SourceMapping.model_validate(told | {"scope": scope})
    session = replace(session, mappings={"行业": mapping})
    others = "".join(f"market,市场,M{number}\n" for number in range(2))
    put(session, mineral=GOOD + others)
    [entered] = landing.land(session, SECTOR).deliveries
    assert entered.scope == "mineral"
    assert ("sector_code", "outside_scope", 2) in entered.faults


def test_land__file_that_cannot_be_read_does_not_hold_up_the_others(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has a.csv open; b.csv is loaded all the same."""
    put(session, a=GOOD, b=GOOD.replace("mineral", "market"))
    real = files.read

    def locked(mapping: SourceMapping, offer: Offer) -> bytes:
        if offer.file.endswith("a.csv"):
            raise SourceError("打不开 a.csv。", "a.csv may not be opened")
        return real(mapping, offer)

    monkeypatch.setattr(files, "read", locked)
    landed = landing.land(session, SECTOR)
    assert [str(complaint) for complaint in landed.complaints] == [
        "打不开 a.csv。\na.csv may not be opened"
    ]
    assert [entered.file for entered in landed.deliveries] == ["inbox/b.csv"]


def test_land__file_that_does_not_fit_does_not_hold_up_the_others(session: Session) -> None:
    put(session, a="编号\n1\n", b=GOOD)
    landed = landing.land(session, SECTOR)
    assert len(landed.complaints) == 1
    assert [entered.file for entered in landed.deliveries] == ["inbox/b.csv"]
    assert len(landing.land(session, SECTOR).complaints) == 1, "it is looked at again"


def test_land__archive_with_one_bad_member_is_kept_as_a_whole_or_not_at_all(
    session: Session,
) -> None:
    """Else its good members would come in again with every run, and never be asserted."""
    with zipfile.ZipFile(session.workspace.inbox / "a.zip", "w") as archive:
        archive.writestr("1.csv", GOOD)
        archive.writestr("2.csv", "编号\n1\n")
    landed = landing.land(session, SECTOR)
    assert len(landed.complaints) == 1
    assert session.manifest.deliveries == landed.deliveries
    entered = len(session.manifest.deliveries)
    landing.land(session, SECTOR)
    assert len(session.manifest.deliveries) == entered


@pytest.mark.parametrize("count", [1, None], ids=["broken", "could not be asked"])
def test_land__rows_that_break_a_rule_after_all_are_not_kept(
    session: Session, asserted: Any, count: int | None
) -> None:
    put(session, a=GOOD)
    asserted([Outcome("required", "name_cn", 0), Outcome("pattern", "sector_code", count)])
    landed = landing.land(session, SECTOR)
    assert [outcome.rule for outcome in landed.broken] == ["pattern"]
    assert session.manifest == Manifest()
    assert Manifest.load(session.workspace) == Manifest()
    asserted([])
    assert len(landing.land(session, SECTOR).deliveries) == 1, "it is read again"
