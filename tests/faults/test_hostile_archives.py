"""ZIP files that were made to harm: refused in words before they are unpacked."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.crafted_zip import BZIP2, SYMLINK, Member, packed
from tests.faults.hostile import HEADERS, ROW, Looked, assert_bounded, assert_refused, check

CSV = f"{','.join(HEADERS)}\n{','.join(ROW)}\n".encode()
MEGABYTE = 1024**2


def one(name: str, **said: int) -> bytes:
    return packed(Member(name.encode(), CSV, **said))  # type: ignore[arg-type]


def regular(megabytes: int) -> bytes:
    """Text that packs to about a hundredth."""
    lines = b"".join(b"%d,%d\n" % (n * 7919 % 10007, n) for n in range(2000))
    return (lines * (megabytes * MEGABYTE // len(lines) + 1))[: megabytes * MEGABYTE]


def a_hundred_of_a_hundred() -> bytes:
    content = regular(100)
    return packed(*(Member(b"%d.csv" % n, content) for n in range(11)))


HARMFUL: dict[str, tuple[Callable[[], bytes], str]] = {
    "a member of 300 MB": (
        lambda: packed(Member(b"a.csv", regular(300))),
        "larger than 128 MB",
    ),
    "eleven members of 100 MB": (a_hundred_of_a_hundred, "more than 1024 MB"),
    "almost nothing made large": (
        lambda: packed(Member(b"a.csv", b"\n" * 30 * MEGABYTE)),
        "200 times",
    ),
    "a line of a gigabyte": (
        lambda: packed(Member(b"a.csv", b"a" * 1024 * MEGABYTE)),
        "larger than 128 MB",
    ),
    "says less than it unpacks to": (
        lambda: packed(Member(b"a.csv", b"a,b\n" * 50 * MEGABYTE, size=4)),
        "damaged ZIP",
    ),
    "says more than it unpacks to": (lambda: one("a.csv", size=5 * MEGABYTE), "damaged ZIP"),
    "1001 members": (
        lambda: packed(*(Member(b"%d.csv" % n, CSV) for n in range(1001))),
        "more than 1000 members",
    ),
    "200,000 members without a byte": (
        lambda: packed(*[Member(b"a", b"", shares=n > 0) for n in range(200_000)]),
        "more than 1000 members",
    ),
    "a ZIP in a ZIP": (
        lambda: packed(Member(b"a.csv", CSV), Member(b"b.ZIP", one("c.csv"))),
        "another archive",
    ),
    "locked": (lambda: one("a.csv", flags=1), "password"),
    "a method that bounds nothing": (lambda: one("a.csv", method=BZIP2), "method"),
    "upwards": (lambda: one("../../etc/cron.d/a.csv"), "'..'"),
    "upwards, inside": (lambda: one("a/../../b.csv"), "'..'"),
    "upwards, as Windows writes it": (lambda: one("a\\..\\..\\b.csv"), "'..'"),
    "absolute": (lambda: one("/etc/a.csv"), "absolute"),
    "absolute, as Windows writes it": (lambda: one("C:\\a.csv"), "absolute"),
    "a device": (lambda: one("con.csv"), "device"),
    "a device in a folder": (lambda: one("a/NUL.txt"), "device"),
    "a link": (lambda: one("a.csv", attributes=SYMLINK), "link"),
    "members that overlap": (
        lambda: packed(Member(b"a.csv", CSV), Member(b"b.csv", CSV, shares=True)),
        "overlap",
    ),
    "two of one name": (
        lambda: packed(Member(b"a.csv", CSV), Member(b"A.csv", CSV + CSV)),
        "one name",
    ),
}


FILES = {f"{number}.zip": make for number, (make, _) in enumerate(HARMFUL.values())}
SAID = {f"{number}.zip": said for number, (_, said) in enumerate(HARMFUL.values())}
HIDDEN_NAME = "hidden.zip"


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    hidden = {HIDDEN_NAME: lambda: one("\x1b[2Ja.csv")}
    return check(tmp_path_factory.mktemp("archives"), FILES | hidden)


def test_archives__take_less_than_a_gigabyte(looked: Looked) -> None:
    assert_bounded(looked)


@pytest.mark.parametrize("file", FILES, ids=HARMFUL)
def test_archive__is_refused_in_words(looked: Looked, file: str) -> None:
    assert_refused(looked.of(file), SAID[file])


def test_member_with_a_hidden_name__is_not_repeated(looked: Looked) -> None:
    """It would write to the terminal that lists it."""
    assert_refused(looked.of(HIDDEN_NAME), "control character")
    assert "\x1b[2J" not in looked.said


def test_crafted_archive__is_sound_where_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    """What the others are refused for is what was done to them, and nothing else."""
    data = packed(Member("辖区.csv".encode("gb18030"), CSV))
    found = check(tmp_path, {"sound.zip": lambda: data})
    assert found.code == 0, found.said
    assert "sound.zip/辖区.csv" in found.said
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
