"""Scorecards: from the figures of a subject in a period to its score, exactly.

A line's score is that of its rule. A mechanism's is the weighted mean over the lines that have
one; the weight of a line without one is shared inside its mechanism, that of a mechanism without
any among the others, both in proportion. The total is the weighted mean over mechanisms, plus
bonus points, capped or voided by red lines. OECD/JRC (2008), Handbook on Constructing Composite
Indicators, steps 5 to 7, with score functions that do not depend on other subjects. Sums are
exact fractions, rounded half up at the end only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any, Final

import polars as pl

from dagster_project.methods import scoring_rules as rules

CARD: Final = ("period_kind", "period", "subject_kind", "subject_code")
TOTAL: Final = "total"
MOST_UNSCORED: Final = Fraction(2, 5)
"""Of a card's weight; with more there is no total."""
LINE_SCHEMA: Final = {
    "line_status": pl.String,
    **dict.fromkeys(("effective_weight", "score", "points"), pl.Float64),
}
PART_SCHEMA: Final[dict[str, Any]] = {
    **dict.fromkeys((*CARD, "level", "part"), pl.String),
    **dict.fromkeys(("weight", "applicable_weight", "effective_weight"), pl.Float64),
    **dict.fromkeys(("score", "score_before_red_lines", "bonus_points"), pl.Float64),
    "status": pl.String,
    "red_lines": pl.List(pl.String),
}
RULE: Final = ("score_rule", "score_rule_note", "score_floor", "score_target")


class WeightError(rules.RuleError):
    """A weight on what is never scored."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Scored lines, and the mechanisms and the total of each card."""

    lines: pl.DataFrame
    parts: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Line:
    """What counts of one line; `score` has a line that is scored under its weight."""

    indicator_id: str
    mechanism_code: str
    weight: Fraction
    status: str
    is_provisional: bool
    score: Fraction | None = None
    bonus: Fraction = Fraction(0)
    cap: Fraction | None = None
    is_veto: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A mechanism of a card, or its total; scores are 0 to 100 and not rounded."""

    code: str
    lines: Sequence[Line]
    weight: Fraction
    applicable: Fraction
    effective: Fraction
    score: Fraction | None
    before: Fraction | None
    status: str


def score(lines: pl.DataFrame) -> Scored:
    """Scores every card in `lines`: a row a card and indicator, of any order.

    A card is what `CARD` names. Beside that a row has level, mechanism_code, indicator_id, the
    columns of `RULE`, weight, value, numerator, figure_status (ok, provisional, not_applicable,
    insufficient, suppressed, missing) and is_gated. To the lines come the columns of
    `LINE_SCHEMA`; parts are as in `PART_SCHEMA`, 'total' first.

    Raises:
        RuleError: a rule cannot be applied, or something that is never scored has a weight.
    """
    ordered = lines.sort(*CARD, "indicator_id")
    scored: list[tuple[Any, ...]] = []
    found: list[tuple[Any, ...]] = []
    for card, rows in groupby(ordered.iter_rows(named=True), key=_card):
        judged = [_judged(row) for row in rows]
        parts = parts_of(judged)
        factors = {part.code: _ratio(part.effective, part.applicable) for part in parts}
        scored += (_shown_line(line, factors[line.mechanism_code]) for line in judged)
        found += ((*card, *_shown_part(part)) for part in parts)
    return Scored(
        ordered.hstack(pl.DataFrame(scored, LINE_SCHEMA, orient="row")),
        pl.DataFrame(found, PART_SCHEMA, orient="row"),
    )


def parts_of(lines: Sequence[Line]) -> list[Part]:
    """The total of one card and then its mechanisms, by their codes."""
    weight = _weight(lines)
    by_code = sorted(lines, key=lambda line: line.mechanism_code)
    groups = [(code, [*of]) for code, of in groupby(by_code, lambda line: line.mechanism_code)]
    applicable = sum((_weight(of) for _, of in groups if _weight(_scored(of))), Fraction(0))
    mechanisms = [_mechanism(code, of, _ratio(weight, applicable)) for code, of in groups]
    return [_total(lines, mechanisms), *mechanisms]


def half_up(number: Fraction, places: int) -> float:
    """Rounded to decimal places, halves away from zero; no score is below it (四舍五入)."""
    return float(Fraction(int(number * 10**places + Fraction(1, 2)), 10**places))


def _card(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (*(row[name] for name in CARD), row["level"])


def _judged(row: Mapping[str, Any]) -> Line:
    rule, note, floor, target = (row[name] for name in RULE)
    rules.check(rule, note, floor, target)
    _refuse_weight(row)
    known = {
        "indicator_id": row["indicator_id"],
        "mechanism_code": row["mechanism_code"],
        "weight": rules.exact(row["weight"]),
        "is_provisional": row["figure_status"] == "provisional",
    }
    status = row["figure_status"]
    if status not in ("ok", "provisional"):
        return Line(status=status, **known)
    if rule in rules.SHOWN:
        return Line(status="shown", **known)
    if row["is_gated"]:
        return Line(status="gated", **known)
    if rule in rules.LIMITS:
        return _limit(rule, floor, target, row["numerator"], known)
    found = rules.score_of(rule, note, floor, target, row["value"], row["numerator"])
    if found is None:
        return Line(status="missing", **known)
    if rule == rules.BONUS:
        return Line(status="scored", bonus=found, **known)
    return Line(status="scored", score=found, **known)


def _limit(
    rule: str,
    floor: float | None,
    target: float | None,
    numerator: float | None,
    known: Mapping[str, Any],
) -> Line:
    """A red line or a veto: what is not counted is not taken for kept."""
    if numerator is None:
        return Line(status="missing", **known)
    if not rules.is_crossed(target, numerator):
        return Line(status="shown", **known)
    cap = None if floor is None or rule == "veto" else rules.exact(floor)
    return Line(status="red_line", cap=cap, is_veto=rule == "veto", **known)


def _refuse_weight(row: Mapping[str, Any]) -> None:
    if row["weight"] and row["score_rule"] not in rules.WEIGHTED:
        raise WeightError(
            f"{row['indicator_id']} 的计分规则是 {row['score_rule']}，不能有权重，请改为 0。",
            f"{row['indicator_id']} has the rule '{row['score_rule']}' and takes no weight; "
            "set it to 0",
        )


def _mechanism(code: str, lines: Sequence[Line], share: Fraction) -> Part:
    """One mechanism; a unit of applicable weight carries `share` of the card's."""
    weight, applicable = _weight(lines), _weight(_scored(lines))
    found = _mean(lines)
    status = "not_applicable" if found is None else _settled(lines)
    effective = weight * share if applicable else Fraction(0)
    return Part(code, lines, weight, applicable, effective, found, found, status)


