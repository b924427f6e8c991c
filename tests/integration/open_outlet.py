"""How much of what the office knows everyone sees: the tables of docs/disclosure.md."""

from collections.abc import Iterator

import polars as pl

from data_contracts import query
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot

KINDS = {
    "month": "月 month",
    "quarter": "季度 quarter",
    "half_year": "半年 half-year",
    "year": "年 year",
}
SUBJECTS = {"area": "辖区 areas", "unit": "单位 units"}
FIGURES = """
    SELECT indicator_id, subject_kind, subject_code, period_kind, period, settled_on,
        coalesce(denominator, numerator) AS whole, value, interval_low, interval_high,
        publish_reason, figure_source
    FROM mart_indicator_value
"""
KEY = ["indicator_id", "subject_kind", "subject_code", "period_kind", "period"]


def compared(snapshot: Snapshot) -> pl.DataFrame:
    """Each settled figure of the office's that is not about nothing, with what everyone sees.

    `value`, `whole` are the office's, `value_open`, `whole_open` everyone's.
    """
    office, everyone = (query.trusted(snapshot, FIGURES, o) for o in (Outlet.OFFICE, Outlet.OPEN))
    return office.join(everyone, on=KEY, suffix="_open").filter(
        pl.col("whole") > 0,
        pl.col("settled_on") <= snapshot.as_of,
        pl.col("figure_source") == "own",
        pl.col("value").is_not_null(),
    )


def table(snapshot: Snapshot, subject_kind: str) -> Iterator[str]:
    """Markdown: values and ranges shown of what the office has, by indicator and kind of period.

    Only of indicators of which something is blank.
    """
    figures = compared(snapshot).filter(subject_kind=subject_kind)
    yield f"| {SUBJECTS[subject_kind]} | " + " | ".join(KINDS.values()) + " |"
    yield "|---|" + "---|" * len(KINDS)
    for (indicator,), found in figures.group_by("indicator_id", maintain_order=True):
        if found["value_open"].null_count() == 0:
            continue
        cells = [_cell(found.filter(period_kind=kind)) for kind in KINDS]
        yield f"| {indicator} | " + " | ".join(cells) + " |"
    each = [figures.filter(period_kind=kind) for kind in KINDS]
    yield "| 合计 all | " + " | ".join(map(_cell, each)) + " |"
    yield "| 留空 blank | " + " | ".join(f"{_blank(found):.0%}" for found in each) + " |"


def _cell(figures: pl.DataFrame) -> str:
    if figures.is_empty():
        return "–"
    shown, wholes = (len(figures.drop_nulls(column)) for column in ("value_open", "whole_open"))
    return f"{shown}+{len(ranged(figures))}/{len(figures)} ({wholes})"


def _blank(figures: pl.DataFrame) -> float:
    return figures["value_open"].null_count() / len(figures)


def ranged(figures: pl.DataFrame) -> pl.DataFrame:
    """Those of which everyone sees no more than a range."""
    return figures.filter(pl.col("value_open").is_null(), pl.col("interval_low_open").is_not_null())
