"""One register's script, without any tool around it: SCRIPT HOME TIME DATABASE RESULT [counted].

It starts from the same files, applies the same rules, keeps the same history and makes the
same marts as the product, in SQL written for these files alone. RESULT gets, as JSON, the
seconds of each stage and, where it is `counted`, the rows that its queries read and wrote.
"""

import json
import re
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
from scipy import stats

from tests.bench import counting

HERE = Path(__file__).parent
SECTORS = HERE.parents[2] / "data_contracts" / "sectors.csv"
BLOCK = 64
MEMORY = "2GB"
MOST_FREEDOM = 500_000


def run(script: str, home: Path, at: datetime, database: Path) -> dict[str, float]:
    """Makes `database` with the script; gives the seconds of each stage."""
    database.unlink(missing_ok=True)
    seconds: dict[str, float] = {}
    with duckdb.connect(str(database)) as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET preserve_insertion_order = false")
        connection.register("t_quantile", _t_quantiles())
        for name, value in _variables(home, at).items():
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        for name in ("common", script):
            text = (HERE / f"{name}.sql").read_text("utf-8")
            for stage, statements in re.findall(
                r"^-- stage: (\w+)\n(.*?)(?=^-- stage|\Z)", text, re.M | re.S
            ):
                began = time.monotonic()
                connection.execute(statements)
                seconds[stage] = seconds.get(stage, 0) + time.monotonic() - began
        began = time.monotonic()
        connection.execute("CHECKPOINT")
        seconds["write"] = time.monotonic() - began
    return seconds


def _t_quantiles() -> pl.DataFrame:
    """How many errors an interval reaches to each side, by degrees of freedom."""
    freedom = pl.int_range(1, MOST_FREEDOM, eager=True)
    return pl.DataFrame({"df": freedom, "t": stats.t.ppf(0.975, freedom.to_numpy())})


def _variables(home: Path, at: datetime) -> dict[str, object]:
    key = bytes.fromhex((home / "pseudonym.key").read_text().strip()).ljust(BLOCK, b"\0")
    as_of = at.date() - timedelta(days=1)
    return {
        "home": str(home),
        "sectors": str(SECTORS),
        "as_of": as_of,
        "known_at": at,
        "first_month": date(2021, 11, 1),
        "inner_pad": bytes(byte ^ 0x36 for byte in key),
        "outer_pad": bytes(byte ^ 0x5C for byte in key),
    }


if __name__ == "__main__":
    name, home, at, database, result, *more = sys.argv[1:]
    is_counted = more == ["counted"]
    if is_counted:
        counting.begin()
    seconds = run(name, Path(home), datetime.fromisoformat(at), Path(database))
    said = {"seconds": seconds, "rows": counting.end() if is_counted else {}}
    Path(result).write_text(json.dumps(said, indent=1), encoding="utf-8")
