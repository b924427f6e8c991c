"""Which figure of an indicator is shown at a glance, and which indicators come first.

Plain values in and out; the words are in `sentences`, the layout in `sections`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboards.judgement import (
    Figure,
    Standing,
    is_worse,
    latest_complete,
    latest_released,
    standing,
)
from dashboards.labels import Indicator

KINDS = ("month", "quarter", "half_year", "year")
UNJUDGED = ("insufficient", "not_applicable")
OLD_DAYS = 366
"""What ended so long before the period that was asked for is not shown in its place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator at a glance: its figure, the series that it stands in, and what was asked.

    `asked` is the figure of the period that was asked for, where that one rests on too little or
    is not shown, and a longer or an earlier period is shown in its place.
    """

    indicator: Indicator
    series: tuple[Figure, ...]
    position: int
    asked: Figure | None = None

    @property
    def figure(self) -> Figure:
        """The figure that is shown."""
        return self.series[self.position]

    @property
    def is_missed(self) -> bool:
        """Whether it falls short of its target by more than chance."""
        indicator = self.indicator
        found = standing(self.figure, indicator.target, indicator.direction)
        return found is Standing.MISSED and not self.figure.flags

    @property
    def loss(self) -> float:
        """The weight that its distance from the target costs, from none to all of it."""
        indicator, value = self.indicator, self.figure.value
        if value is None or indicator.target is None or indicator.floor is None:
            return 0.0
        short = (indicator.target - value) / (indicator.target - indicator.floor)
        return indicator.weight * min(1.0, max(0.0, short))

    @property
    def has_slipped(self) -> bool:
        """Whether it is worse than the period before by more than chance."""
        if not self.position or not self.indicator.is_scored or self.figure.flags:
            return False
        before = self.series[self.position - 1]
        return is_worse(self.figure, before, self.indicator.direction)


def kinds_of(indicator: Indicator, history: Mapping[str, Sequence[Figure]]) -> list[str]:
    """The kinds of period that an indicator has figures for, the shortest first.

    Periods shorter than the catalogue's frequency are none of its figures.
    """
    return [kind for kind in KINDS[KINDS.index(indicator.frequency) :] if history.get(kind)]


def read(
    indicator: Indicator, history: Mapping[str, Sequence[Figure]], kind: str, as_of: date
) -> Reading | None:
    """The latest settled and released figure of `kind`; None where no period is settled yet.

    Where the indicator has no such periods, the nearest kind; where the figure rests on too
    little or on too small a count, the shortest longer period that can be judged, and after
    that, of what is not shown, the shortest of which a range is, then the latest earlier one of
    the year before.
    """
    found = []
    for candidate in nearest(kind, kinds_of(indicator, history)):
        series = tuple(history[candidate])
        position = latest_released(list(series), as_of)
        if position is not None:
            found.append(Reading(indicator, series, position))
    if not found:
        return None
    first = found[0]
    others: list[Reading] = []
    if first.figure.status in UNJUDGED or first.figure.is_protected:
        others += [other for other in found if other.figure.is_sound]
    if first.figure.is_protected:
        others += [other for other in found if other.figure.is_ranged]
        recent = first.figure.last - timedelta(days=OLD_DAYS)
        earlier = (other for reading in found for other in _earlier(reading))
        others += [o for o in earlier if o.figure.is_sound and o.figure.last > recent]
    if others and others[0] is not first:
        return replace(others[0], asked=first.figure)
    latest = first.series[latest_complete(list(first.series), as_of) or 0]
    return first if latest == first.figure else replace(first, asked=latest)


def opening_kind(indicator: Indicator, history: Mapping[str, Sequence[Figure]], as_of: date) -> str:
    """The kind of period that an indicator is first shown by: its shortest.

    Where that one is not shown to everyone, the kind of what is shown at a glance in its place.
    """
    shortest = next(iter(kinds_of(indicator, history)), indicator.frequency)
    found = read(indicator, history, shortest, as_of)
    if found is None or found.asked is None or not found.asked.is_protected:
        return shortest
    return found.figure.period_kind


def _earlier(reading: Reading) -> Iterator[Reading]:
    """The periods before the one of a reading, the latest first."""
    for position in reversed(range(reading.position)):
        yield replace(reading, position=position)


def nearest(kind: str, kinds: list[str]) -> list[str]:
    """Of `kinds` what can stand for `kind`, the nearest first: no shorter, else the longest."""
    longer = [found for found in kinds if KINDS.index(found) >= KINDS.index(kind)]
    return longer or kinds[-1:]


def pressing(found: Sequence[Reading]) -> list[Reading]:
    """What slipped, then what fell short of its target, the costliest first within each."""
    chosen = [reading for reading in found if reading.is_missed or reading.has_slipped]
    return sorted(chosen, key=lambda r: (not r.has_slipped, -r.loss, r.indicator.id))
