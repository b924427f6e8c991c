"""One estimate of a wave in an area: mean index and top-two share, and how sure they are."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from statistics import fmean
from typing import Final, NamedTuple

from dagster_project.demo.surveys.records import Answer
from dagster_project.demo.truth.intervals import student, wilson
from dagster_project.demo.truth.survey_variance import Part, degrees_of_freedom
from dagster_project.demo.truth.survey_waves import Fielded

MIN_DENOMINATOR: Final = {
    **dict.fromkeys(("EVA01", "EVA02", "EVA03", "EVA04", "EVA05", "EVA07", "EVA08"), 100),
    "SRC04": 30,
}
LEAST_EFFECTIVE: Final = 30
LEAST_FREEDOM: Final = 8
NARROW: Final = 0.05
WIDE: Final = 0.30
WIDE_FOR_SHARE: Final = 1.3


class Estimate(NamedTuple):
    """Of one item or indicator; kept here also where it may not be shown.

    Means, shares, their errors and limits run from 0 to 100. Everything but the counts is
    empty where there is nothing to work it out from.
    """

    valid_count: int
    mean_index: Fraction | None
    index_standard_error: float | None
    index_low: float | None
    index_high: float | None
    top_two_percent: Fraction | None
    top_two_standard_error: float | None
    top_two_low: float | None
    top_two_high: float | None
    degrees_of_freedom: int
    effective_count: float
    interval_count: float | None
    design_effect: float | None
    publish_decision: str
    publish_reason: str | None


class Mean(NamedTuple):
    """The mean of several items' shares, 0 to 100."""

    valid_count: int
    top_two_percent: Fraction | None
    publish_decision: str
    publish_reason: str | None


class Precision(NamedTuple):
    """On how much the interval of a share rests."""

    effective_count: float
    interval_count: float | None
    design_effect: float | None


def estimate(
    known: Fielded, in_area: Sequence[Answer], given: Sequence[Answer], floor: int | None
) -> Estimate:
    """From the answers to the items in question, among all answers of one wave in the area."""
    design, valid = known.designs[in_area[0].wave_id], known.valid(given)
    ids = {answer.response_id for answer in in_area}
    freedom = degrees_of_freedom([one for one in design.people if one.response_id in ids])
    index, percent = known.mean_index(valid), known.top_two(valid)
    index_error = 0.0 if index is None else design.standard_error(_scores(known, valid))
    share_error = 0.0 if percent is None else design.standard_error(_tops(known, valid))
    weights = [known.weight(answer) for answer in valid]
    how_sure = precision(weights, percent, share_error, freedom)
    counted = how_sure.interval_count
    low = high = share_low = share_high = None
    if counted is not None and percent is not None:
        share_low, share_high = (100 * limit for limit in wilson(float(percent) / 100, counted))
    if counted is not None and index is not None:
        reach = student(freedom) * index_error
        low, high = max(float(index) - reach, 0.0), min(float(index) + reach, 100.0)
    decision, reason = publish_decision(len(valid), how_sure, percent, freedom, floor)
    return Estimate(
        valid_count=len(valid),
        mean_index=index,
        index_standard_error=None if index is None else index_error,
        index_low=low,
        index_high=high,
        top_two_percent=percent,
        top_two_standard_error=None if percent is None else 100 * share_error,
        top_two_low=share_low,
        top_two_high=share_high,
        degrees_of_freedom=freedom,
        effective_count=how_sure.effective_count,
        interval_count=counted,
        design_effect=how_sure.design_effect,
        publish_decision=decision,
        publish_reason=reason,
    )


