"""Mapping files: where they lie, and whether what they say fits contracts and connections."""

import re
from collections.abc import Mapping
from pathlib import Path

from dagster_project.catalogue.versions import FILE, versions
from dagster_project.connections import Connection
from dagster_project.settings import Workspace
from dagster_project.sources.mapping import REMOTE, SourceMapping
from dagster_project.sources.reading import tidy
from data_contracts import loader
from data_contracts.configuration import ConfigurationError, read_yaml
from data_contracts.model import Classification, LogicalType, SourceContract

SHIPPED = Path(__file__).parent / "shipped"
PRODUCT_FILES = loader.HERE
CATALOGUE = "indicator"
FORMS = "填报"
"""The folder of the inbox for filled templates, with one for each register inside."""


def load(workspace: Workspace) -> dict[str, SourceMapping]:
    """All mappings by name: shipped ones, and the workspace's, which win over the same name.

    Raises:
        ConfigurationError: a mapping file is wrong or fits no contract, or the catalogue is wrong.
    """
    mappings = {path.stem: _read(path, PRODUCT_FILES) for path in sorted(SHIPPED.glob("*.yml"))}
    versions(workspace.home)  # Before anything is read, for every figure rests on it.
    mappings[CATALOGUE] = mappings[CATALOGUE].model_copy(update={"root": workspace.home})
    own = {}
    for path in sorted(workspace.mappings.glob("*.yml")):
        mapping = _read(path, workspace.home)
        _refuse_catalogue(mapping, path)
        if mapping.connection is not None:
            mapping = _connected(mapping, workspace.settings().connections, path)
        own[path.stem] = mapping
    return mappings | _forms(workspace) | own


def form_folder(workspace: Workspace, contract: SourceContract) -> Path:
    """Where filled templates of a register are handed in."""
    return workspace.inbox / FORMS / contract.label.cn


def form(contract: SourceContract, root: Path, files: str) -> SourceMapping:
    """How a filled template is read: its headers are the contract's labels."""
    return SourceMapping(
        name=f"form_{contract.id}",
        root=root,
        contract=contract.id,
        files=files,
        sheet=contract.label.cn,
        delivery="upsert",
    )


def _forms(workspace: Workspace) -> dict[str, SourceMapping]:
    """A mapping for each register of which templates have been handed in."""
    folders = [(one, form_folder(workspace, one)) for one in loader.form_contracts()]
    found = [
        form(one, workspace.home, f"{folder.relative_to(workspace.home)}/*.xlsx")
        for one, folder in folders
        if folder.is_dir()
    ]
    return {mapping.name: mapping for mapping in found}


def of_contract(
    mappings: Mapping[str, SourceMapping], contract: SourceContract
) -> list[SourceMapping]:
    """The mappings that feed `contract`, by name."""
    return [mapping for mapping in mappings.values() if mapping.contract == contract.id]


def _read(path: Path, root: Path) -> SourceMapping:
    mapping = read_yaml(path, SourceMapping, name=path.stem, root=root, reached=None)
    contract = loader.source_contracts().get(mapping.contract)
    if contract is None:
        known = ", ".join(loader.source_contracts())
        raise ConfigurationError(
            f"{path}：'contract'：没有名为 '{mapping.contract}' 的输入合同，"
            f"请改用以下之一：{known}。",
            f"{path}: 'contract': there is no contract '{mapping.contract}'; use one of {known}",
        )
    _refuse_forbidden(mapping, contract, path)
    _refuse_unknown(mapping, contract, path)
    _refuse_unfit_scope(mapping, contract, path)
    _refuse_unmapped(mapping, contract, path)
    return mapping


def _refuse_catalogue(mapping: SourceMapping, path: Path) -> None:
    """The catalogue has a file of its own, which is checked as no mapping could be."""
    if CATALOGUE in (mapping.contract, mapping.name):
        raise ConfigurationError(
            f"{path}：指标目录不用映射，请把变动写在 {FILE} 中，并删去这个文件。",
            f"{path}: the catalogue takes no mapping; write its changes in {FILE} and remove "
            "this file",
        )


