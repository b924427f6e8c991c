"""The rules of scores as a spreadsheet's formulas, so that a reader can follow each sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dagster_project.methods import scoring_rules as rules
from dagster_project.scorecards.wording import FIGURES
from data_contracts.scorecard import Line

COUNTED_BY_NUMERATOR = ("deduction", rules.BONUS, *rules.LIMITS)
CAPLESS, VOID = "仅示警", "一票否决"
ALIKE = 1e-9


@dataclass(frozen=True, slots=True)
class Cell:
    """A formula, and what it comes to."""

    formula: str
    value: float | str


Content = Cell | float | str | None
Names = Mapping[str, str]
"""Where a line's cells are: by the name of its column, the cell, such as K12."""


def value(line: Line, at: Names) -> Content:
    """The figure, from its numerator and denominator where it is no more than that."""
    if line.value is None:
        return None
    if line.unit == "count" and line.numerator == line.value:
        return Cell(f"={at['numerator']}", line.value)
    if line.unit == "percent" and line.numerator is not None and line.denominator:
        share = 100 * line.numerator / line.denominator
        if abs(share - line.value) < ALIKE:
            return Cell(f"=100*{at['numerator']}/{at['denominator']}", line.value)
    return line.value


def is_scored(line: Line, at: Names) -> Content:
    """1 where the line has a score under its weight, 0 where it has none; else nothing."""
    if line.score_rule not in rules.WEIGHTED:
        return None
    measure = at["numerator" if line.score_rule in COUNTED_BY_NUMERATOR else "value"]
    return Cell(
        f"=IF(AND({_counts(at)},ISNUMBER({measure})),1,0)", 1 if line.score is not None else 0
    )


def raw_score(line: Line, at: Names) -> Content:
    """0 to 100 by the rule, not rounded."""
    if line.score_rule not in rules.WEIGHTED:
        return None
    found = raw(line)
    body = {"linear": _linear, "band": _band, "step": _steps, "deduction": _deduction}
    formula = body[line.score_rule](line.score_rule_note, at)
    return Cell(f'=IF({at["is_scored"]}=1,{formula},"")', "" if found is None else found)


def raw(line: Line) -> float | None:
    """The score before it is rounded."""
    if line.score is None:
        return None
    how = (line.score_rule, line.score_rule_note, line.score_floor, line.score_target)
    found = rules.score_of(*how, line.value, line.numerator)
    return None if found is None else float(found)


def bonus(line: Line, at: Names) -> Content:
    """Points that are added to the total."""
    if line.score_rule != rules.BONUS:
        return None
    each, most = _terms(line.score_rule_note, "each", "at_most")
    found = line.points if line.line_status == "scored" and line.points is not None else 0.0
    counts = f"AND({_counts(at)},ISNUMBER({at['numerator']}))"
    return Cell(f"=IF({counts},MIN({most},{each}*{at['numerator']}),0)", found)


def cap(line: Line, at: Names) -> Content:
    """What the total is capped at once the line is crossed, or the word that says more or less."""
    if line.score_rule not in rules.LIMITS:
        return None
    found: float | str = CAPLESS if line.score_floor is None else line.score_floor
    if line.score_rule == "veto":
        found = VOID
    then = f'"{found}"' if isinstance(found, str) else at["score_floor"]
    counts = f"AND({_counts(at)},ISNUMBER({at['numerator']}))"
    formula = f'=IF({counts},IF({at["numerator"]}>{at["score_target"]},{then},""),"")'
    return Cell(formula, found if line.line_status == "red_line" else "")


def _counts(at: Names) -> str:
    either = (f'{at["status"]}="{FIGURES[status]}"' for status in ("ok", "provisional"))
    return f"OR({','.join(either)})"


def _linear(_: str | None, at: Names) -> str:
    low, full = at["score_floor"], at["score_target"]
    return f"MAX(0,MIN(100,100*({at['value']}-{low})/({full}-{low})))"


def _band(note: str | None, at: Names) -> str:
    zero_low, full_low, full_high, zero_high = _terms(note, *rules.BAND)
    rising = f"100*({at['value']}-{zero_low})/({full_low}-{zero_low})"
    falling = f"100*({zero_high}-{at['value']})/({zero_high}-{full_high})"
    return f"MAX(0,MIN(100,{rising},{falling}))"


def _steps(note: str | None, at: Names) -> str:
    formula = "0"
    for start, points in rules.steps_of(note):
        formula = f"IF({at['value']}>={_plain(start)},{_plain(points)},{formula})"
    return formula


def _deduction(note: str | None, at: Names) -> str:
    [each] = _terms(note, "each")
    return f"MAX(0,100-{each}*{at['numerator']})"


def _terms(note: str | None, *names: str) -> list[str]:
    return [_plain(rules.number_of(note, name)) for name in names]


def _plain(number: Fraction) -> str:
    return f"{float(number):.15g}"
