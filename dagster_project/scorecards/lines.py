"""The lines of a period: as a snapshot has them, as a lock froze them, and as evidence."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import polars as pl

from dagster_project.scorecards.entries import LifeError
from dagster_project.settings import TIME_ZONE, Workspace
from dagster_project.warehouse import durable
from data_contracts import audit, export, query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from data_contracts.scorecard_life import Frozen
from data_contracts.snapshot import Snapshot

LINES, DEFINITIONS = "lines.csv", "definitions.csv"
TEXTS: Final = pl.List(pl.String)
SCHEMA: Final[dict[str, Any]] = {
    **dict.fromkeys(("period_kind", "period", "subject_kind", "subject_code"), pl.String),
    **dict.fromkeys(("subject_name", "level", "mechanism_code"), pl.String),
    **dict.fromkeys(("indicator_id", "indicator_name", "unit"), pl.String),
    **dict.fromkeys(("score_rule", "score_rule_note"), pl.String),
    **dict.fromkeys(("score_floor", "score_target", "weight"), pl.Float64),
    **dict.fromkeys(("value", "numerator", "denominator"), pl.Float64),
    **dict.fromkeys(("sample_count", "min_denominator", "definition_version"), pl.Int64),
    "figure_status": pl.String,
    "is_gated": pl.Boolean,
    "settled_on": pl.Date,
    **dict.fromkeys(("figure_periods", "quality_flags"), TEXTS),
    "appeal_id": pl.String,
}
"""What a line is: what the engine needs, and what a reader needs to follow it."""
NOT_IN_MART: Final = ("subject_name", "indicator_name", "unit", "min_denominator", "appeal_id")
FOUND = """
WITH named AS (
    SELECT 'area' AS subject_kind, area_code AS subject_code, arg_max(name, valid_from) AS name
    FROM dim_area GROUP BY ALL
    UNION ALL
    SELECT 'unit', unit_code, arg_max(name, valid_from) FROM dim_unit GROUP BY ALL
)
SELECT {columns},
    coalesce(named.name, line.subject_code) AS subject_name,
    dim_indicator.name_cn AS indicator_name,
    dim_indicator.unit,
    dim_indicator.min_denominator,
    NULL AS appeal_id
FROM mart_scorecard_line AS line
INNER JOIN dim_indicator USING (indicator_id)
LEFT JOIN named USING (subject_kind, subject_code)
WHERE line.period = '{period}'
ORDER BY subject_kind, subject_code, indicator_id
"""
DEFINED = """
SELECT * FROM dim_indicator WHERE indicator_id IN (
    SELECT indicator_id FROM mart_scorecard_line WHERE period = '{period}'
) ORDER BY indicator_id
"""


def served(workspace: Workspace, period: str, at: datetime, step: str) -> Snapshot:
    """The snapshot that serves, whose office outlet may be opened now: that is on record."""
    serving = snapshots.current(workspace.published)
    deed = {"what": "scorecard", "step": step, "period": period}
    audit.record(workspace.access_log, at, audit.opening(serving, Outlet.OFFICE, deed))
    return serving


def of(snapshot: Snapshot, period: str) -> pl.DataFrame:
    """The lines of `period`, with the exact figures of the office outlet.

    Raises:
        LifeError: the snapshot has none.
    """
    columns = ", ".join(f"line.{name}" for name in SCHEMA if name not in NOT_IN_MART)
    found = query.trusted(snapshot, FOUND.format(columns=columns, period=period), Outlet.OFFICE)
    if found.is_empty():
        raise LifeError(
            f"快照 {snapshot.id}（截止 {snapshot.as_of}）中没有 {period} 的考核数据，"
            "请核对考核期，或先运行 'anping run'。",
            f"snapshot {snapshot.id}, up to {snapshot.as_of}, has no scorecard lines of {period}; "
            "check the period, or run 'anping run' first",
        )
    return found.select(*SCHEMA).cast(pl.Schema(SCHEMA))


def freeze(snapshot: Snapshot, lines: pl.DataFrame, folder: Path, version: int) -> Frozen:
    """Keeps `lines` with the definitions behind them in `folder`, safe on disk."""
    period = lines["period"][0]
    defined = query.trusted(snapshot, DEFINED.format(period=period), Outlet.OFFICE)
    content = {LINES: written(lines), DEFINITIONS: written(defined)}
    place = folder / f"lock-{version}"
    durable.discard(place)  # The log does not name it, so a killed command has left it.
    with durable.private(), durable.whole(place) as draft:
        draft.mkdir()
        for name, text in content.items():
            (draft / name).write_bytes(text)
    return Frozen(
        version=version,
        snapshot_id=snapshot.id,
        as_of=snapshot.as_of,
        known_on=snapshot.built_at.astimezone(TIME_ZONE).date(),
        is_demo=snapshot.is_demo,
        files={name: sha256(text).hexdigest() for name, text in content.items()},
    )


def frozen(folder: Path, lock: Frozen) -> dict[str, bytes]:
    """The files that `lock` has frozen, unaltered.

    Raises:
        LifeError: one of them is gone or altered.
    """
    found = {}
    for name, print_ in lock.files.items():
        path = folder / f"lock-{lock.version}" / name
        found[name] = path.read_bytes() if path.exists() else b""
        if sha256(found[name]).hexdigest() != print_:
            raise LifeError(
                f"{path} 与锁定时不一致，请从备份恢复。",
                f"{path} is not as it was when it was locked; restore it from a backup",
            )
    return found


def written(frame: pl.DataFrame) -> bytes:
    """A table as CSV, harmless in a spreadsheet; what has several items has them side by side."""
    joined = pl.selectors.list().cast(TEXTS).list.join(";")
    harmless = export.harmless_cells(frame.with_columns(joined))
    return harmless.write_csv(include_bom=True).encode()


def read(content: bytes) -> pl.DataFrame:
    """Lines as `written` has written them, to the last digit."""
    flat = {name: pl.String if kind == TEXTS else kind for name, kind in SCHEMA.items()}
    lists = [name for name, kind in SCHEMA.items() if kind == TEXTS]
    items = pl.col(lists).fill_null("").str.split(";").list.filter(pl.element() != "")
    read = pl.read_csv(content, schema=flat)
    return read.with_columns(export.as_it_was(pl.col(pl.String))).with_columns(items)
