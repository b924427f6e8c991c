"""Every item and indicator of every wave in every area: estimates, flags, breaks."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dagster_project.demo.records import World
from dagster_project.demo.surveys.records import Answer, Item, Wave
from dagster_project.demo.truth.survey_estimates import MIN_DENOMINATOR, Estimate, estimate
from dagster_project.demo.truth.survey_flags import flags_by_wave, is_moved
from dagster_project.demo.truth.survey_waves import Fielded


class Score(NamedTuple):
    """One item of one wave in one area."""

    indicator_id: str | None
    wording_version: int
    scale_points: int
    answer_count: int
    estimate: Estimate
    is_series_break: bool
    quality_flags: tuple[str, ...]


class IndicatorScore(NamedTuple):
    """All items of one indicator of one wave in one area, taken together."""

    answer_count: int
    estimate: Estimate
    quality_flags: tuple[str, ...]


def scores(world: World, as_of: date) -> dict[tuple[str, str, str], Score]:
    """Every item that was answered, under (wave_id, area_code, item_code)."""
    known = Fielded(world, as_of)
    flags = flags_by_wave(known)
    found: dict[tuple[str, str, str], Score] = {}
    last: dict[tuple[str, str], tuple[Wave, Item]] = {}
    for wave, area_code, in_area in _in_areas(known):
        for item_code in sorted({answer.item_code for answer in in_area}):
            given = [answer for answer in in_area if answer.item_code == item_code]
            item = known.item(given[0])
            before = last.get((area_code, item_code))
            floor = MIN_DENOMINATOR[item.indicator_id] if item.indicator_id else None
            found[wave.wave_id, area_code, item_code] = Score(
                indicator_id=item.indicator_id,
                wording_version=item.wording_version,
                scale_points=item.scale_points,
                answer_count=len(given),
                estimate=estimate(known, in_area, given, floor),
                is_series_break=before is not None
                and _is_break(known, area_code, before, (wave, item)),
                quality_flags=flags[wave.wave_id],
            )
            last[area_code, item_code] = (wave, item)
    return found


def indicator_scores(world: World, as_of: date) -> dict[tuple[str, str, str], IndicatorScore]:
    """Every indicator that was asked about, under (wave_id, area_code, indicator_id)."""
    known = Fielded(world, as_of)
    flags = flags_by_wave(known)
    found: dict[tuple[str, str, str], IndicatorScore] = {}
    for wave, area_code, in_area in _in_areas(known):
        by_indicator: dict[str, list[Answer]] = {}
        for answer in in_area:
            indicator_id = known.item(answer).indicator_id
            if indicator_id is not None:
                by_indicator.setdefault(indicator_id, []).append(answer)
        for indicator_id, given in by_indicator.items():
            found[wave.wave_id, area_code, indicator_id] = IndicatorScore(
                answer_count=len(given),
                estimate=estimate(known, in_area, given, MIN_DENOMINATOR[indicator_id]),
                quality_flags=flags[wave.wave_id],
            )
    return found


def _in_areas(known: Fielded) -> Iterator[tuple[Wave, str, list[Answer]]]:
    """The answers of each wave in each area, one wave after the other."""
    for wave in known.waves:
        for (wave_id, area_code), given in known.answers.items():
            if wave_id == wave.wave_id:
                yield wave, area_code, given


def _is_break(
    known: Fielded, area_code: str, before: tuple[Wave, Item], now: tuple[Wave, Item]
) -> bool:
    marks = [(w.series, item.wording_version, item.scale_points) for w, item in (before, now)]
    sides = [known.samples.get((w.wave_id, area_code), []) for w, _ in (before, now)]
    return marks[0] != marks[1] or is_moved(*sides)
