"""One scorecard: which one, its total and why it is that, and what each mechanism brings."""

from collections.abc import Sequence

from dashboards import (
    components,
    figures,
    filters,
    labels,
    markup,
    scorecard_charts,
    scorecard_comparison,
    scorecard_queries,
    scorecard_words,
    scorecards,
)
from dashboards.language import say, spoken
from dashboards.markup import Markup
from dashboards.scorecards import LEVELS, Card, Subject
from dashboards.view import View


def chosen(view: View) -> Card | None:
    """The card that the filters name; None where no subject has any."""
    periods = scorecard_queries.periods(view.snapshot)["period"].to_list()
    if not periods:
        return None
    ended = [p for p in periods if "-" in p and scorecards.has_ended(p, view.snapshot.as_of)]
    with filters.side_by_side():
        period = filters.pick(
            *("scored", say("考核期", "Period")),
            {period: scorecards.named(period) for period in periods},
            width=200,
            default=next(iter(ended), None),
        )
        rows = scorecard_queries.totals(view.snapshot, period).to_dicts()
        subject = _subject([Subject.from_row(row) for row in rows], view)
    return scorecard_queries.card(view.snapshot, period, subject.kind, subject.code)


def _subject(every: Sequence[Subject], view: View) -> Subject:
    """A subject of one level: home or one within it, where the address names no other."""
    home = next((one for one in every if view.home and one.code == view.home.code), every[0])
    present = {one.level for one in every}
    level = filters.choice(
        *("level", say("层级", "Level")),
        {level: level_name(level) for level in LEVELS if level in present},
        home.level,
    )
    within = {
        f"{one.kind}-{one.code}": one
        for one in sorted(
            every, key=lambda one: (scorecard_comparison.spelling(one.name), one.code)
        )
        if one.level == level
    }
    near = (code for code, one in within.items() if home.code in (one.code, one.parent))
    code = filters.pick(
        *("subject", say("考核对象", "Subject")),
        {code: one.name for code, one in within.items()},
        width=280,
        default=next(near, None),
    )
    return within[code]


def level_name(level: str) -> str:
    """What subjects of a level are called."""
    return spoken(labels.code("mart_scorecard", "level", level))


def total(view: View, card: Card, standing: tuple[str, list[str]]) -> None:
    """The total or its range, how it stands in words, and why; `standing` is of the period."""
    name = scorecards.named(card.period)
    stage, told = standing
    with components.box(card.subject.name, "scorecard-total", _rules()):
        part = card.total
        unit = say("分", "") if part.has_score else ""
        weight = "" if part.has_score and not part.is_range else " ap-weak"
        chips = " ".join(markup.chip(found) for found in scorecard_words.verdicts(card))
        value = f"{scorecard_words.score(part)}{unit}"
        when = say(f"{name}总分　{stage}", f"Total of {name} · {stage}")
        components.show(
            markup.lines("ap-when", [when]),
            Markup(f'<p class="ap-value{weight}">{value} {chips}</p>'),
            markup.lines("ap-fact", [*map(_capital, scorecard_words.facts(card)), *told]),
        )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _rules() -> list[tuple[str, object]]:
    return [
        (
            say("总分", "Total"),
            say(
                "各机制得分按权重的平均，0到100分；只在最后一步四舍五入",
                "Mean of the mechanisms by weight, 0 to 100; rounded half up at the end only",
            ),
        ),
        (
            say("不公开", "Not shown"),
            say(
                "为保护举报人等个人，过小的数、尚未到发布期的数不公开；该项按0分算到满分，"
                "得出总分的范围，范围只由公开的数值算出",
                "To protect persons, figures that are too small or not due for release are not "
                "shown. Such a line is taken at 0 and at full marks; the range follows from what "
                "is shown alone",
            ),
        ),
        (
            say("未计分", "Unscored"),
            say(
                "其权重在本机制内按比例分摊，整个机制未计分的分摊给其他机制；"
                "未计分的权重超过40%，不出总分",
                "Its weight is shared within its mechanism in proportion, that of a whole "
                "mechanism among the others; above 40 % there is no total",
            ),
        ),
        (
            say("红线", "Red line"),
            say(
                "触及后总分封顶，一票否决作废；涉及个人的只在内部出口列示",
                "Caps the total, and a veto voids it; where persons are concerned, told in the "
                "office's own outlet only",
            ),
        ),
    ]


def mechanisms(view: View, card: Card) -> None:
    """What each mechanism brings of its weight."""
    with components.box(say("各机制得分", "Mechanisms"), "scorecard-parts", _rules()):
        if not any(part.effective for part in card.mechanisms):
            components.empty(
                say("没有计了分的机制", "No mechanism is scored"),
                say("各项为什么不计分，见下面的逐项依据。", "The lines below say why."),
            )
            return
        sentence = scorecard_words.losses(card)
        components.note(sentence + say("条形右侧为“得分 / 满分”。", " Beside: points / full."))
        chart = figures.drawn(
            view.snapshot,
            "mechanisms",
            lambda: scorecard_charts.mechanisms(card, view.snapshot.is_demo),
        )
        table = scorecard_charts.mechanisms_table(card)
        components.plot(chart, "chart-scorecard-parts", sentence, table)
