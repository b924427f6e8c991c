"""Writes a contract's template into the workspace, with what is known for its drop-downs."""

from pathlib import Path

from dagster_project.settings import Workspace
from dagster_project.warehouse import durable
from data_contracts import loader
from data_contracts import snapshot as snapshots
from data_contracts.configuration import ConfigurationError
from data_contracts.renderings import template
from data_contracts.snapshot import NoSnapshotError


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
    path = workspace.templates / template.file_name(contract, serving)
    with durable.whole(path) as draft:
        draft.write_bytes(template.over(contract, serving))
    return path
