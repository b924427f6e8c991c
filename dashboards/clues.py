"""What becomes of reports, stage by stage, in words: where they are lost, and what is unknown."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import sentences, wording
from dashboards.judgement import Figure, Standing, standing
from dashboards.language import say, spoken
from dashboards.readings import Reading
from data_contracts.model import Text

STAGES = {
    "RPT02": Text("转办", "Transferred"),
    "RPT03": Text("联系举报人", "Contacted"),
    "RPT04": Text("按期办结", "Closed in time"),
    "RPT06": Text("查实", "Substantiated"),
    "RPT07": Text("成案", "Made a case"),
    "RPT10": Text("反馈结果", "Fed back"),
}
"""The stages of a report in their order, by the indicator that measures each."""
VOLUMES, BACKLOG = "RPT01", "RPT05"
"""How many reports there are, and how many of the open ones are past due."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a report: its figure at a glance, and its course by `course`'s periods."""

    reading: Reading
    course: tuple[Figure, ...]

    @property
    def name(self) -> str:
        """What is done in it, in a word."""
        return spoken(STAGES[self.reading.indicator.id])

    @property
    def is_monitored(self) -> bool:
        """Whether it has neither a good side nor a target."""
        indicator = self.reading.indicator
        return indicator.target is None or indicator.direction not in ("up", "down")

    @property
    def standing(self) -> Standing | None:
        """How it stands against its target; None where that cannot be told."""
        figure, indicator = self.reading.figure, self.reading.indicator
        if figure.flags:
            return None
        return standing(figure, indicator.target, indicator.direction)

    @property
    def shortfall(self) -> tuple[float, float, float]:
        """Points short of the target: at least, as measured, and at most.

        A range is taken at its least: more is not known.
        """
        figure, target = self.reading.figure, self.reading.indicator.target or 0.0
        sign = 1 if self.reading.indicator.direction == "up" else -1
        ends = sorted(sign * (target - end) for end in (figure.low or 0.0, figure.high or 0.0))
        least, most = ends
        return least, least if figure.value is None else sign * (target - figure.value), most


def headline(stages: Sequence[Stage]) -> str:
    """Where reports are lost, which stages are on target, and which cannot be told."""
    judged = [stage for stage in stages if not stage.is_monitored]
    short = [stage for stage in judged if stage.standing is Standing.MISSED]
    short.sort(key=lambda stage: -stage.shortfall[1])
    reached = (Standing.REACHED, Standing.BARELY_REACHED)
    good = [stage for stage in judged if stage.standing in reached]
    parts = [_lost(short), *_beside(short)]
    if good:
        parts.append(say(f"达到目标：{_names(good)}", f"on target: {_names(good)}"))
    if unknown := [stage for stage in judged if stage not in short and stage not in good]:
        parts.append(_unknown(unknown))
    if watched := [stage for stage in stages if stage.is_monitored]:
        names = _names(watched)
        parts.append(
            say(f"{names}仅作监测，不分好坏", f"monitored only, neither good nor bad: {names}")
        )
    said = say("；", "; ").join(part for part in parts if part) + say("。", ".")
    return said[:1].upper() + said[1:]


def _lost(short: Sequence[Stage]) -> str:
    if not short:
        return say("没有能断定低于目标的环节", "no stage is surely short of its target")
    worst = short[0]
    figure, indicator = worst.reading.figure, worst.reading.indicator
    when = wording.period(figure.period_kind, figure.first)
    target = wording.bound(indicator.target or 0.0, indicator.unit)
    value = sentences.shown(figure, indicator.unit)
    size = wording.difference(worst.shortfall[1], indicator.unit)
    least, at_least = (say("至少", ""), "at least ") if figure.value is None else ("", "")
    return say(
        f"丢得最多的环节是“{worst.name}”：{when}{value}，比目标{target}{least}低{size}，"
        "整个区间都在目标以下",
        f"most are lost at “{worst.name}”: {value} in {when}, {at_least}{size} short of the "
        f"target {target}, with the whole interval",
    )


def _beside(short: Sequence[Stage]) -> list[str]:
    """The others that fall short: those that may be as far off, and those that surely are less."""
    if not short:
        return []
    worst, *others = short
    alike = [stage for stage in others if stage.shortfall[2] >= worst.shortfall[0]]
    less = [stage for stage in others if stage not in alike]
    parts = []
    if alike:
        names = _names(alike)
        parts.append(
            say(
                f"{names}也未达目标，与它的差别可能出于偶然",
                f"also off target, and perhaps as far: {names}",
            )
        )
    if less:
        names = _names(less)
        parts.append(say(f"未达目标而差得较少：{names}", f"off target by less: {names}"))
    return parts


def _unknown(stages: Sequence[Stage]) -> str:
    """Which stages cannot be told, by reason."""
    groups: dict[str, list[Stage]] = {}
    for stage in stages:
        reason = sentences.verdict(stage.reading.figure, stage.reading.indicator).headline
        groups.setdefault(reason, []).append(stage)
    said = [
        say(f"{_names(group)}（{reason}）", f"{_names(group)} ({reason.lower()})")
        for reason, group in groups.items()
    ]
    return say(f"说不准的：{'、'.join(said)}", f"cannot be told: {', '.join(said)}")


def replaced(stages: Sequence[Stage]) -> str:
    """Which stages are shown by another period than was asked for; nothing where none is."""
    found = [stage for stage in stages if stage.reading.asked is not None]
    if not found:
        return ""
    names = _names(found) if len(found) < len(stages) else say("各环节", "all stages")
    return say(
        f"{names}在所选周期的最近一期不能显示或不足以评价，改用更长或更早的一期，期间写在各行。",
        f"Shown by a longer or an earlier period, named in the row, as the latest one cannot be "
        f"shown or assessed: {names}.",
    )


def missing(names: Sequence[str]) -> str:
    """The stages that have no settled period; nothing where all have."""
    listed = say("、", ", ").join(spoken(STAGES[name]) for name in names)
    if not listed:
        return ""
    return say(
        f"还没有数据或已定值期间的环节：{listed}。", f"No data or no settled period yet: {listed}."
    )


def courses(stages: Sequence[Stage]) -> str:
    """What the small charts show: how many stages have anything to be seen over time."""
    shown = [
        stage
        for stage in stages
        if any(figure.value is not None or figure.is_ranged for figure in stage.course)
    ]
    scale = say("各图同一刻度，0至100%。", " All charts have one scale, from 0 to 100 %.")
    total = len(stages)
    if not shown:
        return (
            say(
                f"{total}个环节各期都没有可以显示的数值，可改看更长的周期。",
                f"None of {total} stages has a period that can be shown; choose a longer one.",
            )
            + scale
        )
    blank = _names([stage for stage in stages if stage not in shown])
    said = say(
        f"{total}个环节中{len(shown)}个有可以显示的期间",
        f"{len(shown)} of {total} stages have periods that can be shown",
    )
    if blank:
        said += say(f"；{blank}各期都不显示，可改看更长的周期", f"; none of {blank}")
    return said + say("。", ".") + scale


def _names(stages: Sequence[Stage]) -> str:
    return say("、", ", ").join(stage.name for stage in stages)
