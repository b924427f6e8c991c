"""Contracts as dbt properties: the raw sources with their tests, and enforced public models.

dbt reads the two files beside its own models, so that no column, type or description is
written a second time in the dbt project.
"""

from pathlib import Path
from typing import Any

import yaml

from data_contracts import loader
from data_contracts.model import MartContract, SourceContract

# What lies in the base of a build was tested when the base was built.
CURRENT = {"where": "known_until_at is null and _is_own"}
DAYS, DAY = "dim_day", "day"
"""The table of all days, which dbt's metrics need, and its column."""
LEDGER = {
    "run": "现行数据快照的由来。 Where this snapshot comes from.",
    "register": "每行一个登记簿。 One register per row.",
    "delivery": "每行一次交付。 One delivery per row.",
    "fault": "每行一次交付中的一种错误及其次数。 One kind of fault in one delivery per row.",
    "rule": "每行一个字段的一条规则。 One rule of one column per row.",
    "release": "本次运行是否须发布一期。 Whether this run has to make a release.",
    "released_figure": "每行一个已发布的数值。 One figure that was released per row.",
}


def ledger() -> dict[str, str]:
    """The raw tables that no register stands behind, by name, with what they hold."""
    released = {
        f"released_{mart.id}": f"上一期发布的{mart.label.cn}。 What was last released of {mart.id}."
        for mart in loader.mart_contracts().values()
        if mart.is_released
    }
    return LEDGER | released


def write(folder: Path) -> None:
    """Writes sources.yml and marts.yml into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("sources.yml", _sources()), ("marts.yml", _marts())):
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")


def _sources() -> dict[str, Any]:
    tables = [_source(contract) for contract in loader.source_contracts().values()]
    tables += [{"name": name, "description": text} for name, text in ledger().items()]
    return {"version": 2, "sources": [{"name": "raw", "schema": "raw", "tables": tables}]}


def _source(contract: SourceContract) -> dict[str, Any]:
    arguments = {
        "key": list(contract.key),
        "required": [column.name for column in contract.columns if column.required],
        "references": [
            [column.name, column.references.contract, column.references.column]
            for column in contract.columns
            if column.references is not None
        ],
    }
    return {
        "name": contract.id,
        "description": contract.description.both(),
        "data_tests": [_test("meets_contract", contract.id, arguments, CURRENT)],
        "columns": [
            {"name": column.name, "description": column.description.both()}
            for column in contract.columns
        ],
    }


def _marts() -> dict[str, Any]:
    marts = loader.mart_contracts().values()
    models = [_mart(contract, contract.id, ()) for contract in marts]
    for contract in marts:
        if contract.in_open is not None and contract.is_protected:
            models.append(_mart(contract, f"open_{contract.id}", contract.in_open.blank))
    return {"version": 2, "models": models}


def _mart(contract: MartContract, name: str, blank: tuple[str, ...]) -> dict[str, Any]:
    """The properties of a model whose columns `blank` may be empty whatever the contract says."""
    model: dict[str, Any] = {
        "name": name,
        "description": contract.description.both(),
        "config": {"contract": {"enforced": True}, "unique_key": list(contract.key)},
        "columns": [
            {
                "name": column.name,
                "data_type": column.physical_type.lower(),
                "description": column.description.both(),
                "constraints": [{"type": "not_null"}]
                * (column.required and column.name not in blank),
            }
            for column in contract.columns
        ],
    }
    if name == DAYS:
        model["time_spine"] = {"standard_granularity_column": DAY}
        next(c for c in model["columns"] if c["name"] == DAY)["granularity"] = "day"
    return model


def _test(
    test: str, table: str, arguments: dict[str, Any], config: dict[str, str]
) -> dict[str, Any]:
    return {test: {"name": f"{test}_{table}", "arguments": arguments, "config": dict(config)}}
