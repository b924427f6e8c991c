"""Query results as files and text; every one says which snapshot it comes from.

A spreadsheet treats text that begins with = + - @ as a formula, so such text gets an
apostrophe in front when it leaves as CSV or XLSX.
"""

import io
from collections.abc import Callable
from typing import Literal

import polars as pl
import xlsxwriter

from data_contracts.snapshot import Snapshot

Format = Literal["table", "csv", "xlsx", "json", "parquet"]
FORMULA = r"^([=+\-@\t\r])"
DEMO = "演示数据"


def provenance(snapshot: Snapshot) -> str:
    """Which snapshot a figure comes from, in one phrase."""
    mark = f" · {DEMO}" if snapshot.is_demo else ""
    return f"快照 {snapshot.id} · 截止 {snapshot.as_of}{mark}"


def write(frame: pl.DataFrame, snapshot: Snapshot, form: Format) -> bytes:
    """`frame` in the format asked for, with the provenance as its last column."""
    marked = frame.with_columns(pl.lit(provenance(snapshot)).alias("snapshot"))
    return WRITERS[form](marked)


def _table(frame: pl.DataFrame) -> bytes:
    with pl.Config(
        tbl_rows=200,
        tbl_cols=-1,
        fmt_str_lengths=60,
        tbl_width_chars=200,
        tbl_hide_column_data_types=True,
        tbl_hide_dataframe_shape=True,
    ):
        note = frame["snapshot"][0] if frame.height else ""
        return f"{frame.drop('snapshot')}\n{frame.height} 行 {note}\n".encode()


def _csv(frame: pl.DataFrame) -> bytes:
    return _harmless(_flat(frame)).write_csv(include_bom=True).encode()


def _xlsx(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as workbook:
        _harmless(_flat(frame)).write_excel(workbook, worksheet="数据", autofit=True)
    return buffer.getvalue()


def _json(frame: pl.DataFrame) -> bytes:
    return frame.write_json().encode()


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


WRITERS: dict[Format, Callable[[pl.DataFrame], bytes]] = {
    "table": _table,
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "parquet": _parquet,
}


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists become text, and times lose their zone, which spreadsheets do not know."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(
        *(pl.col(name).list.join("；") for name in lists),
        pl.col(pl.Datetime("us", "*"))
        .dt.convert_time_zone("Asia/Shanghai")
        .dt.replace_time_zone(None),
    )


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.String).str.replace(FORMULA, "'${1}"))
