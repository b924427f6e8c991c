"""The parts of an XLSX workbook that hold cells, looked through before a reader gets them.

A workbook is a ZIP of XML. What it comes to (the corner that its cells reach, the text that they
hold, shared strings counted wherever they stand) is found by passing over the XML once; a reader
makes room for all of it at once. What was looked at is what the reader is given: two readers may
find different things in one ZIP.
"""

import io
import zipfile
from array import array
from typing import Final
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from dagster_project.sources import archive, bounds
from dagster_project.sources.reading import SourceError

ROOTS: Final = {"Types", "Relationships", "workbook", "worksheet", "sst", "styleSheet"}
SUFFIXES: Final = (".xml", ".rels")
LONGEST_TAG_BYTES: Final = bounds.MEGABYTE
DEEPEST: Final = 64
DIGITS: Final = "0123456789"
OFTEN: Final = {"c", "v", "row", "t", "si", "is", "f", "r"}
"""Tags as nearly every workbook writes them, without a prefix."""
VALUES: Final = {"v", "t"}
UNKNOWN: Final = 2**32 - 1


class Odd(Exception):  # noqa: N818
    """XML that no spreadsheet writes."""


def plain(data: bytes, file: str) -> bytes:
    """A workbook as a ZIP of its parts that hold cells, without compression.

    Raises:
        SourceError: it is no workbook, damaged, beyond a limit, or was made to harm.
    """
    buffer, texts, written = io.BytesIO(), _Texts(), 0
    with (
        archive.opened(data, file, damaged) as book,
        ZipFile(buffer, "w", zipfile.ZIP_STORED) as kept,
    ):
        for entry in book.infolist():
            if entry.filename.lower().endswith(SUFFIXES):
                written += _keep(book, entry, kept, texts, file)
                bounds.refuse_size(written, file)
    bounds.refuse_text(texts.total(), file)
    return buffer.getvalue()


def _keep(book: ZipFile, entry: ZipInfo, kept: ZipFile, texts: "_Texts", file: str) -> int:
    """Copies a part that holds cells, and looks at it as it passes; returns its size."""
    pieces = archive.chunks(book, entry, file)
    part, size = _Part(texts, file), 0
    try:
        head = next(pieces, b"")
        part.take(head)
        if part.root not in ROOTS:
            return 0
        with kept.open(ZipInfo(entry.filename), "w") as copy:
            copy.write(head)
            size += len(head)
            for piece in pieces:
                part.take(piece)
                copy.write(piece)
                size += len(piece)
        part.end()
    except SourceError:
        raise
    except Odd:
        raise SourceError(
            f"{file}：工作簿中有电子表格软件不会写的内容（实体声明或过深的嵌套），未读取；"
            "请用 Excel 或 WPS 另存为 XLSX 再提供，并查明此文件的来历。",
            f"{file}: holds XML that no spreadsheet writes (entities, or tags without end) and "
            "was not read; save it as XLSX with Excel or WPS, and find out where it came from",
        ) from None
    except (expat.ExpatError, ValueError):
        raise damaged(file) from None
    return size


def damaged(file: str) -> SourceError:
    """The complaint about what no reader can read."""
    return SourceError(
        f"{file}：工作簿无法读取，已损坏或不完整，请重新提供。",
        f"{file}: is no readable workbook; it is damaged or was cut off, deliver it again",
    )


class _Texts:
    """The text of a workbook's cells, counted in characters, and in bytes as far as is known."""

    def __init__(self) -> None:
        self.lengths = array("L")
        """Of each shared string."""
        self.shared = array("L")
        """Which shared string stands in each cell that has one."""
        self.own = 0
        """What stands in cells themselves."""

    def total(self) -> int:
        """The text of all cells, in bytes of UTF-8."""
        known = len(self.lengths)
        return self.own + sum(self.lengths[n] for n in self.shared if n < known)


class _Part:
    """One part while its XML passes; of sheets and shared strings, what they come to."""

    def __init__(self, texts: _Texts, file: str) -> None:
        self.root: str | None = None
        self._texts, self._file = texts, file
        self._depth = self._fed = 0
        self._row = self._column = -1
        self._last_row = self._last_column = -1
        self._columns: dict[str, int] = {}
        self._is_shared = self._is_text = False
        self._said: list[str] = []
        self._length = 0
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype

    def take(self, piece: bytes) -> None:
        """Passes over the next piece."""
        self._fed += len(piece)
        self._parser.Parse(piece, False)
        if self._fed - self._parser.CurrentByteIndex > LONGEST_TAG_BYTES:
            raise Odd

    def end(self) -> None:
        """That was all of it."""
        self._parser.Parse(b"", True)

    def _doctype(self, *_: object) -> None:
        raise Odd

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        name = name if name in OFTEN else name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name in VALUES:
            self._is_text = True
            if self._row > self._last_row or self._column > self._last_column:
                self._grow()
        elif name == "row":
            said = attributes.get("r")
            self._row = self._row + 1 if said is None else int(said) - 1
            self._column = -1
        elif name == "si":
            self._length = 0
        if self._depth == 1:
            self.root = name
        elif self._depth > DEEPEST:
            raise Odd

    def _cell(self, attributes: dict[str, str]) -> None:
        self._is_shared = attributes.get("t") == "s"
        self._length = 0
        said = attributes.get("r")
        if said is None:
            self._column += 1
            return
        letters = said.rstrip(DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column(letters)
        self._column, self._row = column, int(said[len(letters) :]) - 1

    def _grow(self) -> None:
        """Only what has a value takes room."""
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        bounds.refuse_extent(self._last_row + 1, self._last_column + 1, self._file)

    def _text(self, said: str) -> None:
        if self._is_text:
            self._said.append(said)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._is_text:
            self._is_text = False
            self._count("".join(self._said))
            self._said.clear()
        elif name.endswith("si") and self.root == "sst":
            self._texts.lengths.append(self._length)

    def _count(self, said: str) -> None:
        if self._is_shared and said.isdecimal():
            self._texts.shared.append(min(int(said[:10]), UNKNOWN))
            return
        size = len(said) if said.isascii() else len(said.encode())
        self._length += size
        if len(said) > bounds.LONGEST_CELL:
            bounds.refuse_cell(len(said), self._row + 1, self._file)
        if self.root != "sst":
            self._texts.own += size


def _column(letters: str) -> int:
    """0 for A, 26 for AA."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
