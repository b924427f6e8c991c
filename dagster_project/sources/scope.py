"""What a table of a snapshot source is complete for, found in its name or in its rows."""

import re
from datetime import date

import polars as pl

from dagster_project.sources import normalise
from dagster_project.sources.mapping import Scope, SourceMapping
from dagster_project.sources.reading import ROW, SourceError
from data_contracts.model import Column, SourceContract

EVERYTHING = "*"


def of_table(
    mapping: SourceMapping, contract: SourceContract, file: str, rows: pl.DataFrame
) -> str | None:
    """What the table called `file` is complete for, as far as its source delivers snapshots.

    That is a month such as 2026-09, a value of a key column, or everything. `rows` are in the
    contract's columns.

    Raises:
        SourceError: neither name nor rows tell.
    """
    if mapping.delivery != "snapshot":
        return None
    scope = mapping.scope
    if scope is None:
        return EVERYTHING
    if scope.month_of is not None:
        return _month(scope, file, mapping.name)
    [column] = (column for column in contract.columns if column.name == scope.of)
    if scope.in_name is not None:
        return _value_of_name(scope, file, column, mapping)
    return _value_of_rows(file, column, rows)


def _month(scope: Scope, file: str, mapping: str) -> str:
    year, month = _last(scope, file) or ("", "")
    if not _is_month(year, month):
        raise SourceError(
            f"{file}：从文件名看不出是哪个月的数据，请改名，"
            f"或更正 mappings/{mapping}.yml 中的 'scope.in_name'。",
            f"{file}: its name does not state the month that it is complete for; rename it, "
            f"or correct 'scope.in_name' in mappings/{mapping}.yml",
        )
    return f"{int(year):04d}-{int(month):02d}"


def _is_month(year: str, month: str) -> bool:
    if not (year.isdecimal() and month.isdecimal()):
        return False
    return int(year) <= date.max.year and 1 <= int(month) <= 12


def _value_of_name(scope: Scope, file: str, column: Column, mapping: SourceMapping) -> str:
    """Understood as it would be in a cell: a name of the mapping's codes is the code."""
    [text] = _last(scope, file) or ("",)
    value = normalise.value(text, column, mapping.columns.get(column.name))
    if value is None:
        raise SourceError(
            f"{file}：从文件名看不出 '{column.name}'（{column.label.cn}）是哪一个，请改名，"
            f"或更正 mappings/{mapping.name}.yml 中的 'scope.in_name'。",
            f"{file}: its name does not state the '{column.name}' that it is complete for; "
            f"rename it, or correct 'scope.in_name' in mappings/{mapping.name}.yml",
        )
    return value


def _value_of_rows(file: str, column: Column, rows: pl.DataFrame) -> str:
    """The one value of all rows; a row without any is left for the checks to find."""
    held = rows.select(ROW, pl.col(column.name).alias("value")).drop_nulls("value")
    counts = held.group_by("value").len().sort("len", "value", descending=True)
    if counts.is_empty():
        raise SourceError(
            f"{file}：没有一行写明 '{column.name}'（{column.label.cn}），看不出是哪一个的全量；"
            "请补填后重新提供，或在映射中写明 'scope.in_name'，从文件名取得。",
            f"{file}: no row states its '{column.name}', so that nothing tells what the file is "
            "complete for; fill it in and deliver it again, or take it from the file's name with "
            "'scope.in_name' in the mapping",
        )
    value: str = counts["value"][0]
    if counts.height > 1:
        other = held.filter(pl.col("value") != value)[ROW][0]
        raise SourceError(
            f"{file}：各行的 '{column.name}'（{column.label.cn}）不一致，第 {other} 行与多数不同；"
            f"请更正，或每个文件、工作表只放一个{column.label.cn}，"
            "或在映射中写明 'scope.in_name'，由文件名确定，不符的行将被隔离。",
            f"{file}: '{column.name}' is not the same in all rows: row {other} is unlike most; "
            "correct it, or deliver each in a file or sheet of its own, or let the file's name "
            "decide with 'scope.in_name' in the mapping, which quarantines the rows unlike it",
        )
    return value


def _last(scope: Scope, file: str) -> tuple[str, ...] | None:
    """The last match, for a ZIP that holds several may have one in its own name."""
    found = [match.groups(default="") for match in re.finditer(scope.in_name or "", file)]
    return found[-1] if found else None
