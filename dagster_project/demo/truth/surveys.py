"""SRC04, EVA01–EVA05, EVA07 and EVA08, counted from answers and samples one by one."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from dagster_project.demo.periods import Period, period_of
from dagster_project.demo.records import World
from dagster_project.demo.surveys.records import Answer, Sample, Wave
from dagster_project.demo.truth.cells import every_cell
from dagster_project.demo.truth.figures import (
    Cell,
    Figure,
    FigureKey,
    share_figure,
    status_of,
)
from dagster_project.demo.truth.survey_estimates import MIN_DENOMINATOR, estimate, mean_of
from dagster_project.demo.truth.survey_flags import flags_by_wave
from dagster_project.demo.truth.survey_scores import Score, scores
from dagster_project.demo.truth.survey_waves import Fielded

SHARES: Final = ("SRC04", "EVA01", "EVA02", "EVA03", "EVA04")
MEAN: Final = "EVA05"
"""The one whose items count alike, whoever answered which."""


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """The survey's indicators of every area and half-year from the first wave's on.

    Numerators and denominators are sums of raked weights, which together are the sum of the
    wave's base weights. Each figure carries the flags of the wave from which it comes, and
    whether any of its items has changed since the half-year before.
    """
    known = Fielded(world, as_of)
    if not known.waves:
        return {}
    figures = _Figures(known, scores(world, as_of), as_of)
    found: dict[FigureKey, Figure] = {}
    for cell, period in every_cell(world, known.waves[0].fielded_to, as_of, ("half_year",)).items():
        if cell[0] == "area":
            found.update(figures.of_cell(cell, period))
    return found


class _Figures:
    """The waves, with what is known of each."""

    def __init__(
        self, known: Fielded, scores: Mapping[tuple[str, str, str], Score], as_of: date
    ) -> None:
        self.known, self.scores, self.as_of = known, scores, as_of
        self.flags = flags_by_wave(known)

    def of_cell(self, cell: Cell, period: Period) -> dict[FigureKey, Figure]:
        """All indicators of one area in one half-year."""
        asked = self.known.latest(cell[1], period, "answers")
        sampled = self.known.latest(cell[1], period, "samples")
        samples = self.known.samples[sampled.wave_id, cell[1]] if sampled else []
        response = _response(samples, period, self.as_of)
        flags = self.flags[sampled.wave_id] if sampled else ()
        found: dict[FigureKey, Figure] = {
            ("EVA08", *cell): response._replace(quality_flags=flags),
            ("EVA07", *cell): self._estimated("EVA01", cell[1], period, asked, is_index=True),
        }
        for indicator_id in SHARES:
            found[indicator_id, *cell] = self._estimated(indicator_id, cell[1], period, asked)
        found[MEAN, *cell] = self._mean(cell[1], period, asked)
        return found

    def _mean(self, area_code: str, period: Period, asked: Wave | None) -> Figure:
        """The mean of the items' shares, which rests on the item that rests on least."""
        in_area = self.known.answers[asked.wave_id, area_code] if asked else []
        by_item: dict[str, list[Answer]] = {}
        for answer in in_area:
            if self.known.item(answer).indicator_id == MEAN:
                by_item.setdefault(answer.item_code, []).append(answer)
        floor, items = MIN_DENOMINATOR[MEAN], len(by_item)
        if asked is None or not by_item:
            return Figure(None, 0, 0, None, period.last, "not_applicable")
        of_items = [estimate(self.known, in_area, given, floor) for given in by_item.values()]
        together = mean_of(of_items, floor)
        percent, valid = together.top_two_percent, together.valid_count
        figure = Figure(
            None if percent is None else items * percent / 100,
            items,
            valid,
            percent,
            period.last,
            status_of(items, valid, floor, True, period.last, self.as_of),
            quality_flags=self.flags[asked.wave_id],
            is_series_break=self._is_break(MEAN, area_code, period),
            publish_reason=together.publish_reason,
        )
        return _withheld(figure) if together.publish_decision == "suppress" else figure

    def _estimated(
        self,
        indicator_id: str,
        area_code: str,
        period: Period,
        asked: Wave | None,
        is_index: bool = False,
    ) -> Figure:
        in_area = self.known.answers[asked.wave_id, area_code] if asked else []
        given = [a for a in in_area if self.known.item(a).indicator_id == indicator_id]
        valid = self.known.valid(given)
        floor = MIN_DENOMINATOR[indicator_id]
        numerator, value = self._index(valid) if is_index else self._share(valid)
        figure = self._figure(numerator, valid, value, period, floor)
        if asked is None or not given:
            return figure
        found = estimate(self.known, in_area, given, floor)
        figure = figure._replace(
            quality_flags=self.flags[asked.wave_id],
            is_series_break=self._is_break(indicator_id, area_code, period),
            publish_reason=found.publish_reason,
        )
        return _withheld(figure) if found.publish_decision == "suppress" else figure

    def _is_break(self, indicator_id: str, area_code: str, period: Period) -> bool:
        waves = {
            w.wave_id for w in self.known.waves if period_of("half_year", w.fielded_to) == period
        }
        return any(
            score.is_series_break
            for (wave_id, code, _), score in self.scores.items()
            if wave_id in waves and code == area_code and score.indicator_id == indicator_id
        )

    def _share(self, valid: Sequence[Answer]) -> tuple[Fraction | None, Fraction | None]:
        good = self.known.total(a for a in valid if self.known.item(a).is_top_two)
        return good, self.known.top_two(valid)

    def _index(self, valid: Sequence[Answer]) -> tuple[Fraction | None, Fraction | None]:
        index = self.known.mean_index(valid)
        return None if index is None else index * self.known.total(valid), index

    def _figure(
        self,
        numerator: Fraction | None,
        valid: Sequence[Answer],
        value: Fraction | None,
        period: Period,
        floor: int,
    ) -> Figure:
        weight = self.known.total(valid)
        status = status_of(weight, len(valid), floor, True, period.last, self.as_of)
        return Figure(numerator, weight, len(valid), value, period.last, status)


def _withheld(figure: Figure) -> Figure:
    is_told = figure.status in ("not_applicable", "insufficient")
    status = figure.status if is_told else "suppressed"
    return figure._replace(numerator=None, value=None, status=status)


def _response(samples: Sequence[Sample], period: Period, as_of: date) -> Figure:
    completed = sum(sample.completed_count for sample in samples)
    eligible = sum(sample.eligible_count for sample in samples)
    return share_figure(completed, eligible, MIN_DENOMINATOR["EVA08"], period.last, as_of)
