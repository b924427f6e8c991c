"""Workbooks that were made to harm: refused in words, before a reader makes room for them."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from functools import partial

import pytest
import xlwt

from tests.faults.crafted_workbook import (
    SOUND,
    inline,
    row,
    sheet,
    strings,
    workbook,
)
from tests.faults.hostile import HEADERS, ROW, Looked, assert_bounded, assert_refused, check

MEGABYTE = 1024**2
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>"
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
LONGEST = "字" * 32_000


def scattered(megabytes: int) -> str:
    """Letters without any order, which cannot be packed well."""
    return random.Random(1).randbytes(megabytes * MEGABYTE // 2).hex()


def shared_cells(count: int) -> str:
    return "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(3, count + 3)
    )


def ods() -> bytes:
    """A sheet of OpenDocument whose one cell repeats itself over all of it."""
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>1</text:p>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">'
            '<office:body><office:spreadsheet><table:table table:name="S">'
            f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell>'
            "</table:table-row></table:table></office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return buffer.getvalue()


XLSX: dict[str, tuple[Callable[[], bytes], str]] = {
    "a billion laughs in the sheet": (
        lambda: workbook(sheet(row(1, HEADERS) + row(2, ["&j;"]), LAUGHS)),
        "entities",
    ),
    "a billion laughs in shared strings": (
        lambda: workbook(sheet(), strings("<si><t>&j;</t></si>", LAUGHS)),
        "entities",
    ),
    "an entity that is a file": (
        lambda: workbook(sheet(row(1, HEADERS) + row(2, ["&a;"]), OUTSIDE)),
        "entities",
    ),
    "tags within tags": (
        lambda: workbook(sheet("<a>" * 1_000_000), method=zipfile.ZIP_STORED),
        "no spreadsheet writes",
    ),
    "a tag of 20 MB": (
        lambda: workbook(sheet(f'<row a="{scattered(20)}"/>')),
        "no spreadsheet writes",
    ),
    "a cell in the last corner": (
        lambda: workbook(sheet(SOUND + f'<row r="1048576">{inline("1", "XFD1048576")}</row>')),
        "columns",
    ),
    "a cell in the last row of a wide sheet": (
        lambda: workbook(
            sheet(
                SOUND
                + f'<row r="3">{inline("1", "ALL3")}</row>'
                + f'<row r="1048576">{inline("1", "A1048576")}</row>'
            )
        ),
        "cells",
    ),
    "cells that do not say where they stand": (
        lambda: workbook(
            sheet(f"<row>{inline('1') * 900}</row>" + f"<row>{inline('1')}</row>" * 30_000)
        ),
        "cells",
    ),
    "a cell of 32 MB": (
        lambda: workbook(sheet(SOUND + row(3, [scattered(32)]))),
        "row 3 has a cell of more than 32767 characters",
    ),
    "a shared string of 32 MB": (
        lambda: workbook(sheet(), strings(f"<si><t>{scattered(32)}</t></si>")),
        "a cell of more than 32767 characters",
    ),
    "a shared string in parts": (
        lambda: workbook(
            sheet(SOUND + shared_cells(20_000)),
            strings(f"<si>{f'<r><t>{LONGEST}</t></r>' * 4}</si>"),
        ),
        "128 MB of text",
    ),
    "one long shared string in 20,000 cells": (
        lambda: workbook(
            sheet(SOUND + shared_cells(20_000)), strings(f"<si><t>{LONGEST}</t></si>")
        ),
        "128 MB of text",
    ),
    "a sheet of 300 MB": (
        lambda: workbook(sheet(SOUND + " " * 300 * MEGABYTE)),
        "larger than 128 MB",
    ),
    "a sheet of nothing but blanks": (
        lambda: workbook(sheet(SOUND + " " * 100 * MEGABYTE)),
        "200 times",
    ),
    "OpenDocument under a false name": (ods, "no readable workbook"),
}


HARMLESS = {
    "as it is": sheet(),
    "that claims to be as large as can be": sheet(dimension="A1:XFD1048576"),
    "with a million empty rows": sheet(
        SOUND + "".join(f'<row r="{n}"/>' for n in range(3, 1_000_000))
    ),
    "with formats as far as the sheet goes": sheet(SOUND + '<row r="3"><c r="XFD3" s="0"/></row>'),
}


def xls() -> bytearray:
    """A register in the format of Excel 97, whose last number is 8642."""
    book = xlwt.Workbook()
    page = book.add_sheet("辖区")
    for number, cells in enumerate((HEADERS, ROW)):
        for column, cell in enumerate(cells):
            page.write(number, column, cell)
    page.write(2, 0, 8642)
    buffer = io.BytesIO()
    book.save(buffer)
    return bytearray(buffer.getvalue())


SECTOR = 512
DIRECTORY_AT, TABLE_AT = 48, 76
"""Where the header names the first sector of the directory and of the table of sectors."""


def sector(data: bytes, at: int) -> int:
    """Where the sector begins that is named at a place in the header."""
    return SECTOR * (1 + int(struct.unpack_from("<I", data, at)[0]))


def far_away() -> bytes:
    """Its last number stands at row 65536, column 65536."""
    data = xls()
    number = struct.pack("<HH", 2, 0)
    place = data.rindex(number, 0, data.rindex(struct.pack("<H", 0x0A)))
    for code, size in ((0x0203, 14), (0x027E, 10)):
        found = data.find(struct.pack("<HH", code, size) + number)
        place = found + 4 if found >= 0 else place
    data[place : place + 4] = b"\xff\xff\xff\xff"
    return bytes(data)


def in_a_circle() -> bytes:
    """Each sector is followed by itself."""
    data = xls()
    table = sector(data, TABLE_AT)
    struct.pack_into("<128I", data, table, *range(128))
    return bytes(data)


def endless_stream() -> bytes:
    """Every stream in its directory claims to hold four gigabytes."""
    data = xls()
    directory = sector(data, DIRECTORY_AT)
    for entry in range(directory, directory + SECTOR, 128):
        struct.pack_into("<Q", data, entry + 120, 2**32 - 1)
    return bytes(data)


XLS = {"far.xls": far_away, "circle.xls": in_a_circle}
BOASTFUL, SOUND_XLS = "boastful.xls", "sound.xls"
REFUSED_XLSX = {f"{number}.xlsx": make for number, (make, _) in enumerate(XLSX.values())}
SAID = {f"{number}.xlsx": said for number, (_, said) in enumerate(XLSX.values())}
READ_XLSX = {
    f"sound{number}.xlsx": partial(workbook, text) for number, text in enumerate(HARMLESS.values())
}


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    old = {BOASTFUL: endless_stream, SOUND_XLS: lambda: bytes(xls())}
    files = {**REFUSED_XLSX, **READ_XLSX, **XLS, **old}
    return check(tmp_path_factory.mktemp("workbooks"), files)


def test_workbooks__take_less_than_a_gigabyte(looked: Looked) -> None:
    assert_bounded(looked)


@pytest.mark.parametrize("file", REFUSED_XLSX, ids=XLSX)
def test_xlsx__is_refused_in_words(looked: Looked, file: str) -> None:
    assert_refused(looked.of(file), SAID[file])


@pytest.mark.parametrize("file", READ_XLSX, ids=HARMLESS)
def test_xlsx__is_read_where_only_its_looks_are_large(looked: Looked, file: str) -> None:
    assert "读取 1 行，入库 1，" in looked.of(file)


@pytest.mark.parametrize("file", XLS)
def test_xls__is_refused_in_words(looked: Looked, file: str) -> None:
    assert_refused(looked.of(file), "MB of memory")


@pytest.mark.parametrize("file", [BOASTFUL, SOUND_XLS])
def test_xls__is_read_whatever_its_directory_claims(looked: Looked, file: str) -> None:
    """Its number without a name is a faulty row."""
    assert "读取 2 行，入库 1，隔离 1" in looked.of(file)
