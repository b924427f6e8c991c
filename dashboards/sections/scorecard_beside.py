"""One scorecard beside others: the last period's, and the totals of its level."""

from dashboards import (
    components,
    figures,
    scorecard_charts,
    scorecard_comparison,
    scorecard_queries,
    scorecard_words,
    scorecards,
)
from dashboards.language import say
from dashboards.scorecards import Card
from dashboards.sections.scorecard import level_name
from dashboards.view import View


def movement(view: View, card: Card) -> None:
    """What moved the total since the last period, line by line."""
    with components.box(say("与上期比", "Against the last period"), "scorecard-moves", _moved()):
        period, subject = scorecards.before(card.period), card.subject
        earlier = scorecard_queries.card(view.snapshot, period, subject.kind, subject.code)
        name = scorecards.named(period)
        if earlier is None:
            components.empty(say(f"没有{name}的评分", f"There is no scorecard of {name}"), "")
            return
        if not (earlier.total.has_score and card.total.has_score):
            components.empty(
                say("没有总分，不作比较", "There is no total to compare"),
                say(
                    "两期都有总分时，才能说哪一项使总分变动。",
                    "What moved a total can be said where both periods have one.",
                ),
            )
            return
        found = scorecard_comparison.moves(earlier, card)
        known = {move.indicator.id for move in found}
        left_out = sum(line.weight > 0 and line.indicator.id not in known for line in card.lines)
        sentence = scorecard_words.movement(earlier, found, left_out)
        if all(abs(move.effect) < scorecard_words.SMALLEST for move in found):
            components.empty(say("没有可以比较的变动", "No change to compare"), sentence)
            return
        components.note(sentence)
        chart = figures.drawn(
            view.snapshot,
            "movement",
            lambda: scorecard_charts.movement(found, view.snapshot.is_demo),
        )
        table = scorecard_charts.movement_table(found)
        components.plot(chart, "chart-scorecard-moves", sentence, table)


def _moved() -> list[tuple[str, object]]:
    return [
        (
            say("使总分变动", "What moves the total"),
            say(
                "一项得分的变化乘以它在两期总权重中所占份额的平均；权重变化不计入",
                "The change of a line's score times the mean of its shares in the weights of both "
                "periods; a change of weights is left out",
            ),
        ),
        (
            say("哪些指标", "Which lines"),
            say(
                "只比较两期都计分、口径和计分规则都没有变的指标",
                "Those scored in both periods by the same definition and rule",
            ),
        ),
    ]


def others(view: View, card: Card) -> None:
    """The totals of the same level, as a set."""
    with components.box(say("同级情况", "Others of the level"), "scorecard-others", _listed()):
        rows = scorecard_queries.totals(view.snapshot, card.period).to_dicts()
        found = scorecard_comparison.beside(rows, card.subject)
        if len(found) < 2:
            components.empty(say("没有可以并列的同级对象", "No other of the level here"), "")
            return
        sentence = scorecard_words.across(found, level_name(card.subject.level).lower())
        if not any(one.total.has_score for one in found):
            components.empty(say("同级都没有总分", "None of the level has a total"), sentence)
            return
        components.note(sentence)
        chart = figures.drawn(
            view.snapshot, "totals", lambda: scorecard_charts.totals(found, view.snapshot.is_demo)
        )
        table = scorecard_charts.totals_table(found)
        components.plot(chart, "chart-scorecard-others", sentence, table)


def _listed() -> list[tuple[str, object]]:
    return [
        (
            say("次序", "Order"),
            say(
                "按名称排列，不排名次：范围重叠的分不出高低，相差不大的可能出于偶然",
                "By name and without ranks: ranges that overlap cannot be told apart, and small "
                "differences may be chance",
            ),
        ),
        (
            say("范围", "Range"),
            say(
                "有不公开的数值时，总分只能确定在两端之间；红线之前",
                "Where figures are not shown, a total is only known to lie within; before red "
                "lines",
            ),
        ),
        (
            say("哪些对象", "Which subjects"),
            say("同一上级辖区的同级对象", "Those of the same level in the same area"),
        ),
    ]
