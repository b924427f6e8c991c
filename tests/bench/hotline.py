"""Hotline tickets for the bench."""

from data_contracts.model import Outlet
from tests.bench.comparing import (
    Pair,
    indicator_values,
    overdue,
    quarantine,
    register_month,
)
from tests.bench.monthly import MonthlyFiles
from tests.bench.register import Register
from tests.bench.world import chance, flag, lag

FOLDER = "inbox/hotline"
LIFE = (
    f"day AS created_on, day + CASE WHEN {chance('term')} < 0.3 THEN 5 ELSE 15 END AS due_on, "
    f"day + {lag('lag', 1, 20)} AS closed_on, "
    "CAST(hash(id, 'place') % (SELECT count(*) FROM place) AS BIGINT) AS place"
)
CALLED = f"closed_on IS NOT NULL AND {chance('call')} < 0.7"
SECTORS = "['', 'mineral', 'ecology', 'construction', 'transport', 'market', 'public_order']"
SHOWN = {
    "工单编号": "'T' || lpad(CAST(id AS VARCHAR), 9, '0')",
    "所属区划": "CASE WHEN fault < 0.001 THEN '159999' ELSE area_code END",
    "承办单位": "CASE WHEN fault BETWEEN 0.001 AND 0.002 THEN '' ELSE unit_code END",
    "行业领域": "CASE WHEN fault BETWEEN 0.002 AND 0.0025 THEN '电话13800' || "
    f"lpad(CAST(id % 1000000 AS VARCHAR), 6, '0') ELSE {SECTORS}[1 + id % 7] END",
    "诉求类别": "['咨询', '求助', '投诉', '投诉', '建议', '表扬'][1 + id % 6]",
    "受理日期": "CASE WHEN fault BETWEEN 0.0025 AND 0.003 THEN '2026-13-45' "
    "ELSE CAST(created_on AS VARCHAR) END",
    "应办结日期": "CAST(CASE WHEN fault BETWEEN 0.003 AND 0.004 THEN created_on - 1 "
    "ELSE due_on END AS VARCHAR)",
    "办结日期": "CAST(closed_on AS VARCHAR)",
    "是否24小时内联系": flag("contact", 0.9),
    "是否解决": f"CASE WHEN {CALLED} THEN {flag('solved', 0.8)} END",
    "是否满意": f"CASE WHEN {CALLED} THEN {flag('satisfied', 0.85)} END",
    "是否剔除": flag("excluded", 0.01),
    "退回重办次数": "CASE WHEN fault BETWEEN 0.004 AND 0.0045 THEN '两次' "
    "ELSE CAST(id % 20 // 18 AS VARCHAR) END",
    "更新时间": "strftime(coalesce(closed_on, created_on) + to_seconds(28800 + id % 32400), "
    "'%Y-%m-%d %H:%M:%S')",
}
COMPONENT = (
    "subject_kind, subject_code, period_kind, period, component, numerator, denominator, "
    "round(value, 6), round(interval_low, 6), round(interval_high, 6)"
)
REGISTER = Register(
    name="hotline",
    title="12345 工单 hotline tickets",
    about_cn="12345 工单，每月一个文件；新增一天是当天受理或办结的工单",
    about_en="hotline tickets, one file a month; one new day is what came in or was closed on it",
    sources={"hotline_ticket": (f"{FOLDER}/*", "upsert")},
    files=MonthlyFiles(
        folder=FOLDER,
        begins_on="created_on",
        events=("closed_on",),
        reach=60,
        life=LIFE,
        shown=SHOWN,
    ),
    compared={
        "隔离 quarantine": quarantine("hotline_ticket"),
        "fct_hotline_ticket": Pair(
            Outlet.RESTRICTED,
            "SELECT ticket_id, town_code, unit_code, sector_code, class, created_week, due_week, "
            "closed_week, is_closed, is_on_time, is_contacted_in_24h, is_solved, is_satisfied, "
            "is_excluded, rework_count FROM fct_hotline_ticket",
            "FROM fct_hotline_ticket",
        ),
        "mart_indicator_value": indicator_values("EVA06"),
        "mart_indicator_component": Pair(
            Outlet.OFFICE,
            f"SELECT {COMPONENT} FROM mart_indicator_component WHERE indicator_id = 'EVA06'",
            f"SELECT {COMPONENT} FROM component",
        ),
        "mart_overdue": overdue("hotline_ticket"),
        "mart_register_month": register_month("hotline_ticket"),
    },
)
