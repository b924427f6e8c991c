"""Which files a mapping means, in which order, and whether they changed; none is opened."""

import errno
import os
from pathlib import Path
from typing import Any, NoReturn

import pytest

from dagster_project.sources import files
from dagster_project.sources.reading import Offer, SourceError, SourceUnreachableError
from tests.unit.sources.stand_ins import a_mapping


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("a\n", encoding="utf-8")


def offered(inbox: Path, pattern: str = "inbox/*.csv", **said: Any) -> list[Offer]:
    return files.offers(a_mapping(root=inbox.parent, files=pattern, **said))


def test_offers__natural_order(inbox: Path) -> None:
    put(inbox, "工单10.csv", "工单2.csv", "工单1.csv")
    assert [o.file for o in offered(inbox)] == [
        "inbox/工单1.csv",
        "inbox/工单2.csv",
        "inbox/工单10.csv",
    ]


def test_offers__full_width_digits_sort_like_others(inbox: Path) -> None:
    put(inbox, "工单１０.csv", "工单９.csv", "工单2.csv")
    assert [o.file[-7:] for o in offered(inbox)] == ["工单2.csv"[-7:], "工单９.csv", "单１０.csv"]


@pytest.mark.parametrize(
    "mark", ["更正", "_更正", "（更正）", "(更正)", " 更正", "-更正", " (2)", "(1)", "_v2"]
)
def test_natural_order__correction_comes_after_its_original(mark: str) -> None:
    original = files.natural_order("inbox/热线工单2026年9月.csv")
    corrected = files.natural_order(f"inbox/热线工单2026年9月{mark}.csv")
    following = files.natural_order("inbox/热线工单2026年10月.csv")
    assert original < corrected < following


def test_offers__order_by_time_of_change(inbox: Path) -> None:
    put(inbox, "a.csv", "b.csv")
    os.utime(inbox / "a.csv", (1_700_000_001, 1_700_000_001))
    os.utime(inbox / "b.csv", (1_700_000_000, 1_700_000_000))
    by_time = offered(inbox, order="modified")
    assert [o.file for o in by_time] == ["inbox/b.csv", "inbox/a.csv"]


def test_offers__stamp_changes_with_size_and_time(inbox: Path) -> None:
    put(inbox, "a.csv")
    os.utime(inbox / "a.csv", ns=(5, 5))
    [first] = offered(inbox)
    assert offered(inbox) == [first]
    os.utime(inbox / "a.csv", ns=(6, 6))
    [touched] = offered(inbox)
    assert touched.stamp != first.stamp
    (inbox / "a.csv").write_text("longer\n")
    os.utime(inbox / "a.csv", ns=(5, 5))
    [grown] = offered(inbox)
    assert grown.stamp not in (first.stamp, touched.stamp)


def test_offers__lock_files_and_hidden_files_are_none(inbox: Path) -> None:
    put(inbox, "~$台账.csv", ".hidden.csv", "台账.csv")
    assert [o.file for o in offered(inbox)] == ["inbox/台账.csv"]


def test_offers__folders_are_none(inbox: Path) -> None:
    (inbox / "2025").mkdir()
    put(inbox, "a.csv")
    assert [o.file for o in offered(inbox, "inbox/*")] == ["inbox/a.csv"]


def test_offers__nothing_there_is_an_empty_list(inbox: Path) -> None:
    assert offered(inbox) == []


def test_offers__folder_that_is_missing_is_no_empty_one(inbox: Path) -> None:
    """A share that is not mounted leaves such a hole."""
    with pytest.raises(SourceError, match="elsewhere"):
        offered(inbox, "elsewhere/*.csv")


def test_offers__absolute_pattern(inbox: Path, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    put(share, "a.csv")
    mapping = a_mapping(root=inbox, files=f"{share}/*.csv")
    [found] = files.offers(mapping)
    assert found.file == str(share / "a.csv")
    assert files.read(mapping, found) == b"a\n"


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOTCONN, errno.ETIMEDOUT, errno.ESTALE])
def test_offers__share_that_does_not_answer_is_away(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Never an empty list: that would say that there is nothing new."""

    def away(*_: object) -> NoReturn:
        raise OSError(number, "no answer")

    put(inbox, "a.csv")
    monkeypatch.setattr(os, "scandir", away)
    with pytest.raises(SourceUnreachableError, match=r"inbox/\*\.csv"):
        offered(inbox)


def _refusing(error: OSError) -> Any:
    def refuse(*_: object) -> NoReturn:
        raise error

    return refuse


@pytest.mark.parametrize("number", sorted(files.AWAY))
def test_read__away_is_worth_another_try(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    put(inbox, "a.csv")
    [offer] = offered(inbox)
    monkeypatch.setattr(Path, "open", _refusing(OSError(number, "no answer")))
    with pytest.raises(SourceUnreachableError, match=r"inbox/a\.csv"):
        files.read(a_mapping(root=inbox.parent), offer)


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.EACCES, PermissionError), (errno.ENOENT, FileNotFoundError), (errno.EISDIR, OSError)],
)
def test_read__other_errors_are_complaints_that_no_try_mends(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[OSError]
) -> None:
    put(inbox, "a.csv")
    [offer] = offered(inbox)
    monkeypatch.setattr(Path, "open", _refusing(kind(number, "no")))
    with pytest.raises(SourceError, match=r"inbox/a\.csv") as caught:
        files.read(a_mapping(root=inbox.parent), offer)
    assert not isinstance(caught.value, SourceUnreachableError)


def test_missing__names_source_pattern_and_folder(inbox: Path) -> None:
    said = str(files.missing(a_mapping(root=inbox)))
    for word in ("热线", "inbox/*.csv", str(inbox)):
        assert word in said


def test_tables__unknown_kind_of_file_is_a_complaint() -> None:
    with pytest.raises(SourceError, match=r"a\.pdf"):
        list(files.tables(b"%PDF", a_mapping(), "a.pdf"))


def test_tables__kinds_are_known_in_capitals_too() -> None:
    assert [name for name, _ in files.tables(b"a\n1\n", a_mapping(), "A.CSV")] == ["A.CSV"]


@pytest.mark.parametrize("file", ["工单13800138000.csv", "张三_11010519491231002X.csv"])
def test_tables__file_called_by_a_personal_number_is_not_read(file: str) -> None:
    """Names of files are kept in the manifest, in logs and in the published snapshot."""
    with pytest.raises(SourceError, match="热线") as caught:
        list(files.tables(b"a\n1\n", a_mapping(), file))
    assert "13800138000" not in str(caught.value)
    assert "11010519491231002X" not in str(caught.value)
