"""A quarter of a banner, two towns and an office, small enough to be worked out by hand.

Town 150626102 (图克镇), weights in brackets:

    SRC01 (4)  linear 60→90   54/72 = 75 %            → 50
    SRC02 (4)  linear 70→100  no rows                 → not applicable
    SRC03 (2)  linear 20→5    1/8 = 12.5 %            → 50
    RPT04 (5)  linear 70→100  18/20 = 90 %            → 66.666…
    PUN02 (3)  linear 60→100  none                    → not applicable, and so is its mechanism
    SUP02 (2)  linear 70→100  9/10 = 90 %             → 66.666…
    ORG03 (4)  band           40 spent of 50 = 80 %   → 100
    RPT12      red line, none tolerated, cap 59       0 leaks

SRC: (4 × 50 + 2 × 50) / 6 = 50, RPT and SUP 66.67, ORG 100. The card's weight is 24; that of PUN
goes to the others in the proportion 10 : 5 : 2 : 4, by 24/21. Its total is
(10 × 50 + 5 × 66.666… + 2 × 66.666… + 4 × 100) / 21 = 1366.666… / 21 = 65.0793… → 65.08.
Unscored are 4 + 3 of 24, 29 %.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from dagster_project.scorecards import steps
from dagster_project.scorecards.entries import Deed
from dagster_project.scorecards.life import Life
from dagster_project.settings import TIME_ZONE, Workspace
from data_contracts.loader import mart_contracts
from data_contracts.model import Outlet

PERIOD, TOWN, OTHER, BANNER = "2026-Q3", "150626102", "150626103", "150626"
AT = datetime(2026, 10, 12, 9, 30, tzinfo=TIME_ZONE)
NAMES = {BANNER: ("乌审旗", "banner"), TOWN: ("图克镇", "town"), OTHER: ("苏力德苏木", "town")}
TOTAL = 65.08
WEIGHTS = {"SRC01": 4, "SRC02": 4, "SRC03": 2, "RPT04": 5, "PUN02": 3, "SUP02": 2, "ORG03": 4}
FILES = {
    *("scorecard.json", "scorecard.schema.json", "manifest.json"),
    *("2026-Q3考核评分表.xlsx", "2026-Q3考核评分表.pdf"),
    *("evidence/lines.csv", "evidence/definitions.csv", "evidence/life.jsonl"),
}
"""Of an issue."""
Counts = dict[str, tuple[float, float]]
COUNTS: Counts = {
    "SRC01": (54, 72),
    "SRC02": (0, 0),
    "SRC03": (1, 8),
    "RPT04": (18, 20),
    "PUN02": (0, 0),
    "SUP02": (9, 10),
    "ORG03": (40, 50),
}
RULES: dict[str, dict[str, Any]] = {
    "SRC01": {"score_floor": 60, "score_target": 90},
    "SRC02": {"score_floor": 70, "score_target": 100},
    "SRC03": {"score_floor": 20, "score_target": 5},
    "RPT04": {"score_floor": 70, "score_target": 100},
    "PUN02": {"score_floor": 60, "score_target": 100},
    "SUP02": {"score_floor": 70, "score_target": 100},
    "ORG03": {
        "score_rule": "band",
        "score_rule_note": "zero_low=50;full_low=80;full_high=100;zero_high=110",
    },
    "RPT12": {"score_rule": "red_line", "score_floor": 59, "score_target": 0},
}
WORDS = {
    **{"SRC01": "行业走访排查覆盖率", "SRC02": "行业乱象问题按期整改率", "SRC03": "问题反弹率"},
    **{"RPT04": "线索按期办结率", "PUN02": "重点案件节点按期率", "ORG03": "工作经费执行率"},
    **{"SUP02": "督导反馈问题按期整改率", "RPT12": "举报信息泄露事件数"},
}


@dataclass(frozen=True)
class Figures:
    """What is known of each subject: counts by indicator, and leaks."""

    counts: dict[str, Counts]
    leaks: dict[str, int]

    def but(self, subject: str, **counts: tuple[float, float]) -> "Figures":
        """The same with other counts for one subject."""
        changed = {**self.counts[subject], **counts}
        return replace(self, counts={**self.counts, subject: changed})


FIGURES = Figures(
    counts={
        TOWN: COUNTS,
        OTHER: {**COUNTS, "SRC02": (19, 20), "SUP02": (7, 10)},
        BANNER: {**COUNTS, "PUN02": (6, 8)},
    },
    leaks={TOWN: 0, OTHER: 1, BANNER: 1},
)


def lines(figures: Figures = FIGURES) -> list[dict[str, Any]]:
    """Rows of `mart_scorecard_line`."""
    found = []
    for subject, counts in figures.counts.items():
        for indicator, (numerator, denominator) in counts.items():
            value = 100 * numerator / denominator if denominator else None
            status = "ok" if denominator else "not_applicable"
            known = {"numerator": numerator, "denominator": denominator, "value": value}
            found.append(_line(subject, indicator, figure_status=status, **known))
        leaks = figures.leaks[subject]
        found.append(_line(subject, "RPT12", numerator=leaks, value=leaks, denominator=None))
    return found


def _line(subject: str, indicator: str, **known: Any) -> dict[str, Any]:
    return {
        "period_kind": "quarter",
        "period": PERIOD,
        "subject_kind": "area",
        "subject_code": subject,
        "level": NAMES[subject][1],
        "mechanism_code": indicator[:3],
        "indicator_id": indicator,
        "score_rule": "linear",
        "weight": WEIGHTS.get(indicator, 0),
        "figure_status": "ok",
        "is_gated": False,
        "definition_version": 1,
        "settled_on": date(2026, 9, 30),
        "figure_periods": [PERIOD],
        "quality_flags": [],
        **RULES[indicator],
        **known,
    }


def publish(
    home: Path, figures: Figures = FIGURES, snapshot_id: str = "20261011-aaaa1111"
) -> Workspace:
    """A workspace whose snapshot has the lines of the quarter, and serves."""
    workspace = Workspace(home)
    folder = workspace.published / snapshot_id
    folder.mkdir(parents=True)
    tables = {
        "mart_scorecard_line": lines(figures),
        "dim_area": [
            {"area_code": code, "name": name, "level": level, "valid_from": date(2020, 1, 1)}
            for code, (name, level) in NAMES.items()
        ],
        "dim_unit": [],
        "dim_indicator": [
            {
                "indicator_id": indicator,
                "name_cn": name,
                "unit": "count" if indicator == "RPT12" else "percent",
                "min_denominator": 5,
            }
            for indicator, name in WORDS.items()
        ],
    }
    with duckdb.connect(str(folder / f"{Outlet.OFFICE}.duckdb")) as connection:
        for table, rows in tables.items():
            _write(connection, table, rows)
    pointer = {
        "snapshot_id": snapshot_id,
        "as_of": "2026-10-11",
        "built_at": datetime(2026, 10, 11, 22, tzinfo=UTC).isoformat(),
        "home_area_code": BANNER,
        "is_demo": True,
    }
    (workspace.published / "current.json").write_text(json.dumps(pointer), encoding="utf-8")
    return workspace


def _write(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    columns = mart_contracts()[table].columns
    said = ", ".join(f'"{column.name}" {column.physical_type}' for column in columns)
    connection.execute(f"CREATE TABLE {table} ({said})")
    if rows:
        frame = pl.DataFrame(
            {c.name: [row.get(c.name) for row in rows] for c in columns}, strict=False
        )
        connection.register("frame", frame)
        connection.execute(f"INSERT INTO {table} SELECT * FROM frame")
        connection.unregister("frame")


def deed(why: str = "按考核方案", who: str = "TK-01") -> Deed:
    """Who and why, at a time of day of our choosing."""
    return Deed(who, why, AT)


def noticed(workspace: Workspace) -> Life:
    """The period under public notice."""
    steps.collect(workspace, PERIOD, deed())
    steps.trial(workspace, PERIOD, deed())
    return steps.notice(workspace, PERIOD, deed())


def issued(workspace: Workspace) -> Path:
    """The folder of the first issue."""
    noticed(workspace)
    steps.lock(workspace, PERIOD, deed())
    return steps.publish(workspace, PERIOD, deed()).folder / "issue-1"
