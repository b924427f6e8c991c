"""Files that are there whole or not at all, and who may read them."""

import os
from pathlib import Path

import pytest

from dagster_project.warehouse import durable


def test_whole__takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.json"
    with durable.whole(path) as draft:
        draft.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_whole__leaves_nothing_behind_on_an_error(
    tmp_path: Path, error: type[BaseException]
) -> None:
    def fail() -> None:
        with durable.whole(tmp_path / "a.json") as draft:
            draft.write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_whole__old_content_stays_on_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")

    def fail() -> None:
        with durable.whole(path) as draft:
            draft.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_whole__begins_without_what_a_killed_run_left(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with durable.whole(path) as draft:
        left_behind = draft
        draft.write_text("x")
    left_behind.write_text("left behind")
    with durable.whole(path) as draft:
        assert draft == left_behind
        assert not draft.exists()
        draft.write_text("new")
    assert path.read_text() == "new"


def test_whole__is_on_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First the content, then the name, then the folder."""
    path, seen = tmp_path / "a.json", []
    real = os.fsync

    def spy(handle: int) -> None:
        seen.append((Path(f"/proc/self/fd/{handle}").readlink().name, path.exists()))
        real(handle)

    monkeypatch.setattr(os, "fsync", spy)
    with durable.whole(path) as draft:
        draft.write_text("x")
    assert seen[0] == (draft.name, False)
    assert seen[-1] == (tmp_path.name, True)


def test_discard__file_folder_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "file").write_text("x")
    for name in ("folder", "file", "nothing"):
        durable.discard(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_private__files_of_this_account_alone_inside_and_as_before_after(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with durable.private():
            (tmp_path / "deep" / "er").mkdir(parents=True)
            (tmp_path / "deep" / "a").touch()
        (tmp_path / "b").touch()
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"deep": 0o700, "er": 0o700, "a": 0o600, "b": 0o644}


def test_private__ends_with_an_error_too() -> None:
    before = os.umask(0o022)
    try:
        with pytest.raises(RuntimeError), durable.private():
            raise RuntimeError
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
