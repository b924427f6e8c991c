"""What stands in each cell of a scorecard's workbook: the total's sheet, and one a mechanism."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from dagster_project.scorecards import formulas, wording
from dagster_project.scorecards.formulas import VOID, Cell, Content
from data_contracts.scorecard import Card, Line, Part

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
        self.codes = sorted({part.part for card in cards for part in card.mechanisms})
        names = {code: wording.mechanism(code) for code in self.codes}
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


def mechanism_tables(workings: Workings, code: str) -> list[Table]:
    """A mechanism's sheet: what each card scores in it, and the lines behind that."""
    heads: list[Row] = []
    lines: list[Row] = []
    for number, card in enumerate(workings.cards):
        if (code, number) not in workings.rows:
            continue
        lines += _lines(workings, code, number, card)
        heads.append(_head(workings, code, number, card))
    return [Table(workings.heads[code], heads), Table(workings.bodies[code], lines)]


def _named(card: Card) -> dict[str, Content]:
    level = wording.LEVELS.get(card.level, card.level)
    return {
        "subject_code": card.subject_code,
        "subject_name": card.subject_name,
        "level": level,
    }


def _head(workings: Workings, code: str, number: int, card: Card) -> Row:
    head, rows = workings.rows[code, number]
    at, body = workings.heads[code].names(head), workings.bodies[code]
    part = next(part for part in card.mechanisms if part.part == code)
    flags, weights, raws = (body.span(rows, name) for name in ("is_scored", "weight", "raw"))
    total = workings.total
    whole, carried = (total.outside(total.cell(number, name)) for name in ("weight", "carried"))
    raw = raw_of(lines_of(card, code))
    return {
        **_named(card),
        "weight": Cell(f"=SUM({weights})", part.weight),
        "applicable": Cell(f"=SUMIF({flags},1,{weights})", part.applicable_weight),
        "effective": Cell(
            f"=IF({at['applicable']}=0,0,{at['weight']}*{whole}/{carried})", part.effective_weight
        ),
        "raw": Cell(
            f'=IF({at["applicable"]}=0,"",SUMPRODUCT({flags},{weights},{raws})/{at["applicable"]})',
            "" if raw is None else raw,
        ),
        "score": Cell(
            f'=IF({at["raw"]}="","",ROUND({at["raw"]},2))', "" if part.score is None else part.score
        ),
        "status": wording.PARTS[part.status],
    }


def raw_of(lines: Sequence[Line]) -> float | None:
    """The weighted mean over the lines that are scored, not rounded."""
    scored = [(line.weight, raw) for line in lines if (raw := formulas.raw(line)) is not None]
    weight = sum(one for one, _ in scored)
    return sum(one * raw for one, raw in scored) / weight if weight else None


def _lines(workings: Workings, code: str, number: int, card: Card) -> list[Row]:
    head, rows = workings.rows[code, number]
    named, above = _named(card), workings.heads[code].names(head)
    return [
        {
            "subject_code": named["subject_code"],
            "subject_name": named["subject_name"],
            **_line(line, workings.bodies[code].names(row), above),
        }
        for row, line in zip(rows, lines_of(card, code), strict=True)
    ]


def _line(line: Line, at: formulas.Names, above: formulas.Names) -> Row:
    is_weighted = line.score is not None or formulas.is_scored(line, at) is not None
    status = "gated" if line.line_status == "gated" else line.figure_status
    flag = f"{at['is_scored']}=1"
    share = f"{at['weight']}*{above['effective']}/{above['applicable']}"
    points = line.points if line.score is not None and line.points is not None else ""
    return {
        "indicator_id": line.indicator_id,
        "indicator_name": line.indicator_name,
        "rule": wording.rule(
            line.score_rule, line.score_rule_note, line.score_floor, line.score_target
        ),
        "score_floor": line.score_floor,
        "score_target": line.score_target,
        "numerator": line.numerator,
        "denominator": line.denominator,
        "value": formulas.value(line, at),
        "status": wording.LINES[status],
        "weight": line.weight,
        "is_scored": formulas.is_scored(line, at),
        "raw": formulas.raw_score(line, at),
        "score": Cell(
            f'=IF({flag},ROUND({at["raw"]},2),"")', "" if line.score is None else line.score
        )
        if is_weighted
        else None,
        "effective": Cell(f"=IF({flag},{share},0)", line.effective_weight) if is_weighted else None,
        "points": Cell(f'=IF({flag},{at["effective"]}*{at["raw"]}/100,"")', points)
        if is_weighted
        else None,
        "bonus": formulas.bonus(line, at),
        "cap": formulas.cap(line, at),
        "figure_periods": "；".join(line.figure_periods),
        "appeal_id": line.appeal_id,
    }


