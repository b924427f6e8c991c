"""A scorecard beside the last one of its subject, and totals beside each other as a set.

Draws nothing, and makes no order of subjects.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.labels import Indicator
from dashboards.scorecards import Card, Line, Part, Row, Subject


@dataclass(frozen=True, slots=True)
class Move:
    """What the change of one line's score did to the total."""

    indicator: Indicator
    score_before: float
    score_after: float
    effect: float
    """In points of the total: the change under the mean of the line's two shares of weight."""


def moves(earlier: Card, later: Card) -> list[Move]:
    """Lines scored on both cards by the same definition and rule, the largest gain first."""
    known = {line.indicator.id: line for line in earlier.lines}
    found = []
    for line in later.lines:
        was = known.get(line.indicator.id)
        if was is None or was.share is None or line.share is None or _rule(was) != _rule(line):
            continue
        weight = was.effective / earlier.total.effective + line.effective / later.total.effective
        effect = 100 * weight / 2 * (line.share - was.share)
        found.append(Move(line.indicator, 100 * was.share, 100 * line.share, effect))
    return sorted(found, key=lambda move: (-move.effect, move.indicator.id))


def _rule(line: Line) -> tuple[object, ...]:
    return line.version, line.rule, line.note, line.floor, line.target


@dataclass(frozen=True, slots=True)
class Standing:
    """A total beside others of its level."""

    subject: Subject
    total: Part
    is_chosen: bool


def beside(rows: Iterable[Row], chosen: Subject) -> list[Standing]:
    """The totals of the same level in the same area, by name and never by score."""
    subjects = [(Subject.from_row(row), Part.from_row(row)) for row in rows]
    found = [
        Standing(subject, total, subject.code == chosen.code)
        for subject, total in subjects
        if (subject.kind, subject.level) == (chosen.kind, chosen.level)
        and subject.parent == chosen.parent
    ]
    return sorted(found, key=lambda one: (spelling(one.subject.name), one.subject.code))


def spelling(name: str) -> bytes:
    """What Chinese names are sorted by: common characters lie in that code by their sound."""
    return name.encode("gb18030")


def overlapping(found: Sequence[Standing]) -> int:
    """How many of the others cannot be told from the chosen one, as their ranges overlap."""
    [own] = [one.total for one in found if one.is_chosen]
    low, high = own.ends
    others = (one.total.ends for one in found if not one.is_chosen and one.total.has_score)
    return sum(other_low <= high and low <= other_high for other_low, other_high in others)
