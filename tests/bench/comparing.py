"""Whether the product and the script made the same of the same files.

The product's side is read as any reader reads it, through an outlet of the snapshot: the
office's or a closer one, for the open outlet leaves figures that are derived from persons blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.snapshot import Snapshot

FIGURES = (
    "indicator_id, subject_kind, subject_code, period_kind, period, round(numerator, 6), "
    "round(denominator, 6), round(value, 6), round(interval_low, 6), round(interval_high, 6), "
    "status"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same rows in an outlet of the product and in the script's database, as queries."""

    outlet: Outlet
    ours: str
    theirs: str


def quarantine(contract: str) -> Pair:
    """The faults of a register, counted by column and rule."""
    return Pair(
        Outlet.OFFICE,
        "SELECT column_name || ' ' || rule, quarantined_count FROM mart_data_quality "
        f"WHERE contract = '{contract}'",
        "SELECT fault, count(*) FROM quarantine GROUP BY ALL",
    )


def indicator_values(*indicators: str) -> Pair:
    """The figures of `indicators`."""
    wanted = "', '".join(indicators)
    return Pair(
        Outlet.OFFICE,
        f"SELECT {FIGURES} FROM mart_indicator_value WHERE indicator_id IN ('{wanted}')",
        f"SELECT {FIGURES} FROM indicator_value",
    )


def overdue(contract: str) -> Pair:
    """What is open and overdue of a register, by unit."""
    return Pair(
        Outlet.OFFICE,
        f"SELECT * EXCLUDE (contract) FROM mart_overdue WHERE contract = '{contract}'",
        "FROM overdue",
    )


def register_month(contract: str) -> Pair:
    """How many rows a register has in each month."""
    return Pair(
        Outlet.OFFICE,
        f"SELECT month, row_count FROM mart_register_month WHERE contract = '{contract}'",
        "FROM register_month",
    )


def differences(
    snapshot: Snapshot, by_hand: Path, pairs: Mapping[str, Pair]
) -> dict[str, tuple[int, int]]:
    """For each pair: how many rows the product's has, and how many are not in both."""
    with duckdb.connect(str(by_hand), read_only=True) as hand:
        hand.execute("SET memory_limit = '2GB'")
        return {name: _compared(snapshot, hand, pair) for name, pair in pairs.items()}


def _compared(snapshot: Snapshot, hand: duckdb.DuckDBPyConnection, pair: Pair) -> tuple[int, int]:
    with snapshots.connect(snapshot, pair.outlet) as product:
        hand.register("read", product.sql(pair.ours).to_arrow_reader())
        [(count,)] = hand.execute("CREATE OR REPLACE TEMP TABLE ours AS FROM read").fetchall()
        hand.unregister("read")
    [(apart,)] = hand.execute(
        "SELECT coalesce(sum(abs(surplus)), 0) FROM (SELECT * EXCLUDE (side), sum(side) AS surplus "
        f"FROM (SELECT *, 1 AS side FROM ours UNION ALL SELECT *, -1 FROM ({pair.theirs})) "
        "GROUP BY ALL)"
    ).fetchall()
    return int(count), int(apart)
