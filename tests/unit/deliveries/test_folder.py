"""Delivery into a folder, and what is written down of it."""

import errno
import os
from pathlib import Path

import pytest

from dagster_project.deliveries import record
from dagster_project.deliveries.delivery import Carrier
from dagster_project.deliveries.record import Outcome, RecordError
from dagster_project.settings import Workspace
from data_contracts import audit
from tests.unit.deliveries.conftest import a_recipient

NAME = "2026-Q3-1-office.zip"
THERE = a_recipient(kind="folder", path="../shared", tries=2)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def test_folder__arrives_whole_and_once(shared: Path, carrier: Carrier, place: Path) -> None:
    assert carrier.deliver(place, THERE).outcome is Outcome.DELIVERED
    [there] = shared.iterdir()
    assert there.name == NAME
    before = there.stat().st_ino
    carrier.workspace.delivery_log.unlink()  # As if killed before it was on record.
    assert carrier.deliver(place, THERE).outcome is Outcome.DELIVERED
    assert there.stat().st_ino == before


def test_folder__receipt_is_read(
    shared: Path, workspace: Workspace, carrier: Carrier, place: Path
) -> None:
    carrier.deliver(place, THERE)
    assert carrier.acknowledge([THERE]) == []
    (shared / f"{NAME}.ack").write_text(" 收讫 \n 0017\n", encoding="utf-8")
    [done] = carrier.acknowledge([THERE])
    assert done.outcome is Outcome.ACKNOWLEDGED
    [entry] = record.arrived(workspace).values()
    assert (entry.outcome, entry.receipt) == (Outcome.ACKNOWLEDGED, "收讫 0017")


def test_folder__receipt_with_a_telephone_number_is_not_kept(
    shared: Path, workspace: Workspace, carrier: Carrier, place: Path
) -> None:
    (shared / f"{NAME}.ack").write_text("王某 13900001234", encoding="utf-8")
    assert carrier.deliver(place, THERE).outcome is Outcome.ACKNOWLEDGED
    assert "139" not in workspace.delivery_log.read_text(encoding="utf-8").split('"receipt"')[1]


def test_folder__other_file_of_that_name_stays(shared: Path, carrier: Carrier, place: Path) -> None:
    (shared / NAME).write_bytes(b"theirs")
    done = carrier.deliver(place, THERE)
    assert done.why is not None
    assert "同名" in done.why.cn
    assert (shared / NAME).read_bytes() == b"theirs"


def test_folder__share_that_is_not_mounted_is_not_made(
    tmp_path: Path, carrier: Carrier, waits: list[float], place: Path
) -> None:
    done = carrier.deliver(place, THERE)
    assert done.why is not None
    assert "挂载" in done.why.cn
    assert waits == [2]
    assert not (tmp_path / "shared").exists()


@pytest.mark.parametrize(
    ("number", "words", "tried"),
    [
        (errno.ENOSPC, ("磁盘已满", "is full"), 2),
        (errno.EACCES, ("权限", "rights"), 1),
        (errno.EIO, ("不能读写", "fails"), 2),
    ],
)
def test_folder__failure_is_one_sentence_and_leaves_nothing(
    shared: Path,
    carrier: Carrier,
    waits: list[float],
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    words: tuple[str, str],
    tried: int,
) -> None:
    replace = Path.replace

    def failing(draft: Path, target: Path) -> Path:
        if draft.parent == carrier.workspace.home / "../shared":
            raise OSError(number, os.strerror(number))
        return replace(draft, target)

    monkeypatch.setattr(Path, "replace", failing)
    done = carrier.deliver(place, THERE)
    assert done.outcome is Outcome.DEAD
    assert done.why is not None
    assert words[0] in done.why.cn
    assert words[1] in done.why.en
    assert len(waits) == tried - 1
    assert [*shared.iterdir()] == []


def test_folder__what_cannot_be_recorded_is_not_sent(
    shared: Path, carrier: Carrier, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(audit, "append", full)
    with pytest.raises(RecordError, match=r"deliveries\.jsonl"):
        carrier.deliver(place, THERE)
    assert [*shared.iterdir()] == []


def test_log__line_that_was_cut_short_hides_no_other(
    shared: Path, workspace: Workspace, carrier: Carrier, place: Path
) -> None:
    workspace.logs.mkdir()
    workspace.delivery_log.write_text('{"at": "2026-10-', encoding="utf-8")
    carrier.deliver(place, THERE)
    assert [entry.outcome.value for entry in record.entries(workspace)] == ["sending", "delivered"]
