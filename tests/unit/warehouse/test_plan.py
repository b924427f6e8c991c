"""What a build is made from: the same inputs give the same snapshot, other ones another."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dagster_project.settings import TIME_ZONE, Settings, Workspace
from dagster_project.warehouse import build
from dagster_project.warehouse.build import Plan
from dagster_project.warehouse.manifest import Build, Manifest, Release
from tests.unit.warehouse.entries import a_delivery

MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=TIME_ZONE)


def planned(manifest: Manifest | None = None, at: datetime = MORNING, **said: object) -> Plan:
    settings = Settings.model_validate({"home_area": "150626102"} | said)
    return build.plan(manifest or Manifest(deliveries=[a_delivery(1)]), settings, at)


def test_plan__id_is_the_cut_off_and_a_fingerprint() -> None:
    plan = planned()
    assert plan.as_of == date(2026, 11, 22)
    assert plan.snapshot_id == f"20261122-{plan.input_print[:8]}"
    assert (plan.built_at, plan.home_area_code, plan.is_demo) == (MORNING, "150626102", False)


def test_plan__same_inputs_same_id_at_any_time_of_the_day() -> None:
    evening = MORNING + timedelta(hours=18)
    assert planned(at=evening).snapshot_id == planned().snapshot_id
    assert planned(keep_snapshots=3, daily_at="17:30").snapshot_id == planned().snapshot_id


@pytest.mark.parametrize(
    "change",
    [
        lambda: planned(at=MORNING + timedelta(days=1)),
        lambda: planned(cut_off_days=2),
        lambda: planned(home_area="150626"),
        lambda: planned(demo=True),
        lambda: planned(Manifest()),
        lambda: planned(Manifest(deliveries=[a_delivery(1), a_delivery(2)])),
        lambda: planned(Manifest(deliveries=[a_delivery(1, content="other")])),
        lambda: planned(Manifest(deliveries=[a_delivery(1)], key_print="other")),
    ],
    ids=["day", "cut-off", "home", "demo", "no delivery", "one more", "other content", "key"],
)
def test_plan__anything_else_is_another_snapshot(change: Callable[[], Plan]) -> None:
    assert change().snapshot_id != planned().snapshot_id


def test_plan__other_models_are_another_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    before = planned().snapshot_id
    monkeypatch.setattr(build, "code_print", lambda: "changed")
    assert planned().snapshot_id != before


def test_plan__is_due_unless_the_last_build_was_made_from_the_same() -> None:
    manifest = Manifest(deliveries=[a_delivery(1)])
    plan = planned(manifest)
    assert plan.is_due(manifest.build)
    manifest.build = Build(
        file="b",
        base=None,
        schema_print="",
        input_print=plan.input_print,
        last_delivery=1,
        as_of=plan.as_of,
        snapshot_id=plan.snapshot_id,
    )
    assert not plan.is_due(manifest.build)
    assert planned(manifest, at=MORNING + timedelta(days=1)).is_due(manifest.build)


def test_plan__a_release_once_a_month_from_its_day_on() -> None:
    """The first one as well; the cut-off of the morning of the 23rd is the 22nd."""
    manifest = Manifest(deliveries=[a_delivery(1)])
    assert planned(manifest, release_day=23).release is None
    assert planned(manifest, release_day=22).release == "2026-11"
    manifest.releases.append(Release(id="2026-11", as_of=date(2026, 11, 22)))
    assert planned(manifest).release is None
    december = datetime(2026, 12, 10, 5, 0, tzinfo=TIME_ZONE)
    assert planned(manifest, at=december).release == "2026-12"
    assert planned(manifest, at=december, release_day=9).release == "2026-12"
    assert planned(manifest, at=december, release_day=10).release is None
    assert planned(manifest, at=datetime(2026, 10, 31, 5, tzinfo=TIME_ZONE)).release is None


def test_is_pending__deliveries_after_the_last_build() -> None:
    contract = build.loader.source_contracts()["supervision_finding"]
    manifest = Manifest(deliveries=[a_delivery(number) for number in (1, 2, 3)])
    assert build.is_pending(manifest, None, contract)
    assert build.is_pending(manifest, a_build(last_delivery=2), contract)
    assert not build.is_pending(manifest, a_build(last_delivery=3), contract)


def test_usable__not_where_the_raw_tables_have_another_shape(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.warehouse.mkdir()
    (workspace.warehouse / "b").touch()
    (workspace.warehouse / "b.keys").mkdir()
    good = a_build(schema_print=build.schema_print())
    assert build.usable(workspace, Manifest(build=good)) == good
    assert build.usable(workspace, Manifest(build=a_build(schema_print="older"))) is None


def test_usable__not_where_its_file_is_lost(tmp_path: Path) -> None:
    lost = a_build(schema_print=build.schema_print())
    assert build.usable(Workspace(tmp_path), Manifest(build=lost)) is None


def a_build(**said: Any) -> Build:
    ordinary: dict[str, Any] = {
        "file": "b",
        "base": None,
        "schema_print": "",
        "input_print": "",
        "last_delivery": 1,
        "as_of": date(2026, 11, 22),
        "snapshot_id": "s",
    }
    return Build(**(ordinary | said))


def test_code_version__names_the_release_and_the_models() -> None:
    release, _, models = build.code_version().partition("+")
    assert release
    assert models == build.code_print()[:8]
