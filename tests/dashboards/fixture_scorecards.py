"""Scorecards of the small world as everyone sees them, worked out by hand.

HOME in the last quarter that has ended, weights in brackets:

    SRC02 (4)  70→100  27/30 = 90 %    → 66.666…, carries 4 × 9/6 = 6     brings 4
    SRC03 (3)  1 of 8, 10 are needed   → insufficient: its 3 go to SRC02 and SRC08
    SRC08 (2)  60→100  9/9 = 100 %     → 100,     carries 2 × 9/6 = 3     brings 3
    PUN02 (3)  hidden, too small       → anything                         brings 0 to 3
    SUP02 (4)  70→100  19/20 = 95 %    → 83.333…                          brings 3.333…
    ORG03 (1)  band, rising 50 to 80   → 65 % is half way: 50             brings 0.5
    RPT01 is shown, RPT12 a red line that only the office sees.

The total lies within 10.8333 / 17 = 63.73 and 13.8333 / 17 = 81.37; 3 of 17, 17.6 %, is unscored.
In the quarter before, SRC02 had 24/30 = 80 % → 33.333… (brings 2) and SUP02 20/20 → 100 (brings 4):
9.5 / 17 = 55.88 to 12.5 / 17 = 73.53. So SRC02 moved the total by 6/17 × 33.333 = +11.76, SUP02 by
4/17 × −16.667 = −3.92, both by +7.84.
"""

from datetime import date
from typing import Any

from tests.dashboards.fixture_indicators import periods
from tests.dashboards.fixture_world import BANNER, HOME, Row

VILLAGE, UNIT = f"{HOME}001", f"{HOME}_police_station"
RULES: dict[str, tuple[float, float | None, float]] = {
    "SRC02": (4, 70, 100),
    "SRC03": (3, 20, 5),
    "SRC08": (2, 60, 100),
    "PUN02": (3, 60, 100),
    "SUP02": (4, 70, 100),
    "ORG03": (1, 50, 80),
    "RPT01": (0, None, 0),
    "RPT12": (0, None, 0),
}
OTHER_RULES = {"ORG03": "band", "RPT01": "monitor", "RPT12": "red_line"}
OTHERS = {"150626100": (60.0, 70.0), "150626101": (90.0, 95.0), "150626103": (None, None)}
"""Totals of other towns: one that overlaps with HOME's, one that does not, one there is none of."""


def quarters(as_of: date) -> tuple[str, str]:
    """The last quarter that has ended, and the one before."""
    ended = [p.label for p in periods(as_of) if p.kind == "quarter" and p.last <= as_of]
    return ended[-1], ended[-2]


def scorecards(as_of: date) -> dict[str, list[Row]]:
    """Rows of both tables."""
    last, before = quarters(as_of)
    towns = [
        row
        for code, (low, high) in OTHERS.items()
        for row in (
            _part(last, code, "town", "total", 17, low, high),
            _part(last, code, "town", "SRC", 9, low, high),
        )
    ]
    return {
        "mart_scorecard": [
            *_parts(before, 55.88, 73.53, 55.56, 100.0),
            *_parts(last, 63.73, 81.37, 77.78, 83.33),
            *towns,
            _part(last, BANNER, "banner", "total", 100, None, None),
            _part(last, BANNER, "banner", "SRC", 100, None, None),
            _part(last, VILLAGE, "village", "total", 1, 85.51, 85.51),
            _part(last, VILLAGE, "village", "SRC", 1, 85.51, 85.51),
            _part(last, UNIT, "unit", "total", 18, None, None),
            _part(last, UNIT, "unit", "SUP", 18, None, None),
        ],
        "mart_scorecard_line": [*_lines(before, 24, 20), *_lines(last, 27, 19)],
    }


