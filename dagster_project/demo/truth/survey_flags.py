"""What makes a whole wave doubtful, and what moved between two."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from dagster_project.demo.records import World
from dagster_project.demo.surveys.records import Sample, Wave
from dagster_project.demo.truth.survey_waves import Fielded

LOW_RESPONSE: Final = 20
HIGH_TOP_TWO: Final = 98
LOW_DOUBT: Final = 1
MODE_CHANGE_POINTS: Final = 50


def quality_flags(world: World, as_of: date) -> dict[str, tuple[str, ...]]:
    """What is wrong with each wave that has ended, whatever its areas."""
    return flags_by_wave(Fielded(world, as_of))


def flags_by_wave(known: Fielded) -> dict[str, tuple[str, ...]]:
    """The same, where the waves are known already."""
    return {wave.wave_id: _flags(known, wave) for wave in known.waves}


def is_moved(before: Sequence[Sample], after: Sequence[Sample]) -> bool:
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


def _flags(known: Fielded, wave: Wave) -> tuple[str, ...]:
    samples = known.samples_by_wave.get(wave.wave_id, [])
    completed = sum(sample.completed_count for sample in samples)
    eligible = sum(sample.eligible_count for sample in samples)
    given = known.answers_by_wave.get(wave.wave_id, [])
    doubts = sum(known.item(answer).meaning == "dont_know" for answer in given)
    tops = [
        known.top_two(answer for answer in given if answer.item_code == item_code)
        for item_code in {answer.item_code for answer in given}
    ]
    before = [w for w in known.waves if w.series == wave.series and w.fielded_to < wave.fielded_to]
    previous = known.samples_by_wave.get(before[-1].wave_id, []) if before else []
    flags = {
        "low_response": eligible > 0 and Fraction(100 * completed, eligible) < LOW_RESPONSE,
        "top_two_too_high": max((top or 0 for top in tops), default=0) > HIGH_TOP_TWO,
        "dont_know_too_low": bool(given) and Fraction(100 * doubts, len(given)) < LOW_DOUBT,
        "mode_change": is_moved(previous, samples),
    }
    return tuple(name for name, is_raised in flags.items() if is_raised)
