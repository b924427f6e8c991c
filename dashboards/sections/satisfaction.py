"""What people say in surveys, wave by wave, and whether it can be believed."""

from collections.abc import Sequence

from dashboards import (
    address,
    components,
    definition,
    figure_table,
    markup,
    opinions,
    sentences,
    wave_chart,
    wording,
)
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from dashboards.readings import Reading

WAVES = 5


def slopes(found: Sequence[Reading]) -> None:
    """Every item over its last waves."""
    with components.box(say("群众怎么说", "What people say"), "opinions", _rules(), is_level=False):
        components.note(opinions.headline(found))
        components.show(markup.grid(_panel(one) for one in found))
        components.note(
            say(
                "竖线为95%误差范围，虚线为目标；空心为样本不足或暂定，"
                "×为不显示；问法改变处不连线。",
                "Upright lines are 95 % intervals, the dashed line is the target; hollow is too "
                "few or provisional, × is not shown; no line joins what was asked otherwise.",
            )
        )
        components.numbers(figure_table.of_each(found, WAVES))


def _panel(one: Reading) -> Markup:
    waves = one.series[: one.position + 1][-WAVES:]
    name = spoken(one.indicator.name)
    link = markup.link(name, address.link("indicator", indicator=one.indicator.id))
    moved = sentences.movement(list(one.series), one.position, one.indicator.unit)
    said = say("；", "; ").join(
        fact for fact in (sentences.brief(one.figure, one.indicator), moved) if fact
    )
    drawing = wave_chart.slopes(waves, one.indicator.target, f"{name}: {said}")
    return markup.panel(link, Markup(""), drawing, said)


def belief(found: Sequence[Reading], response: Reading | None) -> None:
    """What the latest figures rest on, and whether they may be quoted."""
    with components.box(say("能不能信", "Can it be believed"), "belief", _rules(), is_level=False):
        components.note(opinions.belief(found))
        headings = [
            Heading(say("题项", "Item")),
            Heading(say("批次", "Wave")),
            Heading(say("样本量", "Answers"), "right"),
            Heading(say("误差范围", "Interval"), "right"),
            Heading(say("能否引用", "May it be quoted")),
        ]
        rows = [_row(one) for one in (*found, *([response] if response else []))]
        title = say("各题项的依据", "What the items rest on")
        components.show(markup.table(title, headings, rows))


def _row(one: Reading) -> tuple[object, ...]:
    figure = one.figure
    n = markup.NOTHING if figure.sample is None else wording.count(figure.sample)
    reach = markup.NOTHING
    if figure.low is not None and figure.high is not None:
        reach = wording.span(figure.low, figure.high, one.indicator.unit)
    when = wording.period(figure.period_kind, figure.first)
    return (spoken(one.indicator.name), when, n, reach, opinions.decision(figure))


def _rules() -> list[tuple[str, object]]:
    return [
        (
            say("数值", "Value"),
            say(
                "按已知人口分布校准加权的估计，误差按抽样设计计算",
                "Estimate weighted to known populations; its error follows the survey's design",
            ),
        ),
        (
            say("变化", "Change"),
            say(
                "两批次之差连同误差不含零，才说上升或下降",
                "Up or down is said only where the difference and its error leave out zero",
            ),
        ),
        (
            say("不作比较", "Not compared"),
            say(
                "措辞、量表、调查方式或组织方改变，另起序列",
                "Another wording, scale, mode or survey begins a new series",
            ),
        ),
        *definition.of_columns("mart_indicator_value", "quality_flags", "publish_reason"),
    ]
