"""The lines of a scorecard by mechanism, each with its figure, rule, score and evidence."""

from collections.abc import Sequence
from math import isclose

import polars as pl

from dashboards import (
    address,
    components,
    definition,
    labels,
    markup,
    scorecard_words,
    scorecards,
    wording,
)
from dashboards import scorecard_line_words as line_words
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from dashboards.scorecards import Card, Line, Part
from dashboards.view import View


def tree(view: View, card: Card) -> None:
    """Mechanism by mechanism the lines with their evidence, folded; all can be exported."""
    about = definition.of_columns(
        "mart_scorecard_line", "weight", "effective_weight", "score", "points", "figure_periods"
    )
    with components.box(say("逐项依据", "Line by line"), "scorecard-tree", about, is_level=False):
        components.note(
            say(
                f"点开一个机制看各项指标的数值、标准和失分；数值都取自快照{view.snapshot.id}。",
                "Open a mechanism for the figures, rules and lost points of its lines; all "
                f"figures are of snapshot {view.snapshot.id}.",
            )
        )
        worst = max(card.mechanisms, key=lambda part: part.effective - part.points[1])
        components.show(
            *(_mechanism(card, part, is_open=part is worst) for part in card.mechanisms)
        )
        name = say("考核评分", "scorecard") + f"_{card.subject.name}_{card.period}"
        components.downloads(name, lambda: _frame(card), view)


def _mechanism(card: Card, part: Part, *, is_open: bool) -> Markup:
    name = spoken(labels.mechanism(part.code))
    lines = card.of(part.code)
    weighted = sum(bool(line.weight) for line in lines)
    score = scorecard_words.score(part)
    asides = [say(f"得分{score}", f"score {score}")]
    asides.append(
        say(f"权重{line_words.weight(part.weight)}", f"weight {line_words.weight(part.weight)}")
    )
    if part.effective and not isclose(part.weight, part.effective):
        effective = line_words.weight(part.effective)
        asides.append(say(f"分摊后{effective}", f"after sharing {effective}"))
    summary = say(
        f"{weighted}项计权重，{len(lines) - weighted}项只列示",
        f"{weighted} with weight, {len(lines) - weighted} only shown",
    )
    return markup.entry(name, asides, summary, _table(name, lines), is_open=is_open)


def _table(title: str, lines: Sequence[Line]) -> Markup:
    return markup.table(
        title,
        [
            Heading(say("指标", "Indicator")),
            Heading(say("数值", "Figure")),
            Heading(say("计分规则", "Rule")),
            Heading(say("得分", "Score")),
            Heading(say("权重", "Weight")),
            Heading(say("失分", "Lost")),
        ],
        [
            (_name(line), _figure(line), line_words.rule(line), _score(line), *_weight(line))
            for line in lines
        ],
    )


def _name(line: Line) -> Markup:
    link = markup.link(say("口径", "Definition"), address.link("handbook", words=line.indicator.id))
    version = say(f"第{line.version}版", f"version {line.version}")
    return Markup(
        markup.html(spoken(line.indicator.name)) + markup.small(Markup(f"{link} {version}"))
    )


def _figure(line: Line) -> Markup:
    """The value, then what it is computed from and of which periods."""
    unit = line.indicator.unit
    value = markup.NOTHING if line.value is None else wording.amount(line.value, unit)
    facts = []
    if line.numerator is not None and line.denominator is not None:
        over, under = (_plain(number) for number in (line.numerator, line.denominator))
        facts.append(say(f"分子{over}，分母{under}", f"{over} of {under}"))
    facts += [scorecards.named(period) for period in line.periods]
    return Markup(markup.html(value) + "".join(map(markup.small, facts)))


def _score(line: Line) -> Markup:
    """The score, or in words why there is none."""
    why = line_words.why(line)
    shown = markup.html(line_words.status(line))
    if line.score is not None:
        shown = Markup(f'<strong class="ap-figure">{wording.rounded(line.score, 2)}</strong>')
    return Markup(shown + markup.small(why[:1].upper() + why[1:]))


def _weight(line: Line) -> tuple[object, object]:
    """The weight with what it became, and how much of that is lost."""
    if not line.weight:
        return markup.NOTHING, markup.NOTHING
    effective = line_words.weight(line.effective)
    text = say(f"分摊后{effective}", f"after sharing {effective}")
    is_shared = bool(line.effective) and not isclose(line.weight, line.effective)
    weight = Markup(line_words.weight(line.weight) + markup.small(text if is_shared else ""))
    if line.is_hidden:
        return weight, scorecards.span(0, line.effective)
    return weight, markup.NOTHING if line.lost is None else wording.rounded(line.lost, 2)


def _plain(number: float) -> str:
    return wording.bound(number, "index")


def _frame(card: Card) -> pl.DataFrame:
    """All lines of the card, as a spreadsheet has them: numbers stay such."""
    lines = card.lines
    columns = {
        say("机制", "Mechanism"): [spoken(labels.mechanism(x.indicator.mechanism)) for x in lines],
        say("指标编号", "Indicator id"): [x.indicator.id for x in lines],
        say("指标", "Indicator"): [spoken(x.indicator.name) for x in lines],
        say("口径版本", "Version"): [x.version for x in lines],
        say("期间", "Period"): ["、".join(x.periods) for x in lines],
        say("数值", "Figure"): [x.value for x in lines],
        say("分子", "Numerator"): [x.numerator for x in lines],
        say("分母", "Denominator"): [x.denominator for x in lines],
        say("计分规则", "Rule"): [line_words.rule(x) for x in lines],
        say("权重", "Weight"): [x.weight for x in lines],
        say("分摊后权重", "Weight after sharing"): [x.effective for x in lines],
        say("得分", "Score"): [x.score for x in lines],
        say("折算分", "Points"): [x.points for x in lines],
        say("计分状态", "State"): [line_words.status(x) for x in lines],
        say("说明", "Why"): [line_words.why(x) for x in lines],
    }
    return pl.DataFrame(columns, infer_schema_length=None)
