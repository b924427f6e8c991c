"""Scorecards: from the figures of a subject in a period to its scores, exactly.

OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 5 to 7, with score functions
(`scoring_rules`) in place of a normalisation by what others have, so that nobody's score moves
because another's did. Sums (`scoring_parts`) are exact fractions, rounded half up at the end only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

import polars as pl

from dagster_project.methods import scoring_parts, scoring_rules
from dagster_project.methods.scoring_parts import Line, Part

Row = Mapping[str, Any]

CARD: Final = ("period_kind", "period", "subject_kind", "subject_code")
"""Which lines belong together."""
RULE: Final = ("score_rule", "score_rule_note", "score_floor", "score_target")
NEEDED: Final = (
    *CARD,
    "level",
    "mechanism_code",
    "indicator_id",
    *RULE,
    "weight",
    "value",
    "numerator",
    "figure_status",
    "is_gated",
)
"""What the score of a line depends on, and where it belongs."""
EXACT_PLACES: Final = 9
"""Decimal places of a score that its figures are good for."""
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


class WeightError(scoring_rules.RuleError):
    """A weight on what is never scored."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Scored lines, and the mechanisms and the total of each card."""

    lines: pl.DataFrame
    parts: pl.DataFrame


def score(lines: pl.DataFrame) -> Scored:
    """Scores every card in `lines`: a row a card and indicator, of any order.

    A row has the columns in `NEEDED`, of which figure_status is one of ok, provisional,
    not_applicable, insufficient, suppressed and missing, and any others. To the lines come the
    columns of `LINE_SCHEMA`; parts are as in `PART_SCHEMA`, the total of a card first.

    Raises:
        RuleError: a rule cannot be applied, or something that is never scored has a weight.
    """
    ordered = in_cards(lines)
    scored: list[tuple[Any, ...]] = []
    found: list[tuple[Any, ...]] = []
    for card, rows in cards(ordered.select(NEEDED)):
        known = [judged(row) for row in rows]
        parts = scoring_parts.parts_of(known)
        scored += shown_lines(known, parts)
        found += ((*card, *_shown_part(part)) for part in parts)
    return Scored(
        ordered.hstack(pl.DataFrame(scored, LINE_SCHEMA, orient="row")),
        pl.DataFrame(found, PART_SCHEMA, orient="row"),
    )


def in_cards(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of each card together, in an order that does not depend on theirs."""
    return lines.sort(*CARD, "indicator_id")


def cards(ordered: pl.DataFrame) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """What names each card, its level last, with its lines."""
    by_card = groupby(
        ordered.iter_rows(named=True), lambda row: (*(row[name] for name in CARD), row["level"])
    )
    return ((card, [*rows]) for card, rows in by_card)


def judged(row: Row) -> Line:
    """What a line has to say, by its rule and its figure."""
    rule, note, floor, target = (row[name] for name in RULE)
    scoring_rules.check(rule, note, floor, target)
    _refuse_weight(row)
    status = row["figure_status"]
    known = {
        "indicator_id": row["indicator_id"],
        "mechanism_code": row["mechanism_code"],
        "weight": scoring_rules.exact(row["weight"]),
        "is_provisional": status == "provisional",
    }
    if status not in ("ok", "provisional"):
        return Line(status=status, **known)
    if rule in scoring_rules.SHOWN:
        return Line(status="shown", **known)
    if row["is_gated"]:
        return Line(status="gated", **known)
    if rule in scoring_rules.LIMITS:
        return _limit(row, known)
    found = scoring_rules.score_of(rule, note, floor, target, row["value"], row["numerator"])
    if found is None:
        return Line(status="missing", **known)
    if rule == scoring_rules.BONUS:
        return Line(status="scored", bonus=found, **known)
    return Line(status="scored", score=found, **known)


def shown_lines(lines: Sequence[Line], parts: Sequence[Part]) -> Iterator[tuple[Any, ...]]:
    """The columns of `LINE_SCHEMA` of the lines of one card."""
    carried = scoring_parts.carries(parts)
    for line in lines:
        if line.score is not None:
            effective = line.weight * carried.get(line.mechanism_code, Fraction(0))
            points = half_up(effective * line.score / scoring_parts.FULL, 6)
            yield line.status, float(effective), half_up(line.score, 2), points
        else:
            points = half_up(line.bonus, 6) if line.status == "scored" else None
            yield line.status, 0.0, None, points


@lru_cache(maxsize=65536)
def half_up(number: Fraction | None, places: int) -> float | None:
    """Rounded to decimal places, halves up (四舍五入); no score is below zero.

    A figure such as two thirds is a number of some 16 digits, and what would be a half is then a
    little less or more: within `EXACT_PLACES` it is one.
    """
    if number is None:
        return None
    exact = round(number, EXACT_PLACES)
    return float(Fraction(int(exact * 10**places + Fraction(1, 2)), 10**places))


def _refuse_weight(row: Row) -> None:
    if row["weight"] and row["score_rule"] not in scoring_rules.WEIGHTED:
        raise WeightError(
            f"{row['indicator_id']} 的计分规则是 {row['score_rule']}，不能有权重，请改为 0。",
            f"{row['indicator_id']} has the rule '{row['score_rule']}' and takes no weight; "
            "set it to 0",
        )


def _limit(row: Row, known: Mapping[str, Any]) -> Line:
    """A red line or a veto: one whose count is not known is not taken for kept."""
    if row["numerator"] is None:
        return Line(status="missing", **known)
    if not scoring_rules.is_crossed(row["score_target"], row["numerator"]):
        return Line(status="shown", **known)
    if row["score_rule"] == "veto":
        return Line(status="red_line", is_veto=True, **known)
    floor = row["score_floor"]
    cap = None if floor is None else scoring_rules.exact(floor)
    return Line(status="red_line", cap=cap, **known)


def _shown_part(part: Part) -> Iterator[Any]:
    yield part.code
    yield from (float(weight) for weight in (part.weight, part.applicable, part.effective))
    yield from (half_up(points, 2) for points in (part.score, part.before, part.bonus))
    yield part.status
    yield part.red_lines
