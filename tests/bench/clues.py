"""Clues for the bench, each with the milestones of its handling."""

from data_contracts.model import Outlet
from tests.bench.comparing import Pair, indicator_values, overdue, quarantine, register_month
from tests.bench.monthly import MonthlyFiles
from tests.bench.register import Register
from tests.bench.world import chance, flag, lag

FOLDER = "inbox/clues"
EVENTS = (
    "transferred_on",
    "unit_received_on",
    "first_contact_on",
    "verification_started_on",
    "extension_approved_on",
    "concluded_on",
    "reviewed_on",
    "closed_on",
    "case_filed_on",
    "fed_back_on",
)
# Each column may build on those before it; a day that never comes is empty.
LIFE = (
    "CAST(hash(id, 'place') % (SELECT count(*) FROM place WHERE length(area_code) = 9) AS BIGINT) "
    "AS place, day AS received_on, "
    f"{chance('contactable')} < 0.8 AS is_contactable, {chance('needs')} < 0.6 AS needs_transfer, "
    f"CASE WHEN needs_transfer AND {chance('moves')} < 0.95 "
    f"THEN received_on + {lag('transfer', 0, 8)} END AS transferred_on, "
    f"CASE WHEN {chance('arrives')} < 0.98 "
    f"THEN coalesce(transferred_on, received_on) + {lag('arrive', 0, 3)} END AS unit_received_on, "
    f"CASE WHEN is_contactable AND {chance('calls')} < 0.9 "
    f"THEN unit_received_on + {lag('call', 0, 45)} END AS first_contact_on, "
    f"CASE WHEN {chance('starts')} < 0.96 "
    f"THEN unit_received_on + {lag('start', 0, 20)} END AS verification_started_on, "
    "received_on + 90 AS due_on, "
    f"CASE WHEN {chance('extends')} < 0.12 "
    f"THEN due_on - 20 + {lag('extend', 0, 24)} END AS extension_approved_on, "
    f"CASE WHEN {chance('concludes')} < 0.95 "
    f"THEN verification_started_on + {lag('conclude', 5, 125)} END AS concluded_on, "
    f"CASE WHEN {chance('reviews')} < 0.93 "
    f"THEN concluded_on + {lag('review', 1, 15)} END AS reviewed_on, "
    f"{chance('upheld')} < 0.94 AS is_upheld, "
    f"CASE WHEN is_upheld THEN reviewed_on + {lag('close', 0, 6)} END AS closed_on, "
    f"CASE WHEN {chance('files')} < 0.15 "
    f"THEN received_on + {lag('file', 20, 220)} END AS case_filed_on, "
    f"CASE WHEN is_contactable AND {chance('tells')} < 0.85 "
    f"THEN concluded_on + {lag('tell', 0, 25)} END AS fed_back_on"
)
SECTORS = (
    "['', 'mineral', 'ecology', 'finance', 'construction', 'transport', 'market', 'internet', "
    "'culture_tourism', 'education_health', 'real_estate', 'public_order', 'rural_governance']"
)
CHANNELS = "['12337平台', '电话', '信件', '来访', '网络', '巡查督导', '上级转办']"
CONCLUSIONS = "['查实', '部分查实', '查否', '查否', '无法查实', '重复举报', '不属受理范围']"
TOWN_UNIT = "'U' || substr(area_code, 4) || '-' || lpad(CAST(1 + id % 8 AS VARCHAR), 2, '0')"
BANNER_UNIT = "'U' || substr(area_code, 4, 3) || '-' || lpad(CAST(1 + id % 12 AS VARCHAR), 2, '0')"
HANDLER = chance("handler")


def _flag_once(day: str, salt: str, share: float) -> str:
    return f"CASE WHEN {day} IS NOT NULL THEN {flag(salt, share)} END"


def _text(day: str) -> str:
    return f"CAST({day} AS VARCHAR)"


