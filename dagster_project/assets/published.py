"""The published snapshot: the last asset of a run."""

from collections.abc import Iterable

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    MaterializeResult,
    ResourceParam,
    asset,
)

from dagster_project.assets.failures import in_words
from dagster_project.warehouse import publish, rotation
from dagster_project.warehouse.session import Session
from data_contracts.model import MartContract


def snapshot_asset(marts: Iterable[MartContract]) -> AssetsDefinition:
    """The asset that swaps a checked build in as the snapshot that serves."""

    @asset(
        key=AssetKey(["published", "snapshot"]),
        deps=[
            *(AssetKey(["marts", mart.id]) for mart in marts),
            *(AssetKey(["open", f"open_{mart.id}"]) for mart in marts if mart.is_protected),
        ],
        group_name="published",
        description="对外发布的不可变数据快照。 The immutable snapshot that every reader opens.",
        kinds={"duckdb"},
    )
    def snapshot(
        context: AssetExecutionContext, warehouse: ResourceParam[Session]
    ) -> MaterializeResult[None]:
        plan = warehouse.plan()
        with in_words(warehouse.workspace):
            warehouse.require_build()
            publish.publish(warehouse.workspace, warehouse.manifest, plan)
            rotation.finish(warehouse.workspace, warehouse.manifest)
            publish.retain(
                warehouse.workspace, warehouse.manifest, warehouse.settings.keep_snapshots
            )
        context.log.info(
            f"已发布快照 {plan.snapshot_id}，截止 {plan.as_of}。 "
            f"Snapshot {plan.snapshot_id} is published, up to {plan.as_of}."
        )
        return MaterializeResult(
            metadata={"snapshot_id": plan.snapshot_id, "as_of": plan.as_of.isoformat()}
        )

    return snapshot