def total_table(workings: Workings) -> Table:
    """The first sheet: every card with its mechanisms and its total."""
    rows = [_total(workings, number, card) for number, card in enumerate(workings.cards)]
    return Table(workings.total, rows)


def _total(workings: Workings, number: int, card: Card) -> Row:
    parts = {part.part: part for part in card.mechanisms}
    scores = workings.head_cells(number, "score")
    return {
        **_named(card),
        **{code: _shown(cell, parts[code]) for code, cell in scores.items()},
        **_weights(workings, number, card),
        **_score(workings, number, card),
        "red_lines": "；".join(card.total.red_lines),
    }


def _shown(cell: str, part: Part) -> Cell:
    word = wording.PARTS["not_applicable"]
    return Cell(f'=IF({cell}="","{word}",{cell})', word if part.score is None else part.score)


def _weights(workings: Workings, number: int, card: Card) -> Row:
    at, total = workings.total.names(number), card.total
    weights, applicable, effective, raws = (
        workings.head_cells(number, name) for name in ("weight", "applicable", "effective", "raw")
    )
    carried = [part.weight for part in card.mechanisms if part.applicable_weight]
    unscored = 1 - total.applicable_weight / total.weight if total.weight else 0.0
    mean = mean_of(card)
    pairs = "+".join(f"N({raws[code]})*{effective[code]}" for code in raws)
    return {
        "weight": Cell(f"=SUM({','.join(weights.values())})", total.weight),
        "carried": Cell(
            "=" + "+".join(f"IF({applicable[code]}>0,{weights[code]},0)" for code in weights),
            sum(carried),
        ),
        "unscored_share": Cell(
            f"=IF({at['weight']}=0,0,1-SUM({','.join(applicable.values())})/{at['weight']})",
            unscored,
        ),
        "mean": Cell(
            f'=IF({at["carried"]}=0,"",({pairs})/{at["weight"]})', "" if mean is None else mean
        ),
    }


def mean_of(card: Card) -> float | None:
    """The weighted mean over mechanisms, not rounded."""
    raws = [(part, raw_of(lines_of(card, part.part))) for part in card.mechanisms]
    found = [(part.effective_weight, raw) for part, raw in raws if raw is not None]
    weight = sum(one for one, _ in found)
    return sum(one * raw for one, raw in found) / weight if weight else None


def _score(workings: Workings, number: int, card: Card) -> Row:
    at, total = workings.total.names(number), card.total
    bonuses, caps = (workings.spans(number, name) for name in ("bonus", "cap"))
    voids = "+".join(f'COUNTIF({span},"{VOID}")' for span in caps)
    limits = [cap for line in card.lines if isinstance(cap := _cap(line), float)]
    within = f'AND({at["mean"]}<>"",ROUND({at["unscored_share"]},9)<=0.4)'
    sum_ = f"MIN(100,{at['mean']}+{at['bonus']})"
    words = wording.PARTS
    unscored = f'IF({at["weight"]}=0,"{words["not_applicable"]}","{words["insufficient"]}")'
    settled = words["provisional" if total.status == "provisional" else "ok"]
    before = total.score_before_red_lines
    return {
        "bonus": Cell(f"=SUM({','.join(bonuses)})", total.bonus_points),
        "before": Cell(f'=IF({within},ROUND({sum_},2),"")', "" if before is None else before),
        "cap": Cell(
            f'=IF({voids}>0,"{VOID}",IF(COUNT({",".join(caps)})=0,"",MIN({",".join(caps)})))',
            VOID if total.status == "void" else min(limits, default=""),
        ),
        "score": Cell(
            f'=IF(OR({at["before"]}="",{at["cap"]}="{VOID}"),"",ROUND(MIN({sum_},{at["cap"]}),2))',
            "" if total.score is None else total.score,
        ),
        "status": Cell(
            f'=IF({at["cap"]}="{VOID}","{words["void"]}",'
            f'IF({at["before"]}="",{unscored},"{settled}"))',
            words[total.status],
        ),
    }


def _cap(line: Line) -> float | str | None:
    return line.score_floor if line.line_status == "red_line" else None