def _parts(period: str, low: float, high: float, src: float, sup: float) -> list[Row]:
    return [
        _part(
            period, HOME, "town", "total", 17, low, high, applicable_weight=14, effective_weight=17
        ),
        _part(period, HOME, "town", "SRC", 9, src, src, applicable_weight=6, effective_weight=9),
        _part(period, HOME, "town", "RPT", 0, None, None),
        _part(period, HOME, "town", "PUN", 3, 0.0, 100.0),
        _part(period, HOME, "town", "SUP", 4, sup, sup),
        _part(period, HOME, "town", "ORG", 1, 50.0, 50.0),
    ]


def _part(
    period: str,
    code: str,
    level: str,
    part: str,
    weight: float,
    low: float | None,
    high: float | None,
    **changes: Any,
) -> Row:
    scored = 0 if low is None else weight
    return {
        "period_kind": "quarter",
        "period": period,
        "subject_kind": "unit" if level == "unit" else "area",
        "subject_code": code,
        "level": level,
        "part": part,
        "weight": weight,
        "applicable_weight": scored,
        "effective_weight": scored,
        "status": "ok" if scored else "insufficient" if part == "total" else "not_applicable",
        "red_lines": [],
        "score_low": low,
        "score_high": high,
    } | changes


def _lines(period: str, rectified: int, findings: int) -> list[Row]:
    issues, met = rectified / 30, findings / 20
    return [
        _line(period, "SRC02", rectified, 30, 6, (100 * issues - 70) / 30),
        _line(period, "SRC03", 1, 8, 0, None, figure_status="insufficient"),
        _line(period, "SRC08", 9, 9, 3, 1),
        _line(period, "PUN02", None, None, 3, None, figure_status="suppressed"),
        _line(period, "SUP02", findings, 20, 4, (100 * met - 70) / 30),
        _line(period, "ORG03", 65, 100, 1, 0.5),
        _line(period, "RPT01", 13, None, 0, None, value=13.0, line_status="shown"),
        _line(period, "RPT12", None, None, 0, None, figure_status="suppressed"),
    ]


def _line(
    period: str,
    indicator: str,
    numerator: float | None,
    denominator: float | None,
    effective: float,
    share: float | None,
    **changes: Any,
) -> Row:
    weight, floor, target = RULES[indicator]
    band = "zero_low=50;full_low=80;full_high=100;zero_high=110"
    status = changes.get("figure_status", "scored")
    return {
        "period_kind": "quarter",
        "period": period,
        "subject_kind": "area",
        "subject_code": HOME,
        "level": "town",
        "mechanism_code": indicator[:3],
        "indicator_id": indicator,
        "definition_version": 1,
        "score_rule": OTHER_RULES.get(indicator, "linear"),
        "score_rule_note": band if indicator == "ORG03" else None,
        "score_floor": floor,
        "score_target": target,
        "weight": weight,
        "value": None if not numerator or not denominator else 100 * numerator / denominator,
        "numerator": numerator,
        "denominator": denominator,
        "sample_count": denominator,
        "figure_status": "ok",
        "figure_periods": [period],
        "quality_flags": [],
        "is_gated": False,
        "line_status": status,
        "effective_weight": effective,
        "score": None if share is None else round(100 * share, 2),
        "points": None if share is None else round(effective * share, 6),
    } | changes


def reasons(as_of: date) -> list[Row]:
    """Why the figures of hidden lines are not shown, as rows of mart_indicator_value."""
    why = {"PUN02": "small_count", "RPT12": "office_only"}
    return [
        {
            "indicator_id": name,
            "subject_kind": "area",
            "subject_code": HOME,
            "period_kind": "quarter",
            "period": period.label,
            "period_from": period.first,
            "period_to": period.last,
            "settled_on": period.last,
            "definition_version": 1,
            "status": "suppressed",
            "publish_reason": reason,
            "quality_flags": [],
            "is_series_break": False,
            "figure_source": "own",
        }
        for name, reason in why.items()
        for period in periods(as_of)
        if period.label in quarters(as_of)
    ]
