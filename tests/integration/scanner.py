"""Looks for given strings in everything that a workspace holds, whatever it is packed in.

A string is looked for in the bytes of a file in every encoding in use here and as JSON writes
it, and in what the file holds when it is a ZIP, a workbook, a gzip, Parquet, DuckDB or SQLite.
"""

import gzip
import io
import sqlite3
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "unicode_escape")
BEGINNING = 3


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
        self._wanted: dict[bytes, dict[bytes, str]] = defaultdict(dict)
        for text in wanted:
            if len(text) < BEGINNING:
                raise ValueError("a shorter string would be found by chance")
            for encoding in ENCODINGS:
                for spelled in (text, text.lower()):
                    first = spelled[: BEGINNING if text.isascii() else 1]
                    whole = spelled.encode(encoding)
                    self._wanted[first.encode(encoding)][whole] = text
        self._lengths = {
            first: sorted({len(whole) for whole in wholes})
            for first, wholes in self._wanted.items()
        }

    def in_text(self, text: str) -> set[str]:
        """The strings that stand in `text`."""
        return self.in_bytes(text.encode(errors="replace"))

    def in_bytes(self, data: bytes) -> set[str]:
        """The strings that stand in `data`, escaped by JSON once or several times too."""
        found = self._find(data)
        if b"\\\\u" in data:
            while b"\\\\" in data:
                data = data.replace(b"\\\\", b"\\")
            found |= self._find(data)
        return found

    def _find(self, data: bytes) -> set[str]:
        found = set()
        for first, wholes in self._wanted.items():
            position = data.find(first)
            while position >= 0:
                for length in self._lengths[first]:
                    text = wholes.get(data[position : position + length])
                    if text is not None:
                        found.add(text)
                position = data.find(first, position + 1)
        return found

    def in_file(self, path: Path, name: str = "") -> Iterator[Hit]:
        """Where strings stand in a file and in what it holds; `name` is what to call it."""
        data, name = path.read_bytes(), name or str(path)
        yield from _hits(name, self.in_bytes(data) | self.in_text(name))
        if data[8:12] == b"DUCK":
            for table, rows in _duckdb_tables(path):
                yield from _hits(f"{name}:{table}", self._in_rows(rows))
        elif data.startswith(b"SQLite format 3\0"):
            for table, rows in _sqlite_tables(path):
                yield from _hits(f"{name}:{table}", self._in_rows(rows))
        else:
            yield from self._in_packed(data, name)

    def in_folder(self, folder: Path, *leave_out: Path) -> list[Hit]:
        """Where strings stand in any file below `folder`; those below `leave_out` aside."""
        paths = [
            p
            for p in sorted(folder.rglob("*"))
            if p.is_file() and not any(p.is_relative_to(left_out) for left_out in leave_out)
        ]
        return [hit for p in paths for hit in self.in_file(p, str(p.relative_to(folder)))]

    def _in_packed(self, data: bytes, name: str) -> Iterator[Hit]:
        if data.startswith(b"PAR1"):
            yield from _hits(f"{name}:values", self._in_rows(pl.read_parquet(data).rows()))
        elif data.startswith(b"\x1f\x8b"):
            yield from self._in_member(gzip.decompress(data), f"{name}:gunzipped")
        elif zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.namelist():
                    yield from self._in_member(archive.read(member), f"{name}/{member}")

    def _in_member(self, data: bytes, name: str) -> Iterator[Hit]:
        yield from _hits(name, self.in_bytes(data) | self.in_text(name))
        yield from self._in_packed(data, name)

    def _in_rows(self, rows: Iterable[tuple[Any, ...]]) -> set[str]:
        cells = [cell for row in rows for cell in row if cell is not None]
        raw = b"\n".join(cell for cell in cells if isinstance(cell, bytes))
        # A number longer than any that is planted may hold its digits by chance.
        text = "\n".join(
            str(cell)
            for cell in cells
            if not isinstance(cell, bytes) and not (isinstance(cell, int) and cell >= 10**18)
        )
        return self.in_text(text) | self.in_bytes(raw)


def _hits(where: str, texts: set[str]) -> Iterator[Hit]:
    return (Hit(where, text) for text in sorted(texts))


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
