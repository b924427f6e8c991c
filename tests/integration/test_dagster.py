"""What Dagster is told: the whole lineage, checks that block, a schedule, a record of each run."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dagster import AssetCheckKey, AssetKey, DagsterInstance, Definitions, RepositoryDefinition
from dagster._core.definitions.executor_definition import in_process_executor

from dagster_project.assets.landing import CHECK
from dagster_project.checks import predicates
from dagster_project.definitions import build_definitions
from dagster_project.jobs import REFRESH
from dagster_project.pipeline import instance
from dagster_project.settings import Workspace
from dagster_project.warehouse.manifest import Manifest
from data_contracts import loader
from tests.integration.command import environment
from tests.integration.workspaces import Demo

CONTRACTS = list(loader.source_contracts())
SNAPSHOT = AssetKey(["published", "snapshot"])


@pytest.fixture(scope="module")
def defined(demo: Demo) -> Definitions:
    """The pipeline of the demo's workspace."""
    return build_definitions(demo.workspace)


@pytest.fixture(scope="module")
def repository(defined: Definitions) -> RepositoryDefinition:
    return defined.get_repository_def()


def test_definitions__load(defined: Definitions) -> None:
    Definitions.validate_loadable(defined)


def test_dg_check_defs__passes(demo: Demo) -> None:
    """As a newcomer would check it, in a process of its own."""
    dg = Path(sys.executable).with_name("dg")
    done = subprocess.run(
        [dg, "check", "defs"],
        cwd=Path(__file__).parents[2],
        env=environment(demo.workspace),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_lineage__snapshot_rests_on_every_landing(repository: RepositoryDefinition) -> None:
    graph = repository.asset_graph
    above = graph.get_ancestor_asset_keys(SNAPSHOT)
    for contract in CONTRACTS:
        assert AssetKey(["landing", contract]) in above
        assert AssetKey(["raw", contract]) in above
        assert AssetKey(["staging", f"stg_{contract}"]) in above
    for mart in loader.mart_contracts():
        assert AssetKey(["marts", mart]) in above
    strays = graph.get_all_asset_keys() - above - {SNAPSHOT}
    assert not strays, "these lead nowhere"


def test_checks__one_that_blocks_for_every_contract(repository: RepositoryDefinition) -> None:
    blocking = {
        key.asset_key
        for key in repository.asset_graph.asset_check_keys
        if repository.asset_graph.get(key).blocking
    }
    assert {AssetKey(["landing", contract]) for contract in CONTRACTS} <= blocking


def test_schedule__daily_in_china_standard_time(defined: Definitions) -> None:
    schedule = defined.resolve_schedule_def("daily_refresh")
    assert schedule.cron_schedule == "0 5 * * *"
    assert schedule.execution_timezone == "Asia/Shanghai"
    assert schedule.job_name == REFRESH
    assert schedule.default_status.name == "RUNNING"


def test_schedule__follows_the_settings(tiny_copy: Workspace) -> None:
    with tiny_copy.settings_file.open("a", encoding="utf-8") as file:
        file.write('daily_at: "06:30"\n')
    schedule = build_definitions(tiny_copy).resolve_schedule_def("daily_refresh")
    assert schedule.cron_schedule == "30 6 * * *"


def test_job__runs_everything_in_one_process(repository: RepositoryDefinition) -> None:
    job = repository.get_job(REFRESH)
    assert job.executor_def is in_process_executor
    assert set(job.asset_layer.executable_asset_keys) == repository.asset_graph.get_all_asset_keys()


@pytest.fixture(scope="module")
def records(demo: Demo) -> Iterator[DagsterInstance]:
    """Dagster's records of the demo's first run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(demo.workspace.dagster_home))
        with instance(demo.workspace) as kept:
            yield kept


@pytest.mark.parametrize("contract", CONTRACTS)
def test_landing__records_rows_and_seconds(
    demo: Demo, records: DagsterInstance, contract: str
) -> None:
    event = records.get_latest_materialization_event(AssetKey(["landing", contract]))
    assert event is not None
    assert event.asset_materialization is not None
    said: dict[str, Any] = {
        name: kept.value for name, kept in event.asset_materialization.metadata.items()
    }
    deliveries = [d for d in Manifest.load(demo.workspace).deliveries if d.contract == contract]
    assert said["deliveries"] == len(deliveries)
    assert said["rows_in"] == sum(d.read_count for d in deliveries) > 0
    assert said["rows_accepted"] == sum(d.accepted_count for d in deliveries) > 0
    assert said["rows_quarantined"] == sum(d.quarantined_count for d in deliveries)
    assert said["seconds"] > 0


@pytest.mark.parametrize("contract", CONTRACTS)
def test_check__asserts_every_rule_by_great_expectations(
    records: DagsterInstance, contract: str
) -> None:
    key = AssetCheckKey(AssetKey(["landing", contract]), CHECK)
    found = records.event_log_storage.get_latest_asset_check_execution_by_key([key])[key]
    assert found.event is not None
    assert found.event.dagster_event is not None
    evaluation = found.event.dagster_event.asset_check_evaluation_data
    rules = predicates.after_acceptance(loader.source_contracts()[contract], lambda _: "SELECT 1")
    assert evaluation.passed
    assert evaluation.metadata["broken"].value == 0
    assert evaluation.metadata["expectations"].value == len(rules) > 0


def test_run__is_recorded_as_one_success(records: DagsterInstance) -> None:
    [run] = records.get_runs()
    assert (run.job_name, run.status.name) == (REFRESH, "SUCCESS")
