"""Names and cells that were made to harm: markup, hidden characters, ways out of the folder."""

import itertools
import os
import unicodedata
from functools import partial
from pathlib import Path

import pytest

from tests.faults.hostile import HEADERS, MAPPING, ROW, Looked, assert_refused, check, look

HEAD = ",".join(HEADERS) + "\n"
SCRIPT = "<script>alert(1)</script>"


def line(number: int = 0, **said: str) -> str:
    """An area of its own code, of which some columns say something else."""
    cells = dict(zip(HEADERS, ROW, strict=True)) | {"区划代码": f"150626{number:03}"} | said
    return ",".join(f'"{cell}"' if set(cell) & set(',"\n') else cell for cell in cells.values())


def area(*lines: str) -> bytes:
    """A register of these areas."""
    return (HEAD + "".join(f"{one}\n" for one in lines or [line()])).encode()


HIDDEN = {
    "a change of direction": "图克\u202e镇",
    "a blank without width": "图\u200b克镇",
    "an isolated direction": "图克\u2066镇",
    "an escape to the terminal": "图克\x1b[31m镇",
    "a bell": "图克\a镇",
    "a line end": "图克\n镇",
    "a mark of byte order": "图克\ufeff镇",
    "a tag": "图克\U000e0041镇",
    "a soft hyphen": "图\xad克镇",
}


NAMES = ["ᠣᠷᠳᠣᠰ\u180eᠠ", "ᠲᠥ\u200dᠬᠣᠮ", "图克镇（东）", "<b>图克</b>", "=1+1"]
CODES = [SCRIPT, "<img src=x onerror=alert(1)>", "=1+1", "1\u202e2"]
CODED = [name for name in HEADERS if name != "名称"]
FILES = {
    "hidden.csv": area(*(line(n, 名称=name) for n, name in enumerate(HIDDEN.values()))),
    "names.csv": area(*(line(n, 名称=name) for n, name in enumerate(NAMES))),
    "codes.csv": area(
        *(
            line(n, **{column: said})
            for n, (column, said) in enumerate(itertools.product(CODED, CODES))
        )
    ),
    "a\x1b[2J.csv": area(),
}


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    files = {name: partial(bytes, content) for name, content in FILES.items()}
    return check(tmp_path_factory.mktemp("names"), files)


def test_names_with_hidden_characters__are_quarantined(looked: Looked) -> None:
    said = looked.of("hidden.csv")
    assert f"入库 0，隔离 {len(HIDDEN)}，" in said
    assert "含看不见的控制字符" in said


def test_hidden_characters__are_never_shown(looked: Looked) -> None:
    """Neither in the masked value nor in a file's name."""
    seen = {c for c in looked.said if unicodedata.category(c) in ("Cc", "Cf")}
    assert seen == {"\n"}


def test_names_in_any_script_and_with_signs__are_names(looked: Looked) -> None:
    """Mongolian cannot be written without joiners; signs are shown as what they are."""
    assert f"入库 {len(NAMES)}，隔离 0，" in looked.of("names.csv")


def test_codes_with_markup__are_quarantined(looked: Looked) -> None:
    assert f"入库 0，隔离 {len(CODED) * len(CODES)}，" in looked.of("codes.csv")
    assert SCRIPT not in looked.said


def test_file_with_a_hidden_name__is_refused(looked: Looked) -> None:
    assert "✗ hostile：有一个文件" in looked.said


def test_link_out_of_the_inbox__is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(area())
    (tmp_path / "home" / "inbox").mkdir(parents=True)
    (tmp_path / "home" / "inbox" / "hostile.csv").symlink_to(outside)
    assert_refused(look(tmp_path / "home").of("hostile.csv"), "link")


def test_folder_that_is_a_link_out_of_the_inbox__is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "hostile.csv").write_bytes(area())
    inbox = tmp_path / "home" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "a").symlink_to(outside)
    found = look(tmp_path / "home", MAPPING.replace("inbox/*", "inbox/*/*"))
    assert_refused(found.of("a/hostile.csv"), "link")


def test_link_within_the_inbox__is_followed(tmp_path: Path) -> None:
    """So is an inbox that is a link itself: whoever made it may write the mapping too."""
    real = tmp_path / "share"
    real.mkdir()
    (real / "first.csv").write_bytes(area())
    (real / "hostile.csv").symlink_to("first.csv")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "inbox").symlink_to(real)
    assert "入库 1，" in look(tmp_path / "home").of("hostile.csv")


def test_what_is_no_file__is_not_opened(tmp_path: Path) -> None:
    """Reading a pipe or a device would never end."""
    inbox = tmp_path / "inbox"
    inbox.mkdir(parents=True)
    os.mkfifo(inbox / "hostile.csv")
    (inbox / "hostile.txt").symlink_to("/dev/zero")
    found = look(tmp_path)
    assert found.code == 1
    assert "inbox/*" in found.said


@pytest.mark.parametrize("files", ["../outside/*.csv", "inbox/../../outside/*.csv"])
def test_mapping_that_leads_upwards__is_refused(tmp_path: Path, files: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "home" / "inbox").mkdir(parents=True)
    mapping = MAPPING.replace("inbox/*", files)
    found = look(tmp_path / "home", mapping)
    assert found.code == 1
    assert "'files'" in found.said
    assert "'..'" in found.said
