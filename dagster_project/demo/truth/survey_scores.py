"""Every item of every wave in every area: estimates, whether they may be shown, flags, breaks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import sqrt
from typing import Final, NamedTuple

from dagster_project.demo.records import World
from dagster_project.demo.surveys.records import Answer, Item, Sample, Wave
from dagster_project.demo.truth.surveys import MIN_DENOMINATOR, Fielded, mean, top_two

LOW_RESPONSE: Final = 20
HIGH_TOP_TWO: Final = 98
LOW_DOUBT: Final = 1
MODE_CHANGE_POINTS: Final = 50
LEAST_EFFECTIVE: Final = 30
Z: Final = 1.959963984540054


class Score(NamedTuple):
    """One item of one wave in one area; estimates are kept here also where suppressed."""

    indicator_id: str | None
    wording_version: int
    scale_points: int
    answer_count: int
    valid_count: int
    effective_count: Fraction
    mean_index: Fraction | None
    top_two_percent: Fraction | None
    publish_decision: str
    publish_reason: str | None
    is_series_break: bool
    quality_flags: tuple[str, ...]


def scores(world: World, as_of: date) -> dict[tuple[str, str, str], Score]:
    """Every item that was answered, under (wave_id, area_code, item_code)."""
    known = Fielded(world, as_of)
    found: dict[tuple[str, str, str], Score] = {}
    last: dict[tuple[str, str], tuple[Wave, Item]] = {}
    for wave in known.waves:
        flags = _quality_flags(known, wave)
        for area_code, item_code, given in _asked(known, wave):
            item = known.item(given[0])
            before = last.get((area_code, item_code))
            is_break = before is not None and _is_break(known, area_code, before, (wave, item))
            found[wave.wave_id, area_code, item_code] = _score(known, given, is_break, flags)
            last[area_code, item_code] = (wave, item)
    return found


def quality_flags(world: World, as_of: date) -> dict[str, tuple[str, ...]]:
    """What is wrong with each whole wave, whatever its areas."""
    known = Fielded(world, as_of)
    return {wave.wave_id: _quality_flags(known, wave) for wave in known.waves}


def wilson(share_of_one: float, count: float) -> tuple[float, float]:
    """The 95 % Wilson limits of a share out of `count`, both 0 to 1."""
    spread = Z * sqrt(share_of_one * (1 - share_of_one) / count + Z**2 / (4 * count**2))
    middle, scale = share_of_one + Z**2 / (2 * count), 1 + Z**2 / count
    return (middle - spread) / scale, (middle + spread) / scale


def effective_count(weights: Iterable[Fraction]) -> Fraction:
    """Kish's effective sample size; 0 without any."""
    listed = list(weights)
    squares = sum((w * w for w in listed), Fraction(0))
    return sum(listed, Fraction(0)) ** 2 / squares if squares else Fraction(0)


def publish_decision(
    valid_count: int, effective: Fraction, percent: Fraction | None, floor: int | None
) -> tuple[str, str | None]:
    """Whether an estimate may be shown, and why not; NCHS with the catalogue's floor on top."""
    if effective < LEAST_EFFECTIVE or percent is None:
        return "suppress", "effective_count_below_30"
    if floor is not None and valid_count < floor:
        return "suppress", "below_catalogue_floor"
    low, high = wilson(float(percent) / 100, float(effective))
    if high - low >= 0.30:
        return "suppress", "interval_too_wide"
    if high - low > 0.05 and high - low > 1.3 * float(percent) / 100:
        return "suppress", "interval_too_wide_for_share"
    return ("review", "all_or_none") if percent in (0, 100) else ("show", None)


def _score(
    known: Fielded, given: Sequence[Answer], is_break: bool, flags: tuple[str, ...]
) -> Score:
    item = known.item(given[0])
    valid = [answer for answer in given if known.item(answer).is_valid]
    effective = effective_count(Fraction(answer.base_weight) for answer in valid)
    percent = top_two(known, valid)
    floor = MIN_DENOMINATOR[item.indicator_id] if item.indicator_id else None
    decision, reason = publish_decision(len(valid), effective, percent, floor)
    return Score(
        indicator_id=item.indicator_id,
        wording_version=item.wording_version,
        scale_points=item.scale_points,
        answer_count=len(given),
        valid_count=len(valid),
        effective_count=effective,
        mean_index=mean(known, valid),
        top_two_percent=percent,
        publish_decision=decision,
        publish_reason=reason,
        is_series_break=is_break,
        quality_flags=flags,
    )


def _asked(known: Fielded, wave: Wave) -> Iterator[tuple[str, str, list[Answer]]]:
    """The answers of a wave by area and item."""
    for (wave_id, area_code), given in known.answers.items():
        if wave_id == wave.wave_id:
            for item_code in sorted({answer.item_code for answer in given}):
                yield area_code, item_code, [a for a in given if a.item_code == item_code]


def _is_break(
    known: Fielded, area_code: str, before: tuple[Wave, Item], now: tuple[Wave, Item]
) -> bool:
    marks = [(w.series, item.wording_version, item.scale_points) for w, item in (before, now)]
    sides = [known.samples.get((w.wave_id, area_code), []) for w, _ in (before, now)]
    return marks[0] != marks[1] or _is_moved(*sides)


def _quality_flags(known: Fielded, wave: Wave) -> tuple[str, ...]:
    samples = known.samples_by_wave.get(wave.wave_id, [])
    completed = sum(sample.completed_count for sample in samples)
    eligible = sum(sample.eligible_count for sample in samples)
    given = known.answers_by_wave[wave.wave_id]
    doubts = sum(known.item(answer).meaning == "dont_know" for answer in given)
    tops = [
        top_two(known, [answer for answer in given if answer.item_code == item_code])
        for item_code in {answer.item_code for answer in given}
    ]
    before = [w for w in known.waves if w.series == wave.series and w.fielded_to < wave.fielded_to]
    previous = known.samples_by_wave.get(before[-1].wave_id, []) if before else []
    flags = {
        "low_response": Fraction(100 * completed, eligible) < LOW_RESPONSE,
        "top_two_too_high": max(top or 0 for top in tops) > HIGH_TOP_TWO,
        "dont_know_too_low": Fraction(100 * doubts, len(given)) < LOW_DOUBT,
        "mode_change": _is_moved(previous, samples),
    }
    return tuple(name for name, is_raised in flags.items() if is_raised)


def _is_moved(before: Sequence[Sample], after: Sequence[Sample]) -> bool:
    """Whether the share of any mode among the completed interviews moved by too much."""
    counts = [sum(s.completed_count for s in side) for side in (before, after)]
    if not all(counts):
        return False
    return any(
        abs(
            Fraction(100 * sum(s.completed_count for s in after if s.mode == mode), counts[1])
            - Fraction(100 * sum(s.completed_count for s in before if s.mode == mode), counts[0])
        )
        > MODE_CHANGE_POINTS
        for mode in {s.mode for s in (*before, *after)}
    )
