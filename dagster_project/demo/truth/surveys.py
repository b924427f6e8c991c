"""EVA01–EVA03, EVA07 and EVA08, counted from answers and samples one by one."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from dagster_project.demo.periods import Period, period_of
from dagster_project.demo.records import World
from dagster_project.demo.surveys.records import Answer, Item, Sample, Wave
from dagster_project.demo.truth.cells import Subjects, every_cell
from dagster_project.demo.truth.figures import (
    Cell,
    Figure,
    FigureKey,
    share,
    share_figure,
    status_of,
)

SHARES: Final = ("EVA01", "EVA02", "EVA03")
MIN_DENOMINATOR: Final = dict.fromkeys((*SHARES, "EVA07", "EVA08"), 100)


class Fielded:
    """Waves that have ended by the cut-off, with their answers and samples by area."""

    def __init__(self, world: World, as_of: date) -> None:
        ended = [wave for wave in world.surveys.waves if wave.fielded_to <= as_of]
        self.waves = sorted(ended, key=lambda wave: (wave.fielded_to, wave.wave_id))
        subjects = Subjects(world.areas, world.units)
        days = {wave.wave_id: wave.fielded_to for wave in self.waves}
        self.book = {(i.wave_id, i.item_code, i.answer_code): i for i in world.surveys.items}
        self.answers: dict[tuple[str, str], list[Answer]] = {}
        self.samples: dict[tuple[str, str], list[Sample]] = {}
        self.answers_by_wave: dict[str, list[Answer]] = {}
        self.samples_by_wave: dict[str, list[Sample]] = {}
        for answer in world.surveys.answers:
            if answer.wave_id in days:
                self.answers_by_wave.setdefault(answer.wave_id, []).append(answer)
                for code in subjects.areas_above(answer.area_code, days[answer.wave_id]):
                    self.answers.setdefault((answer.wave_id, code), []).append(answer)
        for sample in world.surveys.samples:
            if sample.wave_id in days:
                self.samples_by_wave.setdefault(sample.wave_id, []).append(sample)
                for code in subjects.areas_above(sample.area_code, days[sample.wave_id]):
                    self.samples.setdefault((sample.wave_id, code), []).append(sample)

    def item(self, answer: Answer) -> Item:
        """What an answer means."""
        return self.book[answer.wave_id, answer.item_code, answer.answer_code]

    def latest(self, area_code: str, period: Period, table: str) -> Wave | None:
        """The last wave of a half-year that has anything in the area."""
        held: dict[tuple[str, str], object] = getattr(self, table)
        return next(
            (
                wave
                for wave in reversed(self.waves)
                if period_of("half_year", wave.fielded_to) == period
                and (wave.wave_id, area_code) in held
            ),
            None,
        )


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """The survey's indicators of every area and half-year from the first wave's on."""
    known = Fielded(world, as_of)
    if not known.waves:
        return {}
    found: dict[FigureKey, Figure] = {}
    for cell, period in every_cell(world, known.waves[0].fielded_to, as_of, ("half_year",)).items():
        if cell[0] == "area":
            found.update(_of_cell(known, cell, period, as_of))
    return found


def _of_cell(known: Fielded, cell: Cell, period: Period, as_of: date) -> dict[FigureKey, Figure]:
    area_code = cell[1]
    asked = known.latest(area_code, period, "answers")
    given = known.answers[asked.wave_id, area_code] if asked else []
    sampled = known.latest(area_code, period, "samples")
    samples = known.samples[sampled.wave_id, area_code] if sampled else []
    found = {("EVA08", *cell): _response(samples, period, as_of)}
    for indicator_id in SHARES:
        of_indicator = _of_indicator(known, given, indicator_id)
        found[indicator_id, *cell] = _share(known, of_indicator, period, as_of)
    found["EVA07", *cell] = _index(known, _of_indicator(known, given, "EVA01"), period, as_of)
    return found


def _of_indicator(known: Fielded, given: Sequence[Answer], indicator_id: str) -> list[Answer]:
    """The valid answers that measure an indicator."""
    items = [(answer, known.item(answer)) for answer in given]
    return [a for a, item in items if item.is_valid and item.indicator_id == indicator_id]


def _share(known: Fielded, valid: Sequence[Answer], period: Period, as_of: date) -> Figure:
    good = weight(answer for answer in valid if known.item(answer).is_top_two)
    return _figure(good, weight(valid), len(valid), share(good, weight(valid)), period, as_of)


def _index(known: Fielded, valid: Sequence[Answer], period: Period, as_of: date) -> Figure:
    index = mean(known, valid)
    points = None if index is None else index * weight(valid)
    return _figure(points, weight(valid), len(valid), index, period, as_of)


def _figure(
    numerator: Fraction | None,
    denominator: Fraction,
    count: int,
    value: Fraction | None,
    period: Period,
    as_of: date,
) -> Figure:
    status = status_of(denominator, count, MIN_DENOMINATOR["EVA01"], True, period.last, as_of)
    return Figure(numerator, denominator, count, value, period.last, status)


def _response(samples: Sequence[Sample], period: Period, as_of: date) -> Figure:
    completed = sum(sample.completed_count for sample in samples)
    eligible = sum(sample.eligible_count for sample in samples)
    return share_figure(completed, eligible, MIN_DENOMINATOR["EVA08"], period.last, as_of)


def top_two(known: Fielded, given: Sequence[Answer]) -> Fraction | None:
    """The weighted share of good answers among the valid ones, in percent."""
    valid = [answer for answer in given if known.item(answer).is_valid]
    good = [answer for answer in valid if known.item(answer).is_top_two]
    return share(weight(good), weight(valid))


def mean(known: Fielded, valid: Sequence[Answer]) -> Fraction | None:
    """The weighted mean of the scores, 0 to 100."""
    scored = [(answer, known.item(answer).score) for answer in valid]
    points = [(Fraction(a.base_weight), Fraction(s)) for a, s in scored if s is not None]
    weight = sum((w for w, _ in points), Fraction(0))
    return sum((w * s for w, s in points), Fraction(0)) / weight if weight else None


def weight(given: Iterable[Answer]) -> Fraction:
    """What answers weigh together."""
    return sum((Fraction(answer.base_weight) for answer in given), Fraction(0))
