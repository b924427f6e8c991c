"""What a scorecard says in sentences, computed from it: how it stands, and why not otherwise."""

from collections import Counter
from collections.abc import Iterable, Sequence

from dashboards import cautions, labels, scorecard_comparison, scorecards, wording
from dashboards import scorecard_line_words as line_words
from dashboards.language import say, spoken
from dashboards.scorecard_comparison import Move, Standing
from dashboards.scorecards import MOST_UNSCORED, Card, Line, Part
from dashboards.sentences import Verdict

SMALLEST = 0.005
"""What is less would be written as nothing."""


def score(part: Part) -> str:
    """The score of a part, or the range in which it lies; a dash where there is none."""
    return scorecards.span(*part.ends) if part.has_score else "－"


def verdicts(card: Card) -> list[Verdict]:
    """How a total stands in few words: what speaks against it comes first."""
    total = card.total
    found = []
    if any(line.status == "red_line" for line in card.lines):
        found.append(Verdict("bad", "!", say("触及红线", "Red line crossed"), ""))
    if total.status == "insufficient":
        found.append(Verdict("unclear", "…", say("计分不足", "Too little is scored"), ""))
    elif total.status == "not_applicable":
        found.append(Verdict("plain", "－", say("没有计分指标", "Nothing is scored"), ""))
    elif any(line.is_provisional for line in card.lines):
        found.append(Verdict("unclear", "…", say("暂定", "Provisional"), ""))
    if total.is_range:
        found.append(Verdict("plain", "－", cautions.only_range(), ""))
    return found


def facts(card: Card) -> list[str]:
    """Why a total is what it is: hidden, unscored and unsettled lines, red lines and bonus."""
    told = [_range(card), _unscored(card), _provisional(card), *_limits(card)]
    return [text for text in told if text]


def _range(card: Card) -> str:
    hidden = [line for line in card.lines if line.weight and line.is_hidden]
    if not hidden:
        return ""
    weight = wording.bound(sum(line.weight for line in hidden), "count")
    counts = Counter(line_words.why_hidden(line) for line in hidden)
    why = say("、", ", ").join(say(f"{text}{n}项", f"{text}: {n}") for text, n in counts.items())
    return say(
        f"{len(hidden)}项（权重{weight}）为保护个人不公开，从0分到满分都有可能：{why}",
        f"{len(hidden)} lines (weight {weight}) are not shown, to protect persons, and may score "
        f"anything: {why}",
    )


def _unscored(card: Card) -> str:
    total = card.total
    idle = [line for line in card.lines if line.weight and not line.effective]
    if not idle:
        return ""
    weights: dict[str, float] = {}
    for line in idle:
        weights[line_words.status(line)] = weights.get(line_words.status(line), 0) + line.weight
    why = say("、", ", ").join(
        say(f"{name}{line_words.weight(weight)}", f"{name.lower()} {line_words.weight(weight)}")
        for name, weight in sorted(weights.items(), key=lambda one: -one[1])
    )
    share = wording.share(total.unscored) if total.applicable else say("全部", "all")
    whole = line_words.weight(total.weight)
    text = say(
        f"权重{whole}中{share}没有计分（{why}）", f"{share} of the weight {whole} unscored ({why})"
    )
    if total.status == "insufficient":
        most = wording.bound(100 * MOST_UNSCORED, "percent")
        return text + say(
            f"，超过{most}，按规定不出总分", f", above {most}: by rule there is no total"
        )
    return text + say("，按比例分摊给其余指标", ", shared among the others in proportion")


def _provisional(card: Card) -> str:
    number = sum(line.is_provisional for line in card.lines)
    if not number:
        return ""
    return say(
        f"{number}项数值尚未定值，得分还会变动",
        f"{number} figure{'' if number == 1 else 's'} not settled: the score may still change",
    )


def _limits(card: Card) -> list[str]:
    """Red lines and vetoes, never in silence: crossed, not shown to everyone, or kept."""
    limits = [line for line in card.lines if line.is_limit]
    crossed = [_crossed(line) for line in limits if line.status == "red_line"]
    hidden = [line for line in limits if line.is_hidden]
    kept = [line for line in limits if line.status == "shown"]
    told = [*crossed]
    if hidden:
        told.append(
            say(
                f"红线或一票否决“{_names(hidden)}”不对外显示，此处是红线之前的得分",
                f"Red line or veto not shown to everyone: {_names(hidden)}; this is the score "
                "before it",
            )
        )
    if kept:
        told.append(say(f"未触及红线：{_names(kept)}", f"Red line kept: {_names(kept)}"))
    return told


