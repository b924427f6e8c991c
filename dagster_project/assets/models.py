"""The dbt project as assets: one step builds and tests every model."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dagster import (
    AssetCheckResult,
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    Failure,
    MaterializeResult,
    ResourceParam,
)
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from dagster_project.assets.failures import in_words
from dagster_project.warehouse import transform
from dagster_project.warehouse.session import Session

Node = Mapping[str, Any]


class Translator(DagsterDbtTranslator):
    """Names models by the schema they are built in: marts/mart_overdue."""

    def get_asset_key(self, dbt_resource_props: Node) -> AssetKey:
        """raw/<table> for a source, <schema>/<model> for a model."""
        if dbt_resource_props["resource_type"] == "source":
            return AssetKey(["raw", dbt_resource_props["name"]])
        return AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Node) -> str:
        """The layer: staging, intermediate or marts."""
        return str(dbt_resource_props["schema"])


def model_assets(manifest: Path) -> AssetsDefinition:
    """Every dbt model as an asset, with its tests as checks."""
    translator = Translator()

    nodes = json.loads(manifest.read_text(encoding="utf-8"))

    @dbt_assets(manifest=nodes, name="models", dagster_dbt_translator=translator)
    def models(
        context: AssetExecutionContext, warehouse: ResourceParam[Session]
    ) -> Iterator[MaterializeResult[None] | AssetCheckResult]:
        with in_words(warehouse.workspace):
            warehouse.require_build()
            transformed = transform.run(warehouse.workspace)
        for result in transformed.results:
            yield from _events(context, result, nodes, translator)
        if transformed.complaint is not None:
            raise Failure(str(transformed.complaint), allow_retries=False)

    return models


def _events(
    context: AssetExecutionContext, result: Any, nodes: Node, translator: Translator
) -> Iterator[MaterializeResult[None] | AssetCheckResult]:
    node = result.node
    if node.resource_type == "model" and result.status == "success":
        yield MaterializeResult(
            asset_key=AssetKey([node.schema, node.name]),
            metadata={"seconds": round(result.execution_time, 2)},
        )
    elif node.resource_type == "test":
        key = get_asset_check_key_for_test(nodes, translator, node.unique_id, None)
        if key is not None and key in context.selected_asset_check_keys:
            yield AssetCheckResult(
                passed=result.status == "pass", asset_key=key.asset_key, check_name=key.name
            )
