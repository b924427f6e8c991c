"""Contracts as dbt properties: the raw sources with their tests, and enforced public models.

dbt reads the two files beside its own models, so that no column, type or description is
written a second time in the dbt project.
"""

from pathlib import Path
from typing import Any

import yaml

from data_contracts import loader
from data_contracts.model import Column, MartContract, SourceContract

# What lies in the base of a build was tested when the base was built.
CURRENT = {"where": "known_until_at is null and _is_own"}
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
        "data_tests": [
            _table_test("unique_key", contract.id, list(contract.key), CURRENT),
            _table_test("no_nulls", contract.id, _required(contract.columns), CURRENT),
        ],
        "columns": [
            {
                "name": column.name,
                "description": column.description.both(),
                "data_tests": _known(contract.id, column),
            }
            for column in contract.columns
        ],
    }


def _known(contract: str, column: Column) -> list[Any]:
    if column.references is None:
        return []
    to = column.references
    return [
        {
            "relationships": {
                "name": f"known_{contract}_{column.name}",
                "arguments": {"to": f"source('raw', '{to.contract}')", "field": to.column},
                "config": dict(CURRENT),
            }
        }
    ]


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
        "data_tests": [_table_test("unique_key", contract.id, list(contract.key), {})],
        "columns": [
            {
                "name": column.name,
                "data_type": column.physical_type.lower(),
                "description": column.description.both(),
                "constraints": [{"type": "not_null"}] if column.required else [],
            }
            for column in contract.columns
        ],
    }


def _required(columns: tuple[Column, ...]) -> list[str]:
    return [column.name for column in columns if column.required]


def _table_test(
    test: str, table: str, columns: list[str], config: dict[str, str]
) -> dict[str, Any]:
    arguments = {"columns": columns}
    return {test: {"name": f"{test}_{table}", "arguments": arguments, "config": dict(config)}}
