"""Query results as files and text; every one says which snapshot it comes from.

A spreadsheet treats text that begins with = + - @ as a formula, so such text gets an
apostrophe in front when it leaves as CSV or XLSX, in cells and as the name of a column. Numbers
stay numbers, and what goes to programs (JSON, Parquet) stays as it is.
"""

import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl
import xlsxwriter

from data_contracts.snapshot import Snapshot

Format = Literal["table", "csv", "xlsx", "json", "parquet"]
UNSEEN = r"\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
FORMULA = rf"^([{UNSEEN}'\"]*[=+\-@＝＋－＠][{UNSEEN}]*[^{UNSEEN}]|['\"]*[\t\r\n])"
"""A sign with something behind it, whatever is not seen or quoted before it; a sign alone is none.

Input methods write full-width signs, which spreadsheets take for the others.
"""
TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}
"""For xlsxwriter: no text becomes a formula or a link."""
SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
"""Characters that a sheet's name may not have."""
DEMO = "演示数据"


def provenance(snapshot: Snapshot) -> str:
    """Which snapshot a figure comes from, in one phrase."""
    mark = f" · {DEMO}" if snapshot.is_demo else ""
    return f"快照 {snapshot.id} · 截止 {snapshot.as_of}{mark}"


def write(frame: pl.DataFrame, snapshot: Snapshot, form: Format) -> bytes:
    """`frame` in the format asked for, with the provenance as its last column.

    The column is called "snapshot", with an underscore more for as long as that name is
    taken. Where there are no rows to say it, its name is the provenance itself.
    """
    return WRITERS[form](frame, provenance(snapshot))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The numbers of one chart: a row a mark, under the names of the columns."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def workbook(
    title: str, choices: Mapping[str, str], sheets: Sequence[Sheet], snapshot: Snapshot
) -> bytes:
    """An XLSX file: what it shows, by which choices and from which snapshot, then the sheets."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, TEXT_STAYS_TEXT) as book:
        bold = book.add_format({"bold": True})
        first = book.add_worksheet("说明")
        first.write_string(0, 0, harmless(title), bold)
        facts = {**choices, "数据": provenance(snapshot)}
        for place, (name, value) in enumerate(facts.items(), 2):
            first.write_string(place, 0, harmless(name))
            first.write_string(place, 1, harmless(value))
        first.autofit()
        for number, sheet in enumerate(sheets, 1):
            _fill(book, f"{number} {SHEET_FORBIDDEN.sub(' ', sheet.title)}"[:31], sheet, snapshot)
    return buffer.getvalue()


def _fill(book: xlsxwriter.Workbook, name: str, sheet: Sheet, snapshot: Snapshot) -> None:
    page = book.add_worksheet(name)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_string(0, 0, harmless(sheet.title), bold)
    page.write_string(1, 0, provenance(snapshot))
    page.write_row(3, 0, map(harmless, sheet.columns), bold)
    for place, row in enumerate(sheet.rows, 4):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(place, column, harmless(cell))
            elif isinstance(cell, date):
                page.write_datetime(place, column, cell, day)
            elif cell is not None:
                page.write(place, column, cell)
    page.freeze_panes(4, 1)
    page.autofit()


def harmless(text: str) -> str:
    """`text` as no spreadsheet takes it for a formula."""
    return re.sub(FORMULA, r"'\1", text)


def as_it_was(text: pl.Expr) -> pl.Expr:
    """Text that was made harmless, as it was before."""
    return pl.when(text.str.contains(FORMULA)).then(text.str.slice(1)).otherwise(text)


def _marked(frame: pl.DataFrame, said: str) -> pl.DataFrame:
    name = "snapshot" if frame.height else said
    while name in frame.columns:
        name += "_"
    return frame.with_columns(pl.lit(said).alias(name))


def _table(frame: pl.DataFrame, said: str) -> bytes:
    with pl.Config(
        tbl_rows=200,
        tbl_cols=-1,
        fmt_str_lengths=60,
        tbl_width_chars=200,
        tbl_hide_column_data_types=True,
        tbl_hide_dataframe_shape=True,
    ):
        return f"{frame}\n{frame.height} 行 {said}\n".encode()


def _csv(frame: pl.DataFrame, said: str) -> bytes:
    return _harmless(_flat(_marked(frame, said))).write_csv(include_bom=True).encode()


def _xlsx(frame: pl.DataFrame, said: str) -> bytes:
    flat = _harmless(_flat(_marked(frame, said)))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, TEXT_STAYS_TEXT) as workbook:
        flat.write_excel(workbook, worksheet="数据", autofit=True)
    return buffer.getvalue()


def _json(frame: pl.DataFrame, said: str) -> bytes:
    return _marked(frame, said).write_json().encode()


def _parquet(frame: pl.DataFrame, said: str) -> bytes:
    buffer = io.BytesIO()
    _marked(frame, said).write_parquet(buffer)
    return buffer.getvalue()


WRITERS: dict[Format, Callable[[pl.DataFrame, str], bytes]] = {
    "table": _table,
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "parquet": _parquet,
}


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """What has parts becomes text, and times lose their zone, which spreadsheets do not know."""
    return frame.with_columns(
        *(
            pl.Series(name, map(_text, frame[name].to_list()), dtype=pl.String)
            for name, kind in frame.schema.items()
            if kind.is_nested() or kind == pl.Binary
        ),
        pl.col(pl.Datetime("us", "*"))
        .dt.convert_time_zone("Asia/Shanghai")
        .dt.replace_time_zone(None),
    )


def _text(cell: Any) -> str | None:
    """A list with its items side by side; anything else that has parts as JSON."""
    if cell is None:
        return None
    if isinstance(cell, list) and not any(isinstance(item, list | dict) for item in cell):
        return "；".join("" if item is None else str(item) for item in cell)
    return json.dumps(cell, ensure_ascii=False, default=str)


def harmless_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with all text as no spreadsheet takes it for a formula."""
    return frame.with_columns(pl.col(pl.String).str.replace(FORMULA, "'${1}"))


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Names of columns too, which an analyst may choose; none twice."""
    named: dict[str, str] = {}
    for name in frame.columns:
        said = harmless(name)
        while said != name and (said in frame.columns or said in named.values()):
            said += "_"
        named[name] = said
    return harmless_cells(frame).rename(named)
