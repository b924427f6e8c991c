"""A small published snapshot, made straight from the mart contracts for tests of pages.

Only the tables that pages read have rows, and the figures are plausible, not computed by the
warehouse's own statistics: tests of pages must not wait for the pipeline nor depend on it.
"""

import csv
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from data_contracts.loader import mart_contracts
from data_contracts.model import MartContract, Outlet

BANNER = "150626"
TOWNS = {
    "150626100": "嘎鲁图镇",
    "150626101": "乌审召镇",
    "150626102": "图克镇",
    "150626103": "乌兰陶勒盖镇",
    "150626104": "无定河镇",
    "150626200": "苏力德苏木",
}
HOME = "150626102"
QUIET_TOWN = "150626104"
"""Has next to no findings, so that its figures are insufficient or not applicable."""
KINDS = {"governance_centre": "综治中心", "police_station": "派出所", "government": "政府"}
DEPARTMENTS = {"banner_housing": "旗住房和城乡建设局", "banner_resources": "旗自然资源局"}
MONTHS = 30
WEIGHTS = {"response": 0.30, "solved": 0.35, "satisfied": 0.35}
CATALOGUE = Path(__file__).parents[2] / "data_contracts" / "indicators.csv"

Row = dict[str, Any]


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


def build_snapshot(
    home: Path,
    as_of: date,
    *,
    rows: bool = True,
    stale_register: bool = False,
    is_demo: bool = True,
    home_area: str = HOME,
    snapshot_id: str = "20261123T060000Z",
) -> Path:
    """Publish a snapshot in `home`/published and point to it; returns that folder.

    `rows=False` leaves every table but `snapshot` empty.
    """
    published = home / "published"
    folder = published / snapshot_id
    folder.mkdir(parents=True)
    built_at = datetime(as_of.year, as_of.month, as_of.day, 22, tzinfo=UTC)
    tables = _tables(as_of, stale_register) if rows else {}
    tables["snapshot"] = [
        {
            "snapshot_id": snapshot_id,
            "as_of": as_of,
            "built_at": built_at,
            "home_area_code": home_area,
            "code_version": "0.1.0",
            "is_demo": is_demo,
        }
    ]
    for outlet in Outlet:
        contracts = [c for c in mart_contracts().values() if c.outlet is outlet]
        _write(folder / f"{outlet}.duckdb", contracts, tables)
    pointer = {
        "snapshot_id": snapshot_id,
        "as_of": as_of.isoformat(),
        "built_at": built_at.isoformat(),
        "home_area_code": home_area,
        "is_demo": is_demo,
    }
    (published / "current.json").write_text(json.dumps(pointer), encoding="utf-8")
    return folder


def _write(path: Path, contracts: Iterable[MartContract], tables: dict[str, list[Row]]) -> None:
    with duckdb.connect(str(path)) as connection:
        for contract in contracts:
            columns = ", ".join(f'"{c.name}" {c.physical_type}' for c in contract.columns)
            connection.execute(f'CREATE TABLE "{contract.id}" ({columns})')
            rows = tables.get(contract.id, [])
            if rows:
                names = [column.name for column in contract.columns]
                frame = pl.DataFrame(
                    {name: [row.get(name) for row in rows] for name in names}, strict=False
                )
                connection.register("frame", frame)
                connection.execute(f'INSERT INTO "{contract.id}" SELECT * FROM frame')
                connection.unregister("frame")


def _tables(as_of: date, stale_register: bool) -> dict[str, list[Row]]:
    subjects = _subjects(as_of)
    return {
        "dim_area": _areas(),
        "dim_unit": _units(),
        "dim_indicator": _catalogue(),
        "mart_indicator_value": _values(subjects, as_of),
        "mart_indicator_component": _components(subjects),
        "mart_overdue": _overdue(as_of),
        "mart_register_state": _register_states(as_of, stale_register),
        "mart_register_month": _register_months(as_of),
        "mart_data_quality": _faults(as_of),
    }


