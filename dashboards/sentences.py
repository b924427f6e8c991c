"""The sentences beside figures, computed from them: what a chart shows, and how surely.

Plain values in, one sentence out. Judgements are made in `judgement`, spelling in `wording`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards import cautions, labels, wording
from dashboards.judgement import Figure, Place, Standing, change, latest_released, standing
from dashboards.labels import Indicator
from dashboards.language import say, spoken

RECENT = 12
"""How many complete periods a trend's sentence looks back over."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement in words, with a mark and a tone so that it never rests on colour alone."""

    tone: str
    mark: str
    headline: str
    detail: str


def verdict(figure: Figure, indicator: Indicator) -> Verdict:
    """How a figure stands against its target, or why that cannot be said."""
    if figure.is_withheld:
        return _withheld(figure, indicator)
    if not figure.is_sound:
        return _why_not(figure, indicator)
    if figure.flags:
        doubt = say("，数值仅供参考", "; read with caution")
        return Verdict(
            "unclear", "!", say("质量存疑", "Doubtful"), cautions.wave_flags(figure.flags) + doubt
        )
    if indicator.direction == "band":
        return Verdict("plain", "－", say("区间内为好", "Best within a band"), _unjudged())
    if indicator.target is None or indicator.direction not in ("up", "down"):
        return Verdict(
            "plain", "－", say("不设目标", "No target"), say("仅作监测", "monitored only")
        )
    return _against_target(figure, indicator, indicator.target)


def _unjudged() -> str:
    return say("过低、过高都不好，不作判断", "too low and too high are both bad; not judged")


def _withheld(figure: Figure, indicator: Indicator) -> Verdict:
    """Of a figure that is not shown, on which side of the target its range lies as a whole."""
    match standing(figure, indicator.target, indicator.direction):
        case Standing.REACHED:
            whole = say("所在范围整体达到目标", "the whole range is on target")
            return Verdict("good", "✓", say("达到目标", "On target"), whole)
        case Standing.MISSED:
            whole = say("所在范围整体未达目标", "the whole range is off target")
            return Verdict("bad", "✕", say("未达目标", "Off target"), whole)
    return Verdict("plain", "－", cautions.withheld(figure), cautions.reason(figure))


def _against_target(figure: Figure, indicator: Indicator, target: float) -> Verdict:
    found = standing(figure, target, indicator.direction)
    gap = wording.difference((figure.value or 0) - target, indicator.unit)
    away = say(f"差{gap}", f"{gap} away")
    reached, missed = say("达到目标", "On target"), say("未达目标", "Off target")
    match found:
        case None:
            headline = say("不作判断", "Not judged")
            reason = say("没有区间，看不出偶然波动", "no interval to tell chance by")
            return Verdict("plain", "－", headline, reason)
        case Standing.REACHED:
            whole = say("区间整体达到目标", "the whole interval is on target")
            return Verdict("good", "✓", reached, whole)
        case Standing.BARELY_REACHED if _is_extreme(indicator):
            every = say("全部达标", "every record met it")
            none = say("一项也没有", "there is none at all")
            return Verdict("good", "✓", reached, every if indicator.direction == "up" else none)
        case Standing.BARELY_REACHED:
            part = say("数量有限，尚不能排除偶然", "though chance cannot be ruled out")
            return Verdict("good", "✓", reached, part)
        case Standing.UNCLEAR:
            chance = say("，可能出于偶然波动", ", which may be chance")
            return Verdict("unclear", "≈", say("接近目标", "Near the target"), away + chance)
    # Nothing can pass the end of the scale: falling short of it is never a matter of chance.
    sure = "" if _is_extreme(indicator) else say("，不是偶然波动", ", more than chance")
    return Verdict("bad", "✕", missed, away + sure)


def _is_extreme(indicator: Indicator) -> bool:
    best = 100 if indicator.direction == "up" else 0
    return indicator.unit == "percent" and indicator.target == best


def _why_not(figure: Figure, indicator: Indicator) -> Verdict:
    headline = spoken(labels.code("mart_indicator_value", "status", figure.status))
    match figure.status:
        case "not_applicable":
            detail = say("本期没有应计入的记录", "no record falls in the period")
        case "insufficient":
            n = wording.count(figure.sample or 0)
            detail = say(
                f"本期仅{n}条，按规定至少{indicator.minimum}条方可评价",
                f"n {n}, {indicator.minimum} are needed",
            )
        case _ if figure.settled > figure.last:
            day = wording.day(figure.settled)
            detail = say(f"{day}定值，此前还会变动", f"not settled before {day}")
        case _:
            detail = say("期间尚未结束，数值还会变动", "the period has not ended")
    return Verdict("plain", "－", headline, detail)