def _crossed(line: Line) -> str:
    name = spoken(line.indicator.name)
    if line.rule == "veto":
        return say(
            f"触及一票否决“{name}”，总分作废；此处是作废之前的得分",
            f"Vetoed by “{name}”: the total is void; this is the score before that",
        )
    if line.floor is None:
        return say(f"触及红线“{name}”，只提示不封顶", f"Red line “{name}” crossed: told, no cap")
    cap = line_words.weight(line.floor)
    return say(
        f"触及红线“{name}”，总分最高{cap}分；此处是封顶之前的得分",
        f"Red line “{name}” crossed: the total is at most {cap}; this is the score before that",
    )


def _names(lines: Iterable[Line]) -> str:
    return say("、", ", ").join(spoken(line.indicator.name) for line in lines)


def losses(card: Card) -> str:
    """Where points are lost for certain, the largest first, and how much is not shown."""
    lost = [(part.effective - part.points[1], part) for part in card.mechanisms if part.has_score]
    worst = sorted((one for one in lost if one[0] >= SMALLEST), key=lambda one: -one[0])[:2]
    if not lost:
        return say("没有计了分的机制。", "No mechanism is scored.")
    if not worst:
        return say("各机制都没有可以确定的失分。", "No mechanism loses points for certain.")
    parts = [
        say(
            f"{spoken(labels.mechanism(part.code))}至少失{points}分（满分{full}）",
            f"{spoken(labels.mechanism(part.code))} loses at least {points} of {full}",
        )
        if part.is_range
        else say(
            f"{spoken(labels.mechanism(part.code))}失{points}分（满分{full}）",
            f"{spoken(labels.mechanism(part.code))} loses {points} of {full}",
        )
        for gap, part in worst
        for points, full in [(wording.rounded(gap, 2), wording.bound(part.effective, "count"))]
    ]
    return say("失分最多：", "Most is lost here: ") + say("，", "; ").join(parts) + say("。", ".")


def movement(earlier: Card, found: Sequence[Move], left_out: int) -> str:
    """What lines scored in both periods did to the total, the most by name."""
    name = scorecards.named(earlier.period)
    if not found:
        return say(f"没有与{name}都计了分的指标。", f"No line is scored in both this and {name}.")
    net = sum(move.effect for move in found)
    size = wording.rounded(abs(net), 2)
    text = say(
        f"与{name}都计分的{len(found)}项合计使总分{'升' if net >= 0 else '降'}{size}",
        f"The {len(found)} lines scored in {name} too move the total by "
        f"{'+' if net >= 0 else '−'}{size}",
    )
    ends = [(say("升得最多", "most up"), found[0])] if found[0].effect >= SMALLEST else []
    if found[-1].effect <= -SMALLEST:
        ends.append((say("降得最多", "most down"), found[-1]))
    for word, move in ends:
        name = spoken(move.indicator.name)
        text += say(f"；{word}：{name} ", f"; {word}: {name} ") + signed(move.effect)
    if left_out:
        text += say(
            f"；另{left_out}项只在一期计分、不公开或口径不同，不作比较",
            f"; {left_out} more scored in one only, not shown or defined otherwise are left out",
        )
    return text + say("。", ".")


def signed(effect: float) -> str:
    """A change with its sign, to two decimals."""
    size = wording.rounded(abs(effect), 2)
    return size if size == "0.00" else f"{'+' if effect > 0 else '−'}{size}"


def across(found: Sequence[Standing], noun: str) -> str:
    """How the totals of a level lie, as a set: no order is made of them."""
    known = [one.total for one in found if one.total.has_score]
    number = len(found)
    text = say(
        f"{number}个{noun}中{len(known)}个有总分", f"{len(known)} of {number} {noun}s have a total"
    )
    if known:
        span = scorecards.span(min(t.ends[0] for t in known), max(t.ends[1] for t in known))
        text += say(f"，在{span}之间", f", within {span}")
    own = next(one for one in found if one.is_chosen)
    if own.total.has_score and any(total.is_range for total in known) and len(known) > 1:
        same = scorecard_comparison.overlapping(found)
        text += say(
            f"；其中{same}个与{own.subject.name}的范围重叠，分不出高低",
            f"; {same} overlap with {own.subject.name} and cannot be told from it",
        )
    elif len(known) > 1:
        text += say(
            "；不排名次，相差不大的可能出于偶然", "; no ranks: small differences may be chance"
        )
    return text + say("。", ".")
