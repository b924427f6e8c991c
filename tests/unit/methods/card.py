"""Scorecards written down line by line, for tests of what they score."""

from typing import Any

import polars as pl

SCHEMA = {
    "period_kind": pl.String,
    "period": pl.String,
    "subject_kind": pl.String,
    "subject_code": pl.String,
    "level": pl.String,
    "mechanism_code": pl.String,
    "indicator_id": pl.String,
    "score_rule": pl.String,
    "score_rule_note": pl.String,
    "score_floor": pl.Float64,
    "score_target": pl.Float64,
    "weight": pl.Float64,
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "figure_status": pl.String,
    "is_gated": pl.Boolean,
}
USUAL = {
    "period_kind": "quarter",
    "period": "2026-Q3",
    "subject_kind": "area",
    "subject_code": "t1",
    "level": "town",
    "score_rule": "linear",
    "weight": 0.0,
    "figure_status": "ok",
    "is_gated": False,
}


def line(indicator: str, rule: str = "linear", **known: Any) -> dict[str, Any]:
    """A line of a town's quarter; its mechanism is the first three letters of the indicator."""
    return {
        **USUAL,
        "indicator_id": indicator,
        "mechanism_code": indicator[:3],
        "score_rule": rule,
        **known,
    }


def share(
    indicator: str, weight: float, ends: tuple[float, float], value: float, **known: Any
) -> dict[str, Any]:
    """A linear line between two ends."""
    floor, target = ends
    return line(
        indicator, weight=weight, score_floor=floor, score_target=target, value=value, **known
    )


def frame(*lines: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(lines, SCHEMA, orient="row")
