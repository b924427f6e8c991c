"""A small published snapshot, made straight from the mart contracts for tests of pages.

Only the tables that pages read have rows, and the figures are plausible, not computed by the
warehouse's own statistics: tests of pages must not wait for the pipeline nor depend on it.
"""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from data_contracts.loader import mart_contracts
from data_contracts.model import MartContract, Outlet
from tests.dashboards import (
    fixture_analysis,
    fixture_counts,
    fixture_funnel,
    fixture_ledger,
    fixture_scorecards,
    fixture_surveys,
)
from tests.dashboards.fixture_indicators import components, subjects, values
from tests.dashboards.fixture_protection import protect
from tests.dashboards.fixture_registers import faults, overdue, register_months, register_states
from tests.dashboards.fixture_world import BANNER, DEPARTMENTS, HOME, KINDS, TOWNS, Row

MEASURED = {
    "SUP02",
    "EVA06",
    *fixture_counts.SHARES,
    *fixture_counts.COUNTS,
    *fixture_surveys.ITEMS,
}
CATALOGUE = Path(__file__).parents[2] / "data_contracts" / "indicators.csv"


def build_snapshot(
    home: Path,
    as_of: date,
    *,
    rows: bool = True,
    stale_register: bool = False,
    is_demo: bool = True,
    home_area: str = HOME,
    snapshot_id: str = "20261123-20e6bda6",
) -> Path:
    """Publish a snapshot in `home`/published and point to it; returns that folder.

    `rows=False` leaves every table but `snapshot` empty.
    """
    published = home / "published"
    folder = published / snapshot_id
    folder.mkdir(parents=True)
    pointer, files = _made(as_of, rows, stale_register, is_demo, home_area, snapshot_id)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (published / "current.json").write_text(pointer, encoding="utf-8")
    return folder


@cache
def _made(
    as_of: date,
    rows: bool,
    stale_register: bool,
    is_demo: bool,
    home_area: str,
    snapshot_id: str,
) -> tuple[str, dict[str, bytes]]:
    """The pointer and the files of a snapshot; the same ones are wanted by many tests."""
    facts = {
        "snapshot_id": snapshot_id,
        "as_of": as_of,
        "built_at": datetime(as_of.year, as_of.month, as_of.day, 22, tzinfo=UTC),
        "home_area_code": home_area,
        "code_version": "0.1.0",
        "is_demo": is_demo,
    }
    tables = _tables(as_of, stale_register) if rows else {}
    tables["snapshot"] = [facts]
    files = {}
    with TemporaryDirectory() as folder:
        for outlet in Outlet:
            path = Path(folder) / f"{outlet}.duckdb"
            contracts = [c for c in mart_contracts().values() if c.stands_in(outlet)]
            shown = protect(tables, as_of) if rows and outlet is Outlet.OPEN else tables
            _write(path, contracts, shown)
            files[path.name] = path.read_bytes()
    return json.dumps(facts, default=lambda moment: moment.isoformat()), files


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
    counted = subjects(as_of)
    return {
        "dim_area": _areas(),
        "dim_unit": _units(),
        "dim_indicator": _catalogue(),
        "mart_indicator_value": [
            *values(counted, as_of),
            *fixture_counts.shares(as_of),
            *fixture_counts.counts(as_of),
            *fixture_surveys.values(as_of),
            *fixture_scorecards.reasons(as_of),
        ],
        "mart_indicator_component": [*components(counted), *fixture_counts.parts(as_of)],
        "dim_indicator_change": fixture_ledger.changes(as_of),
        **fixture_ledger.duties(as_of),
        **fixture_scorecards.scorecards(as_of),
        "mart_trend_signal": fixture_analysis.trends(as_of),
        "mart_forecast": fixture_analysis.forecasts(as_of),
        "fct_chart_rebase": fixture_analysis.rebases(as_of),
        "mart_unit_comparison": fixture_analysis.comparisons(),
        "mart_sector_risk": fixture_analysis.risks(as_of),
        "fct_sector_issue": fixture_analysis.issues(as_of),
        "dim_sector": fixture_analysis.sectors(),
        "mart_clue_funnel": fixture_funnel.funnel(as_of),
        "mart_overdue": overdue(as_of),
        "mart_register_state": register_states(as_of, stale_register),
        "mart_register_month": register_months(as_of),
        "mart_data_quality": faults(as_of),
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
    changed = {"SUP02": {"version": 2, "valid_from": date(2026, 7, 1)}}
    return [
        row
        | {"is_measured": row["indicator_id"] in MEASURED, "is_disabled": False}
        | changed.get(str(row["indicator_id"]), {})
        for row in rows
    ]