def _areas() -> list[Row]:
    common = {"valid_from": date(2020, 1, 1), "is_current": True}
    banner = {"area_code": BANNER, "name": "乌审旗", "level": "banner", "population": 158_000}
    towns = [
        {"area_code": code, "name": name, "level": "town", "parent_code": BANNER}
        for code, name in TOWNS.items()
    ]
    village = {
        "area_code": f"{HOME}001",
        "name": "嘎查村一",
        "level": "village",
        "parent_code": HOME,
    }
    return [common | row for row in (banner, *towns, village)]


def _units() -> list[Row]:
    common = {"valid_from": date(2020, 1, 1), "is_current": True, "sector_codes": []}
    rows = [
        {
            "unit_code": f"{code}_{kind}",
            "name": f"{name}{suffix}",
            "kind": kind,
            "area_code": code,
        }
        for code, name in TOWNS.items()
        for kind, suffix in KINDS.items()
    ]
    rows += [
        {"unit_code": code, "name": name, "kind": "department", "area_code": BANNER}
        for code, name in DEPARTMENTS.items()
    ]
    return [common | row for row in rows]


def _catalogue() -> list[Row]:
    with CATALOGUE.open(encoding="utf-8-sig") as file:
        rows = [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]
    return [row | {"is_measured": row["indicator_id"] in ("EVA06", "SUP02")} for row in rows]


def _months(as_of: date) -> list[date]:
    index = as_of.year * 12 + as_of.month - 1
    return [date(i // 12, i % 12 + 1, 1) for i in range(index - MONTHS + 1, index + 1)]


def _periods(as_of: date) -> list[Period]:
    found: dict[tuple[str, str], Period] = {}
    for month in _months(as_of):
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
            for step, month in enumerate(_months(as_of)):
                share = 0.25 if month == _months(as_of)[-1] else 1.0
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


def _subjects(as_of: date) -> dict[tuple[str, str, Period], Tally]:
    """Tallies of every unit, town and the banner in every period."""
    subjects: dict[tuple[str, str, Period], Tally] = {}
    monthly = _monthly(as_of)
    for period in _periods(as_of):
        for (unit, month), tally in monthly.items():
            if not period.first <= month <= period.last:
                continue
            for kind, code in (("unit", unit), ("area", unit[:9]), ("area", BANNER)):
                subjects.setdefault((kind, code, period), Tally()).add(tally)
    return subjects


def _values(subjects: dict[tuple[str, str, Period], Tally], as_of: date) -> list[Row]:
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
        }
        rows.append(common | _sup02(tally) | _status(tally.findings, 5, period, as_of))
        rows.append(common | _eva06(tally) | _status(tally.tickets, 10, period, as_of))
    return rows


def _status(denominator: int, floor: int, period: Period, as_of: date) -> Row:
    if denominator == 0:
        return {"status": "not_applicable"}
    if denominator < floor:
        return {"status": "insufficient"}
    return {"status": "provisional" if period.last > as_of else "ok"}


def _sup02(tally: Tally) -> Row:
    low, high = _wilson(tally.on_time, tally.findings)
    return {
        "indicator_id": "SUP02",
        "numerator": tally.on_time,
        "denominator": tally.findings,
        "value": 100 * tally.on_time / tally.findings if tally.findings else None,
        "interval_low": low,
        "interval_high": high,
        "interval_method": "wilson" if tally.findings else None,
    }


def _eva06(tally: Tally) -> Row:
    row: Row = {"indicator_id": "EVA06", "denominator": tally.tickets}
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
        "interval_method": "mover",
    }


def _components(subjects: dict[tuple[str, str, Period], Tally]) -> list[Row]:
    rows = []
    for (kind, code, period), tally in subjects.items():
        for name, (hit, base) in tally.rates.items():
            low, high = _wilson(hit, base)
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