SHOWN = {
    "线索编号": "'C' || lpad(CAST(id AS VARCHAR), 9, '0')",
    "所属区划": "CASE WHEN fault < 0.0008 THEN '159999' ELSE area_code END",
    "收到单位": "CASE WHEN fault BETWEEN 0.0008 AND 0.0014 THEN '' ELSE unit_code END",
    "收到日期": "CASE WHEN fault BETWEEN 0.0014 AND 0.0019 THEN '2026-13-45' "
    f"ELSE {_text('received_on')} END",
    "举报渠道": f"CASE WHEN fault BETWEEN 0.0019 AND 0.0023 THEN '传真' "
    f"ELSE {CHANNELS}[1 + id % 7] END",
    "行业领域": "CASE WHEN fault BETWEEN 0.0023 AND 0.0027 THEN '电话13800' || "
    f"lpad(CAST(id % 1000000 AS VARCHAR), 6, '0') ELSE {SECTORS}[1 + id // 7 % 13] END",
    "是否可联系": "CASE WHEN is_contactable THEN '是' ELSE '否' END",
    "是否应转办": "CASE WHEN needs_transfer THEN '是' ELSE '否' END",
    "转办单位": "CASE WHEN transferred_on IS NOT NULL AND fault NOT BETWEEN 0.0027 AND 0.0033 "
    "THEN unit_code END",
    "转办日期": _text("transferred_on"),
    "核查单位收到日期": _text("unit_received_on"),
    "首次联系日期": _text("first_contact_on"),
    "核查开始日期": _text("verification_started_on"),
    "办理期限": "CAST(CASE WHEN fault BETWEEN 0.0033 AND 0.0039 THEN received_on - 1 "
    "ELSE due_on END AS VARCHAR)",
    "延期批准日期": _text("extension_approved_on"),
    "延期至": "CASE WHEN extension_approved_on IS NOT NULL THEN CAST(due_on + 30 AS VARCHAR) END",
    "作出结论日期": _text("concluded_on"),
    "核查结论": "CASE WHEN concluded_on IS NOT NULL AND fault NOT BETWEEN 0.0039 AND 0.0045 "
    f"THEN {CONCLUSIONS}[1 + id // 3 % 7] END",
    "集体讨论人数": "CASE WHEN fault BETWEEN 0.0045 AND 0.0048 THEN '三人' "
    "WHEN concluded_on IS NOT NULL THEN CAST(2 + id % 5 AS VARCHAR) END",
    "是否全程记录": _flag_once("concluded_on", "recorded", 0.95),
    "是否签字确认": _flag_once("concluded_on", "signed", 0.96),
    "是否依据明确": _flag_once("concluded_on", "basis", 0.93),
    "审核日期": _text("reviewed_on"),
    "审核结果": "CASE WHEN reviewed_on IS NOT NULL THEN CASE WHEN is_upheld THEN '维持' "
    "ELSE '退回' END END",
    "办结日期": _text("closed_on"),
    "立案日期": _text("case_filed_on"),
    "结果反馈日期": _text("fed_back_on"),
    "核查单位": f"CASE WHEN {HANDLER} < 0.3 THEN {TOWN_UNIT} WHEN {HANDLER} < 0.8 "
    f"THEN {BANNER_UNIT} END",
    "上交情况": "['未上交', '未上交', '未上交', '提级办理', '异地办理'][1 + id // 5 % 5]",
    "更新时间": f"strftime(greatest(received_on, {', '.join(EVENTS)}) "
    "+ to_seconds(28800 + id % 32400), '%Y-%m-%d %H:%M:%S')",
}
FACT = (
    "clue_id, town_code, received_unit_code, handling_unit_code, transferring_unit_code, "
    "sector_code, channel, received_week, transferred_week, unit_received_week, "
    "first_contact_week, verification_started_week, due_week, concluded_week, reviewed_week, "
    "closed_week, case_filed_week, fed_back_week, conclusion, escalation, is_contactable, "
    "needs_transfer, is_extended, is_open, is_overdue, panel_size, is_compliant"
)
MONTH = (
    "month, unit_code, area_code, sector_code, channel, received_count, transferred_count, "
    "concluded_count, filed_count"
)
# The script projects nothing and draws no interval. A share such as 711 of 1280 is a half in the
# sixth place, which two ways of adding up round apart: a nudge sends both the same way.
FUNNEL = (
    "cohort_month, area_code, breakdown, breakdown_code, stage, horizon_days, clue_count, "
    "excluded_count, reached_count, round(incidence_percent + 1e-9, 5), "
    "round(standard_error + 1e-9, 5), round(open_percent + 1e-9, 5), open_count, is_mature, status"
)
RECONCILED = (
    "month, unit_code, breakdown, breakdown_code, measure, returned_count, computed_count, "
    "difference, is_matched"
)
REGISTER = Register(
    name="clues",
    title="举报线索 clues",
    about_cn="举报线索及其办理节点，每月一个文件；新增一天是当天收到或有进展的线索",
    about_en="clues with their milestones, one file a month; one new day is what came in or moved "
    "on it",
    sources={"clue": (f"{FOLDER}/*", "upsert")},
    files=MonthlyFiles(
        folder=FOLDER,
        begins_on="received_on",
        events=EVENTS,
        reach=240,
        life=LIFE,
        shown=SHOWN,
    ),
    compared={
        "隔离 quarantine": quarantine("clue"),
        "fct_clue": Pair(
            Outlet.RESTRICTED, f"SELECT {FACT} FROM fct_clue", f"SELECT {FACT} FROM fct_clue"
        ),
        "agg_clue_month": Pair(
            Outlet.OFFICE,
            f"SELECT {MONTH} FROM agg_clue_month",
            f"SELECT {MONTH} FROM agg_clue_month",
        ),
        "mart_clue_funnel": Pair(
            Outlet.OFFICE,
            f"SELECT {FUNNEL} FROM mart_clue_funnel",
            f"SELECT {FUNNEL} FROM clue_funnel",
        ),
        "mart_reconciliation": Pair(
            Outlet.OFFICE,
            f"SELECT {RECONCILED} FROM mart_reconciliation",
            f"SELECT {RECONCILED} FROM reconciliation",
        ),
        "mart_indicator_value": indicator_values(
            "RPT02", "RPT03", "RPT04", "RPT05", "RPT06", "RPT07", "RPT08", "RPT10"
        ),
        "mart_overdue": overdue("clue"),
        "mart_register_month": register_month("clue"),
    },
    estimates=(
        "int_clue_funnel_day",
        "int_clue_fresh_incidence",
        "int_clue_incidence",
        "int_clue_cohort",
        "int_clue_projection",
        "mart_clue_funnel",
    ),
)