def _total(lines: Sequence[Line], mechanisms: Sequence[Part]) -> Part:
    weight, applicable = _weight(lines), _weight(_scored(lines))
    carried = [(part.effective, part.score) for part in mechanisms if part.score is not None]
    effective = sum((share for share, _ in carried), Fraction(0))
    before: Fraction | None = None
    if carried and weight - applicable <= MOST_UNSCORED * weight:
        mean = sum((share * found for share, found in carried), Fraction(0)) / effective
        before = min(mean + _bonus(lines), rules.FULL)
    caps = [line.cap for line in lines if line.cap is not None]
    is_void = any(line.is_veto for line in lines)
    after = None if before is None or is_void else min([before, *caps])
    if is_void:
        status = "void"
    elif before is not None:
        status = _settled(lines)
    else:
        status = "insufficient" if weight else "not_applicable"
    return Part(TOTAL, lines, weight, applicable, effective, after, before, status)


def _scored(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.score is not None]


def _weight(lines: Iterable[Line]) -> Fraction:
    return sum((line.weight for line in lines), Fraction(0))


def _bonus(lines: Iterable[Line]) -> Fraction:
    return sum((line.bonus for line in lines), Fraction(0))


def _mean(lines: Sequence[Line]) -> Fraction | None:
    weight = _weight(_scored(lines))
    points = sum((line.weight * line.score for line in lines if line.score is not None), Fraction())
    return points / weight if weight else None


def _settled(lines: Iterable[Line]) -> str:
    counting = (line for line in lines if line.status in ("scored", "red_line"))
    return "provisional" if any(line.is_provisional for line in counting) else "ok"


def _ratio(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole if whole else Fraction(0)


def _shown_line(line: Line, factor: Fraction) -> tuple[Any, ...]:
    if line.score is None:
        points = half_up(line.bonus, 6) if line.status == "scored" else None
        return line.status, 0.0, None, points
    effective = line.weight * factor
    points = half_up(effective * line.score / rules.FULL, 6)
    return line.status, float(effective), half_up(line.score, 2), points


def _shown_part(part: Part) -> Iterator[Any]:
    yield part.code
    yield from (float(one) for one in (part.weight, part.applicable, part.effective))
    for one in (part.score, part.before):
        yield None if one is None else half_up(one, 2)
    yield half_up(_bonus(part.lines), 2)
    yield part.status
    yield [line.indicator_id for line in part.lines if line.status == "red_line"]
