"""考核评分 Scorecards: what a subject scores, from the total down to the evidence, and why."""

import streamlit as st

from dashboards import components, scorecard_course
from dashboards.language import say
from dashboards.sections import scorecard, scorecard_beside, scorecard_life, scorecard_tree
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("考核评分", "Scorecards"))
    card = scorecard.chosen(view)
    if card is None:
        components.empty(
            say("还没有考核评分", "There is no scorecard yet"),
            say(
                "登记簿有了数据、指标有了数值后即有评分。请提交登记簿，再更新一次数据。",
                "Indicators with figures are scored. Deliver registers, and update the data.",
            ),
        )
        return
    life = scorecard_course.read(card.period)
    total, parts = st.columns([2, 3])
    with total:
        scorecard.total(view, card, scorecard_course.standing(life))
    with parts:
        scorecard.mechanisms(view, card)
    scorecard_tree.tree(view, card)
    moved, others = st.columns(2)
    with moved:
        scorecard_beside.movement(view, card)
    with others:
        scorecard_beside.others(view, card)
    scorecard_life.course(view, card, life)
