"""Which true figure each scorecard shows of an indicator."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from dagster_project.demo.truth.figures import Figure, FigureKey

COACHED: Final = {"low_response", "top_two_too_high", "dont_know_too_low"}
CardKey = tuple[str, str, str]
"""Period, subject kind, subject code."""


class Shown(NamedTuple):
    """A figure as a card shows it; without a value where it has none."""

    value: Fraction | None
    counted: Fraction | int | None
    status: str
    is_gated: bool
    periods: tuple[str, ...]


def shown_figures(
    figures: Mapping[FigureKey, Figure], frequency: Mapping[str, str], as_of: date
) -> dict[CardKey, dict[str, Shown]]:
    """By card and indicator."""
    found: dict[CardKey, dict[str, Shown]] = defaultdict(dict)
    halves: dict[tuple[str, str, str, str], list[tuple[str, Figure]]] = defaultdict(list)
    for (indicator, kind, code, period_kind, period), figure in figures.items():
        often = frequency[indicator]
        if period_kind == "year" or (period_kind == "quarter" and often in ("month", "quarter")):
            found[period, kind, code][indicator] = _as_it_is(period, figure)
        elif period_kind == often == "half_year":
            closing = period.replace("H2", "Q4").replace("H1", "Q2")
            found[closing, kind, code][indicator] = _as_it_is(period, figure)
            halves[period[:4], kind, code, indicator].append((period, figure))
    for (year, kind, code, indicator), of_year in halves.items():
        found[year, kind, code].setdefault(
            indicator, _mean(of_year, date(int(year), 12, 31), as_of)
        )
    return found


def _as_it_is(period: str, figure: Figure) -> Shown:
    is_gated = bool(COACHED & {*figure.quality_flags})
    is_told = figure.status != "suppressed"
    count = figure.numerator if is_told else None
    return Shown(figure.value, count, figure.status, is_gated, (period,))


def _mean(halves: Iterable[tuple[str, Figure]], year_to: date, as_of: date) -> Shown:
    """Of sound figures; without one of coached ones; without one there is a status alone."""
    each = [_as_it_is(*half) for half in sorted(halves)]
    known = [one for one in each if one.status in ("ok", "provisional")]
    best = [one for one in known if not one.is_gated] or known
    if not best:
        order = ("insufficient", "suppressed", "not_applicable")
        status = min((one.status for one in each), key=order.index)
        same = [one for one in each if one.status == status]
        values = [one.value for one in same]
        is_whole = all(value is not None for value in values)
        value = sum((v for v in values if v is not None), Fraction()) / len(same)
        periods = tuple(one.periods[0] for one in same)
        return Shown(value if is_whole else None, None, status, same[0].is_gated, periods)
    is_over = year_to <= as_of and all(one.status == "ok" for one in best)
    value = sum((one.value or Fraction() for one in best), Fraction()) / len(best)
    periods = tuple(one.periods[0] for one in best)
    return Shown(value, None, "ok" if is_over else "provisional", best[0].is_gated, periods)
