"""Major decisions of villages, from proposal to the publication of what came of them.

Only clean rows are made here: a step left out is no dirt but what the indicator looks for.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.villages import fates
from dagster_project.demo.villages.records import VillageDecision

# Contracts and budgets are decided in spring and before the year's end.
MONTHLY: Final = (3, 4, 7, 6, 4, 3, 3, 3, 4, 4, 5, 6)
PER_VILLAGE: Final = 0.05
STEPS: Final = (
    "proposed_on", "deliberated_on", "reviewed_on", "resolved_on", "resolution_published_on",
    "result_published_on",
)  # fmt: skip
GAPS: Final = ((1, 9), (3, 14), (1, 18), (0, 4), (15, 80))
FAULTS: Final = {"none": 84, "left_out": 7, "out_of_order": 4, "not_carried": 5}


def make_decisions(seed: int, places: Places, span: Span) -> list[VillageDecision]:
    """All decisions proposed in the span, as they stand on the morning of its `today`."""
    return [
        decision
        for month in span.months
        for seat, villages in places.villages_on(min(last_day(month), span.last)).items()
        for village in villages
        for decision in _of(
            Random(f"{seed}/{month}/{village}/decision"), month, seat, village, span
        )
    ]


def _of(rng: Random, month: date, seat: str, village: str, span: Span) -> list[VillageDecision]:
    """One or none. Draws alike whatever `today` is."""
    is_made = rng.random() < PER_VILLAGE * MONTHLY[month.month - 1]
    day = month + timedelta(days=rng.randrange(last_day(month).day))
    days = [day]
    for gap in GAPS:
        days.append(days[-1] + timedelta(days=rng.randint(*gap)))
    [fault] = rng.choices(list(FAULTS), list(FAULTS.values()))
    if fault != "none" and rng.random() < fates.gain(span, seat, month) * 4:
        fault = "none"
    shown: list[date | None] = [fates.by(span.today, one) for one in days]
    if fault == "left_out":
        shown[rng.randrange(len(STEPS))] = None
    if fault == "out_of_order":
        shown[1], shown[2] = shown[2], shown[1]
    eligible = rng.randint(18, 60)
    attended = eligible * rng.randint(67, 96) // 100 + 1
    approved = max(attended * rng.randint(76, 100) // 100, eligible // 2 + 1)
    if fault == "not_carried":
        attended, approved = eligible * 6 // 10, eligible * 4 // 10
    if not is_made or all(one is None for one in shown) or days[0] > span.last:
        return []
    decision = VillageDecision(
        decision_id=f"SY{month:%Y%m}-{village}",
        area_code=village,
        **dict(zip(STEPS, shown, strict=True)),
        eligible_count=eligible,
        attended_count=attended,
        approved_count=approved,
        updated_at=fates.entered_at(rng, days[0], shown),
    )
    if decision.reviewed_on is None:
        decision = replace(decision, eligible_count=None, attended_count=None, approved_count=None)
    return [decision]
