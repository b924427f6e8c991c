"""What a figure says about its target and about the period before, and how surely.

Plain values in, a judgement out; the words for it are in `sentences`.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import hypot
from typing import Any

REVIEW = frozenset({"all_or_none", "few_degrees_of_freedom"})
"""Reasons with which a figure is shown and still to be reviewed; with any other it is not shown."""
AWAITED, SMALL, OFFICE_ONLY = "not_released", "small_count", "office_only"
"""Reasons to leave blank for everyone what the office sees: it will be shown, it is too small, or
it never is."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published value of an indicator with all that it rests on.

    `value` and the interval are in the indicator's own unit and absent where the status says
    or the reason says why, counts have no interval; `status`, `reason`, `flags` and `method` are
    codes of the contract of mart_indicator_value. `sample` is n: records, for a survey
    unweighted answers.
    """

    period_kind: str
    period: str
    first: date
    last: date
    settled: date
    status: str
    sample: int | None = None
    denominator: float | None = None
    numerator: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    method: str | None = None
    is_received: bool = False
    flags: tuple[str, ...] = ()
    reason: str | None = None
    starts_series: bool = False
    """It was measured otherwise than the one before: no line and no comparison across."""

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Figure":
        """The figure in a row of mart_indicator_value."""
        return cls(
            period_kind=row["period_kind"],
            period=row["period"],
            first=row["period_from"],
            last=row["period_to"],
            settled=row["settled_on"],
            status=row["status"],
            sample=row["sample_count"],
            denominator=row["denominator"],
            numerator=row["numerator"],
            value=row["value"],
            low=row["interval_low"],
            high=row["interval_high"],
            method=row["interval_method"],
            is_received=row["figure_source"] == "received",
            flags=tuple(row["quality_flags"]),
            reason=row["publish_reason"],
            starts_series=row["is_series_break"],
        )

    @property
    def is_sound(self) -> bool:
        """Whether it is settled and rests on enough to be read as it stands."""
        return self.status == "ok" and self.value is not None

    @property
    def needs_review(self) -> bool:
        """Whether it is shown and is still to be reviewed."""
        return self.reason in REVIEW

    @property
    def is_withheld(self) -> bool:
        """Whether it is not shown: too imprecise, too small a count, or not released yet."""
        return self.reason is not None and not self.needs_review

    @property
    def is_protected(self) -> bool:
        """Whether it is not shown to everyone for the sake of the persons that it is about."""
        return self.reason in (AWAITED, SMALL, OFFICE_ONLY)

    @property
    def is_ranged(self) -> bool:
        """Whether it is said between which values it lies, and no more."""
        return self.is_protected and None not in (self.low, self.high)

    @property
    def is_awaited(self) -> bool:
        """Whether a release to come decides on it."""
        return self.reason == AWAITED

    @property
    def has_interval(self) -> bool:
        """Whether one can say how much of it may be chance."""
        return None not in (self.value, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Place:
    """One area of a comparison, with its figure."""

    name: str
    figure: Figure
    is_home: bool = False
    is_parent: bool = False


class Standing(StrEnum):
    """Where a value stands against its target, read with its interval."""

    REACHED = "reached"
    """The value and its whole interval are on the good side."""
    BARELY_REACHED = "barely_reached"
    """The value is on the good side; its interval is not wholly so."""
    UNCLEAR = "unclear"
    """The value falls short, but its interval contains the target."""
    MISSED = "missed"
    """The value and its whole interval fall short."""


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two independent figures, later minus earlier, with its 95 % interval."""

    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def standing(figure: Figure, target: float | None, direction: str) -> Standing | None:
    """How `figure` stands against `target`; None where no such judgement can be made.

    `direction` is `up` or `down`; other directions have no better side. Without an interval
    nothing is said about chance, and so nothing at all. A range that everyone may see tells only
    where it lies on one side as a whole.
    """
    is_known = figure.is_ranged or (figure.is_sound and figure.has_interval)
    if not is_known or target is None or direction not in ("up", "down"):
        return None
    sign = 1 if direction == "up" else -1
    ends = sorted((sign * ((figure.low or 0) - target), sign * ((figure.high or 0) - target)))
    if figure.is_ranged:
        return Standing.REACHED if ends[0] >= 0 else Standing.MISSED if ends[1] < 0 else None
    gap = sign * ((figure.value or 0) - target)
    if gap >= 0:
        return Standing.REACHED if ends[0] >= 0 else Standing.BARELY_REACHED
    return Standing.UNCLEAR if ends[1] >= 0 else Standing.MISSED


def change(later: Figure, earlier: Figure) -> Change | None:
    """The change between two figures of different periods; None where either is unsound.

    The interval is built from both figures' own intervals (MOVER; for proportions with Wilson
    limits this is Newcombe 1998, Statistics in Medicine 17:873, method 10), which takes the
    two cohorts to share no record. Where they do share some (a stock, a rolling year), they
    move together and the interval is too wide, never too narrow.
    """
    if later.starts_series or not (later.is_sound and earlier.is_sound):
        return None
    if not (later.has_interval and earlier.has_interval):
        return None
    b, b_low, b_high = later.value or 0, later.low or 0, later.high or 0
    a, a_low, a_high = earlier.value or 0, earlier.low or 0, earlier.high or 0
    return Change(
        difference=b - a,
        low=b - a - hypot(b - b_low, a_high - a),
        high=b - a + hypot(b_high - b, a - a_low),
    )


def is_worse(later: Figure, earlier: Figure, direction: str) -> bool:
    """Whether the later figure is worse by more than chance; never where nothing is better."""
    found = change(later, earlier)
    if found is None or not found.is_clear or direction not in ("up", "down"):
        return False
    return (found.difference < 0) == (direction == "up")


def split_by_source(figures: list[Figure]) -> list[Figure]:
    """`figures` by time, where a change between own and received ones starts a new series."""
    return [
        replace(figure, starts_series=True)
        if position and figure.is_received != figures[position - 1].is_received
        else figure
        for position, figure in enumerate(figures)
    ]


def latest_complete(figures: list[Figure], as_of: date) -> int | None:
    """Position of the latest figure that was settled by `as_of`; `figures` by time."""
    settled = [position for position, figure in enumerate(figures) if figure.settled <= as_of]
    return settled[-1] if settled else None


def latest_released(figures: list[Figure], as_of: date) -> int | None:
    """Position of the latest settled figure that does not await its release.

    The latest settled one where all of them do.
    """
    settled = [position for position, figure in enumerate(figures) if figure.settled <= as_of]
    released = [position for position in settled if not figures[position].is_awaited]
    return next(reversed(released or settled), None)
