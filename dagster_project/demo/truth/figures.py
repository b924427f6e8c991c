"""What a figure is, and its status."""

from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

Status = Literal["ok", "not_applicable", "insufficient", "suppressed", "provisional"]
Source = Literal["own", "received"]
Cell = tuple[str, str, str, str]
"""Subject kind, subject code, period kind, period."""
FigureKey = tuple[str, str, str, str, str]
"""Indicator, then the cell."""
ComponentKey = tuple[str, str, str, str, str, str]
"""Indicator, component, then the cell."""


class Figure(NamedTuple):
    """One indicator of one subject in one period.

    `value` is a percentage or score, 0–100, or a count, which has no `denominator`.
    `settled_on` is the day from which the figure no longer runs. `quality_flags` are those of
    the survey wave from which it comes; `publish_reason` is why it is not simply shown.
    """

    numerator: Fraction | int | None
    denominator: Fraction | int | None
    sample_count: int
    value: Fraction | None
    settled_on: date
    status: Status
    figure_source: Source = "own"
    quality_flags: tuple[str, ...] = ()
    is_series_break: bool = False
    publish_reason: str | None = None


class Component(NamedTuple):
    """One component; `value` is a percentage, none without a base, or a count."""

    numerator: int
    denominator: int | None
    value: Fraction | None
    weight: Fraction | None


def share(numerator: Fraction | int, denominator: Fraction | int) -> Fraction | None:
    """A percentage; none without a base."""
    return Fraction(100) * numerator / denominator if denominator else None


def status_of(
    denominator: Fraction | int,
    sample_count: int,
    minimum: int,
    has_base: bool,
    settled_on: date,
    as_of: date,
) -> Status:
    """The status of a figure with a denominator; the first that applies, in this order."""
    if denominator == 0:
        return "not_applicable"
    if sample_count < minimum or not has_base:
        return "insufficient"
    if settled_on > as_of:
        return "provisional"
    return "ok"


def share_figure(
    numerator: int, denominator: int, minimum: int, settled_on: date, as_of: date
) -> Figure:
    """The figure of a plain share, whose sample is its denominator."""
    return Figure(
        numerator,
        denominator,
        denominator,
        share(numerator, denominator),
        settled_on,
        status_of(denominator, denominator, minimum, True, settled_on, as_of),
    )


def count_figure(count: int, settled_on: date, as_of: date) -> Figure:
    """The figure of a count, which is never too small."""
    status: Status = "provisional" if settled_on > as_of else "ok"
    return Figure(count, None, count, Fraction(count), settled_on, status)
