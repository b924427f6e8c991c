"""Parquet files: columns are read when they are asked for, and no others."""

import io

import polars as pl

from dagster_project.settings import TIME_ZONE
from dagster_project.sources import bounds, parquet_layout
from dagster_project.sources.reading import (
    ROW,
    SURPLUS,
    Selection,
    SourceError,
    keep_data_rows,
    tidy,
)


class ColumnarTable:
    """A Parquet file held in memory; its first row is row 1, and its times are local."""

    def __init__(self, data: bytes, file: str) -> None:
        try:
            layout = parquet_layout.read(data)
        except parquet_layout.Wrong:
            raise _damaged(file) from None
        bounds.refuse_extent(layout.rows, 1, file)
        bounds.refuse_extent(0, layout.columns, file)
        bounds.refuse_size(layout.unpacked, file)
        self._rows = layout.rows
        self._data, self._file = data, file
        try:
            self._names = list(pl.read_parquet_schema(io.BytesIO(data)))
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
            raise _damaged(file) from None
        self.headers = [tidy(name) for name in self._names]

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """See `SourceTable`."""
        bounds.refuse_extent(self._rows, len(positions), self._file)
        named = {self._names[position]: str(position) for position in positions}
        try:
            frame = pl.read_parquet(self._data, columns=list(named))
            if any(kind.is_nested() for kind in frame.dtypes):
                raise _nested(self._file)
            # Here a word that stands in many rows is still held once.
            bounds.refuse_text(sum(map(_size, frame)), self._file)
            cells = _local(frame).select(
                pl.col(name).cast(pl.String).alias(place) for name, place in named.items()
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
            raise _damaged(self._file) from None
        numbered = cells.select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW),
            *named.values(),
            pl.lit(False).alias(SURPLUS),
        )
        return keep_data_rows(numbered, ignore_rows)


def _size(cells: pl.Series) -> int:
    """How many bytes of text cells come to; what is no text comes to little."""
    match cells.dtype:
        case pl.String:
            sizes = cells.str.len_bytes()
        case pl.Binary:
            sizes = cells.bin.size()
        case pl.Categorical | pl.Enum:
            sizes = cells.cat.len_bytes()
        case _:
            return 0
    return int(sizes.sum())


def _local(frame: pl.DataFrame) -> pl.DataFrame:
    """Times as from any other file: local, without a zone."""
    zoned = [n for n, kind in frame.schema.items() if getattr(kind, "time_zone", None)]
    return frame.with_columns(
        pl.col(name).dt.convert_time_zone(str(TIME_ZONE)).dt.replace_time_zone(None)
        for name in zoned
    )


def _nested(file: str) -> SourceError:
    return SourceError(
        f"{file}：有一列的格里是列表或结构，不是单个值，请展开后重新导出。",
        f"{file}: a column holds lists or structures instead of single values; "
        "export it with a column for each",
    )


def _damaged(file: str) -> SourceError:
    return SourceError(
        f"{file}：Parquet 文件已损坏或不完整，请重新提供。",
        f"{file}: is a damaged Parquet file; deliver it again",
    )
