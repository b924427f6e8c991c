"""CSV files that were made to harm: refused in words, with little memory."""

import os
from collections.abc import Callable

import pytest

from tests.faults.hostile import HEADERS, ROW, Looked, assert_bounded, assert_refused, look

MEGABYTE = 1024**2
HEAD = (",".join(HEADERS) + "\n").encode()
LINE = (",".join(ROW) + "\n").encode()
HARMFUL: dict[str, tuple[Callable[[], bytes], str]] = {
    "a line of 100 MB": (lambda: HEAD + b"a" * 100 * MEGABYTE, "row 2 is longer than 1 MB"),
    "a first line of 100 MB": (lambda: b"a" * 100 * MEGABYTE, "row 1 is longer than 1 MB"),
    "100,000 columns": (
        lambda: HEAD.rstrip() + b",a" * 100_000 + b"\n" + LINE,
        "100007 columns",
    ),
    "three million rows": (lambda: HEAD + LINE * 2 + b",,\n" * 3_000_000, "3000002 rows"),
    "100 million rows of nothing": (lambda: HEAD + b"\n" * 100 * MEGABYTE, "rows"),
    "a zero byte": (lambda: HEAD + LINE * 3 + b"\0" + LINE, "row 5 holds a zero byte"),
    "UTF-16 without its mark": (
        lambda: (HEAD + LINE).decode().encode("utf-16-le"),
        "'CSV UTF-8'",
    ),
    "UTF-16 of ASCII alone, without its mark": (
        lambda: b"area_code,name\n1,a\n".decode().encode("utf-16-be"),
        "in UTF-16 without its mark",
    ),
    "a quotation over 90 MB": (
        lambda: HEAD + LINE * 3 + b'1,"' + LINE * (90 * MEGABYTE // len(LINE)),
        "from row 5 on",
    ),
    "a quotation in the header, over 90 MB": (
        lambda: b'a,"' + LINE * (90 * MEGABYTE // len(LINE)),
        "not in header row 1",
    ),
}


FILES = {f"{number}.csv": make for number, (make, _) in enumerate(HARMFUL.values())}
SAID = {f"{number}.csv": said for number, (_, said) in enumerate(HARMFUL.values())}
GIGABYTES = ["large.csv", "large.zip", "large.xlsx", "large.parquet"]
SOUND_FILE = "sound.csv"


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    home = tmp_path_factory.mktemp("texts")
    (home / "inbox").mkdir()
    for name, make in {**FILES, SOUND_FILE: lambda: HEAD + LINE}.items():
        (home / "inbox" / name).write_bytes(make())
    for name in GIGABYTES:
        path = home / "inbox" / name
        path.touch()
        os.truncate(path, 1024 * MEGABYTE)
    return look(home)


def test_texts__take_less_than_a_gigabyte(looked: Looked) -> None:
    assert_bounded(looked)


@pytest.mark.parametrize("file", FILES, ids=HARMFUL)
def test_csv__is_refused_in_words(looked: Looked, file: str) -> None:
    assert_refused(looked.of(file), SAID[file])


@pytest.mark.parametrize("file", GIGABYTES)
def test_file_of_a_gigabyte__is_not_opened(looked: Looked, file: str) -> None:
    """A single line without an end, for all that it holds."""
    assert_refused(looked.of(file), "larger than 128 MB")


def test_crafted_csv__is_sound_where_nothing_is_wrong_with_it(looked: Looked) -> None:
    assert "读取 1 行，入库 1，" in looked.of(SOUND_FILE)
