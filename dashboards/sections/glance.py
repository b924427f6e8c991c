"""Many indicators at a glance: first what fell short, then all of them by mechanism."""

from collections.abc import Sequence

import streamlit as st

from dashboards import address, cautions, components, labels, markup, sentences, sparkline, wording
from dashboards import readings as read
from dashboards import view as views
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.markup import Heading, Markup
from dashboards.readings import Reading
from dashboards.view import Area, View

PRESSING_SHOWN = 6
MECHANISM_SHOWN = 5


def readings(view: View, home: Area, measured: dict[str, Indicator], kind: str) -> list[Reading]:
    """One reading of every indicator that has a settled figure, by mechanism and id."""
    order = [code for code, _ in labels.published("dim_indicator", "mechanism_code").codes]
    found = [
        read.read(
            indicator, views.history(view.snapshot, name, home.code), kind, view.snapshot.as_of
        )
        for name, indicator in measured.items()
    ]
    known = [reading for reading in found if reading is not None]
    return sorted(known, key=lambda r: (order.index(r.indicator.mechanism), r.indicator.id))


def pressing(found: Sequence[Reading]) -> None:
    """What slipped or fell short of its target."""
    chosen = read.pressing(found)
    with components.box(say("先看这些", "Look here first"), "pressing", _rules()):
        components.note(_summary(found, chosen))
        if chosen:
            title = say("未达目标或下滑的指标", "Indicators off target or worse than before")
            components.folded(
                [{"reading": reading} for reading in chosen],
                lambda rows: _table(title, [row["reading"] for row in rows]),
                PRESSING_SHOWN,
            )


def by_mechanism(found: Sequence[Reading], measured: dict[str, Indicator]) -> None:
    """All indicators, a box for each mechanism, the boxes in two columns of like length."""
    groups: dict[str, list[Reading]] = {}
    for reading in found:
        groups.setdefault(reading.indicator.mechanism, []).append(reading)
    columns = st.columns(min(2, len(groups) or 1))
    filled = [0] * len(columns)
    for code, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        place = filled.index(min(filled))
        filled[place] += min(len(group), MECHANISM_SHOWN) + 1
        with columns[place]:
            _mechanism(code, group)
    if waiting := [i for name, i in measured.items() if name not in _ids(found)]:
        names = say("、", ", ").join(spoken(indicator.name) for indicator in waiting)
        components.note(say(f"还没有定值期间的指标：{names}。", f"No settled period yet: {names}."))


def _ids(found: Sequence[Reading]) -> set[str]:
    return {reading.indicator.id for reading in found}


def _mechanism(code: str, group: list[Reading]) -> None:
    name = spoken(labels.mechanism(code))
    with components.box(name, f"mechanism-{code}", _rules(), is_level=False):
        components.folded(
            [{"reading": reading} for reading in sorted(group, key=_attention)],
            lambda rows: _table(name, [row["reading"] for row in rows]),
            MECHANISM_SHOWN,
        )


def _attention(reading: Reading) -> tuple[bool, bool]:
    """What falls short comes first, what cannot be judged last."""
    return not (reading.is_missed or reading.has_slipped), not reading.figure.is_sound


def _rules() -> list[tuple[str, object]]:
    return [
        (
            say("哪一期", "Period"),
            say(
                "所选周期中最近一个已定值、已发布的期间；样本不足或不对外显示时用更长的周期，"
                "再没有则用此前一年内的期间",
                "The latest settled and released one; a longer one where it rests on too little "
                "or is not shown to everyone, and failing that one of the year before",
            ),
        ),
        (
            say("下滑", "Worse"),
            say("比上一期变差，且超出偶然波动", "Worse than the period before, beyond chance"),
        ),
        (
            say("未达目标", "Off target"),
            say("数值连同95%区间都未达到目标", "The value and its whole 95 % interval fall short"),
        ),
        (
            say("次序", "Order"),
            say(
                "先下滑的，后未达目标的；各按失去的权重",
                "Worse first, then off target; by the weight lost",
            ),
        ),
        (
            say("不设目标", "No target"),
            say("仅作监测，不分好坏", "Monitored only: neither good nor bad"),
        ),
        (
            say("质量存疑", "Doubtful"),
            say(
                "该批次调查未通过质量检查，数值仅供参考",
                "The survey did not pass its quality gate: read with caution",
            ),
        ),
    ]


