"""Writes a contract's template into the workspace, with what is known for its drop-downs."""

from pathlib import Path

from dagster_project.configuration import ConfigurationError
from dagster_project.settings import Workspace
from dagster_project.warehouse import durable
from data_contracts import loader, query
from data_contracts import snapshot as snapshots
from data_contracts.model import Reference, SourceContract
from data_contracts.renderings.template import workbook
from data_contracts.snapshot import NoSnapshotError, Snapshot

CHOICES = {
    Reference(
        "area", "area_code"
    ): "SELECT area_code, name FROM dim_area WHERE is_current ORDER BY ALL",
    Reference(
        "unit", "unit_code"
    ): "SELECT unit_code, name FROM dim_unit WHERE is_current ORDER BY ALL",
    Reference("sector", "sector_code"): "SELECT sector_code, name_cn FROM dim_sector ORDER BY ALL",
}


def write(workspace: Workspace, contract_id: str) -> Path:
    """The template of a contract as a file; returns its path.

    Raises:
        ConfigurationError: there is no such contract.
    """
    contract = loader.source_contracts().get(contract_id)
    if contract is None:
        known = ", ".join(loader.source_contracts())
        raise ConfigurationError(
            f"没有名为 '{contract_id}' 的输入合同，请改用以下之一：{known}。",
            f"there is no contract '{contract_id}'; use one of {known}",
        )
    try:
        serving = snapshots.current(workspace.published)
    except NoSnapshotError:
        serving = None
    is_demo = serving is not None and serving.is_demo
    mark = "演示数据_" if is_demo else ""
    path = workspace.templates / f"{mark}{contract.label.cn}填报表.xlsx"
    with durable.whole(path) as draft:
        draft.write_bytes(workbook(contract, _known(contract, serving), is_demo))
    return path


def _known(contract: SourceContract, serving: Snapshot | None) -> dict[str, list[str]]:
    """Drop-down entries of reference columns, such as '150626102 图克镇'."""
    if serving is None:
        return {}
    return {
        column.name: [f"{code} {name}" for code, name in query.run(serving, sql).iter_rows()]
        for column in contract.columns
        if column.references and (sql := CHOICES.get(column.references))
    }