def brief(figure: Figure, indicator: Indicator) -> str:
    """A figure that is shown, in one line: period, value or range, n, judgement."""
    name = wording.period(figure.period_kind, figure.first)
    value = shown(figure, indicator.unit) + bracketed(figure, indicator)
    judged = verdict(figure, indicator).headline
    return say(f"{name}：{value}，{judged}", f"{name}: {value}, {judged.lower()}")


def shown(figure: Figure, unit: str) -> str:
    """The value of a figure, or the range in which it lies; a dash where neither is shown."""
    if figure.value is not None:
        return wording.amount(figure.value, unit)
    if figure.is_ranged and figure.low is not None and figure.high is not None:
        return wording.span(figure.low, figure.high, unit)
    return "－"


def bracketed(figure: Figure, indicator: Indicator) -> str:
    """The n in brackets; nothing where the value is itself the n, or n is not known."""
    if figure.sample is None or indicator.unit == "count":
        return ""
    n = wording.count(figure.sample)
    return say(f"（{n}条）", f" (n {n})")


def basis(figure: Figure, indicator: Indicator) -> str:
    """What a figure rests on: how many records, and how many of them its numerator counts."""
    register = spoken(labels.register(indicator.registers[0]))
    n = None if figure.sample is None else wording.count(figure.sample)
    if figure.is_received:
        sent = say("上级下发，非本级测算", "Sent down by an upper level")
        return sent + ("" if n is None else say(f"，样本{n}", f", n {n}"))
    if indicator.unit == "count" or n is None:
        return say(f"依据{register}", f"From: {register.lower()}")
    if figure.numerator is None or figure.denominator != figure.sample:
        return say(f"依据{register}{n}条", f"{register}: {n} records")
    met = wording.count(figure.numerator)
    if indicator.direction == "up" and indicator.target is not None:
        return say(f"依据{register}{n}条，其中{met}条达标", f"{register}: {met} of {n} met")
    return say(
        f"依据{register}{n}条，其中{met}条计入分子", f"{register}: {met} of {n} in the numerator"
    )


def movement(figures: list[Figure], position: int, unit: str) -> str | None:
    """How a figure differs from the one before it; None where they cannot be compared."""
    if position == 0:
        return None
    if figures[position].starts_series:
        return say("与上期口径不同，不作比较", "measured otherwise than before, not compared")
    moved = change(figures[position], figures[position - 1])
    before = wording.previous(figures[position].period_kind)
    if moved is None:
        return _difference(figures[position], figures[position - 1], before, unit)
    size = wording.difference(moved.difference, unit)
    if wording.rounded(abs(moved.difference)) == "0.0":
        return say(f"与{before}持平", f"unchanged from {before}")
    up = moved.difference > 0
    if moved.is_clear:
        return say(
            f"比{before}{'上升' if up else '下降'}{size}，超出偶然波动",
            f"{'up' if up else 'down'} {size} on {before}, more than chance",
        )
    return say(
        f"比{before}{'高' if up else '低'}{size}，属偶然波动范围",
        f"{size} {'above' if up else 'below'} {before}, within chance",
    )


def _difference(figure: Figure, earlier: Figure, before: str, unit: str) -> str | None:
    """How two counts differ; nothing is said about chance."""
    if unit != "count" or not (figure.is_sound and earlier.is_sound):
        return None
    more = (figure.value or 0) - (earlier.value or 0)
    if more == 0:
        return say(f"与{before}相同", f"as many as {before}")
    size = wording.amount(abs(more), unit)
    return say(
        f"比{before}{'多' if more > 0 else '少'}{size}",
        f"{size} {'more' if more > 0 else 'fewer'} than {before}",
    )


def trend(figures: list[Figure], indicator: Indicator, as_of: date) -> str:
    """What a series shows: its latest value and change, how often it met the target, its gaps."""
    position = latest_released(figures, as_of)
    if position is None:
        return say("还没有已结束的期间。", "No period has ended yet.")
    figure = figures[position]
    name = wording.period(figure.period_kind, figure.first)
    if figure.is_sound and figure.value is not None:
        value = wording.amount(figure.value, indicator.unit)
        parts = [say(f"{name}为{value}", f"{name}: {value}")]
        parts += [verdict(figure, indicator).detail] if figure.flags else []
        parts += [cautions.review(figure)] if figure.needs_review else []
        moved = movement(figures, position, indicator.unit)
        parts += [moved] if moved else []
    else:
        reason = verdict(figure, indicator)
        name += f" {shown(figure, indicator.unit)}" if figure.is_ranged else ""
        parts = [name + say("：", ": ") + reason.headline.lower() + say("，", ", ") + reason.detail]
    parts += _hits(figures[: position + 1], indicator)
    parts += [gaps] if (gaps := cautions.withheld_periods(figures)) else []
    return say("；", "; ").join(parts) + say("。", ".")


