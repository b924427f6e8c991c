"""What stands under 口径: the definition of an indicator or of published columns, in words."""

from dashboards import labels, wording
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.language import say, spoken


def of_indicator(indicator: Indicator, figure: Figure | None = None) -> list[tuple[str, object]]:
    """The definition of an indicator, as the catalogue has it, and the method of one figure."""
    none = say("无", "none")
    unit = indicator.unit
    entries: list[tuple[str, object]] = [
        (say("指标", "Indicator"), f"{spoken(indicator.name)}（{indicator.id}）"),
        (say("定义", "Definition"), spoken(indicator.definition)),
        (say("分子", "Numerator"), spoken(indicator.numerator)),
        (
            say("分母", "Denominator"),
            spoken(indicator.denominator) if indicator.denominator else none,
        ),
        (say("时间规则", "Time rule"), spoken(indicator.time_rule)),
        (say("计分", "Scoring"), _scoring(indicator)),
        (
            say("目标依据", "Basis of target"),
            spoken(indicator.target_basis) if indicator.target_basis else none,
        ),
        (
            say("样本要求", "Least records"),
            say(f"样本不少于{indicator.minimum}", f"n at least {indicator.minimum}"),
        ),
        (say("区间", "Interval"), _interval(indicator)),
        (say("口径版本", "Version"), _version(indicator)),
    ]
    if figure is not None and figure.method is not None:
        method = spoken(labels.interval_method(figure.method))
        entries.insert(-1, (say("区间方法", "Interval method"), method))
    if indicator.target is not None:
        target = wording.bound(indicator.target, unit)
        entries.insert(5, (say("目标值", "Target"), target))
    return entries


def of_columns(table: str, *columns: str) -> list[tuple[str, object]]:
    """What published columns mean, as their contract has it."""
    found = [labels.published(table, column) for column in columns]
    return [(spoken(item.label), spoken(item.description)) for item in found]


def _interval(indicator: Indicator) -> str:
    if indicator.unit == "count":
        return say("计数没有区间", "A count has none")
    return say(
        "95%置信区间：数量越少区间越宽，区间之内的差别可能出于偶然",
        "95 % confidence interval: the fewer the records, the wider; "
        "differences within it may be chance",
    )


def _version(indicator: Indicator) -> str:
    text = say(f"第{indicator.version}版", str(indicator.version))
    if indicator.since is None:
        return text
    day = wording.day(indicator.since)
    return text + say(f"，自{day}起生效", f", in force since {day}")


def _scoring(indicator: Indicator) -> str:
    direction = spoken(labels.direction(indicator.direction))
    if not indicator.is_scored:
        return say(f"{direction}，不计分", f"{direction}; not scored")
    weight = wording.rounded(indicator.weight, 0)
    text = say(f"{direction}，默认权重{weight}", f"{direction}; default weight {weight}")
    if indicator.floor is None or indicator.target is None:
        return text
    floor = wording.bound(indicator.floor, indicator.unit)
    target = wording.bound(indicator.target, indicator.unit)
    return text + say(
        f"；{floor}及以下得0分，{target}得满分", f"; {floor} scores 0, {target} scores full marks"
    )
