"""Whether the product and the script made the same of the same files."""

from pathlib import Path

import duckdb

FIGURES = "round(value, 6), round(interval_low, 6), round(interval_high, 6)"
SUBJECT = "subject_kind, subject_code, period_kind, period"
HOTLINE = {
    "隔离 quarantine": (
        "SELECT column_name || ' ' || rule, quarantined_count FROM mart_data_quality "
        "WHERE contract = 'hotline_ticket'",
        "SELECT fault, count(*) FROM hand.quarantine GROUP BY ALL",
    ),
    "fct_hotline_ticket": (
        "SELECT ticket_id, town_code, unit_code, sector_code, class, created_week, due_week, "
        "closed_week, is_closed, is_on_time, is_contacted_in_24h, is_solved, is_satisfied, "
        "is_excluded, rework_count FROM fct_hotline_ticket",
        "FROM hand.fct_hotline_ticket",
    ),
    "mart_indicator_value": (
        f"SELECT {SUBJECT}, denominator, {FIGURES}, status FROM mart_indicator_value "
        "WHERE indicator_id = 'EVA06'",
        f"SELECT {SUBJECT}, denominator, {FIGURES}, status FROM hand.indicator_value",
    ),
    "mart_indicator_component": (
        f"SELECT {SUBJECT}, component, numerator, denominator, {FIGURES} "
        "FROM mart_indicator_component WHERE indicator_id = 'EVA06'",
        f"SELECT {SUBJECT}, component, numerator, denominator, {FIGURES} FROM hand.component",
    ),
    "mart_overdue": (
        "SELECT * EXCLUDE (contract) FROM mart_overdue WHERE contract = 'hotline_ticket'",
        "FROM hand.overdue",
    ),
    "mart_register_month": (
        "SELECT month, row_count FROM mart_register_month WHERE contract = 'hotline_ticket'",
        "FROM hand.register_month",
    ),
}


def differences(
    snapshot: Path, by_hand: Path, pairs: dict[str, tuple[str, str]]
) -> dict[str, tuple[int, int]]:
    """For each pair of queries: how many rows the product's has, and how many are not in both."""
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '2GB'")
        connection.execute(f"ATTACH '{by_hand}' AS hand (READ_ONLY)")
        for path in snapshot.glob("*.duckdb"):
            connection.execute(f"ATTACH '{path}' AS {path.stem} (READ_ONLY)")
            tables = connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [path.stem]
            ).fetchall()
            for (table,) in tables:
                connection.execute(f"CREATE VIEW {table} AS FROM {path.stem}.{table}")
        return {name: _compared(connection, *pair) for name, pair in pairs.items()}


def _compared(connection: duckdb.DuckDBPyConnection, ours: str, theirs: str) -> tuple[int, int]:
    sides = f"WITH ours AS ({ours}), theirs AS ({theirs})"
    [(count, apart)] = connection.execute(
        f"{sides} SELECT (SELECT count(*) FROM ours), "
        "(SELECT count(*) FROM ((FROM ours EXCEPT ALL FROM theirs) "
        "UNION ALL (FROM theirs EXCEPT ALL FROM ours)))"
    ).fetchall()
    return int(count), int(apart)
