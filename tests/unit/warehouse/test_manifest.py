"""The manifest: what was loaded, and what counts now."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from dagster_project.warehouse import manifest as manifests
from dagster_project.warehouse.manifest import Build, Delivery, Manifest, SeenFile
from data_contracts.configuration import ConfigurationError
from tests.unit.warehouse.entries import a_delivery


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def full() -> Manifest:
    return Manifest(
        deliveries=[a_delivery(1, faults=(("found_on", "type", 2),)), a_delivery(2)],
        files={"热线": {"a.csv": SeenFile(stamp="1:2", content="c", agreement="a")}},
        build=Build(
            file="build-2.duckdb",
            base="build-1.duckdb",
            schema_print="s",
            input_print="i",
            last_delivery=2,
            as_of=date(2026, 11, 22),
            snapshot_id="20261122-1a2b3c4d",
        ),
    )


def test_manifest__comes_back_as_it_was_saved(workspace: Workspace) -> None:
    full().save(workspace)
    assert Manifest.load(workspace) == full()
    assert [path.name for path in workspace.warehouse.iterdir()] == [manifests.FILE]


def test_manifest__empty_before_the_first_load(workspace: Workspace) -> None:
    empty = Manifest.load(workspace)
    assert empty == Manifest()
    assert (empty.next_id, empty.last_delivery) == (1, 0)


@pytest.mark.parametrize("content", [b"", b"{", b'{"deliveries": 5}', b"\xff\xfe", b"[]"])
def test_manifest__damaged_one_is_a_complaint_and_never_an_empty_one(
    workspace: Workspace, content: bytes
) -> None:
    workspace.warehouse.mkdir()
    (workspace.warehouse / manifests.FILE).write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        Manifest.load(workspace)
    for said in (caught.value.cn, caught.value.en):
        assert str(workspace.warehouse / manifests.FILE) in said


def test_manifest__ids_go_on_after_the_latest() -> None:
    assert (full().next_id, full().last_delivery) == (3, 2)


def test_manifest__refused_deliveries_are_not_accepted() -> None:
    kept = Manifest(
        deliveries=[
            a_delivery(1),
            a_delivery(2, is_refused=True),
            a_delivery(3, contract="area"),
            a_delivery(4),
        ]
    )
    assert [d.id for d in kept.accepted("supervision_finding")] == [1, 4]


def _ids(deliveries: list[Delivery]) -> list[int]:
    return [delivery.id for delivery in deliveries]


def test_manifest__latest_delivery_of_a_file_counts() -> None:
    kept = Manifest(
        deliveries=[
            a_delivery(1, file="a"),
            a_delivery(2, file="b"),
            a_delivery(3, file="a"),
            a_delivery(4, file="a", mapping="other"),
        ]
    )
    assert _ids(list(kept.latest().values())) == [3, 2, 4]


def test_manifest__whole_reading_stands_for_the_increments_before_it() -> None:
    def part(number: int, **said: bool) -> Delivery:
        return a_delivery(number, file=f"t {number}", increment_of="t", **said)

    readings = [
        a_delivery(1, file="t"),
        part(2),
        part(3, is_refused=True),
        part(4, is_refused=True),
        part(5),
        part(6),
        a_delivery(7, file="t"),
        part(8),
    ]
    expected = {2: [1, 2], 3: [1, 2, 3], 4: [1, 2, 4], 5: [1, 2, 5], 6: [1, 2, 5, 6], 7: [7]}
    for count, ids in (expected | {8: [7, 8]}).items():
        assert _ids(list(Manifest(deliveries=readings[:count]).latest().values())) == ids


def test_manifest__refusal_lasts_while_the_file_is_there_as_it_was() -> None:
    refused = a_delivery(1, file="a.xlsx#Sheet1", content="bad", is_refused=True)
    seen = SeenFile(stamp="1", content="bad", agreement="")
    manifest = Manifest(deliveries=[refused], files={"台账": {"a.xlsx": seen}})
    assert _ids(manifest.refusals("台账", ["a.xlsx"])) == [1]
    assert manifest.refusals("台账", []) == [], "the file was taken away"
    manifest.deliveries.append(a_delivery(2, file="a.xlsx#Sheet1", content="good"))
    manifest.files["台账"]["a.xlsx"] = SeenFile(stamp="2", content="good", agreement="")
    assert manifest.refusals("台账", ["a.xlsx"]) == [], "the file was replaced"


def test_delivery__quarantined_rows_are_those_not_accepted() -> None:
    assert a_delivery(1, read_count=10, accepted_count=7).quarantined_count == 3


def test_delivery__time_keeps_its_zone(workspace: Workspace) -> None:
    full().save(workspace)
    [first, _] = Manifest.load(workspace).deliveries
    assert first.loaded_at == datetime(2026, 11, 23, tzinfo=UTC)


def test_files__are_named_by_contract_and_delivery(workspace: Workspace) -> None:
    delivery = a_delivery(12)
    accepted = manifests.accepted_file(workspace, delivery)
    faults = manifests.quarantine_file(workspace, delivery)
    assert accepted == workspace.landing / "supervision_finding" / "00000012.parquet"
    assert faults == workspace.quarantine / "supervision_finding" / "00000012.parquet"
