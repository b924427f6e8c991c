"""Wiring only: contracts and models in, Dagster definitions out."""

from collections.abc import Callable, Iterator
from datetime import datetime

from dagster import Definitions, InitResourceContext, ResourceDefinition, definitions, resource

from dagster_project import jobs, schedules, settings
from dagster_project.assets.failures import in_words
from dagster_project.assets.landing import landing_asset
from dagster_project.assets.models import model_assets
from dagster_project.assets.published import snapshot_asset
from dagster_project.assets.raw import ledger_assets, raw_asset
from dagster_project.extent import Extent
from dagster_project.settings import Workspace
from dagster_project.warehouse import session, transform
from dagster_project.warehouse.session import Session
from data_contracts import loader


def build_definitions(
    workspace: Workspace,
    clock: Callable[[], datetime] = settings.now,
    extent: Extent = Extent.NEW,
) -> Definitions:
    """The pipeline of one workspace; tests pass another clock."""
    contracts = loader.source_contracts().values()
    return Definitions(
        assets=[
            *(landing_asset(contract) for contract in contracts),
            *(raw_asset(contract) for contract in contracts),
            ledger_assets(contracts),
            model_assets(transform.manifest_path(workspace)),
            snapshot_asset(loader.mart_contracts().values()),
        ],
        jobs=[jobs.refresh_job(), jobs.rebuild_job(), jobs.return_job(workspace, clock)],
        schedules=[
            schedules.daily(workspace.settings()),
            *schedules.returns(workspace, clock),
        ],
        resources={"warehouse": _warehouse(workspace, clock, extent)},
    )


def _warehouse(
    workspace: Workspace, clock: Callable[[], datetime], extent: Extent
) -> ResourceDefinition:
    @resource(description="数据仓库的独占使用权。 One run's exclusive hold on the warehouse.")
    def warehouse(_: InitResourceContext) -> Iterator[Session]:
        with in_words(workspace), session.opened(workspace, clock(), extent) as opened:
            yield opened

    return warehouse


@definitions
def defs() -> Definitions:
    """The pipeline of the workspace that the environment names; what Dagster loads."""
    return build_definitions(Workspace.from_environment())
