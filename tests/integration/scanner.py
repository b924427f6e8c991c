"""Looks for given strings in everything that a workspace holds, whatever it is packed in.

A string is looked for in the bytes of a file in every encoding in use here and as JSON writes
it, and in what the file holds when it is a ZIP, a workbook, a gzip, Parquet, DuckDB or SQLite.
"""

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "unicode_escape")
SHORTEST = 3
BATCH_BYTES = 2**26
"""Searched at once, for the search itself takes its time to begin."""
Piece = tuple[str, bytes]
"""Something to look into, and what it is called."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A string that was found, and where."""

    where: str
    text: str


class Scanner:
    """Searches for many strings at once.

    Every string is long enough not to occur by chance: a full name of three characters or
    more, of which the demo's are rare ones, a telephone or an identity number.
    """

    def __init__(self, wanted: Iterable[str]) -> None:
        self._wanted: dict[str, str] = {}
        for text in wanted:
            if len(text) < SHORTEST:
                raise ValueError("a shorter string would be found by chance")
            for encoding in ENCODINGS:
                for spelled in (text, text.lower()):
                    self._wanted[spelled.encode(encoding).decode("latin-1")] = text

    def in_text(self, text: str) -> set[str]:
        """The strings that stand in `text`."""
        return {hit.text for hit in self._hits([("", text.encode(errors="replace"))])}

    def in_file(self, path: Path) -> list[Hit]:
        """Where strings stand in a file, in its name and in what it holds."""
        return list(self._hits(_pieces(path, str(path))))

    def in_folder(self, folder: Path, *leave_out: Path) -> list[Hit]:
        """Where strings stand in any file below `folder`; those below `leave_out` aside."""
        paths = [
            p
            for p in sorted(folder.rglob("*"))
            if p.is_file() and not any(p.is_relative_to(left_out) for left_out in leave_out)
        ]
        named = ((p, str(p.relative_to(folder))) for p in paths)
        return list(self._hits(piece for p, name in named for piece in _pieces(p, name)))

    def _hits(self, pieces: Iterable[Piece]) -> Iterator[Hit]:
        """Looks into pieces as they are and as JSON escapes them, once or several times."""
        names: list[str] = []
        texts: list[str] = []
        size = 0
        for name, data in pieces:
            for text in _unescaped(data):
                names.append(name)
                texts.append(text.decode("latin-1"))
                size += len(text)
            if size > BATCH_BYTES:
                yield from self._found(names, texts)
                names, texts, size = [], [], 0
        yield from self._found(names, texts)

    def _found(self, names: list[str], texts: list[str]) -> Iterator[Hit]:
        """Bytes are searched as characters of their own number each."""
        every = pl.Series(texts, dtype=pl.String).str.extract_many(
            list(self._wanted), overlapping=True
        )
        for name, found in zip(names, every.list.unique(), strict=True):
            for text in sorted({self._wanted[one] for one in found}):
                yield Hit(name, text)


def _unescaped(data: bytes) -> Iterator[bytes]:
    yield data
    if b"\\\\u" in data:
        while b"\\\\" in data:
            data = data.replace(b"\\\\", b"\\")
        yield data


def _pieces(path: Path, name: str) -> Iterator[Piece]:
    """A file, its name, and what it holds where it is packed."""
    data = path.read_bytes()
    yield name, data
    yield name, name.encode(errors="replace")
    if data[8:12] == b"DUCK":
        for table, rows in _duckdb_tables(path):
            yield from _cells(f"{name}:{table}", rows)
    elif data.startswith(b"SQLite format 3\0"):
        for table, rows in _sqlite_tables(path):
            yield from _cells(f"{name}:{table}", rows)
    else:
        yield from _packed(name, data)


def _packed(name: str, data: bytes) -> Iterator[Piece]:
    if data.startswith(b"PAR1"):
        yield from _cells(f"{name}:values", pl.read_parquet(data).rows())
    elif data.startswith(b"\x1f\x8b"):
        yield from _member(f"{name}:gunzipped", gzip.decompress(data))
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from _member(f"{name}/{member}", archive.read(member))


def _member(name: str, data: bytes) -> Iterator[Piece]:
    yield name, data
    yield name, name.encode(errors="replace")
    yield from _packed(name, data)


def _cells(name: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[Piece]:
    cells = [cell for row in rows for cell in row if cell is not None]
    yield name, b"\n".join(cell for cell in cells if isinstance(cell, bytes))
    # A number longer than any that is planted may hold its digits by chance.
    text = "\n".join(
        str(cell)
        for cell in cells
        if not isinstance(cell, bytes) and not (isinstance(cell, int) and cell >= 10**18)
    )
    yield name, text.encode(errors="replace")


def _duckdb_tables(path: Path) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{path}' AS scanned (READ_ONLY)")
        listed = connection.execute(
            "SELECT schema_name, table_name, comment FROM duckdb_tables() "
            "WHERE database_name = 'scanned'"
        ).fetchall()
        yield "catalogue", [*listed, *connection.execute("FROM duckdb_columns()").fetchall()]
        for schema, table, _ in listed:
            rows = connection.execute(f'FROM scanned."{schema}"."{table}"').fetchall()
            yield f"{schema}.{table}", rows


def _sqlite_tables(path: Path) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    connection.text_factory = bytes
    try:
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in listed.fetchall():
            yield name.decode(), connection.execute(f'SELECT * FROM "{name.decode()}"').fetchall()
    finally:
        connection.close()
