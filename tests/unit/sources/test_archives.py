"""ZIP files: what is in them, under which names, and what is wrong with them."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from dagster_project.sources.reading import SourceError
from tests.unit.sources.stand_ins import read, xlsx

CSV = "编号\nA1\n".encode("gb18030")
TABLE = (["编号"], [(2, "A1")])
FLAGS, METHOD = (6, 8), (8, 10)
"""Offsets of a field in a member's own header and in the central directory."""


def packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def packed_on_chinese_windows(name: str, content: bytes) -> bytes:
    """Its name is written in GB18030 and the flag for UTF-8 is not set."""
    encoded = name.encode("gb18030")
    place = "x" * len(encoded)
    return packed({place: content}).replace(place.encode(), encoded)


def altered(data: bytes, field: tuple[int, int], value: int) -> bytes:
    changed = bytearray(data)
    central = changed.find(b"PK\x01\x02")
    changed[field[0]] = value
    changed[central + field[1]] = value
    return bytes(changed)


def complaint(data: bytes) -> SourceError:
    with pytest.raises(SourceError, match=r"工单\.zip") as caught:
        read(data, "工单.zip")
    return caught.value


def test_zip__members_are_tables() -> None:
    book = xlsx(lambda made: made.add_worksheet("S").write_column(0, 0, ["编号", "A1"]))
    data = packed({"九月/a.csv": CSV, "b.xlsx": book, "说明.txt.pdf": b"%PDF"})
    assert read(data, "工单.zip") == {"工单.zip/b.xlsx#S": TABLE, "工单.zip/九月/a.csv": TABLE}


def test_zip__names_in_gb18030() -> None:
    data = packed_on_chinese_windows("热线工单.csv", CSV)
    assert read(data, "工单.zip") == {"工单.zip/热线工单.csv": TABLE}


def test_zip__names_in_utf8() -> None:
    assert list(read(packed({"热线工单.csv": CSV}), "工单.zip")) == ["工单.zip/热线工单.csv"]


def test_zip__lock_files_and_hidden_files_are_no_members() -> None:
    """As in a folder; macOS adds __MACOSX/._a.csv, which is no CSV."""
    data = packed({"a.csv": CSV, "__MACOSX/._a.csv": b"\0\5\x16\7\0", "~$b.xlsx": b"\0"})
    assert list(read(data, "工单.zip")) == ["工单.zip/a.csv"]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_zip__truncated_is_a_complaint(share: float) -> None:
    data = packed({"a.csv": CSV * 100})
    assert "damaged" in complaint(data[: int(len(data) * share)]).en


@pytest.mark.parametrize("at", [60, 120, 200, 300])
def test_zip__damaged_inside_is_a_complaint(at: int) -> None:
    """Wherever the damage lies: a wrong sum or a stream that makes no sense."""
    rows = "".join(f"{number * 7919 % 10007},{number}\n" for number in range(400))
    data = bytearray(packed({"a.csv": f"a,b\n{rows}".encode()}, zipfile.ZIP_DEFLATED))
    data[at] ^= 0xFF
    data[at + 1] ^= 0xFF
    assert "damaged" in complaint(bytes(data)).en


def test_zip__locked_is_a_complaint() -> None:
    assert "password" in complaint(altered(packed({"a.csv": CSV}), FLAGS, 1)).en


def test_zip__unknown_compression_is_not_called_locked() -> None:
    """Windows packs large files with a method that Python does not know (Deflate64, 9)."""
    assert "password" not in complaint(altered(packed({"a.csv": CSV}), METHOD, 9)).en


def test_zip__without_a_table_is_a_complaint() -> None:
    complaint(packed({"说明.pdf": b"%PDF"}))
    complaint(packed({}))


def test_zip__member_called_by_a_personal_number_is_not_read() -> None:
    with pytest.raises(SourceError) as caught:
        read(packed({"13800138000.csv": CSV}), "工单.zip")
    assert "13800138000" not in str(caught.value)
