"""One issued quarter for all tests of deliveries, and what they have in common."""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from pydantic import TypeAdapter

from dagster_project.deliveries.delivery import Carrier
from dagster_project.deliveries.recipients import Recipient
from dagster_project.settings import Workspace
from data_contracts.loader import mart_contracts
from data_contracts.model import Outlet
from tests.unit.deliveries.receivers import PASSWORD, PASSWORD_VARIABLE
from tests.unit.scorecards import period

TOWNS = (period.TOWN, period.OTHER)
PUBLIC = {"period": period.PERIOD, "subject_kind": "area", "subject_code": period.TOWN}


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one issue; never written to."""
    workspace = period.publish(tmp_path_factory.mktemp("issued"))
    period.issued(workspace)
    serving = workspace.published / "20261011-aaaa1111" / f"{Outlet.OPEN}.duckdb"
    publish_open(serving, {**PUBLIC, "part": "total", "score_low": 41.0, "score_high": 88.0})
    return workspace.home


def publish_open(file: Path, *scores: dict[str, Any]) -> None:
    """An open outlet with these rows of mart_scorecard, two towns with a line each."""
    blank = {"indicator_id": "SUP02", "value": None, "figure_status": "suppressed"}
    lines = [{**PUBLIC, **blank, "subject_code": code} for code in TOWNS]
    towns = [{"area_code": code, "parent_code": period.BANNER} for code in TOWNS]
    filled = {"mart_scorecard": scores, "mart_scorecard_line": lines, "dim_area": towns}
    with duckdb.connect(str(file)) as connection:
        for table in mart_contracts().values():
            if not table.stands_in(Outlet.OPEN):
                continue
            said = ", ".join(f'"{one.name}" {one.physical_type}' for one in table.columns)
            connection.execute(f"CREATE OR REPLACE TABLE {table.id} ({said})")
            rows = [
                {one.name: row.get(one.name) for one in table.columns}
                for row in filled.get(table.id, ())
            ]
            if rows:
                connection.register("frame", pl.DataFrame(rows))
                connection.execute(f"INSERT INTO {table.id} SELECT * FROM frame")


@pytest.fixture
def workspace(issued: Path, tmp_path: Path) -> Workspace:
    """The same issue and snapshot in a workspace of one's own."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("scorecards", "published"):
        (home / name).symlink_to(issued / name)
    return Workspace(home)


@pytest.fixture
def place(workspace: Workspace) -> Path:
    """Where the issue lies."""
    return workspace.scorecards / period.PERIOD / "issue-1"


@pytest.fixture
def waits() -> list[float]:
    """For how long a carrier has waited, time after time."""
    return []


@pytest.fixture
def carrier(workspace: Workspace, waits: list[float]) -> Carrier:
    """One whose time stands still."""
    return Carrier(workspace, clock=lambda: period.AT, sleep=waits.append)


def a_recipient(**said: Any) -> Recipient:
    """As anping.yml would say it."""
    known: Recipient = TypeAdapter(Recipient).validate_python(
        {"name": "旗考核办", "rights": "office", **said}
    )
    return known
