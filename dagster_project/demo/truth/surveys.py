"""EVA01–EVA03, EVA07 and EVA08, counted from answers and samples one by one."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from dagster_project.demo.periods import Period
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
from dagster_project.demo.truth.survey_flags import flags_by_wave
from dagster_project.demo.truth.survey_waves import Fielded

SHARES: Final = ("EVA01", "EVA02", "EVA03")
MIN_DENOMINATOR: Final = dict.fromkeys((*SHARES, "EVA07", "EVA08"), 100)

Flags = dict[str, tuple[str, ...]]
"""What is wrong with each wave."""


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """The survey's indicators of every area and half-year from the first wave's on.

    Numerators and denominators are sums of raked weights, which together are the sum of the
    wave's base weights. Each figure carries the flags of the wave from which it comes.
    """
    known = Fielded(world, as_of)
    if not known.waves:
        return {}
    flags = flags_by_wave(known)
    found: dict[FigureKey, Figure] = {}
    for cell, period in every_cell(world, known.waves[0].fielded_to, as_of, ("half_year",)).items():
        if cell[0] == "area":
            found.update(_of_cell(known, flags, cell, period, as_of))
    return found


def _of_cell(
    known: Fielded, flags: Flags, cell: Cell, period: Period, as_of: date
) -> dict[FigureKey, Figure]:
    area_code = cell[1]
    asked = known.latest(area_code, period, "answers")
    given = known.answers[asked.wave_id, area_code] if asked else []
    sampled = known.latest(area_code, period, "samples")
    samples = known.samples[sampled.wave_id, area_code] if sampled else []
    found: dict[FigureKey, Figure] = {
        ("EVA08", *cell): _flagged(_response(samples, period, as_of), sampled, flags)
    }
    for indicator_id in SHARES:
        of_indicator = _share(known, _of_indicator(known, given, indicator_id), period, as_of)
        found[indicator_id, *cell] = _flagged(of_indicator, asked, flags)
    index = _index(known, _of_indicator(known, given, "EVA01"), period, as_of)
    found["EVA07", *cell] = _flagged(index, asked, flags)
    return found


def _flagged(figure: Figure, wave: Wave | None, flags: Flags) -> Figure:
    return figure._replace(quality_flags=flags[wave.wave_id] if wave else ())


def _of_indicator(known: Fielded, given: Sequence[Answer], indicator_id: str) -> list[Answer]:
    """The valid answers that measure an indicator."""
    return [a for a in known.valid(given) if known.item(a).indicator_id == indicator_id]


def _share(known: Fielded, valid: Sequence[Answer], period: Period, as_of: date) -> Figure:
    good = known.total(answer for answer in valid if known.item(answer).is_top_two)
    return _figure(good, known.total(valid), len(valid), known.top_two(valid), period, as_of)


def _index(known: Fielded, valid: Sequence[Answer], period: Period, as_of: date) -> Figure:
    index, weight = known.mean_index(valid), known.total(valid)
    points = None if index is None else index * weight
    return _figure(points, weight, len(valid), index, period, as_of)


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
