"""Tables that arrive as columns of text: what a database or a service gave."""

import hashlib
import io
from datetime import datetime

import polars as pl

from dagster_project.sources import cursor
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import (
    ROW,
    SURPLUS,
    Reading,
    Selection,
    SourceError,
    keep_data_rows,
    tidy,
)

CHUNK = 50_000


class FrameTable:
    """A table whose columns are text already; its first row is row 1."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self.headers = [tidy(name) for name in frame.columns]

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """See `SourceTable`."""
        frame = self._frame.select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW),
            *[pl.nth(position).cast(pl.String).alias(str(position)) for position in positions],
            pl.lit(False).alias(SURPLUS),
        )
        return keep_data_rows(frame, ignore_rows)


def packed(frame: pl.DataFrame) -> bytes:
    """A table of text as bytes, small enough to keep several of them in memory."""
    buffer = io.BytesIO()
    frame.write_ipc(buffer, compression="zstd")
    return buffer.getvalue()


def unpacked(data: bytes) -> FrameTable:
    """The table in what `packed` gave."""
    return FrameTable(pl.read_ipc(io.BytesIO(data)))


def reading(
    frame: pl.DataFrame, mapping: SourceMapping, since: str | None, at: datetime
) -> Reading:
    """What a reading at time `at` that began at `since` brought; without the cursor itself.

    Raises:
        SourceError: the cursor's column holds none.
    """
    kept = frame.select(mapping.headers)
    digest = following = _digest(kept)
    if mapping.cursor is None:
        return Reading(packed(kept), digest, digest)
    cursors = frame[mapping.cursor]
    _refuse_odd_cursor(cursors, mapping)
    last = cursor.reached(cursors, since, at)
    if last is not None:
        first = cursor.begin(last, mapping.overlap)
        if since is None or first != cursor.begin(since, mapping.overlap):
            following = _digest(kept.filter(cursor.is_from(cursors, first)))
    return Reading(packed(kept), digest, following, last)


def _refuse_odd_cursor(cursors: pl.Series, mapping: SourceMapping) -> None:
    known = cursors.drop_nulls()
    if known.is_empty() or cursor.ranks(known).drop_nulls().len():
        return
    raise SourceError(
        f"{mapping.name}：'cursor' 列 {mapping.cursor} 既不是日期时间也不是整数，"
        f"请更正 mappings/{mapping.name}.yml。",
        f"{mapping.name}: the column {mapping.cursor} holds neither dates nor whole numbers "
        f"and cannot be the 'cursor'; correct mappings/{mapping.name}.yml",
    )


def _digest(frame: pl.DataFrame) -> str:
    """A fingerprint of names and rows in their order, the same with every version of Polars."""
    said = hashlib.sha256("\x1f".join(frame.columns).encode())
    for part in frame.iter_slices(CHUNK):
        said.update(part.write_csv(include_header=False, null_value="\x00").encode())
    return said.hexdigest()
