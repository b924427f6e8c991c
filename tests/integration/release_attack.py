"""Somebody who lays all releases side by side: what he knows of them, as cells and sums.

A cell is a whole, a met part or a rest of a figure in one release. He knows that shares have
their whole, longer periods their shorter ones, the banner its towns and its units, and that rows
come late but never go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tests.conformance.attacker import Equation, intervals

LONGER = {"quarter": "month", "half_year": "quarter", "year": "half_year"}
FIGURE = ["component", "subject_kind", "subject_code", "period_kind", "period"]
MEASURES = {"whole": "denominator", "met": "numerator"}
AT_ONCE = 8
Name = tuple[Any, ...]
"""The release, the part, and what FIGURE says."""


@dataclass
class Knowledge:
    """Cells by name, the sums between them, and what is published."""

    cells: dict[Name, int] = field(default_factory=dict)
    equations: list[Equation] = field(default_factory=list)
    published: dict[int, float] = field(default_factory=dict)
    ranges: dict[int, tuple[float, float]] = field(default_factory=dict)

    def cell(self, *name: Any) -> int:
        """The number of a cell."""
        return self.cells.setdefault(name, len(self.cells))

    def found(self, wanted: Sequence[int]) -> Iterator[tuple[int, float, float]]:
        """The cells with the lowest and the highest value that agrees with all of it."""
        for start in range(0, len(wanted), AT_ONCE):
            few = wanted[start : start + AT_ONCE]
            found = intervals(self.equations, self.published, few, ranges=self.ranges)
            yield from ((cell, low, high) for cell, (low, high) in found.items())


def knowledge(releases: Sequence[pl.DataFrame], banner: str) -> Knowledge:
    """What the tables as everyone sees them say together; `banner` has all others in it."""
    known = Knowledge()
    for number, figures in enumerate(releases):
        rows = figures.to_dicts()
        for row in rows:
            _figure(known, number, row)
        _periods(known, number, rows)
        _places(known, number, rows, banner)
        if number:
            _late(known, number, rows)
    return known


def _figure(known: Knowledge, number: int, row: dict[str, Any]) -> None:
    name = tuple(row[column] for column in FIGURE)
    whole, met, rest = (known.cell(number, part, *name) for part in ("whole", "met", "rest"))
    known.equations.append({whole: -1.0, met: 1.0, rest: 1.0})
    for part, column in MEASURES.items():
        if row[column] is not None:
            known.published[known.cell(number, part, *name)] = row[column]
    if row["value"] is None and row["interval_low"] is not None and row["denominator"]:
        share = row["denominator"] / 100
        known.ranges[met] = (row["interval_low"] * share, row["interval_high"] * share)


def _periods(known: Knowledge, number: int, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        shorter = LONGER.get(row["period_kind"])
        parts = [
            other
            for other in rows
            if other["period_kind"] == shorter
            and all(other[column] == row[column] for column in FIGURE[:3])
            and row["period_from"] <= other["period_from"] <= row["period_to"]
        ]
        _sum(known, number, row, parts)


def _places(known: Knowledge, number: int, rows: list[dict[str, Any]], banner: str) -> None:
    for row in rows:
        if row["subject_code"] != banner:
            continue
        beside = [
            other
            for other in rows
            if other["subject_code"] != banner
            and all(other[c] == row[c] for c in ("component", "period_kind", "period"))
        ]
        for kind in ("area", "unit"):
            parts = [other for other in beside if other["subject_kind"] == kind]
            _sum(known, number, row, parts, other=kind)


def _sum(
    known: Knowledge,
    number: int,
    row: dict[str, Any],
    parts: list[dict[str, Any]],
    other: str | None = None,
) -> None:
    """Of whole, met and rest each; what is in none of the parts is a cell of its own."""
    if not parts:
        return
    for part in ("whole", "met", "rest"):
        equation = {known.cell(number, part, *(row[column] for column in FIGURE)): -1.0}
        for below in parts:
            equation[known.cell(number, part, *(below[column] for column in FIGURE))] = 1.0
        if other is not None:
            equation[known.cell(number, part, "other", other, *(row[c] for c in FIGURE))] = 1.0
        known.equations.append(equation)


def _late(known: Knowledge, number: int, rows: list[dict[str, Any]]) -> None:
    """What was told before and what is told now differ by rows that came late."""
    for row in rows:
        name = tuple(row[column] for column in FIGURE)
        for part in ("whole", "met", "rest"):
            if (number - 1, part, *name) in known.cells:
                late = known.cell(number, "late", part, *name)
                before, now = known.cell(number - 1, part, *name), known.cell(number, part, *name)
                known.equations.append({now: -1.0, before: 1.0, late: 1.0})
