"""Scorecards for those who are not shown every figure: between which ends each score lies.

A line whose figure is hidden may have anything from nothing to everything, or not be scored at
all, which moves a mean to somewhere between the two. The ends are therefore those with nothing and
with everything, and they follow from what is shown alone: nobody learns more of a hidden figure.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import polars as pl

from dagster_project.methods import scoring, scoring_parts, scoring_rules
from dagster_project.methods.scoring import Row, Scored
from dagster_project.methods.scoring_parts import Line, Part

NOTHING: Final = Fraction(0)
EVERYTHING: Final = Fraction(1)
PART_SCHEMA: Final[dict[str, Any]] = {
    **{name: scoring.PART_SCHEMA[name] for name in (*scoring.CARD, "level", "part")},
    **dict.fromkeys(("weight", "applicable_weight", "effective_weight"), pl.Float64),
    **dict.fromkeys(("score_low", "score_high"), pl.Float64),
    "status": pl.String,
}


def score_range(lines: pl.DataFrame) -> Scored:
    """What `scoring.score` is sure of where the figures of rows with `is_hidden` are not given.

    A hidden line has its effective weight as if it were scored, and neither score nor points.
    Parts are as in `PART_SCHEMA`: ends before red lines, of which not all are shown.

    Raises:
        RuleError: as `scoring.score`.
    """
    ordered = scoring.in_cards(lines)
    scored: list[tuple[Any, ...]] = []
    found: list[tuple[Any, ...]] = []
    for card, rows in scoring.cards(ordered.select(*scoring.NEEDED, "is_hidden")):
        low = [_at_end(row, NOTHING) for row in rows]
        high = [_at_end(row, EVERYTHING) for row in rows]
        parts = scoring_parts.parts_of(low)
        for row, line in zip(rows, scoring.shown_lines(low, parts), strict=True):
            scored.append((*line[:2], None, None) if row["is_hidden"] else line)
        both = zip(parts, scoring_parts.parts_of(high), strict=True)
        found += ((*card, *_shown_part(*ends)) for ends in both)
    return Scored(
        ordered.hstack(pl.DataFrame(scored, scoring.LINE_SCHEMA, orient="row")),
        pl.DataFrame(found, PART_SCHEMA, orient="row"),
    )


def _at_end(row: Row, end: Fraction) -> Line:
    """The line; where its figure is hidden, as if it scored this share of what it may."""
    line = scoring.judged(row)
    if not row["is_hidden"] or row["is_gated"]:
        return line
    if row["score_rule"] in scoring_rules.WEIGHTED:
        return replace(line, status="suppressed", score=end * scoring_parts.FULL)
    if row["score_rule"] == scoring_rules.BONUS:
        return replace(line, bonus=end * scoring_rules.most_of(row["score_rule_note"]))
    return line


def _shown_part(low: Part, high: Part) -> Iterator[Any]:
    yield low.code
    yield from (float(weight) for weight in (low.weight, low.applicable, low.effective))
    yield from (scoring.half_up(end.before, 2) for end in (low, high))
    yield low.status
