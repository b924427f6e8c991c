"""Named selections of assets."""

from dagster import AssetSelection, define_asset_job, in_process_executor
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

REFRESH = "refresh"
REBUILD = "rebuild"


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
