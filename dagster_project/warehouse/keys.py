"""Where the versions of a key lie in the base of a build.

A base is never changed, so what is said of it once stays true: beside it lies a folder with a
file a register that holds, in the order of the rows, forty bits of a number made from each
row's key. Reading these five bytes a row finds a day's few thousand keys among millions; what
they find is still compared with the keys themselves.
"""

from pathlib import Path

import duckdb
import polars as pl

from dagster_project.warehouse import durable
from data_contracts.model import SourceContract

LOW_BITS = 32
HIGH_BITS = 8


def folder(base: Path) -> Path:
    """The folder that says where the keys of the build `base` lie."""
    return base.with_name(f"{base.name}.keys")


def number(key: str) -> str:
    """SQL: the number of a key, given its columns."""
    return f"hash({key})"


def write(
    connection: duckdb.DuckDBPyConnection, database: str, contract: SourceContract, into: Path
) -> None:
    """Says where the keys of `contract` lie in an attached `database` that no longer changes."""
    table = f"{database}.known.{contract.id}"
    numbered = pl.DataFrame(
        connection.sql(
            f"SELECT rowid AS place, {number(_columns(contract))} AS number FROM {table}"
        ).to_arrow_table()
    ).sort("place")
    [(end,)] = connection.execute(f"SELECT coalesce(max(rowid) + 1, 0) FROM {table}").fetchall()
    if end > numbered.height:  # The places of rows that were deleted stay empty.
        every = pl.DataFrame({"place": pl.int_range(end, eager=True)})
        numbered = every.join(numbered, on="place", how="left", maintain_order="left")
    kept = numbered.select(*_halves(pl.col("number").fill_null(0)))
    with durable.whole(into / f"{contract.id}.arrow") as draft:
        kept.write_ipc(draft, compression="uncompressed")


def places(base: Path, contract: SourceContract, wanted: pl.Series) -> pl.DataFrame:
    """Where rows of the keys with the `wanted` numbers may lie: a column `id`."""
    path = folder(base) / f"{contract.id}.arrow"
    kept = pl.read_ipc(path.read_bytes()).with_row_index("id")
    sought = wanted.unique().to_frame("number").select(*_halves(pl.col("number")))
    near = kept.filter(pl.col("low").is_in(sought["low"].implode()))
    return near.join(sought, on=["low", "high"], how="semi").select(pl.col("id").cast(pl.Int64))


def _halves(of: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    low = (of % 2**LOW_BITS).cast(pl.UInt32).alias("low")
    return low, (of // 2**LOW_BITS % 2**HIGH_BITS).cast(pl.UInt8).alias("high")


def _columns(contract: SourceContract) -> str:
    return ", ".join(f'"{name}"' for name in contract.key)
