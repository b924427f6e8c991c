"""Named selections of assets, and the job that makes a return."""

from collections.abc import Callable
from datetime import datetime

from dagster import (
    AssetSelection,
    JobDefinition,
    OpExecutionContext,
    define_asset_job,
    in_process_executor,
    job,
    op,
)
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from dagster_project.assets.failures import in_words
from dagster_project.settings import Workspace

REFRESH = "refresh"
REBUILD = "rebuild"
RETURN = "make_return"


def refresh_job() -> UnresolvedAssetJobDefinition:
    """Everything that is due, from sources to the published snapshot, in one process."""
    return define_asset_job(
        REFRESH,
        selection=AssetSelection.all(),
        executor_def=in_process_executor,
        description="读取、校验、建模并发布。 Read, judge, model and publish.",
    )


def rebuild_job() -> UnresolvedAssetJobDefinition:
    """The same from rows accepted before; no source is looked at."""
    return define_asset_job(
        REBUILD,
        selection=AssetSelection.all() - AssetSelection.groups("landing"),
        executor_def=in_process_executor,
        description="由已入库的行重新建模并发布。 Model and publish from accepted rows.",
    )


def return_job(workspace: Workspace, clock: Callable[[], datetime]) -> JobDefinition:
    """Makes the return of the period that the run's configuration names."""

    @op(config_schema={"period": str})
    def write_return(context: OpExecutionContext) -> None:
        from dagster_project.returns import making

        with in_words(workspace):
            one = making.named(workspace, context.op_config["period"])
            place = making.make(workspace, one, clock())
        context.log.info(str(place))

    @job(
        name=RETURN,
        executor_def=in_process_executor,
        description="做出一期到期的报送材料。 Make one return that is due.",
    )
    def made() -> None:
        write_return()

    return made


def of_return(period: str) -> dict[str, object]:
    """The configuration of a run that makes the return of `period`."""
    return {"ops": {"write_return": {"config": {"period": period}}}}
