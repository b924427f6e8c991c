"""The numbers behind a chart as a table: what is read out in its place, and taken along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards import markup, wording
from dashboards.language import say
from dashboards.markup import Heading, Markup

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """What one chart draws: a row a mark, the first column naming it.

    Numbers stay numbers, in the unit that their column names; None is what is not shown.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def folded(table: Table) -> Markup:
    """The table below its chart, folded away until it is wanted."""
    is_number = [
        any(isinstance(row[place], int | float) for row in table.rows)
        for place in range(len(table.columns))
    ]
    headings = [
        Heading(name, "right" if number else "left")
        for name, number in zip(table.columns, is_number, strict=True)
    ]
    rows = [[_shown(cell) for cell in row] for row in table.rows]
    return markup.unfolding(
        "ap-data", say("数据表", "Data table"), markup.table(table.title, headings, rows)
    )


def of_unit(name: str, unit: str) -> str:
    """The name of a column with its unit of measure."""
    if unit == "percent":
        return say(f"{name}（%）", f"{name}, %")
    return say(f"{name}（分）", f"{name}, points") if unit == "score" else name


def _shown(cell: Cell) -> str:
    match cell:
        case None | "":
            return markup.NOTHING
        case bool():
            return say("是", "yes") if cell else say("否", "no")
        case int():
            return wording.count(cell)
        case float():
            return wording.rounded(cell)
        case date():
            return wording.day(cell)
        case _:
            return cell
