"""What a reader must know beside a figure's value: flags, a review due, why it is not shown.

Words for the codes of the contract of mart_indicator_value; judgements are made in `judgement`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from dashboards import labels, wording
from dashboards.judgement import Figure, Place
from dashboards.language import say, spoken


def wave_flags(flags: Iterable[str]) -> str:
    """What is wrong with a survey's wave, as its quality gate found."""
    words = [spoken(labels.code("mart_indicator_value", "quality_flags", flag)) for flag in flags]
    return say(
        "该批次调查" + "、".join(words),
        f"the wave's quality gate: {', '.join(word.lower() for word in words)}",
    )


def reason(figure: Figure) -> str:
    """Why a figure is under review or not shown; nothing where it is neither."""
    if figure.reason is None:
        return ""
    text = spoken(labels.reason(figure.reason))
    return say(text, text.lower())


def review(figure: Figure) -> str:
    """The note of a figure that is shown and is still to be reviewed; nothing for any other."""
    if not figure.needs_review:
        return ""
    return say("需复核：", "to be reviewed: ") + reason(figure)


def reviews(places: Iterable[Place]) -> str:
    """The areas whose figures are still to be reviewed, by reason; nothing where there is none."""
    groups = _by_reason(place for place in places if place.figure.needs_review)
    return "".join(
        say(f"{'、'.join(names)}需复核：{why}。", f" To be reviewed ({why}): {', '.join(names)}.")
        for (why, _), names in groups.items()
    )


def withheld(figure: Figure) -> str:
    """The word for a figure that is not shown: one that will be, or as the contract has it."""
    if figure.is_awaited:
        return say("待发布", "To be released")
    if figure.is_ranged:
        return only_range()
    return spoken(labels.code("mart_indicator_value", "status", "suppressed"))


def reach(figure: Figure, unit: str) -> str:
    """The interval of a figure, or the range in which one lies that is not shown."""
    if figure.low is None or figure.high is None:
        return ""
    span = wording.span(figure.low, figure.high, unit)
    if figure.is_ranged:
        return say(f"在{span}之间", f"Within {span}")
    return say(f"95%区间 {span}", f"95% interval {span}")


def blank(figure: Figure) -> str:
    """A figure that is not shown, in one line: period, word and reason."""
    name = wording.period(figure.period_kind, figure.first)
    word, why = withheld(figure), reason(figure)
    return say(f"{name}{word}：{why}", f"{name}: {word.lower()} ({why})")


def withheld_places(places: Iterable[Place]) -> str:
    """The areas whose figures are not shown, by reason; nothing where there is none."""
    groups = _by_reason(place for place in places if place.figure.is_withheld)
    return "".join(
        say(f"{'、'.join(names)}{word}：{why}。", f" {word} ({why}): {', '.join(names)}.")
        for (why, word), names in groups.items()
    )


def none_shown(places: Sequence[Place], noun: str) -> str:
    """That no area's figure is shown, and why; `noun` is what the areas are."""
    reasons = say("、", "; ").join(dict.fromkeys(reason(place.figure) for place in places))
    return say(
        f"{len(places)}个{noun}的数值都不显示：{reasons}。",
        f"none of {len(places)} {noun}s is shown: {reasons}.",
    )


def withheld_periods(figures: Iterable[Figure]) -> str:
    """How many periods are not shown, and why; nothing where all are."""
    counts = Counter(reason(figure) for figure in figures if figure.is_withheld)
    if not counts:
        return ""
    reasons = [say(f"{why}{n}期", f"{why}: {n}") for why, n in counts.items()]
    total = counts.total()
    return say(
        f"有{total}期不显示：{'、'.join(reasons)}",
        f"{total} period{'' if total == 1 else 's'} not shown: {'; '.join(reasons)}",
    )


def elsewhere(figure: Figure) -> str:
    """Where the office finds what is not shown to everyone; nothing for any other figure."""
    if not figure.is_protected:
        return ""
    return say("本级可在内部出口查看", "the office sees it in its own outlet")


def hidden() -> str:
    """In the place of one number among others that everyone sees."""
    return say("不对外显示", "not shown to everyone")


def only_range() -> str:
    """Beside a range, in the place of a number that is not shown to everyone."""
    return say("只显示范围", "Range only")


def protection() -> str:
    """What is said once on a page with figures that are derived from persons."""
    return say(
        "涉及个人的数据按月发布，过小的数不显示。",
        "Figures about persons are released once a month; counts that are too small are not shown.",
    )


def _by_reason(places: Iterable[Place]) -> dict[tuple[str, str], list[str]]:
    """Names of areas by reason, and by the word for what is not shown."""
    groups: dict[tuple[str, str], list[str]] = {}
    for place in places:
        key = reason(place.figure), withheld(place.figure)
        groups.setdefault(key, []).append(place.name)
    return groups
