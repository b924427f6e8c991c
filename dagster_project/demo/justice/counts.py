"""Monthly and yearly counts of areas: rewards, protection, stages of cases, assets.

Each is drawn by area and time alone, so that a later day only adds to it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from dagster_project.demo.justice.records import (
    AssetYear,
    CaseStageMonth,
    ProtectionMonth,
    RewardMonth,
)
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.home import BANNER, HOME

READY_DAYS: Final = 5
# Campaigns in spring and autumn.
SEASON: Final = (0.7, 0.5, 1.2, 1.4, 1.2, 1.0, 0.9, 0.9, 1.3, 1.4, 1.0, 0.8)
SIZES: Final = {BANNER: 8, HOME: 5, "150626100": 6, "150626104": 4}
USUAL_SIZE: Final = 3
PAID: Final = 0.82
PAID_AT_HOME: Final = 0.9
LEAKS: Final = {("150626104", 20), (HOME, 9)}
"""Area and month of the span."""
PASSED_ON: Final = {"case_filed": 1.0, "case_transferred": 0.8, "prosecuted": 0.7,
                    "first_instance": 0.65}  # fmt: skip
"""Share of the cases filed that reach a stage."""
STAGE_LAG: Final = 3
"""Months from one stage to the next."""
MEASURES: Final = {"fine": 40_000, "confiscation": 150_000, "recovery": 90_000,
                   "restitution": 60_000}  # fmt: skip
NOTHING: Final = Decimal("0.00")


def make_rewards(seed: int, areas: Sequence[str], span: Span) -> list[RewardMonth]:
    """A row for each area and month that is over; what falls due was approved a month before."""
    found = []
    for area, index, month in _returned(areas, span):
        rng = Random(f"{seed}/{area}/{month}/rewards paid")
        due = _approved(seed, area, index - 1, month - timedelta(days=1))
        chance = PAID_AT_HOME if area == HOME else PAID
        found.append(
            RewardMonth(
                month=f"{month:%Y-%m}",
                area_code=area,
                approved_count=_approved(seed, area, index, month),
                due_count=due,
                paid_on_time_count=_some(rng, due, chance),
                updated_at=_filled(rng, month),
            )
        )
    return found


def make_protections(seed: int, areas: Sequence[str], span: Span) -> list[ProtectionMonth]:
    """A row for each area and month that is over; hardly anything ever happens."""
    found = []
    for area, index, month in _returned(areas, span):
        rng = Random(f"{seed}/{area}/{month}/protection")
        asked, leaked = _some(rng, 2, 0.15), (area, index) in LEAKS
        filled = _filled(rng, month)
        found.append(ProtectionMonth(f"{month:%Y-%m}", area, asked, int(leaked), filled))
    return found


def make_stages(seed: int, areas: Sequence[str], span: Span) -> list[CaseStageMonth]:
    """A row for each area, month and stage that some case entered."""
    return [
        CaseStageMonth(f"{month:%Y-%m}", area, stage, count, _filled(rng, month))
        for area, index, month in _returned(areas, span)
        for number, stage in enumerate(PASSED_ON)
        for rng in [Random(f"{seed}/{area}/{month}/{stage}")]
        if (count := _entered(seed, rng, area, index - number * STAGE_LAG, stage))
    ]


def make_assets(seed: int, areas: Sequence[str], span: Span) -> list[AssetYear]:
    """A row for each area, year and measure; executed is what this year and the last ordered."""
    years = sorted({month.year for month in span.months})
    found = []
    for area in areas:
        for measure in MEASURES:
            before = NOTHING
            for year in years:
                rng = Random(f"{seed}/{area}/{year}/{measure}")
                cases = _ordered(rng, area, measure)
                ordered, last = sum(cases, NOTHING), date(year, 12, 31)
                found.append(
                    AssetYear(
                        year=f"{year}",
                        area_code=area,
                        measure=measure,
                        ordered_yuan=ordered,
                        executed_yuan=_part(ordered, rng, 20, 60) + _part(before, rng, 5, 25),
                        seized_yuan=_part(ordered, rng, 10, 40),
                        frozen_yuan=_part(ordered, rng, 0, 30),
                        case_count=len(cases),
                        largest_yuan=cases[0] if cases else NOTHING,
                        second_largest_yuan=cases[1] if len(cases) > 1 else NOTHING,
                        updated_at=datetime.combine(min(last, span.last), time(17)),
                    )
                )
                before = ordered
    return found


def _returned(areas: Sequence[str], span: Span) -> Iterator[tuple[str, int, date]]:
    """Areas and months whose returns are in, with the month's place in the span."""
    for area in areas:
        for index, month in enumerate(span.months):
            if last_day(month) + timedelta(days=READY_DAYS) <= span.today:
                yield area, index, month


def _filled(rng: Random, month: date) -> datetime:
    day = last_day(month) + timedelta(days=rng.randint(2, READY_DAYS))
    return datetime.combine(day, time(rng.randint(9, 16), rng.randrange(60)))


def _approved(seed: int, area: str, index: int, day: date) -> int:
    """Rewards approved in a month of the span, in which the day lies."""
    rng = Random(f"{seed}/{area}/{index}/rewards approved")
    return _some(rng, SIZES.get(area, USUAL_SIZE), 0.3 * SEASON[day.month - 1])


def _entered(seed: int, rng: Random, area: str, filed_index: int, stage: str) -> int:
    """How many of the cases filed in a month of the span reach a stage."""
    size = SIZES.get(area, USUAL_SIZE) * 2 // 3
    filed = _some(Random(f"{seed}/{area}/{filed_index}/filed"), size, 0.35)
    return filed if stage == "case_filed" else _some(rng, filed, PASSED_ON[stage])


def _some(rng: Random, count: int, chance: float) -> int:
    return sum(rng.random() < chance for _ in range(count))


def _ordered(rng: Random, area: str, measure: str) -> list[Decimal]:
    """What each case was ordered to pay, the largest first: often one case, often none."""
    count = rng.randint(0, SIZES.get(area, USUAL_SIZE)) if rng.random() < 0.75 else 0
    fen = [int(100 * MEASURES[measure] * rng.expovariate(1)) + 100_000 for _ in range(count)]
    return [Decimal(one) / 100 for one in sorted(fen, reverse=True)]


def _part(amount: Decimal, rng: Random, low: int, high: int) -> Decimal:
    """So many per cent of an amount, to the fen."""
    return (amount * rng.randint(low, high) / 100).quantize(NOTHING)
