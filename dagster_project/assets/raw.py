"""One raw asset a contract: accepted rows with their history, in the build database."""

from collections.abc import Iterable, Iterator

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetOut,
    AssetsDefinition,
    MaterializeResult,
    Output,
    ResourceParam,
    asset,
    multi_asset,
)

from dagster_project.assets.failures import in_words
from dagster_project.warehouse import build
from dagster_project.warehouse import ledger as ledger_tables
from dagster_project.warehouse.session import Session
from data_contracts.model import SourceContract
from data_contracts.renderings import dbt_properties


def raw_asset(contract: SourceContract) -> AssetsDefinition:
    """The asset that brings accepted rows of `contract` into their history."""

    @asset(
        key=AssetKey(["raw", contract.id]),
        deps=[AssetKey(["landing", contract.id])],
        group_name="raw",
        description=contract.description.both(),
        kinds={"duckdb"},
    )
    def load(warehouse: ResourceParam[Session]) -> MaterializeResult[None]:
        with in_words(warehouse.workspace):
            if not build.is_pending(warehouse.manifest, warehouse.base, contract):
                return MaterializeResult(metadata={"versions_opened": 0, "versions_closed": 0})
            warehouse.ensure_build()
            merged = build.load(warehouse.workspace, warehouse.manifest, contract)
        return MaterializeResult(
            metadata={"versions_opened": merged.opened, "versions_closed": merged.closed}
        )

    return load


def ledger_assets(contracts: Iterable[SourceContract]) -> AssetsDefinition:
    """What the load says about itself; where nothing is new, nothing after it runs."""

    @multi_asset(
        name="ledger",
        outs={
            name: AssetOut(key=["raw", name], is_required=False, description=text)
            for name, text in dbt_properties.ledger().items()
        },
        deps=[AssetKey(["raw", contract.id]) for contract in contracts],
        group_name="raw",
    )
    def ledger(
        context: AssetExecutionContext, warehouse: ResourceParam[Session]
    ) -> Iterator[Output[None]]:
        plan = warehouse.plan()
        if not plan.is_due(warehouse.base):
            context.log.info("没有新数据，快照不变。 Nothing is new; the snapshot stays.")
            return
        with in_words(warehouse.workspace):
            warehouse.refuse_loss()
            warehouse.ensure_build()
            for contract in contracts:  # Also what a run of only some steps has left out.
                if build.is_pending(warehouse.manifest, warehouse.base, contract):
                    build.load(warehouse.workspace, warehouse.manifest, contract)
            ledger_tables.write(warehouse.workspace, warehouse.manifest, plan)
        for name in dbt_properties.ledger():
            yield Output(None, output_name=name)

    return ledger