def _hits(figures: list[Figure], indicator: Indicator) -> list[str]:
    """How many of the recent complete periods reached the target."""
    sound = [figure for figure in figures[-RECENT:] if figure.is_sound and not figure.flags]
    standings = [standing(figure, indicator.target, indicator.direction) for figure in sound]
    if not sound or None in standings:
        return []
    good = (Standing.REACHED, Standing.BARELY_REACHED)
    hits = sum(found in good for found in standings)
    kind = sound[0].period_kind
    noun = {"month": "月份", "half_year": "半年期", "year": "年度"}.get(kind, "季度")
    total = len(sound)
    some = f"中{hits}个达到目标"
    chinese = "均未达到目标" if hits == 0 else "均达到目标" if hits == total else some
    english = f"{wording.period_noun(kind)}{'' if total == 1 else 's'}"
    return [
        say(
            f"近{total}个可评价{noun}{chinese}",
            f"on target in {hits} of the last {total} assessable {english}",
        )
    ]


def across(places: list[Place], indicator: Indicator, noun: str) -> str:
    """How areas stand against the target; the area above them is left out, home comes last.

    `noun` is what the areas are, as in 苏木乡镇 or town.
    """
    beside = [place for place in places if not place.is_parent]
    if beside and all(place.figure.is_withheld for place in beside):
        return cautions.none_shown(beside, noun)
    if indicator.target is None or indicator.direction not in ("up", "down"):
        return _monitored(beside, noun, indicator)
    groups: dict[str, int] = {}
    own = None
    for place in beside:
        headline = verdict(place.figure, indicator).headline
        groups[headline] = groups.get(headline, 0) + 1
        own = (place.name, headline) if place.is_home else own
    parts = [
        say(f"{headline}{number}个", f"{headline.lower()}: {number}")
        for headline, number in groups.items()
    ]
    total = sum(groups.values())
    text = say(f"{total}个{noun}中", f"of {total} {noun}s, ") + say("，", "; ").join(parts)
    if own:
        text += say(f"；{own[0]}{own[1]}", f"; {own[0]}: {own[1].lower()}")
    return text + say("。", ".") + _beside(beside)


def _monitored(beside: list[Place], noun: str, indicator: Indicator) -> str:
    known = sum(place.figure.is_sound for place in beside)
    why = say("仅作监测，不分好坏", "monitored only, neither good nor bad")
    if indicator.direction == "band":
        why = _unjudged()
    return say(
        f"{len(beside)}个{noun}中{known}个有数值；{why}。",
        f"{known} of {len(beside)} {noun}s have a value; {why}.",
    ) + _beside(beside)


def _beside(places: list[Place]) -> str:
    """What is to be known of single areas: whose figures are not shown, or are not ours."""
    return cautions.withheld_places(places) + _sent_down(places) + cautions.reviews(places)


def _sent_down(beside: list[Place]) -> str:
    """Whose figures were not computed here."""
    names = say("、", ", ").join(place.name for place in beside if place.figure.is_received)
    if not names:
        return ""
    return say(f"{names}的数值由上级下发。", f" Sent down by an upper level: {names}.")


def overdue(items: list[dict[str, Any]], as_of: date) -> str:
    """How much is overdue at the units of an area, and where the oldest is."""
    late = [item for item in items if item["overdue_count"]]
    soon = sum(item["due_in_7_days_count"] for item in items)
    cut = wording.day(as_of)
    tail = say(f"；{soon}项将在七日内到期。", f"; {soon} fall due within seven days.")
    if not late:
        return say(f"截至{cut}，没有超期未办结的事项", f"Nothing is overdue at {cut}") + tail
    total = sum(item["overdue_count"] for item in late)
    units = len({item["unit"] for item in late})
    oldest = max(late, key=lambda item: item["longest_overdue_days"])
    days, register = oldest["longest_overdue_days"], spoken(labels.register(oldest["contract"]))
    return (
        say(
            f"截至{cut}，{units}个单位共{total}项超期未办结，"
            f"最久的已超{days}天（{oldest['unit']}，{register}）",
            f"At {cut}, {total} items are overdue at {units} units, the oldest by {days} days "
            f"({oldest['unit']}, {register.lower()})",
        )
        + tail
    )
