"""CSV files in any of the encodings that Chinese office software writes."""

import codecs
import contextlib
import csv
import io
import itertools
from collections.abc import Iterator

import polars as pl

from dagster_project.sources.headers import names
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import ROW, SURPLUS, Selection, SourceError, keep_data_rows

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
MARK = "\ufeff"
DELIMITERS = ",\t;|"
MOST_SPARE = 64
"""Fields beyond the header that are looked at; a bound, for each costs memory in every row."""


class DelimitedTable:
    """A CSV file held in memory; cells are parsed when selected."""

    def __init__(self, data: bytes, mapping: SourceMapping, file: str) -> None:
        text = _decode(data, mapping.encoding, file)
        self._file = file
        self._skip = max(mapping.header_rows)
        with _parsed(file):
            self._delimiter = _delimiter(text, mapping.header_rows)
            lines = _Counted(text)
            top = _top(lines, self._delimiter, self._skip)
        if len(top) < self._skip:
            raise SourceError(
                f"{file}：没有第 {self._skip} 行表头，文件为空或不完整，请重新导出。",
                f"{file}: has no header row {self._skip}; the file is empty or was cut off, "
                "export it again",
            )
        self.headers = names([list(top[row - 1]) for row in mapping.header_rows])
        with _parsed(file):
            self._refuse_cut_off(text, mapping.ignore_rows)
        self._body = text[lines.consumed :].encode()

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """See `SourceTable`."""
        width = len(self.headers)
        spare = [SURPLUS, *(f"{SURPLUS}_{n}" for n in range(1, self._widest() - width))]
        fields = [*map(str, range(width)), *spare]
        wanted = [str(position) for position in sorted({0, *positions})]
        try:
            frame = pl.read_csv(
                self._delimiter.join(fields).encode() + b"\n" + self._body,
                separator=self._delimiter,
                schema=dict.fromkeys(fields, pl.String),
                columns=[*wanted, *spare],
                truncate_ragged_lines=True,
                row_index_name=ROW,
                row_index_offset=self._skip + 1,
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            raise _damaged(self._file) from None
        is_surplus = pl.any_horizontal(pl.col(spare).str.strip_chars().fill_null("") != "")
        kept = keep_data_rows(frame.select(ROW, *wanted, is_surplus.alias(SURPLUS)), ignore_rows)
        tidied = kept.frame.select(
            pl.col(ROW).cast(pl.Int64), *[str(position) for position in positions], SURPLUS
        )
        return Selection(frame=tidied, ignored=kept.ignored)

    def _widest(self) -> int:
        """How many fields a row has at most, delimiters in quoted cells counted too."""
        delimiter = self._delimiter.encode()
        most = max((line.count(delimiter) for line in self._body.splitlines()), default=0)
        return min(most + 1, len(self.headers) + MOST_SPARE)

    def _refuse_cut_off(self, text: str, ignore_rows: tuple[str, ...]) -> None:
        """Where quotation marks do not close, the reader says so; a total has fewer fields."""
        last = text[text.rfind("\n", 0, len(text) - 1) + 1 :]
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


class _Counted:
    """The lines of a text, and how many characters of it they have used up."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.consumed = 0

    def __iter__(self) -> "_Counted":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.consumed += len(line)
        return line


def _decode(data: bytes, declared: str | None, file: str) -> str:
    """The text of `data`; a wrong or unknown encoding is a clear complaint."""
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    is_utf8 = marked == "utf-8-sig" or (not data.isascii() and _decodes(data, "utf-8"))
    if declared is not None:
        if is_utf8 and not declared.lower().replace("_", "-").startswith("utf"):
            raise SourceError(
                f"{file}：文件是 UTF-8 编码，映射中写的却是 {declared}，"
                "请更正 'encoding'，或删去它以自动识别。",
                f"{file}: is UTF-8, not {declared} as the mapping says; correct 'encoding' "
                "or leave it out, then it is detected",
            )
        candidates = [declared]
    else:
        candidates = [marked] if marked else ["utf-8", "gb18030"]
    for encoding in candidates:
        if _decodes(data, encoding):
            return data.decode(encoding).removeprefix(MARK)
        if _is_cut_off(data, encoding, is_certain=len(candidates) == 1):
            raise _cut_inside_a_character(file)
    if _is_cut_off(data, candidates[-1], is_certain=True):
        raise _cut_inside_a_character(file)
    raise SourceError(
        f"{file}：文件不是 {declared or 'UTF-8 或 GB18030'} 编码，请另存为 'CSV UTF-8'，"
        "或在映射的 'encoding' 中写明编码。",
        f"{file}: is not in {declared or 'UTF-8 or GB18030'}; save it as 'CSV UTF-8', "
        "or name its encoding in the mapping",
    )


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    except LookupError:
        raise SourceError(
            f"映射中的 'encoding' 写作 '{encoding}'，没有这种编码，请改为 utf-8 或 gb18030。",
            f"'{encoding}' is no encoding; use utf-8 or gb18030",
        ) from None
    return True


def _is_cut_off(data: bytes, encoding: str, is_certain: bool) -> bool:
    """Whether only its last character does not decode.

    A guessed encoding must have been right for a character before it, not for ASCII alone.
    """
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        is_at_the_end = error.start >= len(error.object) - 3
        return is_at_the_end and (is_certain or not error.object[: error.start].isascii())
    return False


def _delimiter(text: str, header_rows: tuple[int, ...]) -> str:
    """The one that gives the header rows most fields; a title above them may hold any sign."""

    def fields(delimiter: str) -> int:
        top = _top(_Counted(text), delimiter, max(header_rows))
        return sum(len(row) for number, row in enumerate(top, start=1) if number in header_rows)

    return max(DELIMITERS, key=fields)


def _top(lines: "_Counted", delimiter: str, count: int) -> list[list[str]]:
    return list(itertools.islice(csv.reader(lines, delimiter=delimiter), count))


@contextlib.contextmanager
def _parsed(file: str) -> Iterator[None]:
    try:
        yield
    except csv.Error:
        raise _damaged(file) from None


def _damaged(file: str) -> SourceError:
    return SourceError(
        f"{file}：文件已损坏（引号不成对）或不完整，请重新导出。",
        f"{file}: is damaged: a quotation mark is opened and never closed, "
        "or the file was cut off; export it again",
    )


def _cut_inside_a_character(file: str) -> SourceError:
    return SourceError(
        f"{file}：文件末尾有半个字，传送中被截断，请重新提供。",
        f"{file}: ends in the middle of a character; it was cut off, deliver it again",
    )
