"""An office whose snapshots have the scorecards of 2025 and 2026, and a clock to be turned."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from dagster_project.settings import TIME_ZONE, Workspace
from dagster_project.sources import calendar
from dagster_project.warehouse.manifest import Delivery, Manifest
from data_contracts.loader import mart_contracts
from data_contracts.model import Outlet
from tests.unit.scorecards import period

SNAPSHOT = "20251231-0a0a0a0a"
YEARS = (2025, 2026)
PERIODS = [f"{year}{part}" for year in YEARS for part in ("", "-Q1", "-Q2", "-Q3", "-Q4")]
CLUES = {"month": "2026-01", "unit_code": "TK-01", "area_code": period.TOWN}
COUNTED = [
    {**CLUES, "sector_code": "mineral", "channel": "phone", "received_count": 3},
    {**CLUES, "sector_code": "mineral", "channel": "letter", "received_count": 4},
    {**CLUES, "sector_code": "none", "channel": "phone", "received_count": 5},
]
NONE = dict.fromkeys(("transferred_count", "concluded_count", "filed_count"), 0)


@dataclass
class Office:
    """A workspace first loaded on 31 December 2025, at the time of day `at`."""

    workspace: Workspace
    at: datetime

    @property
    def reports(self) -> Path:
        return self.workspace.reports

    def turn(self, day: date) -> None:
        """It is seven in the morning of `day`, and the daily refresh has been."""
        self.at = datetime.combine(day, time(7), TIME_ZONE)
        self.refresh(day - timedelta(days=1))

    def refresh(self, as_of: date) -> None:
        """A snapshot up to `as_of` serves."""
        said = {
            "snapshot_id": SNAPSHOT,
            "as_of": as_of.isoformat(),
            "built_at": self.at.isoformat(),
            "home_area_code": period.TOWN,
            "is_demo": True,
        }
        (self.workspace.published / "current.json").write_text(json.dumps(said), encoding="utf-8")


def founded(home: Path, returns: str, days: list[dict[str, Any]] | None = None) -> Office:
    """The office, with these deadlines in anping.yml; `days` is its calendar."""
    workspace = Workspace(home)
    home.mkdir(parents=True, exist_ok=True)
    workspace.settings_file.write_text(
        f'home_area: "{period.TOWN}"\nreturns: {returns}\n', encoding="utf-8"
    )
    at = datetime(2025, 12, 31, 9, tzinfo=TIME_ZONE)
    Manifest(deliveries=[_delivery(at)]).save(workspace)
    tables = {
        "mart_scorecard_line": [
            {**line, "period": name, "period_kind": "quarter" if "Q" in name else "year"}
            for name in PERIODS
            for line in period.lines()
        ],
        "dim_indicator": [
            {"indicator_id": name, "name_cn": words, "unit": "percent", "min_denominator": 5}
            for name, words in period.WORDS.items()
        ],
        "agg_clue_month": [row | NONE for row in COUNTED],
        "dim_day": days or [],
    }
    for outlet in (Outlet.OPEN, Outlet.OFFICE):
        _publish(workspace.published / SNAPSHOT / f"{outlet}.duckdb", tables)
    office = Office(workspace, at)
    office.refresh(at.date())
    return office


def calendar_from(first: date, length: int) -> list[dict[str, Any]]:
    """Rows of `dim_day` as the library has them."""
    days = [first + timedelta(days=number) for number in range(length)]
    known = ((day, *calendar.status(day)) for day in days)
    return [{"day": day, "is_workday": is_one, "basis": basis} for day, is_one, basis in known]


def _delivery(at: datetime) -> Delivery:
    facts = {"contract": "area", "mapping": "area", "file": "area.csv", "content": "x"}
    counts = {"read_count": 1, "accepted_count": 1, "ignored_count": 0, "faults": ()}
    known: dict[str, Any] = {**facts, **counts, "mode": "snapshot", "scope": "*", "order": ""}
    return Delivery(id=1, reading=1, loaded_at=at, is_refused=False, **known)


def _publish(file: Path, tables: dict[str, list[dict[str, Any]]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(file)) as connection:
        for name, contract in mart_contracts().items():
            columns = ", ".join(f'"{c.name}" {c.physical_type}' for c in contract.columns)
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
            if rows := tables.get(name):
                frame = pl.DataFrame(
                    {c.name: [row.get(c.name) for row in rows] for c in contract.columns},
                    strict=False,
                )
                connection.register("frame", frame)
                connection.execute(f'INSERT INTO "{name}" SELECT * FROM frame')
                connection.unregister("frame")
