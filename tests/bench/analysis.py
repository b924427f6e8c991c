"""The methods of trend, comparison, composite score and risk, on the demo world of a whole city.

They are timed where they work: as the models of a full run.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from dagster_project.demo import installation
from dagster_project.demo.records import Scale
from dagster_project.settings import Workspace
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from tests.bench import runs
from tests.bench.runs import Measured

SEED = 1
LAST = date(2026, 8, 1)
METHODS = (
    "int_trend_signal", "int_unit_comparison", "int_scorecard_scored", "int_hotline_sector_month",
    "int_sector_event_count", "int_sector_risk_count", "int_sector_risk", "int_open_trend_signal",
    "int_open_unit_comparison", "int_forecast", "int_open_forecast",
)  # fmt: skip
SIZES = {
    "figures": "mart_indicator_value",
    "points": "mart_trend_signal",
    "compared": "mart_unit_comparison",
    "lines": "mart_scorecard_line",
    "risks": "mart_sector_risk",
}


@dataclass(frozen=True, slots=True)
class AnalysisBench:
    """What the methods took in one full run, and how many rows they have made."""

    scale: Scale
    run: Measured
    rows: dict[str, int]

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds by model."""
        return {name: self.run.said["seconds"][f"model {name}"] for name in METHODS}


def bench(folder: Path, scale: Scale) -> AnalysisBench:
    """The first run of the world up to LAST."""
    workspace = Workspace(folder / "workspace")
    installation.install(workspace, scale, SEED, LAST + timedelta(days=1))
    run = runs.product(workspace, LAST)
    office = snapshots.current(workspace.published).file(Outlet.OFFICE)
    with duckdb.connect(str(office), read_only=True) as connection:
        rows = {
            name: connection.table(table).count("*").fetchall()[0][0]
            for name, table in SIZES.items()
        }
    return AnalysisBench(scale, run, rows)
