"""Returns are made once each, from figures that reach to the end of their period."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dagster_project.returns import agenda, making
from dagster_project.returns.making import ReturnError
from dagster_project.scorecards import life as lives
from dagster_project.scorecards import steps
from dagster_project.scorecards.entries import Deed
from dagster_project.scorecards.life import Stage
from data_contracts import returns as agreed
from data_contracts.returns import Due, Kind
from tests.unit.returns.office import SNAPSHOT, Office, founded

RETURNS = "{monthly: 5, quarterly: 10, half_yearly: 15, yearly: 20}"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return founded(tmp_path / "home", RETURNS)


def made(office: Office, name: str) -> Path:
    return making.make(office.workspace, making.named(office.workspace, name), office.at)


def steps_of(office: Office, name: str) -> list[tuple[str, str]]:
    return [(e.step.value, e.who) for e in lives.load(office.workspace, name).entries]


def test_monthly__is_the_register_of_monthly_returns(office: Office) -> None:
    """3 + 4 clues of mineral and 5 of none; by telephone 3 + 5 and by letter 4; 12 in all."""
    office.turn(date(2026, 2, 6))
    place = made(office, "2026-01")
    found = pl.read_excel(place / "2026-01 四项月报.xlsx")
    columns = ["月份", "填报单位", "分类方式", "分类代码", "举报数"]
    assert set(found.select(columns).rows()) == {
        ("2026-01", "TK-01", "total", "total", 12),
        ("2026-01", "TK-01", "sector", "mineral", 7),
        ("2026-01", "TK-01", "sector", "none", 5),
        ("2026-01", "TK-01", "channel", "phone", 8),
        ("2026-01", "TK-01", "channel", "letter", 4),
    }


def test_made__says_from_what_and_when(office: Office) -> None:
    office.turn(date(2026, 2, 6))
    said = json.loads((made(office, "2026-01") / making.RECORD).read_text(encoding="utf-8"))
    assert said == {
        "kind": "monthly",
        "period": "2026-01",
        "due_on": "2026-02-06",
        "made_at": "2026-02-06T07:00:00+08:00",
        "known_on": None,
        "snapshot_id": SNAPSHOT,
        "as_of": "2026-02-05",
    }


def test_made__once_and_left_as_it_is(office: Office) -> None:
    office.turn(date(2026, 2, 6))
    place = made(office, "2026-01")
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    office.turn(date(2026, 2, 7))
    assert made(office, "2026-01") == place
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    assert agreed.done(office.reports) == {(Kind.MONTHLY, "2026-01")}


def test_made__office_outlet_is_opened_on_record(office: Office) -> None:
    office.turn(date(2026, 2, 6))
    made(office, "2026-01")
    [line] = office.workspace.access_log.read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert (said["what"], said["period"], said["outlet"]) == ("return", "2026-01", "office")


def test_made__nothing_is_left_of_one_that_failed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.turn(date(2026, 2, 6))

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            made(office, "2026-01")
    assert agreed.done(office.reports) == set()
    assert made(office, "2026-01").is_dir()


def test_period__that_figures_do_not_reach_is_refused(office: Office) -> None:
    office.refresh(date(2026, 1, 30))
    with pytest.raises(ReturnError, match="2026-01-30"):
        made(office, "2026-01")
    office.refresh(date(2026, 1, 31))
    assert made(office, "2026-01").is_dir()


@pytest.mark.parametrize("name", ["2026-13", "../2026-01", "2026-Q9"])
def test_period__that_is_none_is_refused(office: Office, name: str) -> None:
    with pytest.raises(ReturnError, match=r"2026-Q1"):
        making.named(office.workspace, name)


def test_trial__is_the_step_that_falls_due(office: Office) -> None:
    office.turn(date(2026, 1, 15))
    made(office, "2025-Q4")
    assert steps_of(office, "2025-Q4") == [("collect", "scheduler"), ("trial", "scheduler")]


def test_trial__killed_before_its_folder_is_not_tried_twice(office: Office) -> None:
    office.turn(date(2026, 1, 15))
    place = made(office, "2025-Q4")
    place.rename(office.reports / "lost")
    made(office, "2025-Q4")
    assert [step for step, _ in steps_of(office, "2025-Q4")] == ["collect", "trial"]


def test_trial__leaves_a_period_alone_that_is_further_on(office: Office) -> None:
    office.turn(date(2026, 1, 12))
    deed = Deed("TK-01", "提前公示", office.at)
    for step in (steps.collect, steps.trial, steps.notice):
        step(office.workspace, "2025-Q4", deed)
    office.turn(date(2026, 1, 15))
    assert made(office, "2025-Q4").is_dir()
    assert lives.load(office.workspace, "2025-Q4").stage is Stage.NOTICE


def test_agenda__office_owes_nothing_before_its_first_load(office: Office) -> None:
    """Loaded first on 31 December 2025: November's, due on 5 December, was never owed."""
    office.turn(date(2026, 1, 5))
    standing = agenda.look(office.workspace, office.at)
    assert (standing.open, standing.missed) == ([], [])
    assert standing.next == Due(Kind.MONTHLY, "2025-12", date(2026, 1, 8))


def test_agenda__due_today_is_open_and_missed_tomorrow(office: Office) -> None:
    one = Due(Kind.MONTHLY, "2025-12", date(2026, 1, 8))
    office.turn(one.due_on)
    standing = agenda.look(office.workspace, office.at)
    assert (standing.open, standing.missed) == ([one], [])
    office.turn(one.due_on + timedelta(days=1))
    assert agenda.look(office.workspace, office.at).missed == [one]
    made(office, "2025-12")
    assert agenda.look(office.workspace, office.at).missed == []


def test_agenda__goes_by_the_days_that_the_office_has_entered(tmp_path: Path) -> None:
    """With Thursday 8 January off here, the fifth working day is Friday 9."""
    local = {"day": date(2026, 1, 8), "is_workday": False, "basis": "local"}
    office = founded(tmp_path / "home", RETURNS, [local])
    office.turn(date(2026, 1, 5))
    standing = agenda.look(office.workspace, office.at)
    assert standing.next == Due(Kind.MONTHLY, "2025-12", date(2026, 1, 9))


def test_agenda__is_kept_for_the_pages(office: Office) -> None:
    office.turn(date(2026, 1, 9))
    standing = agenda.look(office.workspace, office.at)
    agenda.write(office.workspace, standing)
    kept = agreed.agenda(office.reports)
    assert [(one.name, one.due_on) for one in kept] == [
        (one.name, one.due_on) for one in standing.returns
    ]
    (office.reports / agreed.AGENDA).write_text("[{", encoding="utf-8")
    assert agreed.agenda(office.reports) == []
