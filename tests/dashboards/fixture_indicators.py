"""Plausible indicator values of the small world; not the warehouse's own statistics."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt

from tests.dashboards.fixture_world import BANNER, KINDS, QUIET_TOWN, TOWNS, WEIGHTS, Row, months


@dataclass(slots=True)
class Tally:
    """What is counted of one unit in one period."""

    tickets: int = 0
    findings: int = 0
    on_time: int = 0
    rates: dict[str, list[int]] = field(default_factory=lambda: {k: [0, 0] for k in WEIGHTS})

    def add(self, other: "Tally") -> None:
        self.tickets += other.tickets
        self.findings += other.findings
        self.on_time += other.on_time
        for name, (hit, base) in other.rates.items():
            self.rates[name][0] += hit
            self.rates[name][1] += base


@dataclass(frozen=True, slots=True)
class Period:
    kind: str
    label: str
    first: date
    last: date


def periods(as_of: date) -> list[Period]:
    found: dict[tuple[str, str], Period] = {}
    for month in months(as_of):
        for kind, length in {"month": 1, "quarter": 3, "half_year": 6, "year": 12}.items():
            start = (month.month - 1) // length * length + 1
            first = date(month.year, start, 1)
            after = date(month.year + (start + length > 12), (start + length - 1) % 12 + 1, 1)
            label = {
                "month": f"{month:%Y-%m}",
                "quarter": f"{month.year}-Q{(month.month + 2) // 3}",
                "half_year": f"{month.year}-H{1 if month.month < 7 else 2}",
                "year": str(month.year),
            }[kind]
            found[kind, label] = Period(kind, label, first, after - timedelta(days=1))
    return list(found.values())


def _monthly(as_of: date) -> dict[tuple[str, date], Tally]:
    """Counts by unit and month; better over time, weaker in one town."""
    chance = random.Random(20261123)
    tallies = {}
    for position, town in enumerate(TOWNS):
        for kind in KINDS:
            for step, month in enumerate(months(as_of)):
                share = 0.25 if month == months(as_of)[-1] else 1.0
                tickets = int(chance.randint(8, 26) * share)
                findings = 0 if town == QUIET_TOWN else int(chance.randint(1, 6) * share)
                level = 0.74 + 0.006 * step - 0.02 * (position % 3)
                tallies[f"{town}_{kind}", month] = _tally(chance, tickets, findings, level)
    return tallies


def _tally(chance: random.Random, tickets: int, findings: int, level: float) -> Tally:
    def hits(base: int, rate: float) -> int:
        return sum(chance.random() < rate for _ in range(base))

    asked = round(tickets * 0.8)
    return Tally(
        tickets=tickets,
        findings=findings,
        on_time=hits(findings, level),
        rates={
            "response": [hits(tickets, min(0.99, level + 0.13)), tickets],
            "solved": [hits(asked, min(0.98, level + 0.05)), asked],
            "satisfied": [hits(asked, min(0.98, level + 0.02)), asked],
        },
    )


def subjects(as_of: date) -> dict[tuple[str, str, Period], Tally]:
    """Tallies of every unit, town and the banner in every period."""
    subjects: dict[tuple[str, str, Period], Tally] = {}
    monthly = _monthly(as_of)
    for period in periods(as_of):
        for (unit, month), tally in monthly.items():
            if not period.first <= month <= period.last:
                continue
            for kind, code in (("unit", unit), ("area", unit[:9]), ("area", BANNER)):
                subjects.setdefault((kind, code, period), Tally()).add(tally)
    return subjects


def values(subjects: dict[tuple[str, str, Period], Tally], as_of: date) -> list[Row]:
    rows = []
    for (kind, code, period), tally in subjects.items():
        common = {
            "subject_kind": kind,
            "subject_code": code,
            "period_kind": period.kind,
            "period": period.label,
            "period_from": period.first,
            "period_to": period.last,
            "definition_version": 1,
            "settled_on": period.last,
            "quality_flags": [],
            "is_series_break": False,
            "figure_source": "own",
        }
        rows.append(common | _sup02(tally) | status(tally.findings, 5, period.last, as_of))
        rows.append(common | _eva06(tally) | status(tally.tickets, 10, period.last, as_of))
    return rows


def status(denominator: int, floor: int, settled: date, as_of: date) -> Row:
    if denominator == 0:
        return {"status": "not_applicable"}
    if denominator < floor:
        return {"status": "insufficient"}
    return {"status": "provisional" if settled > as_of else "ok"}


def _sup02(tally: Tally) -> Row:
    low, high = wilson(tally.on_time, tally.findings)
    return {
        "indicator_id": "SUP02",
        "numerator": tally.on_time,
        "denominator": tally.findings,
        "sample_count": tally.findings,
        "value": 100 * tally.on_time / tally.findings if tally.findings else None,
        "interval_low": low,
        "interval_high": high,
        "interval_method": "wilson@1" if tally.findings else None,
    }


def _eva06(tally: Tally) -> Row:
    row: Row = {
        "indicator_id": "EVA06",
        "denominator": tally.tickets,
        "sample_count": tally.tickets,
    }
    if any(base == 0 for _, base in tally.rates.values()):
        return row
    shares = {name: hit / base for name, (hit, base) in tally.rates.items()}
    value = 100 * sum(WEIGHTS[name] * share for name, share in shares.items())
    spread = 196 * sqrt(
        sum(
            WEIGHTS[name] ** 2 * share * (1 - share) / tally.rates[name][1]
            for name, share in shares.items()
        )
    )
    return row | {
        "value": value,
        "interval_low": max(0.0, value - spread),
        "interval_high": min(100.0, value + spread),
        "interval_method": "mover@1",
    }


def components(subjects: dict[tuple[str, str, Period], Tally]) -> list[Row]:
    rows = []
    for (kind, code, period), tally in subjects.items():
        for name, (hit, base) in tally.rates.items():
            low, high = wilson(hit, base)
            rows.append(
                {
                    "indicator_id": "EVA06",
                    "component": name,
                    "subject_kind": kind,
                    "subject_code": code,
                    "period_kind": period.kind,
                    "period": period.label,
                    "weight": WEIGHTS[name],
                    "numerator": hit,
                    "denominator": base,
                    "value": 100 * hit / base if base else None,
                    "interval_low": low,
                    "interval_high": high,
                }
            )
    return rows


def wilson(hits: int, base: int) -> tuple[float | None, float | None]:
    if base == 0:
        return None, None
    z2 = 1.96**2
    share = hits / base
    middle = (share + z2 / (2 * base)) / (1 + z2 / base)
    half = 1.96 * sqrt(share * (1 - share) / base + z2 / (4 * base**2)) / (1 + z2 / base)
    return max(0.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))