def _connected(
    mapping: SourceMapping, known: Mapping[str, Connection], path: Path
) -> SourceMapping:
    connection = known.get(mapping.connection or "")
    if connection is None:
        listed = ", ".join(sorted(known)) or "—"
        raise ConfigurationError(
            f"{path}：'connection'：anping.yml 的 'connections' 中没有 '{mapping.connection}'，"
            f"已有：{listed}。",
            f"{path}: 'connection': there is no '{mapping.connection}' among 'connections' in "
            f"anping.yml, which has {listed}",
        )
    if not isinstance(connection, REMOTE[mapping.kind]):
        raise ConfigurationError(
            f"{path}：'connection'：'{mapping.connection}' 是 {connection.kind} 连接，"
            f"不能用于 'kind: {mapping.kind}'。",
            f"{path}: 'connection': '{mapping.connection}' is a connection of kind "
            f"{connection.kind} and does not go with 'kind: {mapping.kind}'",
        )
    return mapping.model_copy(update={"reached": connection})


def _named(mapping: SourceMapping) -> dict[str, str]:
    """The contract columns that a mapping names, by the key that names them."""
    named = {f"columns.{name}": name for name in mapping.columns}
    if mapping.scope is not None:
        named[mapping.scope.key] = mapping.scope.column
    return named


def _refuse_forbidden(mapping: SourceMapping, contract: SourceContract, path: Path) -> None:
    """Neither as a column nor, under another name, as the header that feeds one."""
    forbidden = {tidy(name) for c in contract.forbidden for name in (c.name, c.label.cn)}
    named = [(key, name, [name]) for key, name in _named(mapping).items()]
    origins = {f"columns.{name}.from": column.header for name, column in mapping.columns.items()}
    named += [
        (key, header, [header, *re.split(r"[/.]", header)])
        for key, header in (origins | {"cursor": mapping.cursor}).items()
        if header is not None
    ]
    for key, name, parts in named:
        if forbidden & {tidy(part) for part in parts}:
            raise ConfigurationError(
                f"{path}：'{key}' 指向合同禁止读取的列 '{name}'，请删去。",
                f"{path}: '{key}': '{name}' is forbidden by the contract and never read; remove it",
            )


def _refuse_unknown(mapping: SourceMapping, contract: SourceContract, path: Path) -> None:
    columns = sorted(column.name for column in contract.columns)
    listed = ", ".join(columns)
    for key, name in _named(mapping).items():
        if name not in columns:
            raise ConfigurationError(
                f"{path}：'{key}'：合同 {contract.id} 没有列 '{name}'，请改用以下之一：{listed}。",
                f"{path}: '{key}': '{name}' is no column of {contract.id}; use one of {listed}",
            )


def _refuse_unfit_scope(mapping: SourceMapping, contract: SourceContract, path: Path) -> None:
    """A scope is kept in plain words, so that no column can be one whose values are hidden."""
    scope = mapping.scope
    if scope is None:
        return
    if scope.month_of is not None:
        fit = [c.name for c in contract.columns if c.logical_type is LogicalType.DATE]
        wanted = ("日期", "date column")
    else:
        hidden = Classification.PSEUDONYMISE
        fit = [c.name for c in contract.columns if c.is_key and c.classification is not hidden]
        wanted = ("可公开的主键列", "key column that is kept as it is")
    if scope.column not in fit:
        listed = ", ".join(fit) or "—"
        raise ConfigurationError(
            f"{path}：'{scope.key}'：列 '{scope.column}' 不是{wanted[0]}，"
            f"请改用以下之一：{listed}。",
            f"{path}: '{scope.key}': '{scope.column}' is no {wanted[1]}; use one of {listed}",
        )


def _refuse_unmapped(mapping: SourceMapping, contract: SourceContract, path: Path) -> None:
    """A database is asked for named columns only, so nothing is found by its label there."""
    lacking = [c.name for c in contract.columns if c.required and c.name not in mapping.columns]
    if mapping.kind in REMOTE and lacking:
        raise ConfigurationError(
            f"{path}：'columns'：缺少必填列 '{lacking[0]}'，请写明它来自哪个来源列。",
            f"{path}: 'columns': the required column '{lacking[0]}' is missing; "
            "say which column of the source it comes from",
        )
