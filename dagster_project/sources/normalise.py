"""From a source's way of writing to the contract's: dates, booleans, numbers, code lists.

Every value stays text here. What cannot be understood is left as it stands, for the checks
to judge and to quarantine; nothing is repaired by guessing.
"""

from collections.abc import Collection

import polars as pl

from dagster_project.sources import headers
from dagster_project.sources.mapping import ColumnMapping, SourceMapping
from dagster_project.sources.reading import ROW, SURPLUS, SourceTable
from data_contracts.model import Column, LogicalType, SourceContract

NOTHING = ["", "-", "--", "—", "——", "/", "\\", "无", "空", "null", "NULL", "N/A"]
TRUE = ["是", "有", "对", "Y", "y", "YES", "Yes", "yes", "TRUE", "True", "true", "1", "√"]
FALSE = ["否", "无", "没有", "错", "N", "n", "NO", "No", "no", "FALSE", "False", "false", "0", "×"]
CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"
DAY = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
COMPACT_DAY = r"^(\d{4})(\d{2})(\d{2})$"
SERIAL_DAY = r"^(\d{5})(?:\.\d+)?$"
CODE_BEFORE_NAME = r"^([!-~]+)\s+\S.*$"
"""How our templates list references: 150626102 图克镇."""
PLAIN = {
    LogicalType.DATE: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    LogicalType.TIMESTAMP: r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$",
}
"""Texts that are written as the contract wants them already."""
EXCEL_EPOCH = pl.date(1899, 12, 30)


def contract_frame(
    table: SourceTable, contract: SourceContract, mapping: SourceMapping, file: str
) -> tuple[pl.DataFrame, int]:
    """The contract's columns as text, with `_row` and `_surplus`, and how many rows were ignored.

    Only the columns that the contract names are taken out of `table`.
    """
    chosen = headers.choose(table.headers, contract, mapping, file)
    selection = table.select(sorted(set(chosen.values())), mapping.ignore_rows)
    filled = [headers.position(table.headers, name, file) for name in mapping.fill_down]
    frame = selection.frame.with_columns(
        _filled(pl.col(str(p))).forward_fill() for p in filled if p in chosen.values()
    )
    return frame.select(
        ROW,
        SURPLUS,
        *[_column(column, chosen, mapping.columns.get(column.name)) for column in contract.columns],
    ), selection.ignored


def _column(column: Column, chosen: dict[str, int], declared: ColumnMapping | None) -> pl.Expr:
    if declared is not None and declared.value is not None:
        return _understood(pl.lit(declared.value), column).alias(column.name)
    if column.name not in chosen:
        return pl.lit(None, dtype=pl.String).alias(column.name)
    return _meant(pl.col(str(chosen[column.name])), column, declared).alias(column.name)


def value(text: str, column: Column, declared: ColumnMapping | None) -> str | None:
    """What `text` means where it stands in a cell of `column`; nothing where it says nothing."""
    cell = pl.DataFrame({"cell": [text]}, schema={"cell": pl.String})
    meant: str | None = cell.select(_meant(pl.col("cell"), column, declared)).item()
    return meant


def _meant(cell: pl.Expr, column: Column, declared: ColumnMapping | None) -> pl.Expr:
    text = _filled(cell)
    if declared is not None and declared.codes:
        meant = pl.Series([code or None for code in declared.codes.values()], dtype=pl.String)
        text = text.replace(pl.Series(list(declared.codes), dtype=pl.String), meant)
    if declared is not None and declared.format is not None:
        text = _formatted(text, column, declared.format)
    return _canonical(text, column)


def _canonical(text: pl.Expr, column: Column) -> pl.Expr:
    return text.map_batches(lambda cells: _of_distinct(cells, column), return_dtype=pl.String)


def _of_distinct(cells: pl.Series, column: Column) -> pl.Series:
    """Cells repeat themselves, and understanding one is dear: each text is understood once."""
    texts = cells.drop_nulls().unique()
    if column.logical_type in PLAIN:
        texts = texts.filter(~texts.str.contains(PLAIN[column.logical_type]))
    if texts.is_empty():
        return cells
    meant = pl.DataFrame({"text": texts}).select(_understood(pl.col("text"), column)).to_series()
    return cells.replace(texts, meant)


def _understood(text: pl.Expr, column: Column) -> pl.Expr:
    if column.codes:
        by_label = {label.cn: code for code, label in column.codes}
        code = _half_width(text).replace(by_label)
        return _unless_nothing(code, but=[known for known, _ in column.codes])
    match column.logical_type:
        case LogicalType.STRING:
            flat = _half_width(text)
            if column.references:
                flat = _unless_nothing(text)
                return flat.str.extract(CODE_BEFORE_NAME).fill_null(flat)
            return flat if column.pattern else text
        case LogicalType.DATE:
            return _day(_unless_nothing(text))
        case LogicalType.TIMESTAMP:
            return _moment(_unless_nothing(text))
        case LogicalType.BOOLEAN:
            words = dict.fromkeys(TRUE, "true") | dict.fromkeys(FALSE, "false")
            flat = _half_width(text)
            return flat.replace(words).replace(
                {word: None for word in NOTHING if word not in words}
            )
        case _:
            number = _unless_nothing(text).str.replace_all(",", "", literal=True)
            return number.str.replace(r"^(-?\d+)\.0+$", "${1}")


def _half_width(text: pl.Expr) -> pl.Expr:
    return text.str.normalize("NFKC").str.strip_chars()


def _filled(text: pl.Expr) -> pl.Expr:
    """Without the blanks around it, and null where there is nothing else."""
    stripped = text.str.strip_chars()
    return pl.when(stripped != "").then(stripped)


def _unless_nothing(text: pl.Expr, but: Collection[str] = ()) -> pl.Expr:
    flat = _half_width(text)
    return pl.when(~flat.is_in([word for word in NOTHING if word not in but])).then(flat)


def _day(text: pl.Expr) -> pl.Expr:
    """ISO dates from 2021-05-03, 2021/5/3, 2021.5.3, 2021年5月3日, 20210503 and Excel serials."""
    serial = text.str.extract(SERIAL_DAY).cast(pl.Int32, strict=False)
    return pl.coalesce(
        _iso(text, DAY + r"(?:[ T]\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?)?$"),
        _iso(text, COMPACT_DAY),
        (EXCEL_EPOCH + pl.duration(days=serial)).dt.to_string("%Y-%m-%d"),
        text,
    )


def _moment(text: pl.Expr) -> pl.Expr:
    """ISO timestamps; without a zone they are local time."""
    moment = DAY + rf"(?:[ T]\s*({CLOCK}))?$"
    time = text.str.extract(moment, 4).str.replace(r"^(\d):", "0${1}:")
    return pl.coalesce(_iso(text, moment) + " " + time.fill_null("00:00:00"), text)


def _iso(text: pl.Expr, pattern: str) -> pl.Expr:
    parts = [text.str.extract(pattern, group) for group in (1, 2, 3)]
    return pl.concat_str(
        parts[0], parts[1].str.zfill(2), parts[2].str.zfill(2), separator="-", ignore_nulls=False
    )


def _formatted(text: pl.Expr, column: Column, form: str) -> pl.Expr:
    kind = pl.Date if column.logical_type is LogicalType.DATE else pl.Datetime
    understood = text.str.strptime(kind, form, strict=False)
    return pl.coalesce(understood.cast(pl.String), text)
