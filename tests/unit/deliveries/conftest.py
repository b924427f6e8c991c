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
    """An open outlet with these rows of mart_scorecard, and of lines one without its figure."""
    line = {**PUBLIC, "indicator_id": "SUP02", "value": None, "figure_status": "suppressed"}
    tables = {"mart_scorecard": scores, "mart_scorecard_line": (line,)}
    with duckdb.connect(str(file)) as connection:
        for table, rows in tables.items():
            columns = mart_contracts()[table].columns
            said = ", ".join(f'"{column.name}" {column.physical_type}' for column in columns)
            connection.execute(f"CREATE OR REPLACE TABLE {table} ({said})")
            frame = pl.DataFrame([{c.name: row.get(c.name) for c in columns} for row in rows])
            connection.register("frame", frame)
            connection.execute(f"INSERT INTO {table} SELECT * FROM frame")


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
