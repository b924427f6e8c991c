"""What stands in each cell of a scorecard's workbook: the total's sheet, and one a mechanism."""

from collections.abc import Sequence

from dagster_project.scorecards import formulas, wording
from dagster_project.scorecards.formulas import VOID, Cell, Content
from dagster_project.scorecards.grids import Row, Table, Workings, lines_of
from data_contracts.scorecard import Card, Line, Part


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
