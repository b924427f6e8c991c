"""The Chinese words in which surveyors name codes, and what respondents leave behind."""

from typing import Final

from dagster_project.demo.lines import Line
from dagster_project.demo.surveys.questionnaire import NOT_VALID, QUESTIONS
from dagster_project.demo.surveys.records import Answer
from dagster_project.demo.wording import Names

MODES: Final = {"phone": "电话访问", "face_to_face": "入户面访", "web": "网络填答"}
DIMENSIONS: Final = {
    "area_code": "区划", "age_band": "年龄段", "sex": "性别", "mode": "调查方式",
}  # fmt: skip
AGE_BANDS: Final = {
    "18_29": "18—29岁", "30_44": "30—44岁", "45_59": "45—59岁", "60_up": "60岁以上",
}  # fmt: skip
SEXES: Final = {"male": "男", "female": "女"}
CATEGORIES: Final = {**AGE_BANDS, **SEXES, **MODES}
MEANINGS: Final = {
    "very_positive": "很好", "positive": "较好", "negative": "较差", "very_negative": "很差",
    "yes": "知道", "no": "不知道", "refused": "拒答", "dont_know": "说不清",
}  # fmt: skip
BODIES: Final = {
    "city": "市级", "region": "自治区级", "national": "国家级", "third_party": "第三方",
}  # fmt: skip
INDICATORS: Final = {
    "EVA01": "群众安全感", "EVA02": "扫黑除恶满意率", "EVA03": "平安建设知晓率",
    "EVA04": "矛盾纠纷调处满意率", "EVA05": "政法队伍满意率",
}  # fmt: skip
WORDS: Final = {
    question.item_code: {c.code: c.words for c in (*question.choices, *NOT_VALID)}
    for question in QUESTIONS
}
TEXTS: Final = {question.item_code: question.text for question in QUESTIONS}
REMARKS: Final = ("希望多巡逻", "路口的灯坏了", "没有意见", "电信诈骗太多")


def coded_name(code: str, names: dict[str, str]) -> str:
    """A code with its name behind it, as surveyors print them."""
    return f"{code} {names[code]}" if code in names else code


def address(line: Line[Answer], names: Names) -> str:
    """Where the respondent lives."""
    return f"{names.areas[line.record.area_code]}{int(line.person.phone[-3:]) + 1}号"


def remark(line: Line[Answer]) -> str:
    """What the respondent added, with the name that the interviewer noted."""
    said = REMARKS[int(line.person.phone[-4:]) % len(REMARKS)]
    return f"{line.person.name}：{said}"