def precision(
    weights: Sequence[Fraction], percent: Fraction | None, standard_error: float, freedom: int
) -> Precision:
    """From the weights of the valid answers, and the share's standard error (0 to 1).

    The count of a simple random sample as precise, at most that of the answers; by Kish
    where there is no variance. The interval's is smaller for few degrees of freedom (Korn &
    Graubard 1998), and empty where there are none.
    """
    count = len(weights)
    as_precise = design_effect = None
    if percent is not None and 0 < percent < 100 and standard_error > 0:
        of_one = float(percent) / 100
        as_precise = of_one * (1 - of_one) / standard_error**2
        design_effect = count / as_precise
    effective = min(kish(weights) if as_precise is None else as_precise, float(count))
    if freedom < 1 or count < 2:
        return Precision(effective, None, design_effect)
    widened = effective * (student(count - 1) / student(freedom)) ** 2
    return Precision(effective, min(widened, effective), design_effect)


def kish(weights: Iterable[Fraction]) -> float:
    """Kish's effective sample size; 0 without any."""
    listed = list(weights)
    squares = sum((w * w for w in listed), Fraction(0))
    return float(sum(listed, Fraction(0)) ** 2 / squares) if squares else 0.0


def publish_decision(
    valid_count: int,
    how_sure: Precision,
    percent: Fraction | None,
    freedom: int,
    floor: int | None,
) -> tuple[str, str | None]:
    """Whether an estimate may be shown, and why not; NCHS with the catalogue's floor on top."""
    counted = how_sure.interval_count
    limits = None
    if percent is not None and counted is not None:
        limits = wilson(float(percent) / 100, counted)
    return _decision(valid_count, how_sure.effective_count, percent, limits, freedom, floor)


def mean_of(estimates: Sequence[Estimate], floor: int) -> Mean:
    """The plain mean of several items' shares, which rests on the item that rests on least.

    Its limits are the means of theirs, as if all items went together.
    """
    shares = [one.top_two_percent for one in estimates if one.top_two_percent is not None]
    limits = [
        (one.top_two_low / 100, one.top_two_high / 100)
        for one in estimates
        if one.top_two_low is not None and one.top_two_high is not None
    ]
    count = len(estimates)
    percent = sum(shares, Fraction(0)) / count if len(shares) == count else None
    valid_count = min(one.valid_count for one in estimates)
    decision, reason = _decision(
        valid_count,
        min(one.effective_count for one in estimates),
        percent,
        (fmean(low for low, _ in limits), fmean(high for _, high in limits))
        if len(limits) == count
        else None,
        min(one.degrees_of_freedom for one in estimates),
        floor,
    )
    return Mean(valid_count, percent, decision, reason)


def _decision(
    valid_count: int,
    effective_count: float,
    percent: Fraction | None,
    limits: tuple[float, float] | None,
    freedom: int,
    floor: int | None,
) -> tuple[str, str | None]:
    if effective_count < LEAST_EFFECTIVE or percent is None:
        return "suppress", "effective_count_below_30"
    if floor is not None and valid_count < floor:
        return "suppress", "below_catalogue_floor"
    if limits is None:
        return "suppress", "too_few_clusters"
    low, high = limits
    if high - low >= WIDE:
        return "suppress", "interval_too_wide"
    if high - low > NARROW and high - low > WIDE_FOR_SHARE * float(percent) / 100:
        return "suppress", "interval_too_wide_for_share"
    if percent in (0, 100):
        return "review", "all_or_none"
    return ("review", "few_degrees_of_freedom") if freedom < LEAST_FREEDOM else ("show", None)


def _scores(known: Fielded, valid: Iterable[Answer]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for answer in valid:
        score = known.item(answer).score
        if score is not None:
            _add(found, answer.response_id, Fraction(score))
    return found


def _tops(known: Fielded, valid: Iterable[Answer]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for answer in valid:
        _add(found, answer.response_id, Fraction(known.item(answer).is_top_two))
    return found


def _add(found: dict[str, Part], response_id: str, points: Fraction) -> None:
    before = found.get(response_id, Part(Fraction(0), 0))
    found[response_id] = Part(before.numerator + points, before.denominator + 1)