def _wilson(hits: int, base: int) -> tuple[float | None, float | None]:
    if base == 0:
        return None, None
    z2 = 1.96**2
    share = hits / base
    middle = (share + z2 / (2 * base)) / (1 + z2 / base)
    half = 1.96 * sqrt(share * (1 - share) / base + z2 / (4 * base**2)) / (1 + z2 / base)
    return max(0.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))


def _overdue(as_of: date) -> list[Row]:
    chance = random.Random(7)
    rows = []
    for contract in ("supervision_finding", "hotline_ticket"):
        for town in TOWNS:
            for kind in KINDS:
                overdue = max(0, chance.randint(-3, 6))
                days = chance.randint(1, 120) if overdue else None
                rows.append(
                    {
                        "contract": contract,
                        "unit_code": f"{town}_{kind}",
                        "open_count": overdue + chance.randint(0, 9),
                        "overdue_count": overdue,
                        "due_in_7_days_count": chance.randint(0, 3),
                        "oldest_due_on": as_of - timedelta(days=days) if days else None,
                        "longest_overdue_days": days,
                    }
                )
    return rows


def _register_states(as_of: date, stale: bool) -> list[Row]:
    loaded = datetime(as_of.year, as_of.month, as_of.day, 22, tzinfo=UTC)
    facts = {  # contract: current, read, quarantined, deliveries, days behind, limit, missing
        "area": (8, 8, 0, 1, None, None, 0),
        "calendar_day": (1826, 1826, 0, 1, None, None, 0),
        "hotline_ticket": (8_431, 8_702, 96, 30, 1, 40, 0),
        "indicator": (48, 48, 0, 1, None, None, 0),
        "sector": (12, 12, 0, 1, None, None, 0),
        "supervision_finding": (1_604, 1_660, 41, 31, 63 if stale else 3, 40, 1),
        "unit": (20, 20, 0, 1, None, None, 0),
        "unit_sector": (0, 0, 0, 0, None, None, 0),
    }
    return [
        {
            "contract": contract,
            "current_count": current,
            "read_count": read,
            "quarantined_count": bad,
            "quarantined_share": bad / read if read else None,
            "delivery_count": deliveries,
            "last_loaded_at": loaded if deliveries else None,
            "newest_on": None if behind is None else as_of - timedelta(days=behind),
            "freshness_days": limit,
            "is_stale": limit is not None and behind is not None and behind > limit,
            "missing_month_count": missing,
        }
        for contract, (current, read, bad, deliveries, behind, limit, missing) in facts.items()
    ]


def _register_months(as_of: date) -> list[Row]:
    chance = random.Random(3)
    rows = []
    for contract, usual in (("hotline_ticket", 290), ("supervision_finding", 55)):
        for step, month in enumerate(_months(as_of)):
            missing = contract == "supervision_finding" and step == 18
            count = 0 if missing else int(usual * chance.uniform(0.8, 1.2))
            rows.append(
                {
                    "contract": contract,
                    "month": f"{month:%Y-%m}",
                    "row_count": count,
                    "is_missing": missing,
                }
            )
    return rows


def _faults(as_of: date) -> list[Row]:
    seen = datetime(as_of.year, as_of.month, as_of.day, 22, tzinfo=UTC)
    facts = [
        ("hotline_ticket", "unit_code", "unknown", "代码不在责任单位登记簿中。", 38),
        ("hotline_ticket", "closed_on", "closed_before_created", "办结日期早于受理日期。", 31),
        ("hotline_ticket", "due_on", "required", "必填而为空。", 20),
        ("hotline_ticket", "ticket_id", "duplicate", "同一主键重复出现。", 7),
        ("supervision_finding", "due_on", "type", "不是日期。", 26),
        ("supervision_finding", "kind", "codes", "不在允许的取值之内。", 15),
    ]
    return [
        {
            "contract": contract,
            "column_name": column,
            "rule": rule,
            "rule_cn": chinese,
            "rule_en": f"The value breaks the rule {rule}.".replace("_", " "),
            "quarantined_count": count,
            "last_seen_at": seen,
        }
        for contract, column, rule, chinese, count in facts
    ]
