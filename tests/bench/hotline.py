"""Hotline tickets for the bench: one file a month, and the file of one new day.

A ticket's life follows from its number alone, so that the same ticket is the same in every
file; a file of day D shows what had happened by D. About one row in 200 breaks a rule.
"""

from datetime import date
from pathlib import Path

import duckdb

from dagster_project.settings import Workspace
from tests.bench.world import (
    FIRST_DAY,
    LAST_DAY,
    NEW_DAY,
    OPTIONS,
    SUFFIX,
    chance,
    months,
    places,
)

FOLDER = "inbox/hotline"
SOURCES = {"hotline_ticket": (f"{FOLDER}/*", "upsert")}
DAYS = (LAST_DAY - FIRST_DAY).days + 1


def write_one(workspace: Workspace) -> None:
    """A single ticket, so that a run has next to nothing to do."""
    with duckdb.connect() as connection:
        places(connection)
        path = workspace.home / FOLDER / new_day_file()
        connection.execute(_copy(1, (0, 1), LAST_DAY, "true", path, is_dirty=False))


def write(workspace: Workspace, rows: int) -> None:
    """`rows` tickets from FIRST_DAY to LAST_DAY, as they stood on LAST_DAY."""
    with duckdb.connect() as connection:
        places(connection)
        for first, last in months():
            span = _numbers(rows, first, last)
            path = workspace.home / FOLDER / f"{first:%Y年%m月}{SUFFIX}"
            connection.execute(_copy(rows, span, LAST_DAY, "true", path, is_dirty=True))


def write_new_day(workspace: Workspace, rows: int) -> None:
    """The tickets that came in or were closed on NEW_DAY, delivered as an update."""
    with duckdb.connect() as connection:
        places(connection)
        first, last = FIRST_DAY.toordinal() + DAYS - 60, NEW_DAY.toordinal()
        span = _numbers(rows, date.fromordinal(first), date.fromordinal(last))
        new = f"DATE '{NEW_DAY}' IN (created_on, closed_on)"
        path = workspace.home / FOLDER / new_day_file()
        connection.execute(_copy(rows, span, NEW_DAY, new, path, is_dirty=False))


def new_day_file() -> str:
    """The name of the file of NEW_DAY."""
    return f"{NEW_DAY:%Y年%m月%d日}{SUFFIX}"


def _numbers(rows: int, first: date, last: date) -> tuple[int, int]:
    """The numbers of the tickets created from `first` to `last`: (from, to), to excluded."""
    begin, end = (first - FIRST_DAY).days, (last - FIRST_DAY).days + 1
    return begin * rows // DAYS, end * rows // DAYS


def _copy(
    rows: int, span: tuple[int, int], by: date, which: str, path: Path, is_dirty: bool
) -> str:
    labels = ", ".join(f"{column} AS {label}" for column, label in COLUMNS.items())
    content = f"SELECT {labels} FROM shown WHERE {which} ORDER BY id"
    if is_dirty:
        repeated = f"SELECT {labels} FROM shown WHERE {chance('again')} < 0.0005"
        content = f"SELECT * FROM ({content}) UNION ALL ({repeated})"
        fault = chance("fault")
    else:
        fault = "1"
    return (
        f"COPY (WITH life AS (SELECT {_life(rows)} FROM range({span[0]}, {span[1]}) n(id)), "
        f"known AS (SELECT * EXCLUDE (closing_on), CASE WHEN closing_on <= DATE '{by}' "
        f"THEN closing_on END AS closed_on, {fault} AS fault FROM life), "
        f"shown AS (SELECT {_shown()} FROM known JOIN place ON place.id = known.place) "
        f"{content}) TO '{path}' ({OPTIONS})"
    )


def _life(rows: int) -> str:
    day = f"DATE '{FIRST_DAY}' + CAST(id * {DAYS} // {rows} AS INTEGER)"
    term = f"CASE WHEN {chance('term')} < 0.3 THEN 5 ELSE 15 END"
    return (
        f"id, {day} AS created_on, {day} + {term} AS due_on, "
        f"{day} + CAST(1 + 19 * {chance('lag')} AS INTEGER) AS closing_on, "
        f"CAST(hash(id, 'place') % (SELECT count(*) FROM place) AS BIGINT) AS place"
    )


def _shown() -> str:
    called = f"closed_on IS NOT NULL AND {chance('call', 'known.id')} < 0.7"

    def word(salt: str, share: float) -> str:
        return f"CASE WHEN {chance(salt, 'known.id')} < {share} THEN '是' ELSE '否' END"

    sectors = "['', 'mineral', 'ecology', 'construction', 'transport', 'market', 'public_order']"
    return (
        "known.id AS id, 'T' || lpad(CAST(known.id AS VARCHAR), 9, '0') AS ticket_id, "
        "CASE WHEN fault < 0.001 THEN '159999' ELSE area_code END AS area_code, "
        "CASE WHEN fault BETWEEN 0.001 AND 0.002 THEN '' ELSE unit_code END AS unit_code, "
        "CASE WHEN fault BETWEEN 0.002 AND 0.0025 THEN '电话13800' || "
        "lpad(CAST(known.id % 1000000 AS VARCHAR), 6, '0') "
        f"ELSE {sectors}[1 + known.id % 7] END AS sector_code, "
        "['咨询', '求助', '投诉', '投诉', '建议', '表扬'][1 + known.id % 6] AS class, "
        "CASE WHEN fault BETWEEN 0.0025 AND 0.003 THEN '2026-13-45' "
        "ELSE CAST(created_on AS VARCHAR) END AS created_text, "
        "CAST(CASE WHEN fault BETWEEN 0.003 AND 0.004 THEN created_on - 1 ELSE due_on END "
        "AS VARCHAR) AS due_text, CAST(closed_on AS VARCHAR) AS closed_text, "
        f"{word('contact', 0.9)} AS contacted, "
        f"CASE WHEN {called} THEN {word('solved', 0.8)} END AS solved, "
        f"CASE WHEN {called} THEN {word('satisfied', 0.85)} END AS satisfied, "
        f"{word('excluded', 0.01)} AS excluded, "
        "CASE WHEN fault BETWEEN 0.004 AND 0.0045 THEN '两次' "
        "ELSE CAST(known.id % 20 // 18 AS VARCHAR) END AS reworked, "
        "strftime(coalesce(closed_on, created_on) + to_seconds(28800 + known.id % 32400), "
        "'%Y-%m-%d %H:%M:%S') AS updated, "
        "created_on, closed_on"
    )


COLUMNS = {
    "ticket_id": "工单编号",
    "area_code": "所属区划",
    "unit_code": "承办单位",
    "sector_code": "行业领域",
    "class": "诉求类别",
    "created_text": "受理日期",
    "due_text": "应办结日期",
    "closed_text": "办结日期",
    "contacted": "是否24小时内联系",
    "solved": "是否解决",
    "satisfied": "是否满意",
    "excluded": "是否剔除",
    "reworked": "退回重办次数",
    "updated": "更新时间",
}
