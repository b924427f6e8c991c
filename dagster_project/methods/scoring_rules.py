"""What one indicator scores: its rule, the rule's numbers, and the figure.

Everything is exact: a figure is taken as it is written in decimals, so that what lies on half a
hundredth is rounded up wherever it comes from.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final

from data_contracts.complaint import Complaint

WEIGHTED: Final = ("linear", "band", "step", "deduction")
"""Rules that give a line 0 to 100 points under its weight."""
BONUS: Final = "bonus"
"""Adds points to the total and has no weight."""
LIMITS: Final = ("red_line", "veto")
"""Cap the total or void it once more is counted than is tolerated."""
SHOWN: Final = ("monitor", "companion", "gate")
"""Shown, and never scored."""
RULES: Final = (*WEIGHTED, BONUS, *LIMITS, *SHOWN)

FULL: Final = Fraction(100)
NUMBER: Final = r"\d+(?:\.\d+)?"
TERM: Final = re.compile(rf"(\w+?|from_{NUMBER})=({NUMBER})")
BAND: Final = ("zero_low", "full_low", "full_high", "zero_high")


class RuleError(Complaint):
    """A rule that cannot be applied; says what is wrong with it, without a full stop."""


@lru_cache(maxsize=65536)
def exact(number: float) -> Fraction:
    """A number as it is written: 0.1 is a tenth."""
    return Fraction(Decimal(repr(number)))


def check(rule: str, note: str | None, floor: float | None, target: float | None) -> None:
    """Nothing where the rule has all that it needs.

    Raises:
        RuleError: it has not.
    """
    if rule not in RULES:
        raise RuleError(
            f"没有计分规则“{rule}”，请改用以下之一：{'、'.join(RULES)}",
            f"there is no score rule '{rule}'; use one of {', '.join(RULES)}",
        )
    if rule == "linear":
        _ends(floor, target)
    elif rule == "band":
        _band(note)
    elif rule == "step":
        steps_of(note)
    elif rule == "deduction":
        number_of(note, "each")
    elif rule == BONUS:
        number_of(note, "each")
        most_of(note)
    elif rule in LIMITS:
        _tolerated(target)


@lru_cache(maxsize=65536)
def score_of(
    rule: str,
    note: str | None,
    floor: float | None,
    target: float | None,
    value: float | None,
    numerator: float | None,
) -> Fraction | None:
    """The score of 0 to 100 by one of the `WEIGHTED` rules, the points of a bonus.

    None where the rule lacks what it counts: the numerator of a deduction or a bonus, the value
    of the others.

    Raises:
        RuleError: the rule's numbers are not there or contradict each other.
    """
    counted = numerator if rule in ("deduction", BONUS) else value
    if counted is None:
        return None
    measure = exact(counted)
    if rule == "linear":
        low, full = _ends(floor, target)
        return min(max(FULL * (measure - low) / (full - low), Fraction(0)), FULL)
    if rule == "band":
        return _in_band(measure, *_band(note))
    if rule == "step":
        reached = [points for start, points in steps_of(note) if start <= measure]
        return reached[-1] if reached else Fraction(0)
    if rule == "deduction":
        return max(FULL - number_of(note, "each") * measure, Fraction(0))
    return min(number_of(note, "each") * measure, most_of(note))


def most_of(note: str | None) -> Fraction:
    """The most points that a bonus gives."""
    return number_of(note, "at_most")


def is_crossed(target: float | None, numerator: float) -> bool:
    """Whether more was counted than a red line or a veto tolerates."""
    return exact(numerator) > _tolerated(target)


def _in_band(measure: Fraction, *corners: Fraction) -> Fraction:
    """0 outside, 100 in the middle, in proportion on either slope."""
    zero_low, full_low, full_high, zero_high = corners
    rising = FULL * (measure - zero_low) / (full_low - zero_low)
    falling = FULL * (zero_high - measure) / (zero_high - full_high)
    return max(min(rising, falling, FULL), Fraction(0))


def _ends(floor: float | None, target: float | None) -> tuple[Fraction, Fraction]:
    if floor is None or target is None or floor == target:
        raise RuleError(
            "按比例计分须有起评值和目标值，且两者不同",
            "a linear score needs a floor and a target, and they must differ",
        )
    return exact(floor), exact(target)


def _tolerated(target: float | None) -> Fraction:
    if target is None:
        raise RuleError(
            "红线和一票否决须有目标值，即容许的件数",
            "a red line or a veto needs a target: how many are tolerated",
        )
    return exact(target)


@cache
def _terms(note: str | None) -> Mapping[str, Fraction]:
    """The numbers of a note of the form name=number;name=number; other words are not ours."""
    found = (TERM.fullmatch(term.strip()) for term in (note or "").split(";"))
    return {term[1]: Fraction(term[2]) for term in found if term}


def number_of(note: str | None, name: str) -> Fraction:
    """The number called `name` in a rule's note.

    Raises:
        RuleError: there is none.
    """
    try:
        return _terms(note)[name]
    except KeyError:
        raise RuleError(
            f"计分规则的参数中缺少“{name}=数值”", f"the rule's note lacks '{name}=number'"
        ) from None


@cache
def _band(note: str | None) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    zero_low, full_low, full_high, zero_high = (number_of(note, name) for name in BAND)
    if not zero_low < full_low <= full_high < zero_high:
        raise RuleError(
            "区间计分的四个数须依次增大：zero_low < full_low ≤ full_high < zero_high",
            "a band's numbers must rise: zero_low < full_low <= full_high < zero_high",
        )
    return zero_low, full_low, full_high, zero_high


@cache
def steps_of(note: str | None) -> list[tuple[Fraction, Fraction]]:
    """From which figure on how many points are given, the lowest step first.

    Raises:
        RuleError: there are none, or too many points.
    """
    steps = sorted(
        (Fraction(name.removeprefix("from_")), points)
        for name, points in _terms(note).items()
        if re.fullmatch(f"from_{NUMBER}", name)
    )
    if not steps or any(points > FULL for _, points in steps):
        raise RuleError(
            "分档计分须写明各档，如 from_70=60;from_85=80;from_95=100，每档不超过100分",
            "a score by steps needs them as in from_70=60;from_85=80;from_95=100, none above 100",
        )
    return steps
