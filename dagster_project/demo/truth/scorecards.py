"""What each scorecard says, worked out from the true figures by hand arithmetic in fractions."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final, NamedTuple

from dagster_project.demo.records import World
from dagster_project.demo.truth.indicators import indicator_truth
from dagster_project.demo.truth.received import period_named
from dagster_project.demo.truth.scorecard_figures import CardKey, Shown, shown_figures
from data_contracts import loader

SCORED_LEVELS: Final = ("banner", "town", "village", "unit")


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
    shown = shown_figures(figures, {one.indicator: one.frequency for one in catalogue}, as_of)
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
        return ("red_line" if (figure.counted or 0) > entry.target else "shown"), None
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
    counting = [(one, figure, of) for one, figure, of, _ in judged if of in ("scored", "red_line")]
    is_running = any(
        figure is not None and figure.status == "provisional" for _, figure, _ in counting
    )
    status = otherwise if score is None else "provisional" if is_running else "ok"
    crossed = tuple(entry.indicator for entry, _, of in counting if of == "red_line")
    return CardPart(weights[0], weights[1], effective, _rounded(score), status, crossed)


def _rounded(score: Fraction | None) -> Decimal | None:
    """Half up to hundredths."""
    if score is None:
        return None
    with localcontext() as exactly:
        exactly.prec = 60
        return (Decimal(score.numerator) / score.denominator).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )
