"""What a survey's latest wave says beside the one before, and whether it can be believed."""

from collections.abc import Sequence
from typing import Final

from dashboards import cautions
from dashboards.judgement import Figure, change
from dashboards.language import say, spoken
from dashboards.readings import Reading

ITEMS: Final = ("EVA01", "EVA02", "EVA03", "EVA04", "EVA05", "EVA07")
"""What people are asked, by indicator."""
RESPONSE: Final = "EVA08"
HOTLINE: Final = "EVA06"

COURSES: Final = {
    "up": ("比上一批次明显上升", "clearly up on the wave before"),
    "down": ("比上一批次明显下降", "clearly down on the wave before"),
    "still": ("的升降没有超出误差", "no change beyond the error"),
    "broken": ("与上一批次问法不同，不作比较", "asked otherwise than before, not compared"),
    "doubtful": ("的批次未通过质量检查，不说升降", "waves in doubt, nothing said of a change"),
    "first": ("没有可以比较的上一批次", "no wave before to compare with"),
    "blank": ("不显示", "not shown"),
}
"""What may have become of an item since the wave before."""


def headline(found: Sequence[Reading]) -> str:
    """What moved by more than its error, what did not, and what cannot be compared."""
    groups: dict[str, list[Reading]] = {}
    for one in found:
        groups.setdefault(_course(one), []).append(one)
    parts = [
        say(f"{_names(groups[course])}{chinese}", f"{english}: {_names(groups[course])}")
        for course, (chinese, english) in COURSES.items()
        if course in groups
    ]
    text = say("；", "; ").join(parts) + say("。", ".")
    return text[:1].upper() + text[1:]


def _course(one: Reading) -> str:
    if one.figure.is_withheld or one.figure.value is None:
        return "blank"
    if one.figure.starts_series:
        return "broken"
    before = one.series[one.position - 1] if one.position else None
    moved = change(one.figure, before) if before else None
    if before is None or moved is None:
        return "first"
    if one.figure.flags or before.flags:
        return "doubtful"
    if not moved.is_clear:
        return "still"
    return "up" if moved.difference > 0 else "down"


def belief(found: Sequence[Reading]) -> str:
    """Whether the latest figures can be believed, in one sentence."""
    flagged = [one for one in found if one.figure.flags]
    blank = [one for one in found if one.figure.is_withheld]
    review = [one for one in found if one.figure.needs_review]
    if not (flagged or blank or review):
        return say(
            "最近批次的各项都通过了质量检查，可以引用；引用时须连同误差范围。",
            "All items of the latest wave passed the quality gate and may be quoted with their "
            "error.",
        )
    parts = []
    if flagged:
        flags = dict.fromkeys(flag for one in flagged for flag in one.figure.flags)
        why = cautions.wave_flags(flags)
        parts.append(say(f"{why}，数值仅供参考", f"read with caution: {why}"))
    if review:
        parts.append(say(f"{_names(review)}需复核", f"to be reviewed: {_names(review)}"))
    if blank:
        parts.append(say(f"{_names(blank)}不显示", f"not shown: {_names(blank)}"))
    text = say("；", "; ").join(parts) + say("。", ".")
    return text[:1].upper() + text[1:]


def decision(figure: Figure) -> str:
    """Whether a figure may be quoted, and why not."""
    if figure.is_withheld:
        return cautions.withheld(figure) + say("：", ": ") + cautions.reason(figure)
    if figure.needs_review:
        return cautions.review(figure)
    if figure.flags:
        return say("仅供参考：", "With caution: ") + cautions.wave_flags(figure.flags)
    return say("可以引用", "May be quoted")


def _names(found: Sequence[Reading]) -> str:
    return say("、", ", ").join(spoken(one.indicator.name) for one in found)
