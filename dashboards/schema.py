"""The published tables as an analyst looks for them: by kind, by words, with what columns mean."""

import re
from collections.abc import Iterable

from data_contracts.loader import mart_contracts
from data_contracts.model import Column, LogicalType, MartContract, Outlet, Text

KINDS = {
    "mart": Text("指标与结论", "Figures and findings"),
    "agg": Text("汇总", "Aggregates"),
    "fct": Text("登记簿逐行", "Registers, row by row"),
    "dim": Text("名称与代码", "Names and codes"),
    "snapshot": Text("快照", "Snapshot"),
}
"""What tables are by how their names begin, in the order in which they are listed."""
TYPES = {
    LogicalType.STRING: Text("文本", "text"),
    LogicalType.INTEGER: Text("整数", "whole number"),
    LogicalType.NUMBER: Text("小数", "number"),
    LogicalType.BOOLEAN: Text("是否", "yes or no"),
    LogicalType.DATE: Text("日期", "date"),
    LogicalType.TIMESTAMP: Text("时间", "time"),
    LogicalType.ARRAY: Text("列表", "list"),
}
UNITS = {
    "_count": Text("个", "items"),
    "_share": Text("0～1", "0 to 1"),
    "_score": Text("0～100分", "0 to 100 points"),
    "_workdays": Text("工作日", "working days"),
    "_days": Text("天", "days"),
    "_yuan": Text("元", "yuan"),
    "_points": Text("分", "points"),
    "_hours": Text("小时", "hours"),
    "_week": Text("周一的日期", "Monday of the week"),
    "_at": Text("北京时间", "Beijing time"),
}
"""Units of measure by how a column's name ends: names are agreed to tell them."""
NUMBERS = (LogicalType.INTEGER, LogicalType.NUMBER)
FIRST_ROWS = 100


def tables(outlet: Outlet) -> list[MartContract]:
    """What stands in `outlet`, by kind and then by id."""
    order = list(KINDS)
    found = [one for one in mart_contracts().values() if one.stands_in(outlet)]
    return sorted(found, key=lambda one: (order.index(kind(one)), one.id))


def kind(table: MartContract) -> str:
    """The key in KINDS of a table."""
    return table.id.partition("_")[0]


def matching(found: Iterable[MartContract], words: str) -> list[MartContract]:
    """The tables that somewhere say each of `words`, in either language or as a name or code."""
    wanted = words.casefold().split()
    return [one for one in found if all(word in _said(one) for word in wanted)]


def unit(column: Column) -> Text | None:
    """What a column is measured in; None where its name does not tell."""
    for ending, text in UNITS.items():
        if column.name.endswith(ending) or column.name == ending[1:]:
            return text
    return None


def labels(statement: str, columns: Iterable[str]) -> dict[str, Text]:
    """What columns of a result are called, by their names.

    A name says what the tables that the statement names agree on, or all tables where it is in
    none of those; a column of a name of its own, or of many meanings, has none.
    """
    words = set(re.findall(r"\w+", statement.casefold()))
    every = list(mart_contracts().values())
    named = [one for one in every if one.id in words]
    found = {name: _label(name, named) or _label(name, every) for name in columns}
    return {name: text for name, text in found.items() if text is not None}


def _label(name: str, tables: Iterable[MartContract]) -> Text | None:
    told = {one.label for table in tables for one in table.columns if one.name == name}
    return told.pop() if len(told) == 1 else None


def opening(table: MartContract) -> str:
    """A statement that shows the first rows of a table, with all its columns by name."""
    columns = ",\n    ".join(column.name for column in table.columns)
    return f"SELECT\n    {columns}\nFROM {table.id}\nLIMIT {FIRST_ROWS}"


def _said(table: MartContract) -> str:
    parts = [table.id, table.label.both(), table.description.both()]
    for column in table.columns:
        parts += [column.name, column.label.both(), column.description.both()]
        parts += [f"{code} {text.both()}" for code, text in column.codes]
    return " ".join(parts).casefold()