def _summary(found: Sequence[Reading], chosen: Sequence[Reading]) -> str:
    missed = sum(reading.is_missed for reading in found)
    slipped = sum(reading.has_slipped for reading in found)
    doubtful = [r for r in found if r.figure.flags and not r.figure.is_withheld]
    unjudged = sum(not reading.figure.is_sound for reading in found)
    protected = sum(reading.figure.is_protected for reading in found)
    parts = [
        say(f"{len(found)}项指标中，未达目标{missed}项", f"Of {len(found)}, {missed} off target"),
        say(f"明显下滑{slipped}项", f"{slipped} clearly worse than before"),
    ]
    if not chosen:
        parts = [
            say(
                f"{len(found)}项指标中没有未达目标或明显下滑的",
                f"Of {len(found)} indicators, none is off target or clearly worse",
            )
        ]
    if unjudged:
        of_them = say(f"（其中{protected}项不对外显示）", f" ({protected} not shown to everyone)")
        text = say(f"{unjudged}项暂不能评价", f"{unjudged} cannot be judged yet")
        if protected == unjudged:
            text, of_them = f"{protected}{say('项', ' ')}{cautions.hidden()}", ""
        parts.append(text + (of_them if protected else ""))
    if doubtful:
        names = say("、", ", ").join(spoken(reading.indicator.name) for reading in doubtful)
        parts.append(say(f"调查质量存疑：{names}", f"surveys in doubt: {names}"))
    return say("；", "; ").join(parts) + say("。", ".")


def _table(title: str, group: Sequence[Reading]) -> Markup:
    return markup.table(
        title,
        [
            Heading(say("指标", "Indicator")),
            Heading(say("数值", "Value")),
            Heading(say("判断", "Judgement")),
            Heading(say("走势", "Trend")),
        ],
        [(_name(r), _value(r), _judgement(r), _drawn(r)) for r in group],
    )


def _name(reading: Reading) -> Markup:
    indicator, figure = reading.indicator, reading.figure
    link = address.link("indicator", indicator=indicator.id)
    when = wording.period(figure.period_kind, figure.first)
    return Markup(markup.link(spoken(indicator.name), link) + markup.small(when))


def _value(reading: Reading) -> Markup:
    figure, unit = reading.figure, reading.indicator.unit
    value = sentences.shown(figure, unit)
    weight = "" if figure.is_sound else " ap-weak"
    facts = []
    if figure.has_interval and figure.low is not None and figure.high is not None:
        facts.append(wording.span(figure.low, figure.high, unit))
    if figure.sample is not None and unit != "count":
        n = wording.count(figure.sample)
        facts.append(say(f"共{n}条", f"n {n}"))
    if figure.is_received:
        facts.append(say("上级下发", "received"))
    below = markup.small(
        Markup(" ".join(f'<span class="ap-whole">{fact}</span>' for fact in facts))
    )
    return Markup(f'<strong class="ap-figure{weight}">{value}</strong>{below}')


def _judgement(reading: Reading) -> Markup:
    figure, indicator = reading.figure, reading.indicator
    judged = sentences.verdict(figure, indicator)
    moved = sentences.movement(list(reading.series), reading.position, indicator.unit)
    detail = judged.detail if judged.tone in ("bad", "unclear") or not figure.is_sound else ""
    caution = cautions.review(figure) or cautions.elsewhere(figure)
    said = [detail, caution, moved or "", _replaced(reading.asked)]
    below = [markup.small(text[:1].upper() + text[1:]) for text in said if text]
    return Markup(markup.chip(judged) + "".join(below))


def _replaced(asked: Figure | None) -> str:
    """Why another period is shown than was asked for."""
    if asked is None:
        return ""
    if asked.is_withheld:
        return cautions.blank(asked)
    name = wording.period(asked.period_kind, asked.first)
    status = spoken(labels.code("mart_indicator_value", "status", asked.status))
    n = wording.count(asked.sample or 0)
    return say(f"{name}{status}（{n}条）", f"{name}: {status.lower()} (n {n})")


def _drawn(reading: Reading) -> Markup:
    drawn = sparkline.draw(reading.series[: reading.position + 1], reading.indicator.target)
    return drawn or Markup(markup.NOTHING)
