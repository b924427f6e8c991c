"""CSV files: their delimiter and headers, and the cells that are asked for."""

import contextlib
import csv
import io
import itertools
from collections.abc import Iterator

import polars as pl

from dagster_project.sources import bounds, encodings
from dagster_project.sources.headers import names
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import ROW, SURPLUS, Selection, SourceError, keep_data_rows

DELIMITERS = ",\t;|"
LARGE_BYTES = 16 * bounds.MEGABYTE
MOST_SPARE = 64
"""Fields beyond the header that are looked at; a bound, for each costs memory in every row."""


class DelimitedTable:
    """A CSV file held in memory; cells are parsed when selected."""

    def __init__(self, data: bytes, mapping: SourceMapping, file: str) -> None:
        text = encodings.recoded(data, mapping.encoding, file)
        self._file = file
        self._skip = max(mapping.header_rows)
        with _parsed(file):
            self._delimiter = _delimiter(text, mapping.header_rows, file)
            lines = _Lines(text, file)
            top = _top(lines, self._delimiter, self._skip)
        if len(top) < self._skip:
            raise SourceError(
                f"{file}：没有第 {self._skip} 行表头，文件为空或不完整，请重新导出。",
                f"{file}: has no header row {self._skip}; the file is empty or was cut off, "
                "export it again",
            )
        bounds.refuse_extent(0, max(map(len, top)), file)
        self.headers = names([list(top[row - 1]) for row in mapping.header_rows])
        with _parsed(file):
            self._refuse_cut_off(text, mapping.ignore_rows)
        self._text, self._begin = text, lines.consumed

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """See `SourceTable`."""
        wanted = [str(position) for position in sorted({0, *positions})]
        spare = self._spare(len(wanted))
        self._refuse_endless_cell()
        fields = [*map(str, range(len(self.headers))), *spare]
        body = memoryview(self._text)[self._begin :]
        try:
            frame = pl.read_csv(
                b"".join([self._delimiter.join(fields).encode(), b"\n", body]),
                separator=self._delimiter,
                schema=dict.fromkeys(fields, pl.String),
                columns=[*wanted, *spare],
                truncate_ragged_lines=True,
                row_index_name=ROW,
                row_index_offset=self._skip + 1,
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            raise _damaged(self._file, self._broken_row() or self._skip + 1) from None
        is_surplus = pl.any_horizontal(pl.col(spare).str.strip_chars().fill_null("") != "")
        kept = keep_data_rows(frame.select(ROW, *wanted, is_surplus.alias(SURPLUS)), ignore_rows)
        tidied = kept.frame.select(
            pl.col(ROW).cast(pl.Int64), *[str(position) for position in positions], SURPLUS
        )
        return Selection(frame=tidied, ignored=kept.ignored)

    def _spare(self, wanted: int) -> list[str]:
        """Names for the fields of a row beyond the header, as many as there is room for.

        Delimiters in quoted cells are counted as if they were none.
        """
        rows = self._text.count(b"\n", self._begin) + (not self._text.endswith(b"\n"))
        bounds.refuse_extent(rows, wanted + 1, self._file)
        delimiter = self._delimiter.encode()
        most = max((line.count(delimiter) for line in self._lines().raw()), default=0)
        room = bounds.MOST_CELLS // max(rows, 1) - wanted
        count = min(most + 1 - len(self.headers), MOST_SPARE, room)
        return [SURPLUS, *(f"{SURPLUS}_{n}" for n in range(1, count))]

    def _lines(self) -> "_Lines":
        """Those below the headers."""
        return _Lines(self._text, self._file, self._begin, self._skip)

    def _refuse_endless_cell(self) -> None:
        """The parser tries a quotation that does not end over and over, with memory for each try.

        Looking costs time, and what is small it may try as often as it likes.
        """
        if len(self._text) - self._begin < LARGE_BYTES or b'"' not in self._text:
            return
        if (row := self._broken_row(is_strict=False)) is not None:
            raise _damaged(self._file, row)

    def _broken_row(self, is_strict: bool = True) -> int | None:
        """The row in which quotation marks stop making sense; only endless ones if not strict."""
        lines, row = self._lines(), self._skip + 1
        try:
            for _ in csv.reader(lines, delimiter=self._delimiter, strict=is_strict):
                row = lines.row + 1
        except csv.Error:
            return row
        return None

    def _refuse_cut_off(self, text: bytes, ignore_rows: tuple[str, ...]) -> None:
        """Where quotation marks do not close, the reader says so; a total has fewer fields.

        A last line that is too long is refused as such, with all others.
        """
        begin = text.rfind(b"\n", 0, len(text) - 1) + 1
        if len(text) - begin > bounds.LONGEST_LINE_BYTES:
            return
        last = text[begin:].decode()
        if not last or last.endswith(("\n", "\r")) or '"' in last:
            return
        if ignore_rows and last.lstrip(self._delimiter + " ").startswith(ignore_rows):
            return
        fields = next(csv.reader([last], delimiter=self._delimiter))
        if len(fields) < len(self.headers):
            raise SourceError(
                f"{self._file}：最后一行不完整，文件在传送中被截断，请重新提供。",
                f"{self._file}: ends in the middle of its last row; it was cut off on the way, "
                "deliver it again",
            )


class _Lines:
    """The lines of a text from a byte on, of row `row` + 1, none too long; counts what it gave."""

    def __init__(self, text: bytes, file: str, begin: int = 0, row: int = 0) -> None:
        self._lines = io.BytesIO(text)
        self._lines.seek(begin)
        self._file = file
        self.row = row
        self.consumed = begin

    def raw(self) -> Iterator[bytes]:
        """The lines as bytes."""
        for line in self._lines:
            self.row += 1
            self.consumed += len(line)
            if len(line) > bounds.LONGEST_LINE_BYTES:
                bounds.refuse_line(len(line), self.row, self._file)
            yield line

    def __iter__(self) -> Iterator[str]:
        return (line.decode() for line in self.raw())


def _delimiter(text: bytes, header_rows: tuple[int, ...], file: str) -> str:
    """The one that gives the header rows most fields; a title above them may hold any sign."""

    def fields(delimiter: str) -> int:
        top: list[list[str]] = []
        with contextlib.suppress(csv.Error):
            top = _top(_Lines(text, file), delimiter, max(header_rows))
        return sum(len(row) for number, row in enumerate(top, start=1) if number in header_rows)

    return max(DELIMITERS, key=fields)


def _top(lines: _Lines, delimiter: str, count: int) -> list[list[str]]:
    return list(itertools.islice(csv.reader(lines, delimiter=delimiter), count))


@contextlib.contextmanager
def _parsed(file: str) -> Iterator[None]:
    try:
        yield
    except csv.Error:
        raise _damaged(file, 1) from None


def _damaged(file: str, row: int) -> SourceError:
    return SourceError(
        f"{file}：从第 {row} 行起已损坏（引号不成对）或不完整，请重新导出。",
        f"{file}: is damaged from row {row} on: a quotation mark is opened and never closed, "
        "or the file was cut off; export it again",
    )
