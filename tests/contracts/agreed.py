"""Every column of every contract, as tests of the whole set need them."""

from data_contracts.loader import mart_contracts, source_contracts
from data_contracts.model import Column, MartContract, SourceContract

SOURCES: dict[str, SourceContract] = source_contracts()
MARTS: dict[str, MartContract] = mart_contracts()


def columns() -> dict[str, Column]:
    """By "table.column": all that is read and all that is published."""
    tables = [*SOURCES.values(), *MARTS.values()]
    return {f"{table.id}.{column.name}": column for table in tables for column in table.columns}


def breaking(found: dict[str, bool]) -> list[str]:
    """The names of those that do not hold."""
    return sorted(name for name, holds in found.items() if not holds)
