"""Plausible survey waves of the small world: one a half-year, one break, the last one flagged.

The wave in `BREAK` was asked in another way than those before it; the latest one has a low
response. `UNASKED` is a town whose figures were sent down.
"""

import random
from datetime import date

from tests.dashboards.fixture_indicators import Period, periods, status, wilson
from tests.dashboards.fixture_world import BANNER, HOME, QUIET_TOWN, TOWNS, Row

ITEMS = {"EVA01": 0.95, "EVA02": 0.90, "EVA03": 0.62, "EVA07": 0.84, "EVA08": 0.35}
UNASKED = "150626101"
REVIEWED = "150626200"
"""A town whose figures are still to be reviewed; those of `QUIET_TOWN` are not shown."""
WITHHELD = ("EVA07", HOME, 1)
"""A figure that is not shown either: indicator, area and wave."""
BREAK = 2
ANSWERS = 130


def _waves(as_of: date) -> list[Period]:
    return [p for p in periods(as_of) if p.kind == "half_year" and p.last <= as_of]


def values(as_of: date) -> list[Row]:
    """Rows of mart_indicator_value: half-years only, n unweighted, sums weighted."""
    draw = random.Random(11)
    rows = []
    for area in (*TOWNS, BANNER):
        waves = _waves(as_of)
        for step, wave in enumerate(waves):
            for name, level in ITEMS.items():
                is_rated = name != "EVA08"
                n = ANSWERS * (6 if area == BANNER else 1)
                hits = round(
                    n * min(0.99, level + draw.uniform(-0.04, 0.03) - 0.06 * (step < BREAK))
                )
                low, high = wilson(hits, n)
                row = _common(name, area, wave) | {
                    "numerator": 1.07 * hits,
                    "denominator": 1.07 * n,
                    "sample_count": n,
                    "value": 100 * hits / n,
                    "interval_low": low,
                    "interval_high": high,
                    "interval_method": "design_t@1" if name == "EVA07" else "design_wilson@1",
                    "quality_flags": ["low_response"] if wave == waves[-1] else [],
                    "is_series_break": step == BREAK and is_rated,
                    "figure_source": "own",
                }
                if area == REVIEWED and is_rated:
                    row |= {"publish_reason": "few_degrees_of_freedom"}
                if area == UNASKED:
                    row |= {
                        "numerator": None,
                        "denominator": n,
                        "interval_low": None,
                        "interval_high": None,
                        "interval_method": None,
                        "quality_flags": [],
                        "is_series_break": False,
                        "figure_source": "received",
                    }
                row |= status(n, 100, wave.last, as_of)
                if (name, area, step) == WITHHELD or (area == QUIET_TOWN and is_rated):
                    row |= _WITHHELD
                rows.append(row)
    return rows


_WITHHELD: Row = {
    "status": "suppressed",
    "publish_reason": "interval_too_wide",
    **dict.fromkeys(("value", "numerator", "interval_low", "interval_high")),
}


def _common(name: str, area: str, period: Period) -> Row:
    return {
        "indicator_id": name,
        "subject_kind": "area",
        "subject_code": area,
        "period_kind": period.kind,
        "period": period.label,
        "period_from": period.first,
        "period_to": period.last,
        "settled_on": period.last,
        "definition_version": 1,
    }
