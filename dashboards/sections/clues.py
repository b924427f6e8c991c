"""Reports stage by stage: how each stands against its target, and its course."""

from collections.abc import Sequence

from dashboards import (
    address,
    cautions,
    clue_stages,
    components,
    figure_table,
    figures,
    markup,
    sentences,
    sparkline,
    stage_chart,
)
from dashboards.language import say, spoken
from dashboards.markup import Markup
from dashboards.readings import Reading
from dashboards.view import View

PERIODS = 12


def stages(view: View, found: Sequence[Reading]) -> None:
    """Every stage beside its target, in the order of the work."""
    with components.box(
        say("各环节办得怎样", "How each stage is done"), "stages", _rules(), is_level=False
    ):
        said = clue_stages.headline(found)
        components.note(said)
        chart = figures.drawn(
            view.snapshot, "stages", lambda: stage_chart.stages(found, view.snapshot.is_demo)
        )
        table = figure_table.of_each(found, 1)
        components.plot(chart, "chart-stages", said, table)


def courses(found: Sequence[Reading]) -> None:
    """The stages of which two periods or more can be shown, over their last periods."""
    drawings = {one.indicator.id: _drawing(one) for one in found}
    drawn = [one for one in found if drawings[one.indicator.id]]
    rest = [one for one in found if one not in drawn]
    with components.box(say("各环节走势", "Stages over time"), "courses", _rules(), is_level=False):
        components.note(_summary(drawn, rest))
        if drawn:
            panels = [_panel(one, drawings[one.indicator.id]) for one in drawn]
            components.show(markup.grid(panels))
        components.numbers(figure_table.of_each(found, PERIODS))


def _summary(drawn: Sequence[Reading], rest: Sequence[Reading]) -> str:
    slipped = say("、", ", ").join(spoken(one.indicator.name) for one in drawn if one.has_slipped)
    said = say("可以显示走势的环节都没有明显变差。", "No stage that can be drawn is clearly worse.")
    if slipped:
        said = say(f"{slipped}比上一期明显变差。", f"Clearly worse than before: {slipped}.")
    if not drawn:
        said = ""
    if rest:
        names = say("、", ", ").join(spoken(one.indicator.name) for one in rest)
        said += say(
            f"{names}可以显示的不足两期。", f" Fewer than two periods can be shown of: {names}."
        )
    return said


def _drawing(one: Reading) -> Markup:
    return sparkline.draw(one.series[: one.position + 1][-PERIODS:], one.indicator.target)


def _panel(one: Reading, drawing: Markup) -> Markup:
    name = spoken(one.indicator.name)
    link = markup.link(name, address.link("indicator", indicator=one.indicator.id))
    moved = sentences.movement(list(one.series), one.position, one.indicator.unit)
    facts = [sentences.brief(one.figure, one.indicator), moved or ""]
    if one.figure.is_withheld:
        facts = [cautions.blank(one.figure)]
    said = say("；", "; ").join(fact for fact in facts if fact)
    judged = sentences.verdict(one.figure, one.indicator)
    return markup.panel(link, markup.chip(judged), drawing, said)


def _rules() -> list[tuple[str, object]]:
    return [
        (
            say("次序", "Order"),
            say("按办理的先后，不按高低", "As the work goes, not by value"),
        ),
        (
            say("哪一期", "Period"),
            say(
                "所选周期中最近一个已发布的期间；不能判断时用更长或更早的期间",
                "The latest released one; a longer or an earlier one where that cannot be judged",
            ),
        ),
        (
            say("查实率、成案转化率", "Found true, turned into a case"),
            say(
                "只作监测：高低不说明工作好坏，不设目标，不计分",
                "Monitored only: neither high nor low is good or bad, no target, not scored",
            ),
        ),
        (
            say("举报人", "Reporters"),
            say(
                "只按单位和期间统计，不记载举报人的任何信息",
                "Counted by unit and period only; nothing about a reporter is kept",
            ),
        ),
    ]
