"""What is asked, what can be answered, and what each answer counts for."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dagster_project.demo.surveys.records import Item

REFUSED: Final = "8"
DONT_KNOW: Final = "9"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its code, its meaning, what it says on paper, what it scores."""

    code: str
    meaning: str
    words: str
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Question:
    """One item of the questionnaire; `text` has a wording for each version.

    An item `of_a_sector` asks each respondent about one of the sectors. It is asked
    from the questionnaire's version `since` on.
    """

    item_code: str
    indicator_id: str | None
    text: tuple[str, ...]
    choices: tuple[Choice, ...]
    of_a_sector: bool = False
    since: int = 1


def _scale(words: tuple[str, str, str, str]) -> tuple[Choice, ...]:
    meanings = ("very_positive", "positive", "negative", "very_negative")
    scores = ("100", "66.67", "33.33", "0")
    return tuple(
        Choice(str(number), meaning, word, Decimal(score))
        for number, (meaning, word, score) in enumerate(
            zip(meanings, words, scores, strict=True), start=1
        )
    )


SATISFIED: Final = ("满意", "比较满意", "不太满意", "不满意")
KNOWS: Final = (Choice("1", "yes", "知道", Decimal(100)), Choice("2", "no", "不知道", Decimal(0)))
NOT_VALID: Final = (
    Choice(REFUSED, "refused", "拒答", None),
    Choice(DONT_KNOW, "dont_know", "说不清", None),
)
QUESTIONS: Final = (
    Question(
        "Q1",
        "EVA01",
        ("您觉得在本地生活安全吗？", "总的来说，您对目前居住地的社会治安感到安全吗？"),
        _scale(("安全", "比较安全", "不太安全", "不安全")),
    ),
    Question(
        "Q2",
        "EVA02",
        ("您对本地扫黑除恶工作满意吗？",),
        _scale(("满意", "比较满意", "不太满意", "不满意")),
    ),
    Question("Q3", "EVA03", ("您知道扫黑除恶斗争和12337举报平台吗？",), KNOWS),
    # Asked on behalf of another office: it measures no indicator.
    Question("Q4", None, ("近半年有人向您宣传过反诈知识吗？",), KNOWS),
    Question(
        "Q5",
        "SRC04",
        ("您对本地这一行业领域的整治满意吗？",),
        _scale(("满意", "比较满意", "不太满意", "不满意")),
        of_a_sector=True,
    ),
    Question("Q11", "EVA04", ("您对本地矛盾纠纷调处工作满意吗？",), _scale(SATISFIED), since=2),
    Question("Q12", "EVA05", ("您对公安队伍满意吗？",), _scale(SATISFIED), since=2),
    Question("Q13", "EVA05", ("您对法院队伍满意吗？",), _scale(SATISFIED), since=2),
    Question("Q14", "EVA05", ("您对检察院队伍满意吗？",), _scale(SATISFIED), since=2),
    Question("Q15", "EVA05", ("您对司法行政队伍满意吗？",), _scale(SATISFIED), since=2),
)


def asked(version: int) -> list[Question]:
    """What a questionnaire of this version asks."""
    return [question for question in QUESTIONS if question.since <= version]


def wording_of(question: Question, version: int) -> int:
    """The version of a question's wording in a questionnaire of this version."""
    return min(version, len(question.text))


def items(wave_id: str, version: int) -> Iterator[Item]:
    """Every possible answer of a wave's questionnaire."""
    for question in asked(version):
        for choice in (*question.choices, *NOT_VALID):
            yield Item(
                wave_id=wave_id,
                item_code=question.item_code,
                answer_code=choice.code,
                indicator_id=question.indicator_id,
                meaning=choice.meaning,
                score=choice.score,
                is_top_two=choice.meaning in ("very_positive", "positive", "yes"),
                is_valid=choice.score is not None,
                scale_points=len(question.choices),
                wording_version=wording_of(question, version),
            )
