"""What a Parquet file says of itself: how many rows, and how large its pages are unpacked.

A reader makes room for what the footer and each page's header claim, so these are looked through
first. They are written in Thrift's compact protocol, of which this reads structs into dicts by
field number; what a field means is in the format's own definition (parquet.thrift).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

MAGIC: Final = b"PAR1"
FOOTER_LENGTH: Final = struct.Struct("<I4s")
TRUE, FALSE = 1, 2
"""Kinds of fields; the others stand in `_value`."""
LARGEST_FOOTER_BYTES: Final = 4 * 1024**2
LARGEST_HEADER_BYTES: Final = 1024**2
MOST_PAGES: Final = 100_000
DEEPEST: Final = 16

ROW_COUNT, ROW_GROUPS = 3, 4
COLUMNS, META, OFFSET_OF_DICTIONARY, OFFSET_OF_DATA, PACKED_SIZE = 1, 3, 11, 9, 7
UNPACKED_SIZE, COMPRESSED_SIZE, DATA_V1, DATA_V2 = 2, 3, 5, 8
VALUE_COUNT = 1


class Wrong(ValueError):  # noqa: N818
    """It is no Parquet file, or damaged."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Leaf columns; rows and bytes that the whole file comes to once it is unpacked.

    `rows` are those of the footer, or the values that the pages of one column claim, if more.
    """

    rows: int
    columns: int
    unpacked: int


def read(data: bytes) -> Layout:
    """The layout of the Parquet file in `data`.

    Raises:
        Wrong: its footer or a page's header makes no sense.
    """
    if len(data) < len(MAGIC) + FOOTER_LENGTH.size or not data.startswith(MAGIC):
        raise Wrong
    length, magic = FOOTER_LENGTH.unpack(data[-FOOTER_LENGTH.size :])
    end = len(data) - FOOTER_LENGTH.size
    if magic != MAGIC or length > min(LARGEST_FOOTER_BYTES, end - len(MAGIC)):
        raise Wrong
    try:
        said, _ = _struct(data, end - length, end, 0)
        return _layout(data, _natural(said[ROW_COUNT]), said[ROW_GROUPS])
    except (KeyError, TypeError, IndexError, AttributeError):
        raise Wrong from None


def _layout(data: bytes, rows: int, groups: list[dict[int, Any]]) -> Layout:
    columns = max((len(group[COLUMNS]) for group in groups), default=0)
    claimed = unpacked = pages = 0
    for place in range(columns):
        values = 0
        for group in groups:
            for count, size in _pages(data, group[COLUMNS][place][META]):
                values, unpacked, pages = values + count, unpacked + size, pages + 1
                if pages > MOST_PAGES:
                    raise Wrong
        claimed = max(claimed, values)
    return Layout(max(rows, claimed), columns, unpacked)


def _pages(data: bytes, chunk: dict[int, Any]) -> Iterator[tuple[int, int]]:
    """Values and unpacked bytes of each page of a column chunk."""
    first = chunk[OFFSET_OF_DATA]
    place = min(first, chunk.get(OFFSET_OF_DICTIONARY) or first)
    end = place + _natural(chunk[PACKED_SIZE])
    if place < len(MAGIC) or end > len(data):
        raise Wrong
    while place < end:
        header, place = _struct(data, place, min(end, place + LARGEST_HEADER_BYTES), 0)
        place += _natural(header[COMPRESSED_SIZE])
        kind = header.get(DATA_V1) or header.get(DATA_V2)
        values = _natural(kind[VALUE_COUNT]) if kind else 0
        yield values, _natural(header[UNPACKED_SIZE])


def _natural(number: Any) -> int:
    if not isinstance(number, int) or number < 0:
        raise Wrong
    return number


def _struct(data: bytes, place: int, end: int, depth: int) -> tuple[dict[int, Any], int]:
    """The fields of a struct by number, and where it ends."""
    if depth > DEEPEST:
        raise Wrong
    fields: dict[int, Any] = {}
    number = 0
    while True:
        head = _byte(data, place, end)
        place += 1
        kind, step = head & 15, head >> 4
        if kind == 0:
            return fields, place
        if step:
            number += step
        else:
            number, place = _integer(data, place, end)
        if kind in (TRUE, FALSE):
            fields[number] = kind == TRUE
        else:
            fields[number], place = _value(data, place, end, kind, depth)


def _value(data: bytes, place: int, end: int, kind: int, depth: int) -> tuple[Any, int]:
    match kind:
        case 1 | 2 | 3:
            return _byte(data, place, end), place + 1
        case 4 | 5 | 6:
            return _integer(data, place, end)
        case 7:
            return None, _within(place + 8, end)
        case 8:
            length, place = _unsigned(data, place, end)
            return None, _within(place + length, end)
        case 9 | 10:
            return _list(data, place, end, depth + 1)
        case 12:
            return _struct(data, place, end, depth + 1)
    raise Wrong


def _list(data: bytes, place: int, end: int, depth: int) -> tuple[list[Any], int]:
    if depth > DEEPEST:
        raise Wrong
    head = _byte(data, place, end)
    place += 1
    count, kind = head >> 4, head & 15
    if count == 15:
        count, place = _unsigned(data, place, end)
    if count > end - place:
        raise Wrong
    found = []
    for _ in range(count):
        value, place = _value(data, place, end, kind, depth)
        found.append(value)
    return found, place


def _integer(data: bytes, place: int, end: int) -> tuple[int, int]:
    number, place = _unsigned(data, place, end)
    return (number >> 1) ^ -(number & 1), place


def _unsigned(data: bytes, place: int, end: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 70, 7):
        byte = _byte(data, place, end)
        place += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, place
    raise Wrong


def _byte(data: bytes, place: int, end: int) -> int:
    return data[_within(place + 1, end) - 1]


def _within(place: int, end: int) -> int:
    if place > end:
        raise Wrong
    return place
