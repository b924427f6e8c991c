"""What each scorecard says, worked out from the true figures by hand arithmetic in fractions."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final, NamedTuple

from dagster_project.demo.records import World
from dagster_project.demo.truth.figures import Figure, FigureKey
from dagster_project.demo.truth.indicators import indicator_truth
from dagster_project.demo.truth.received import period_named
from data_contracts import loader

COACHED: Final = {"low_response", "top_two_too_high", "dont_know_too_low"}
SCORED_LEVELS: Final = ("banner", "town", "village", "unit")
Subject = tuple[str, str]
CardKey = tuple[str, str, str]
"""Period, subject kind, subject code."""


class Entry(NamedTuple):
    """What the shipped catalogue says of how an indicator is scored."""

    indicator: str
    mechanism: str
    frequency: str
    levels: tuple[str, ...]
    rule: str
    floor: Fraction
    target: Fraction
    weight: Fraction


class Shown(NamedTuple):
    """A figure as a card shows it; without a value where it has none."""

    value: Fraction | None
    count: Fraction | int | None
    status: str
    is_gated: bool
    periods: tuple[str, ...]


class CardLine(NamedTuple):
    """A line of a card, as far as it can be compared."""

    figure_status: str
    value: Fraction | None
    figure_periods: tuple[str, ...]
    line_status: str
    effective_weight: Fraction
    score: Decimal | None


class CardPart(NamedTuple):
    """A mechanism, or the total."""

    weight: Fraction
    applicable_weight: Fraction
    effective_weight: Fraction
    score: Decimal | None
    status: str
    red_lines: tuple[str, ...]


def scorecard_truth(
    world: World, as_of: date
) -> tuple[dict[tuple[str, ...], CardLine], dict[tuple[str, ...], CardPart]]:
    """All lines by (*card, indicator) and all parts by (*card, mechanism or 'total')."""
    catalogue = [*_catalogue()]
    figures = indicator_truth(world, as_of)
    shown = _shown(figures, {one.indicator: one.frequency for one in catalogue}, as_of)
    lines: dict[tuple[str, ...], CardLine] = {}
    parts: dict[tuple[str, ...], CardPart] = {}
    for card, by_indicator in shown.items():
        level = _level(world, card)
        if level not in SCORED_LEVELS:
            continue
        on_card = [
            (entry, by_indicator.get(entry.indicator))
            for entry in catalogue
            if _stands(entry, level, card[0], by_indicator)
        ]
        of_card, of_parts = _scored(on_card)
        lines |= {(*card, indicator): line for indicator, line in of_card.items()}
        parts |= {(*card, part): one for part, one in of_parts.items()}
    return lines, parts


def _catalogue() -> Iterator[Entry]:
    with (loader.HERE / "indicators.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Entry(
                row["indicator_id"],
                row["mechanism_code"],
                row["frequency"],
                tuple(filter(None, row["scored_levels"].split(";"))),
                row["score_rule"],
                Fraction(row["score_floor"] or 0),
                Fraction(row["score_target"] or 0),
                Fraction(row["default_weight"]),
            )


def _shown(
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


def _level(world: World, card: CardKey) -> str:
    """Of an area the last that it had by the end of the period."""
    period, kind, code = card
    if kind == "unit":
        return "unit"
    last = period_named(period).last
    had = [area for area in world.areas if area.area_code == code and area.valid_from <= last]
    return max(had, key=lambda area: area.valid_from).level


def _stands(entry: Entry, level: str, period: str, figures: Mapping[str, Shown]) -> bool:
    quarter = period[5:]
    is_due = (
        not quarter
        or entry.frequency in ("month", "quarter")
        or (entry.frequency == "half_year" and quarter in ("Q2", "Q4"))
    )
    return is_due and (level in entry.levels or (not entry.levels and entry.indicator in figures))


def _scored(
    on_card: list[tuple[Entry, Shown | None]],
) -> tuple[dict[str, CardLine], dict[str, CardPart]]:
    judged = [(entry, figure, *_line(entry, figure)) for entry, figure in on_card]
    mechanisms = sorted({entry.mechanism for entry, *_ in judged})
    total = sum((entry.weight for entry, *_ in judged), Fraction())
    sums: dict[str, list[Fraction]] = {code: [Fraction()] * 3 for code in mechanisms}
    for entry, _, _, score in judged:
        of = sums[entry.mechanism]
        of[0] += entry.weight
        if score is not None:
            of[1] += entry.weight
            of[2] += entry.weight * score
    carried = sum((weight for weight, scored, _ in sums.values() if scored), Fraction())
    worth = {
        code: weight * total / carried if scored else Fraction()
        for code, (weight, scored, _) in sums.items()
    }
    lines = {
        entry.indicator: CardLine(
            figure.status if figure else "missing",
            figure.value if figure else None,
            figure.periods if figure else (),
            status,
            Fraction()
            if score is None or not sums[entry.mechanism][1]
            else entry.weight * worth[entry.mechanism] / sums[entry.mechanism][1],
            _rounded(score),
        )
        for entry, figure, status, score in judged
    }
    parts = {
        code: _part(
            [line for line in judged if line[0].mechanism == code],
            sums[code],
            worth[code],
            sums[code][2] / sums[code][1] if sums[code][1] else None,
            "not_applicable",
        )
        for code in mechanisms
    }
    points = sum((worth[c] * of[2] / of[1] for c, of in sums.items() if of[1]), Fraction())
    scored = sum((of[1] for of in sums.values()), Fraction())
    is_enough = scored > 0 and (total - scored) / total <= Fraction(40, 100)
    parts["total"] = _part(
        judged,
        [total, scored],
        sum(worth.values(), Fraction()),
        points / total if is_enough else None,
        "insufficient" if total else "not_applicable",
    )
    return lines, parts


def _line(entry: Entry, figure: Shown | None) -> tuple[str, Fraction | None]:
    """The status of a line, and its score."""
    if figure is None:
        return "missing", None
    if figure.status not in ("ok", "provisional"):
        return figure.status, None
    if entry.rule == "red_line":
        return ("red_line" if (figure.count or 0) > entry.target else "shown"), None
    if entry.rule in ("monitor", "companion", "gate"):
        return "shown", None
    if figure.is_gated:
        return "gated", None
    if figure.value is None:
        return "missing", None
    if entry.rule == "band":
        return "scored", _in_band(figure.value)
    way = (figure.value - entry.floor) / (entry.target - entry.floor)
    return "scored", 100 * sorted((Fraction(0), way, Fraction(1)))[1]


def _in_band(value: Fraction) -> Fraction:
    """The budget's: nothing up to 50 and from 110, everything from 80 to 100."""
    if value <= 50 or value >= 110:
        return Fraction(0)
    if value < 80:
        return 100 * (value - 50) / 30
    return Fraction(100) if value <= 100 else 100 * (110 - value) / 10


def _part(
    judged: Iterable[tuple[Entry, Shown | None, str, Fraction | None]],
    weights: list[Fraction],
    effective: Fraction,
    score: Fraction | None,
    otherwise: str,
) -> CardPart:
    running, crossed = False, []
    for entry, figure, status, _ in judged:
        running |= status in ("scored", "red_line") and figure.status == "provisional"  # type: ignore[union-attr]
        if status == "red_line":
            crossed.append(entry.indicator)
    status = otherwise if score is None else "provisional" if running else "ok"
    return CardPart(*weights[:2], effective, _rounded(score), status, tuple(crossed))


def _rounded(score: Fraction | None) -> Decimal | None:
    """Half up to hundredths."""
    if score is None:
        return None
    with localcontext() as exactly:
        exactly.prec = 60
        return (Decimal(score.numerator) / score.denominator).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )
