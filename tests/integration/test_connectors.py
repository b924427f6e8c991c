"""Whatever kind of source the rows come from, the same tables are published."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dagster_project.settings import Workspace
from data_contracts import loader
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from tests.integration import office
from tests.integration.command import MORNING, Ended, anping
from tests.integration.services import Service

Tables = dict[str, list[str]]


@pytest.fixture
def workspace(parsed: Workspace, plot: Path) -> Workspace:
    return office.an_office(parsed, plot / "w")


@pytest.fixture(scope="module")
def from_files(parsed: Workspace, ground: Path) -> Tables:
    """What is published where the office delivers files."""
    made = office.an_office(parsed, ground / "files")
    office.in_files(made)
    ran(made)
    return published(made)


def ran(workspace: Workspace, days: int = 0) -> Ended:
    done = anping(workspace, "run", at=MORNING + timedelta(days=days))
    assert done.code == 0, done.said
    return done


def published(workspace: Workspace) -> Tables:
    """Every row of every outlet's tables; the snapshot's id is a fingerprint of what was read."""
    serving_now, found = snapshots.current(workspace.published), {}
    for outlet in Outlet:
        with snapshots.connect(serving_now, outlet) as connection:
            names = [t.id for t in loader.mart_contracts().values() if t.stands_in(outlet)]
            for name in names:
                left_out = "EXCLUDE (snapshot_id)" if name == "snapshot" else ""
                rows = connection.execute(f"SELECT * {left_out} FROM {name}").fetchall()
                found[f"{outlet}.{name}"] = sorted(map(repr, rows))
    return found


def tickets(workspace: Workspace) -> list[tuple[Any, ...]]:
    """How often each ticket is there, and what serves."""
    current = snapshots.current(workspace.published)
    with snapshots.connect(current, Outlet.RESTRICTED) as connection:
        sql = "SELECT count(*), count(DISTINCT ticket_id) FROM fct_hotline_ticket"
        return [*connection.execute(sql).fetchall(), (current.id,)]


def test_database__publishes_the_same_as_files(
    workspace: Workspace,
    from_files: Tables,
    request: pytest.FixtureRequest,
    database_kind: str,
) -> None:
    database = request.getfixturevalue(database_kind)
    office.fill(database)
    office.connect(workspace, database.settings)
    office.map_tables(workspace)
    ran(workspace)
    assert from_files["restricted.fct_hotline_ticket"]
    assert published(workspace) == from_files


@pytest.fixture(params=["postgres", "maria", "sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_service__publishes_the_same_as_files(
    workspace: Workspace, from_files: Tables, service: Service
) -> None:
    office.serve(service)
    office.connect(workspace, service.settings)
    office.map_service(workspace)
    ran(workspace)
    assert published(workspace) == from_files
