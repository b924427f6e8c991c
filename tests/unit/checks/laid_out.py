"""A small contract with every kind of rule, and rows laid out to be judged by it."""

from pathlib import Path

import polars as pl

from dagster_project.checks.judgement import Bench, Judgement, Promise
from dagster_project.checks.predicates import KnownValues
from dagster_project.sources.reading import ROW, SURPLUS
from data_contracts.model import (
    Classification,
    Column,
    DataClass,
    LogicalType,
    Reference,
    Rule,
    SourceContract,
    Text,
)

KEY = bytes(range(32))
TEXT = Text("说明", "Meaning")
TYPES = {
    LogicalType.STRING: "VARCHAR",
    LogicalType.INTEGER: "BIGINT",
    LogicalType.NUMBER: "DOUBLE",
    LogicalType.BOOLEAN: "BOOLEAN",
    LogicalType.DATE: "DATE",
    LogicalType.TIMESTAMP: "TIMESTAMP WITH TIME ZONE",
}
GOOD: dict[str, str | None] = {
    "case_id": "C1",
    "area_code": "150626",
    "kind": "joint",
    "found_on": "2026-09-01",
    "closed_on": "2026-09-08",
    "is_solved": "true",
    "rework_count": "2",
    "share": "0.5",
    "note": "abc",
    "updated_at": "2026-09-08 08:15",
}
"""A row that breaks no rule."""


def _column(name: str, kind: LogicalType, **said: object) -> Column:
    given = {"classification": Classification.PUBLIC} | said
    return Column(name, TEXT, TEXT, kind, TYPES[kind], **given)  # type: ignore[arg-type]


CASE = SourceContract(
    id="case_file",
    version="1.0.0",
    label=TEXT,
    description=TEXT,
    domain="supervision",
    owner="综治中心",
    data_class=DataClass.INSTITUTIONAL,
    columns=(
        _column(
            "case_id",
            LogicalType.STRING,
            required=True,
            key_position=1,
            pattern="[A-Z][A-Z0-9_-]*",
            max_length=20,
            classification=Classification.PSEUDONYMISE,
        ),
        _column(
            "area_code",
            LogicalType.STRING,
            required=True,
            pattern=r"\d{6}|\d{9}",
            references=Reference("area", "area_code"),
        ),
        _column("kind", LogicalType.STRING, codes=(("joint", TEXT), ("special", TEXT))),
        _column("found_on", LogicalType.DATE, required=True),
        _column("closed_on", LogicalType.DATE),
        _column("is_solved", LogicalType.BOOLEAN),
        _column("rework_count", LogicalType.INTEGER, minimum=0, maximum=99),
        _column("share", LogicalType.NUMBER, minimum=0, maximum=1),
        _column("note", LogicalType.STRING, max_length=5),
        _column("updated_at", LogicalType.TIMESTAMP),
    ),
    rules=(
        Rule("closed_before_found", "closed_on", "closed_on < found_on", TEXT),
        Rule("solved_while_open", "is_solved", "is_solved AND closed_on IS NULL", TEXT),
    ),
    max_error_share=0.1,
    freshness_days=None,
    event_date="found_on",
)


def known_areas(_: Reference) -> str:
    return "SELECT unnest(['150626', '150626102'])"


def case(**cells: str | None) -> dict[str, str | None]:
    """A good row but for `cells`; `_surplus` marks one with more fields than the header."""
    return GOOD | cells


def rows(*written: dict[str, str | None], contract: SourceContract = CASE) -> pl.DataFrame:
    """Rows as extraction gives them; the first is row 2. Each has a key of its own unless said."""
    names = [column.name for column in contract.columns]
    cells = {name: pl.Series([row.get(name) for row in written], dtype=pl.String) for name in names}
    numbers = pl.Series(range(2, len(written) + 2), dtype=pl.Int64)
    surplus = pl.Series(["_surplus" in row for row in written])
    return pl.DataFrame({ROW: numbers, SURPLUS: surplus, **cells})


def bench(
    *written: dict[str, str | None],
    contract: SourceContract = CASE,
    known: KnownValues = known_areas,
    promise: Promise | None = None,
    delivery: int = 1,
) -> Bench:
    return Bench(contract, rows(*written, contract=contract), delivery, known, promise)


def judged(*written: dict[str, str | None], promise: Promise | None = None) -> Judgement:
    with bench(*written, promise=promise) as laid:
        return laid.judgement()


def faults(
    *written: dict[str, str | None], promise: Promise | None = None
) -> list[tuple[int, str, str]]:
    """(row, column, rule) of every fault."""
    found = judged(*written, promise=promise).faults
    return found.select("_row", "column_name", "rule").rows()


def accepted(
    folder: Path, *written: dict[str, str | None], delivery: int = 1, key: bytes = KEY
) -> pl.DataFrame:
    path = folder / f"{delivery}.parquet"
    with bench(*written, delivery=delivery) as laid:
        laid.write_accepted(path, key)
    return pl.read_parquet(path)
