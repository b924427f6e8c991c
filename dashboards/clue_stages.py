"""The stages that a report passes, and at which of them the work falls short of its target."""

from collections.abc import Sequence
from typing import Final

from dashboards import wording
from dashboards.judgement import Standing, standing
from dashboards.language import say, spoken
from dashboards.readings import Reading

STAGES: Final = ("RPT02", "RPT03", "RPT08", "RPT04", "RPT06", "RPT07", "RPT10", "RPT11")
"""Indicators in the order of the work: passed on, reporter contacted, checked by the rules, closed
in time, found true, turned into a case, reporter told, reporter rewarded."""

GOOD: Final = (Standing.REACHED, Standing.BARELY_REACHED)


def headline(stages: Sequence[Reading]) -> str:
    """Where the work falls farthest short, where else, where not, and where it cannot be said."""
    missed = sorted((one for one in stages if one.is_missed), key=lambda one: -_gap(one))
    reached = [one for one in stages if _standing(one) in GOOD]
    aimed = [one for one in stages if one.indicator.is_scored]
    rest = [one for one in aimed if one not in missed and one not in reached]
    parts = []
    if missed:
        first = missed[0]
        target = wording.bound(first.indicator.target or 0.0, first.indicator.unit)
        value = wording.amount(first.figure.value or 0.0, first.indicator.unit)
        name = spoken(first.indicator.name)
        parts.append(
            say(
                f"离目标最远的环节是{name}：{value}，目标{target}",
                f"Farthest from its target is {name}: {value} against {target}",
            )
        )
        if others := _names(missed[1:]):
            parts.append(say(f"{others}也未达目标", f"also off target: {others}"))
    elif reached:
        parts.append(
            say("没有环节明显低于目标", "No stage falls short of its target by more than chance")
        )
    if names := _names(reached):
        parts.append(say(f"达到目标的有{names}", f"on target: {names}"))
    if names := _names(rest):
        parts.append(say(f"还不能判断的有{names}", f"not to be told yet: {names}"))
    return say("；", "; ").join(parts) + say("。", ".") if parts else ""


def _standing(one: Reading) -> Standing | None:
    return standing(one.figure, one.indicator.target, one.indicator.direction)


def _gap(one: Reading) -> float:
    return abs((one.indicator.target or 0.0) - (one.figure.value or 0.0))


def _names(stages: Sequence[Reading]) -> str:
    return say("、", ", ").join(spoken(one.indicator.name) for one in stages)
