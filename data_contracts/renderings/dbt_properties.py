"""Contracts as dbt properties: the raw sources with their tests, and enforced public models.

dbt reads the two files beside its own models, so that no column, type or description is
written a second time in the dbt project.
"""

from pathlib import Path
from typing import Any

import yaml

from data_contracts import loader
from data_contracts.model import Column, MartContract, SourceContract

CURRENT = {"where": "known_until_at is null"}
LEDGER = {
    "run": "现行数据快照的由来。 Where this snapshot comes from.",
    "register": "每行一个登记簿。 One register per row.",
    "delivery": "每行一次交付。 One delivery per row.",
    "fault": "每行一次交付中的一种错误及其次数。 One kind of fault in one delivery per row.",
    "rule": "每行一个字段的一条规则。 One rule of one column per row.",
}


def write(folder: Path) -> None:
    """Writes sources.yml and marts.yml into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("sources.yml", _sources()), ("marts.yml", _marts())):
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")


def _sources() -> dict[str, Any]:
    tables = [_source(contract) for contract in loader.source_contracts().values()]
    tables += [{"name": name, "description": text} for name, text in LEDGER.items()]
    return {"version": 2, "sources": [{"name": "raw", "schema": "raw", "tables": tables}]}


def _source(contract: SourceContract) -> dict[str, Any]:
    return {
        "name": contract.id,
        "description": contract.description.both(),
        "data_tests": [_unique_key(contract.id, contract.key, dict(CURRENT))],
        "columns": [
            {
                "name": column.name,
                "description": column.description.both(),
                "data_tests": _source_tests(contract.id, column),
            }
            for column in contract.columns
        ],
    }


def _source_tests(contract: str, column: Column) -> list[Any]:
    tests: list[Any] = []
    if column.required:
        tests.append(_not_null(contract, column))
    if column.references is not None:
        to = column.references
        tests.append(
            {
                "relationships": {
                    "name": f"known_{contract}_{column.name}",
                    "arguments": {"to": f"source('raw', '{to.contract}')", "field": to.column},
                    "config": dict(CURRENT),
                }
            }
        )
    return tests


def _marts() -> dict[str, Any]:
    return {
        "version": 2,
        "models": [_mart(contract) for contract in loader.mart_contracts().values()],
    }


def _mart(contract: MartContract) -> dict[str, Any]:
    return {
        "name": contract.id,
        "description": contract.description.both(),
        "config": {"contract": {"enforced": True}},
        "data_tests": [_unique_key(contract.id, contract.key, {})],
        "columns": [
            {
                "name": column.name,
                "data_type": column.physical_type.lower(),
                "description": column.description.both(),
                "data_tests": [_not_null(contract.id, column)] if column.required else [],
            }
            for column in contract.columns
        ],
    }


def _unique_key(table: str, key: tuple[str, ...], config: dict[str, str]) -> dict[str, Any]:
    arguments = {"columns": list(key)}
    return {"unique_key": {"name": f"unique_{table}", "arguments": arguments, "config": config}}


def _not_null(table: str, column: Column) -> dict[str, Any]:
    return {"not_null": {"name": f"present_{table}_{column.name}"}}
