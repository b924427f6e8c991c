"""What a reader must know beside a figure's value: flags, a review due, why it is not shown.

Words for the codes of the contract of mart_indicator_value; judgements are made in `judgement`.
"""

from collections.abc import Iterable

from dashboards import labels
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
    text = spoken(labels.code("mart_indicator_value", "publish_reason", figure.reason))
    return say(text, text.lower())


def review(figure: Figure) -> str:
    """The note of a figure that is shown and is still to be reviewed; nothing for any other."""
    if not figure.needs_review:
        return ""
    return say("需复核：", "to be reviewed: ") + reason(figure)


def reviews(places: Iterable[Place]) -> str:
    """The areas whose figures are still to be reviewed, by reason; nothing where there is none."""
    groups: dict[str, list[str]] = {}
    for place in places:
        if place.figure.needs_review:
            groups.setdefault(reason(place.figure), []).append(place.name)
    return "".join(
        say(f"{'、'.join(names)}需复核：{why}。", f" To be reviewed ({why}): {', '.join(names)}.")
        for why, names in groups.items()
    )


def withheld() -> str:
    """The word for a figure that is not shown, as the contract has it."""
    return spoken(labels.code("mart_indicator_value", "status", "suppressed"))
