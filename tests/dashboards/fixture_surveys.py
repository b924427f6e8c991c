"""Plausible survey waves of the small world: one a half-year, one break, the last one flagged.

The wave in `BREAK` was asked in another way than those before it; the latest one has a low
response. `UNASKED` is a town whose figures were sent down.
"""

import random
from datetime import date

from tests.dashboards.fixture_indicators import Period, periods, status, wilson
from tests.dashboards.fixture_world import BANNER, TOWNS, Row

ITEMS = {"EVA01": 0.95, "EVA02": 0.90, "EVA03": 0.62, "EVA07": 0.84, "EVA08": 0.35}
ASKED = ("EVA01", "EVA02", "EVA03")
UNASKED = "150626101"
BREAK = 2
ANSWERS = 130


def _waves(as_of: date) -> list[Period]:
    return [p for p in periods(as_of) if p.kind == "half_year" and p.last <= as_of]


def values(as_of: date) -> list[Row]:
    """Rows of mart_indicator_value: half-years only, n unweighted, sums weighted."""
    draw = random.Random(11)
    rows = []
    for area in (*TOWNS, BANNER):
        for step, wave in enumerate(_waves(as_of)):
            for name, level in ITEMS.items():
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
                    "interval_method": "design_wilson@1",
                    "figure_source": "own",
                    "quality_flags": ["low_response"] if step == len(_waves(as_of)) - 1 else [],
                    "is_series_break": step == BREAK and name in ASKED,
                }
                if area == UNASKED:
                    row |= {
                        "numerator": None,
                        "denominator": n,
                        "interval_low": None,
                        "interval_high": None,
                        "interval_method": None,
                        "figure_source": "received",
                        "quality_flags": [],
                        "is_series_break": False,
                    }
                rows.append(row | status(n, 100, wave.last, as_of))
    return rows


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
