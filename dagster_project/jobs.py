"""Named selections of assets."""

from dagster import AssetSelection, define_asset_job, in_process_executor
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

REFRESH = "refresh"


def refresh_job() -> UnresolvedAssetJobDefinition:
    """Everything that is due, from sources to the published snapshot, in one process."""
    return define_asset_job(
        REFRESH,
        selection=AssetSelection.all(),
        executor_def=in_process_executor,
        description="读取、校验、建模并发布。 Read, judge, model and publish.",
    )
