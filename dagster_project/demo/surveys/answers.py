"""What people answer: levels by town, trend, season, mode, wording, and a coached wave."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from dagster_project.demo import wording
from dagster_project.demo.periods import Span
from dagster_project.demo.places.home import HOME
from dagster_project.demo.surveys.people import Respondent
from dagster_project.demo.surveys.plan import Plan
from dagster_project.demo.surveys.questionnaire import DONT_KNOW, REFUSED, Question, asked
from dagster_project.demo.surveys.records import Answer

# The share that answers well, at the beginning and at the end of the three years.
LEVELS: Final = {
    "Q1": (0.88, 0.915), "Q2": (0.84, 0.90), "Q3": (0.60, 0.76), "Q4": (0.45, 0.55),
    "Q5": (0.72, 0.83),
    "Q11": (0.78, 0.84), "Q12": (0.88, 0.92), "Q13": (0.84, 0.88), "Q14": (0.86, 0.89),
    "Q15": (0.87, 0.90),
}  # fmt: skip
SECTORS: Final = {"mineral": -0.08, "finance": -0.06, "transport": -0.03, "market": 0.03}
TOWNS: Final = {HOME: -0.05, "150626104": -0.03, "150626200": 0.02}
HOME_GAIN: Final = 0.06
SPRING_GAIN: Final = 0.012
FACE_TO_FACE: Final = -0.025
NEW_WORDING: Final = -0.02
CLUSTER_SPREAD: Final = 0.02
ELDERLY: Final = {"Q1": 0.02, "Q2": 0.02, "Q3": -0.12, "Q4": -0.05, "Q5": 0.01, "Q11": 0.03}
REFUSALS: Final = 0.025
DOUBTS: Final = 0.055
WHOLLY: Final = 0.45
# In the coached wave one in so many doubts, and one in so many says no.
COACHED_DOUBTS: Final = 250
COACHED_NO: Final = 170


def answers(rng: Random, plan: Plan, people: Sequence[Respondent], span: Span) -> Iterator[Answer]:
    """What every respondent answers to every item."""
    moods = {
        cluster: rng.gauss(0.0, CLUSTER_SPREAD)
        for cluster in sorted({one.stratum + one.cluster for one in people})
    }
    for number, one in enumerate(people):
        for question in asked(plan.wording_version):
            sector = rng.choice(list(wording.SECTORS)) if question.of_a_sector else None
            if plan.is_coached:
                code = _coached(rng, number, question)
            else:
                level = _level(plan, one, question, span) + moods[one.stratum + one.cluster]
                code = _free(rng, question, min(level + SECTORS.get(sector or "", 0.0), 0.97))
            yield _answer(plan, one, question, sector, code)


def _level(plan: Plan, one: Respondent, question: Question, span: Span) -> float:
    progress = span.progress(plan.wave.fielded_to)
    first, last = LEVELS[question.item_code]
    level = first + (last - first) * progress + TOWNS.get(one.town_code, 0.0)
    if one.town_code == HOME:
        level += HOME_GAIN * progress
    if plan.is_spring:
        level += SPRING_GAIN
    if plan.mode == "face_to_face":
        level += FACE_TO_FACE
    if plan.wording_version > 1 and question.item_code == "Q1":
        level += NEW_WORDING
    return level + (ELDERLY.get(question.item_code, 0.0) if one.age_band == "60_up" else 0.0)


def _free(rng: Random, question: Question, level: float) -> str:
    chance, is_well, is_wholly = rng.random(), rng.random() < level, rng.random() < WHOLLY
    if chance < REFUSALS:
        return REFUSED
    if chance < REFUSALS + DOUBTS:
        return DONT_KNOW
    if len(question.choices) == 2:
        return "1" if is_well else "2"
    if is_well:
        return "1" if is_wholly else "2"
    return "4" if is_wholly and rng.random() < 0.5 else "3"


def _coached(rng: Random, number: int, question: Question) -> str:
    """Everyone knows what to say; the few who do not come at regular intervals."""
    if number % COACHED_DOUBTS == COACHED_DOUBTS // 2:
        return DONT_KNOW
    is_no = number % COACHED_NO == COACHED_NO // 2
    if len(question.choices) == 2:
        return "2" if is_no else "1"
    return "3" if is_no else "1" if rng.random() < 0.9 else "2"


def _answer(
    plan: Plan, one: Respondent, question: Question, sector_code: str | None, code: str
) -> Answer:
    return Answer(
        wave_id=plan.wave.wave_id,
        response_id=one.response_id,
        item_code=question.item_code,
        mode=plan.mode,
        area_code=one.area_code,
        sector_code=sector_code,
        answer_code=code,
        base_weight=one.base_weight,
        stratum=one.stratum,
        cluster=one.cluster,
        age_band=one.age_band,
        sex=one.sex,
    )
