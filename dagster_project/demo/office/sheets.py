"""The sheets of the office's workbook: their headers, and the words of their codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

TASK_KINDS: Final = {"joint": "联合督导", "special": "特派督导", "case": "个案督导"}
RETURN_KINDS: Final = {"monthly": "月报", "quarterly": "季报"}
TOPICS: Final = {"campaign": "扫黑除恶", "peace": "平安建设", "other": "其他议题"}
LINES: Final = {
    "operation": "工作业务", "publicity": "宣传", "equipment": "装备", "training": "培训",
}  # fmt: skip
REASONS: Final = {
    "system": "系统更换", "process": "流程调整", "rule": "规定修改", "scope": "范围调整",
}  # fmt: skip
WITH_CONTACT: Final = ("联系人", "联系电话")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register's sheet: the header of each column, and those of a person's name and telephone."""

    contract: str
    name: str
    headers: Mapping[str, str]
    personal: tuple[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


SHEETS: Final = (
    Sheet(
        "supervision_task",
        "督导任务",
        {
            "task_id": "编号", "kind": "督导类型", "unit_code": "承担单位",
            "planned_year": "列入年度", "completed_on": "完成时间", "updated_at": "登记时间",
        },
        WITH_CONTACT,
        {"kind": TASK_KINDS},
    ),
    Sheet(
        "return_log",
        "报送记录",
        {
            "return_id": "编号", "kind": "种类", "unit_code": "报送单位", "due_on": "应报日期",
            "received_on": "实报日期", "is_complete": "材料齐全", "updated_at": "登记时间",
        },
        WITH_CONTACT,
        {"kind": RETURN_KINDS},
    ),
    Sheet(
        "meeting",
        "专题会议",
        {
            "meeting_id": "会议号", "unit_code": "召开单位", "topic_code": "议题",
            "held_on": "会议日期", "required_count": "每季应开", "updated_at": "登记时间",
        },
        ("主持人", "记录人电话"),
        {"topic_code": TOPICS},
    ),
    Sheet(
        "meeting_action",
        "议定事项",
        {
            "action_id": "事项号", "meeting_id": "会议号", "unit_code": "落实单位",
            "due_on": "时限", "completed_on": "落实日期", "updated_at": "登记时间",
        },
        WITH_CONTACT,
    ),
    Sheet(
        "budget",
        "工作经费",
        {
            "year": "年度", "quarter": "季度", "unit_code": "单位", "line_code": "科目",
            "annual_budget_yuan": "全年预算（元）", "spent_yuan": "本季支出（元）",
            "updated_at": "登记时间",
        },
        ("经办人", "经办人电话"),
        {"line_code": LINES},
    ),
    Sheet(
        "opinion_event",
        "敏感舆情",
        {
            "event_id": "事件号", "area_code": "属地", "unit_code": "回应单位",
            "occurred_at": "发现时间", "limit_hours": "时限（小时）",
            "responded_at": "首次回应", "updated_at": "登记时间",
        },
        ("涉事人", "涉事人电话"),
    ),
    Sheet(
        "staffing",
        "专职力量",
        {
            "half_year": "半年", "unit_code": "单位", "established_count": "核定岗位",
            "filled_count": "在岗", "updated_at": "登记时间",
        },
        ("填表人", "填表人电话"),
    ),
    Sheet(
        "chart_rebase",
        "重定基线",
        {
            "indicator_id": "指标", "area_code": "辖区", "from_on": "自何时起",
            "reason": "理由", "decided_on": "决定日期", "decided_by_unit_code": "决定单位",
            "updated_at": "登记时间",
        },
        ("签批人", "签批人电话"),
        {"reason": REASONS},
    ),
)  # fmt: skip
