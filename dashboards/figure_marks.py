"""What charts of indicators share: the reach of their axis, and the words under the pointer."""

from dashboards import cautions, wording
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.language import say


def value_range(figures: list[Figure], indicator: Indicator) -> list[float]:
    """An axis that holds every value, interval and target; that of counts begins at nothing."""
    known = [end for f in figures for end in (f.value, f.low, f.high) if end is not None]
    ends = [*known, *([] if indicator.target is None else [indicator.target])] or [0.0, 100.0]
    if indicator.unit == "count":
        return [0.0, max(ends) * 1.15 or 1.0]
    low = max(0.0, (min(ends) - 1) // 10 * 10)
    high = -(-max(ends) // 10) * 10
    return [low, high + (high - low) * 0.04]


def hover(figure: Figure, indicator: Indicator) -> str:
    """All that one figure rests on, in a few lines."""
    lines = [f"<b>{wording.period(figure.period_kind, figure.first)}</b>"]
    if figure.is_withheld:
        word = cautions.withheld(figure)
        lines.append(word + say("：", ": ") + cautions.reason(figure))
    if figure.value is not None:
        lines.append(wording.amount(figure.value, indicator.unit))
    if reach := cautions.reach(figure, indicator.unit):
        lines.append(reach)
    if figure.sample is not None and indicator.unit != "count":
        total = wording.count(figure.sample)
        lines.append(say(f"共{total}条", f"n = {total}"))
    if figure.is_received:
        lines.append(say("上级下发", "Sent down by an upper level"))
    if figure.flags:
        lines.append(cautions.wave_flags(figure.flags))
    if figure.needs_review:
        lines.append(cautions.review(figure))
    return "<br>".join(lines)
