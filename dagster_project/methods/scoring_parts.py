"""Mechanisms and totals of one scorecard, from what its lines score.

A mechanism's score is the weighted mean over the lines that have one; the weight of a line without
one is shared inside its mechanism, that of a mechanism without any among the others, both in
proportion. The total is the weighted mean over mechanisms, plus bonus points, capped or voided by
red lines. All are exact fractions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import Final

TOTAL: Final = "total"
FULL: Final = Fraction(100)
NOTHING: Final = Fraction(0)
MOST_UNSCORED: Final = Fraction(2, 5)
"""Of a card's weight; with more there is no total."""


@dataclass(frozen=True, slots=True)
class Line:
    """What counts of one line; one that is scored under its weight has a `score`, 0 to 100.

    `bonus` are points for the total, `cap` is what a crossed red line lets it have.
    """

    indicator_id: str
    mechanism_code: str
    weight: Fraction
    status: str
    is_provisional: bool = False
    score: Fraction | None = None
    bonus: Fraction = NOTHING
    cap: Fraction | None = None
    is_veto: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A mechanism of a card, or its total; `before` is the score before red lines."""

    code: str
    weight: Fraction
    applicable: Fraction
    effective: Fraction
    score: Fraction | None
    before: Fraction | None
    bonus: Fraction
    status: str
    red_lines: Sequence[str]


def parts_of(lines: Sequence[Line]) -> list[Part]:
    """The total of one card and then its mechanisms, by their codes."""
    by_code = sorted(lines, key=attrgetter("mechanism_code"))
    groups = [(code, [*of]) for code, of in groupby(by_code, attrgetter("mechanism_code"))]
    carried = sum((_weight(of) for _, of in groups if any(map(_is_scored, of))), NOTHING)
    share = _weight(lines) / carried if carried else NOTHING
    mechanisms = [_mechanism(code, of, share) for code, of in groups]
    return [_total(lines, mechanisms), *mechanisms]


def carries(parts: Iterable[Part]) -> dict[str, Fraction]:
    """By mechanism how much of the card's weight a unit of a scored line's weight carries."""
    return {part.code: part.effective / part.applicable for part in parts if part.applicable}


def _mechanism(code: str, lines: Sequence[Line], share: Fraction) -> Part:
    """One mechanism; a unit of its weight carries `share` of the card's, if anything is scored."""
    weight, applicable = _weight(lines), _applicable(lines)
    mean: Fraction | None = None
    if applicable:
        mean = sum((x.weight * x.score for x in lines if x.score is not None), NOTHING) / applicable
    return Part(
        code=code,
        weight=weight,
        applicable=applicable,
        effective=weight * share if applicable else NOTHING,
        score=mean,
        before=mean,
        bonus=_bonus(lines),
        status="not_applicable" if mean is None else _settled(lines),
        red_lines=_crossed(lines),
    )


def _total(lines: Sequence[Line], mechanisms: Sequence[Part]) -> Part:
    weight, applicable = _weight(lines), _applicable(lines)
    effective = sum((part.effective for part in mechanisms), NOTHING)
    before: Fraction | None = None
    if applicable and weight - applicable <= MOST_UNSCORED * weight:
        scored = (p.effective * p.score for p in mechanisms if p.score is not None)
        before = min(sum(scored, NOTHING) / effective + _bonus(lines), FULL)
    is_void = any(line.is_veto for line in lines)
    caps = [line.cap for line in lines if line.cap is not None]
    if is_void:
        status = "void"
    elif before is not None:
        status = _settled(lines)
    else:
        status = "insufficient" if weight else "not_applicable"
    return Part(
        code=TOTAL,
        weight=weight,
        applicable=applicable,
        effective=effective,
        score=None if before is None or is_void else min([before, *caps]),
        before=before,
        bonus=_bonus(lines),
        status=status,
        red_lines=_crossed(lines),
    )


def _is_scored(line: Line) -> bool:
    """Whether its score counts: one under a weight of zero is shown and carries nothing."""
    return line.score is not None and line.weight > 0


def _weight(lines: Iterable[Line]) -> Fraction:
    return sum((line.weight for line in lines if line.weight), NOTHING)


def _applicable(lines: Iterable[Line]) -> Fraction:
    return sum((line.weight for line in lines if _is_scored(line)), NOTHING)


def _bonus(lines: Iterable[Line]) -> Fraction:
    return sum((line.bonus for line in lines if line.bonus), NOTHING)


def _settled(lines: Iterable[Line]) -> str:
    counting = (line for line in lines if line.status in ("scored", "red_line"))
    return "provisional" if any(line.is_provisional for line in counting) else "ok"


def _crossed(lines: Iterable[Line]) -> list[str]:
    return [line.indicator_id for line in lines if line.status == "red_line"]
