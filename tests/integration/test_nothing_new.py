"""Cost follows change: a run reads what is new, and does nothing where nothing is."""

import os
import shutil
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from dagster_project.demo.hotline.exports import MISSING, NAME
from dagster_project.demo.hotline.files import HEADERS
from dagster_project.demo.periods import span_to
from dagster_project.settings import Workspace
from data_contracts import query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from tests.integration.command import MORNING, anping
from tests.integration.traced import traced
from tests.integration.workspaces import TODAY, Demo

KEPT = ("landing", "quarantine", "warehouse", "published")
TOMORROW = MORNING + timedelta(days=1)


def state(workspace: Workspace) -> dict[str, tuple[int, str]]:
    """Time of change and content of every file that a run may write; the lock aside."""
    paths = [p for kept in KEPT for p in (workspace.home / kept).rglob("*") if p.is_file()]
    return {
        str(path.relative_to(workspace.home)): (
            path.stat().st_mtime_ns,
            sha256(path.read_bytes()).hexdigest(),
        )
        for path in paths
        if path.name != "run.lock"
    }


def read_from_inbox(workspace: Workspace, opened: list[Path]) -> set[str]:
    return {path.name for path in opened if path.is_relative_to(workspace.inbox)}


def serving(workspace: Workspace) -> snapshots.Snapshot:
    return snapshots.current(workspace.published)


def test_run__nothing_new(town_copy: Workspace, tmp_path: Path) -> None:
    """No source file is opened, no file written, no snapshot published."""
    before, published = state(town_copy), serving(town_copy)
    done, opened = traced(town_copy, tmp_path / "strace.log", "run")
    assert done.code == 0, done.err
    assert opened, "the trace shows nothing at all"
    assert read_from_inbox(town_copy, opened) == set()
    assert state(town_copy) == before
    assert serving(town_copy) == published
    assert published.id in done.err


def test_run__one_new_month(demo_town: Demo, town_copy: Workspace, tmp_path: Path) -> None:
    """The month that was missing arrives: it alone is read, and then it counts."""
    month = span_to(TODAY).months[MISSING]
    name = NAME.format(month, "")
    lines = [",".join(HEADERS.values()), *(ticket(number, month) for number in range(3))]
    (town_copy.inbox / "hotline" / name).write_text("\r\n".join(lines) + "\r\n", encoding="gb18030")
    before = state(town_copy)
    done, opened = traced(town_copy, tmp_path / "strace.log", "run")
    assert done.code == 0, done.err
    assert read_from_inbox(town_copy, opened) == {name}
    assert serving(town_copy).id != demo_town.snapshot.id
    sql = (
        "SELECT row_count, is_missing FROM mart_register_month "
        f"WHERE contract = 'hotline_ticket' AND month = '{month:%Y-%m}'"
    )
    assert demo_town.rows(sql, Outlet.OFFICE) == [(0, True)]
    assert query.trusted(serving(town_copy), sql, Outlet.OFFICE).rows() == [(3, False)]
    after = state(town_copy)
    landed = {path for path in before if path.startswith(("landing", "quarantine"))}
    assert all(after[path] == before[path] for path in landed), "what was landed was rewritten"
    assert len([path for path in after if path.startswith("landing")]) == 1 + len(
        [path for path in landed if path.startswith("landing")]
    )


def ticket(number: int, month: date) -> str:
    cells = {
        "ticket_id": f"GD{month:%Y%m}-9000{number}",
        "area_code": "图克镇",
        "unit_code": "图克镇派出所",
        "sector_code": "",
        "class": "求助",
        "created_on": f"{month + timedelta(days=number)}",
        "due_on": f"{month + timedelta(days=number + 10)}",
        "closed_on": "",
        "is_contacted_in_24h": "是",
        "is_solved": "",
        "is_satisfied": "",
        "is_excluded": "否",
        "rework_count": "0",
        "updated_at": f"{month + timedelta(days=number)} 10:00:00",
    }
    return ",".join(cells[column] for column in HEADERS)


def test_run__next_day_moves_the_cut_off(tiny_copy: Workspace) -> None:
    """A new snapshot; who holds the old one keeps it, also when it is no longer kept."""
    with tiny_copy.settings_file.open("a", encoding="utf-8") as file:
        file.write("keep_snapshots: 1\n")
    old = serving(tiny_copy)
    landed = {path: kept for path, kept in state(tiny_copy).items() if path.startswith("landing")}
    with snapshots.connect(old) as reader:
        done = anping(tiny_copy, "run", at=TOMORROW)
        assert done.code == 0, done.err
        assert reader.sql("SELECT as_of FROM snapshot").fetchall() == [(old.as_of,)]
        assert reader.sql("SELECT count(*) FROM mart_indicator_value").fetchall() != [(0,)]
    new = serving(tiny_copy)
    assert new.as_of == old.as_of + timedelta(days=1)
    facts = query.trusted(new, "SELECT snapshot_id, as_of FROM snapshot")
    assert facts.rows() == [(new.id, new.as_of)]
    after = state(tiny_copy)
    assert {path: kept for path, kept in after.items() if path.startswith("landing")} == landed
    assert [p.name for p in tiny_copy.published.iterdir() if p.is_dir()] == [new.id]


@pytest.mark.parametrize("kept", [1, 3])
def test_run__keeps_as_many_snapshots_as_set(tiny_copy: Workspace, kept: int) -> None:
    """The one that serves and the newest of the others."""
    old = serving(tiny_copy)
    for age in range(1, 5):
        lookalike(tiny_copy, old, f"2026110{age}-00000000", age)
    with tiny_copy.settings_file.open("a", encoding="utf-8") as file:
        file.write(f"keep_snapshots: {kept}\n")
    done = anping(tiny_copy, "run")
    assert done.code == 0, done.err
    left = {path.name for path in tiny_copy.published.iterdir() if path.is_dir()}
    assert left == {old.id, *[f"2026110{age}-00000000" for age in range(1, kept)]}


def lookalike(workspace: Workspace, of: snapshots.Snapshot, name: str, age: int) -> None:
    """An older snapshot, so many days old."""
    folder = shutil.copytree(of.folder, workspace.published / name)
    then = of.folder.stat().st_mtime - age * 86400
    os.utime(folder, (then, then))
