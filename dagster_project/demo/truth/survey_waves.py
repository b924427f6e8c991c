"""The waves that have ended: who answered what where, and what each answer weighs."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial

from dagster_project.demo.periods import Period, period_of
from dagster_project.demo.places.hierarchy import Hierarchy
from dagster_project.demo.records import World
from dagster_project.demo.surveys.records import Answer, Item, Sample, Wave
from dagster_project.demo.truth.cells import Subjects
from dagster_project.demo.truth.figures import share
from dagster_project.demo.truth.survey_variance import Design
from dagster_project.demo.truth.survey_weights import raked, respondents, used_margins


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
        self.designs: dict[str, Design] = {}
        self._weights: dict[tuple[str, str], Fraction] = {}
        hierarchy = Hierarchy(world.areas)
        for wave in self.waves:
            self._rake(world, hierarchy, wave)

    def item(self, answer: Answer) -> Item:
        """What an answer means."""
        return self.book[answer.wave_id, answer.item_code, answer.answer_code]

    def valid(self, given: Iterable[Answer]) -> list[Answer]:
        """The answers that are neither refused nor doubtful."""
        return [answer for answer in given if self.item(answer).is_valid]

    def weight(self, answer: Answer) -> Fraction:
        """The raked weight of who gave it."""
        return self._weights[answer.wave_id, answer.response_id]

    def total(self, given: Iterable[Answer]) -> Fraction:
        """What answers weigh together."""
        return sum((self.weight(answer) for answer in given), Fraction(0))

    def top_two(self, given: Iterable[Answer]) -> Fraction | None:
        """The weighted share of good answers among the valid ones, in percent."""
        valid = self.valid(given)
        good = [answer for answer in valid if self.item(answer).is_top_two]
        return share(self.total(good), self.total(valid))

    def mean_index(self, given: Iterable[Answer]) -> Fraction | None:
        """The weighted mean of the valid answers' scores, 0 to 100."""
        scored = [(answer, self.item(answer).score) for answer in self.valid(given)]
        points = [(self.weight(a), Fraction(score)) for a, score in scored if score is not None]
        weight = sum((w for w, _ in points), Fraction(0))
        return sum((w * score for w, score in points), Fraction(0)) / weight if weight else None

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

    def _rake(self, world: World, hierarchy: Hierarchy, wave: Wave) -> None:
        people = respondents(self.answers_by_wave.get(wave.wave_id, []))
        margins = [one for one in world.surveys.margins if one.wave_id == wave.wave_id]
        used = used_margins(people, margins, partial(_areas_above, hierarchy, wave.fielded_to))
        weights = raked([one.base_weight for one in people], used)
        self.designs[wave.wave_id] = Design(people, weights, used)
        for one, weight in zip(people, weights, strict=True):
            self._weights[wave.wave_id, one.response_id] = weight


def _areas_above(hierarchy: Hierarchy, day: date, area_code: str) -> Sequence[str]:
    return [area.area_code for area in hierarchy.lineage(area_code, day)]
