"""Whether a new key would lose rows: what sources gave before, beside what they give now."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dagster_project.settings import Workspace
from dagster_project.warehouse import rotation
from dagster_project.warehouse.manifest import Delivery, Manifest, Rotation, accepted_file
from data_contracts.configuration import ConfigurationError
from tests.unit.warehouse.entries import LOADED_AT, a_delivery


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def snapshot(number: int, **said: Any) -> Delivery:
    return a_delivery(number, **({"contract": "hotline_ticket", "mapping": "热线"} | said))


def upsert(workspace: Workspace, number: int, keys: range, **said: Any) -> Delivery:
    """One with rows; ids of the keys are told apart only within one run."""
    one = snapshot(number, **({"mode": "upsert", "scope": None} | said))
    path = accepted_file(workspace, one)
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame({"ticket_id": [f"{number // 10} {key}" for key in keys]}).write_parquet(path)
    return one


def refused(workspace: Workspace, before: list[Delivery], now: list[Delivery]) -> str:
    """What is said; nothing where nothing is lost."""
    try:
        rotation.refuse_loss(workspace, Manifest(deliveries=before), Manifest(deliveries=now))
    except ConfigurationError as error:
        return error.en
    return ""


def test_snapshot__another_content_of_the_same_scope_is_there(workspace: Workspace) -> None:
    assert refused(workspace, [snapshot(1)], [snapshot(11)]) == ""
    before = [snapshot(1, order="a"), snapshot(2, order="b")]
    assert refused(workspace, before, [snapshot(11, order="b")]) == ""


def test_snapshot__a_scope_that_is_gone_is_lost(workspace: Workspace) -> None:
    september = snapshot(1, scope="2026-09", file="9月.csv")
    october = snapshot(2, scope="2026-10", file="10月.csv")
    said = refused(workspace, [september, october], [snapshot(11, scope="2026-10")])
    assert "9月.csv" in said
    assert "10月.csv" not in said


def test_snapshot__without_a_row_where_there_were_some_is_lost(workspace: Workspace) -> None:
    assert refused(workspace, [snapshot(1)], [snapshot(11, accepted_count=0)])
    assert refused(workspace, [snapshot(1)], [snapshot(11, is_refused=True)])
    assert refused(workspace, [snapshot(1, accepted_count=0)], []) == ""
    assert refused(workspace, [snapshot(1, is_refused=True)], []) == ""


def test_snapshot__a_correction_that_is_gone_is_lost(workspace: Workspace) -> None:
    """What it corrected is still there, but stands lower."""
    first = snapshot(1, order="9月", file="9月.csv")
    second = snapshot(2, order="9月（更正）", file="9月（更正）.csv")
    again = snapshot(11, order="9月", content=first.content)
    assert "9月（更正）.csv" in refused(workspace, [first, second], [again])
    assert refused(workspace, [second, first], [snapshot(11, order=second.order)]) == ""


def test_upsert__a_file_that_is_gone_is_lost_unless_its_content_is_there(
    workspace: Workspace,
) -> None:
    before = [
        upsert(workspace, 1, range(5), file="a.csv"),
        upsert(workspace, 2, range(9), file="b"),
    ]
    whole = upsert(workspace, 12, range(9), file="b", content="content 2")
    assert "a.csv" in refused(workspace, before, [whole])
    renamed = upsert(workspace, 13, range(5), file="c.csv", content="content 1")
    assert refused(workspace, before, [whole, renamed]) == ""


def test_upsert__another_content_of_the_same_file_must_hold_all_keys(workspace: Workspace) -> None:
    before = [upsert(workspace, 1, range(5)), upsert(workspace, 2, range(3, 9))]
    assert refused(workspace, before, [upsert(workspace, 11, range(9))]) == ""
    assert refused(workspace, before, [upsert(workspace, 12, range(8))])
    assert refused(workspace, before, [])


def test_upsert__increments_are_in_a_whole_reading_of_their_source(workspace: Workspace) -> None:
    before = [
        upsert(workspace, 1, range(5), file="table"),
        upsert(workspace, 2, range(3, 9), file="table 2026-11-22", increment_of="table"),
    ]
    assert refused(workspace, before, [upsert(workspace, 11, range(9), file="table")]) == ""
    said = refused(workspace, before, [upsert(workspace, 12, range(8), file="table")])
    assert "table" in said
    assert "2026-11-22" not in said


def test_other_registers__are_not_looked_at(workspace: Workspace) -> None:
    assert refused(workspace, [a_delivery(1)], []) == ""


def test_begin__keeps_plain_registers_and_gives_no_id_twice(workspace: Workspace) -> None:
    workspace.pseudonym_key.write_text("5a" * 32)
    workspace.pseudonym_key.chmod(0o600)
    outgoing = Manifest(deliveries=[a_delivery(1), snapshot(7)], key_print="old")
    incoming = rotation.begin(workspace, outgoing, LOADED_AT)
    assert incoming.deliveries == [a_delivery(1)]
    assert incoming.next_id == outgoing.next_id == 8
    assert incoming.rotation == Rotation(at=LOADED_AT, last_id=7, is_cleared=False)
    assert incoming.key_print not in (None, "old")
    assert outgoing.deliveries == [a_delivery(1), snapshot(7)]
    assert not workspace.warehouse.exists(), "nothing counts yet"
