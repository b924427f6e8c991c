"""CSV in any encoding: detected where nothing is declared, refused where the mapping is wrong."""

import codecs

import pytest

from dagster_project.sources.delimited import DelimitedTable
from dagster_project.sources.reading import SourceError
from tests.unit.sources.stand_ins import Cell, a_mapping

TEXT = "工单号,所属镇\nA1,图克镇\nA2,嘎鲁图镇\nA3,乌审召镇\nA4,图克镇\n"
ROWS = [(2, "A1", "图克镇"), (3, "A2", "嘎鲁图镇"), (4, "A3", "乌审召镇"), (5, "A4", "图克镇")]


def rows(data: bytes, encoding: str | None = None) -> list[Cell]:
    table = DelimitedTable(data, a_mapping(encoding=encoding), "工单.csv")
    assert table.headers == ["工单号", "所属镇"]
    return [row[:-1] for row in table.select([0, 1], ()).frame.rows()]


def complaint(data: bytes, encoding: str | None = None) -> SourceError:
    with pytest.raises(SourceError, match=r"工单\.csv") as caught:
        DelimitedTable(data, a_mapping(encoding=encoding), "工单.csv")
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "gbk", "utf-16 little", "utf-16 big"],
)
def test_delimited__encoding_is_detected(data: bytes) -> None:
    assert rows(data) == ROWS


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "UTF-8", "utf-8-sig", "utf-16"])
def test_delimited__declared_encoding_is_taken(encoding: str) -> None:
    assert rows(TEXT.encode(encoding), encoding) == ROWS


@pytest.mark.parametrize("spelling", ["utf-8", "UTF-8", "utf8", "utf_8"])
def test_delimited__byte_order_mark_is_no_part_of_the_first_header(spelling: str) -> None:
    assert rows(TEXT.encode("utf-8-sig"), spelling) == ROWS


def test_delimited__characters_beyond_gbk_are_read() -> None:
    """㸚 takes four bytes in GB18030 and is not in GBK."""
    text = TEXT.replace("乌审召镇", "𠮷㸚镇")
    with pytest.raises(UnicodeEncodeError):
        text.encode("gbk")
    assert rows(text.encode("gb18030"))[2] == (4, "A3", "𠮷㸚镇")


def test_delimited__declared_gb18030_but_utf8_is_a_complaint() -> None:
    """Read as GB18030, these bytes would give letters, and wrong ones."""
    said = complaint(TEXT.encode("utf-8"), "gb18030")
    assert "UTF-8" in said.cn
    assert "UTF-8" in said.en
    assert "encoding" in said.en


def test_delimited__declared_utf8_but_gb18030_is_a_complaint() -> None:
    said = complaint(TEXT.encode("gb18030"), "utf-8")
    assert "utf-8" in said.en
    assert "middle of a character" not in said.en


def test_delimited__unknown_encoding_names_the_key() -> None:
    with pytest.raises(SourceError, match="gb18031") as caught:
        DelimitedTable(TEXT.encode("gb18030"), a_mapping(encoding="gb18031"), "工单.csv")
    assert "encoding" in str(caught.value)


def test_delimited__bytes_of_no_known_encoding_are_a_complaint() -> None:
    complaint(b"a,b\n\xff\xff\xff\xff,2\n" * 3)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("is_declared", [False, True], ids=["detected", "declared"])
def test_delimited__cut_inside_a_character_was_cut_off(encoding: str, is_declared: bool) -> None:
    whole = (TEXT * 20).encode(encoding)
    cut = whole[
        : whole.rindex("镇".encode(encoding.replace("-sig", "").replace("16", "16-le"))) + 1
    ]
    said = complaint(cut, encoding if is_declared else None)
    assert "截断" in said.cn
    assert "cut off" in said.en
