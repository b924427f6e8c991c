"""Where everything lies in a scorecard's workbook, as its formulas name it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from dagster_project.scorecards import wording
from dagster_project.scorecards.formulas import Content
from data_contracts.scorecard import Card, Line

TOTAL = "总表"
TOP = 3
"""Rows for a title and where the figures come from."""
GAP = 3
CARD = {"subject_code": "对象代码", "subject_name": "对象", "level": "层级"}
SUM = {
    "weight": "权重合计",
    "carried": "有计分指标的机制权重",
    "unscored_share": "未计分权重占比",
    "mean": "加权得分（未舍入）",
    "bonus": "加分",
    "before": "红线前总分",
    "cap": "红线封顶",
    "score": "总分",
    "status": "状态",
    "red_lines": "触及的红线",
}
MECHANISM = {
    **CARD,
    "weight": "权重",
    "applicable": "可计分权重",
    "effective": "有效权重",
    "raw": "得分（未舍入）",
    "score": "得分",
    "status": "状态",
}
LINE = {
    **{"subject_code": "对象代码", "subject_name": "对象"},
    **{"indicator_id": "指标编号", "indicator_name": "指标", "rule": "计分规则"},
    **{"score_floor": "零分值", "score_target": "满分值/容许数"},
    **{"numerator": "分子", "denominator": "分母", "value": "指标值", "status": "数值状态"},
    **{"weight": "权重", "is_scored": "是否计分", "raw": "得分（未舍入）", "score": "得分"},
    **{"effective": "有效权重", "points": "计入总分", "bonus": "加分", "cap": "红线封顶"},
    **{"figure_periods": "数值期间", "appeal_id": "申诉编号"},
}
Row = Mapping[str, Content]


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a table lies on a sheet: the row of its head, and its columns in order."""

    sheet: str
    top: int
    columns: Mapping[str, str]

    def cell(self, row: int, column: str) -> str:
        """A cell of a row, counted from 0, as formulas of the same sheet name it."""
        found: str = xl_rowcol_to_cell(self.top + 1 + row, [*self.columns].index(column))
        return found

    def span(self, rows: range, column: str) -> str:
        """The cells of one column over several rows."""
        return f"{self.cell(rows.start, column)}:{self.cell(rows.stop - 1, column)}"

    def names(self, row: int) -> dict[str, str]:
        """Every cell of a row by its column."""
        return {column: self.cell(row, column) for column in self.columns}

    def outside(self, place: str) -> str:
        """A place as formulas of other sheets name it."""
        return f"'{self.sheet}'!{place}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with everything in it."""

    grid: Grid
    rows: Sequence[Row]


class Workings:
    """Where everything lies that a formula refers to."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self.cards = cards
        there = {part.part for card in cards for part in card.mechanisms}
        names = {code: name for code, name in wording.mechanisms().items() if code in there}
        self.codes = [*names]
        self.total = Grid(TOTAL, TOP, {**CARD, **names, **SUM})
        self.heads: dict[str, Grid] = {}
        self.bodies: dict[str, Grid] = {}
        self.rows: dict[tuple[str, int], tuple[int, range]] = {}
        """Of a mechanism and a card: its row among the heads, and those of its lines."""
        for code in self.codes:
            self._lay_out(code, names[code])

    def _lay_out(self, code: str, name: str) -> None:
        first, head = 0, 0
        for number, card in enumerate(self.cards):
            if count := len(lines_of(card, code)):
                self.rows[code, number] = head, range(first, first + count)
                first, head = first + count, head + 1
        self.heads[code] = Grid(name, TOP, MECHANISM)
        self.bodies[code] = Grid(name, TOP + head + GAP, LINE)

    def spans(self, number: int, column: str) -> list[str]:
        """The cells of a card's lines, for the total."""
        return [
            self.bodies[code].outside(self.bodies[code].span(self.rows[code, number][1], column))
            for code in self.codes
            if (code, number) in self.rows
        ]

    def head_cells(self, number: int, column: str) -> dict[str, str]:
        """The cell of each of a card's mechanisms, for the total."""
        return {
            code: self.heads[code].outside(
                self.heads[code].cell(self.rows[code, number][0], column)
            )
            for code in self.codes
            if (code, number) in self.rows
        }


def lines_of(card: Card, code: str) -> list[Line]:
    """The lines of one mechanism."""
    return [line for line in card.lines if line.mechanism_code == code]
