"""What control charts say: points of one series, and their signals in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards import labels, wording
from dashboards.labels import Indicator
from dashboards.language import say
from dashboards.sentences import Verdict

RECENT_POINTS = 3
"""A signal is news as long as it is among so many of the latest points that take part."""

REASONS_EN = {
    "system": "a new system",
    "process": "another process",
    "rule": "another rule",
    "scope": "another scope",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a control chart, as the snapshot has it."""

    period: str
    period_kind: str
    first: date
    value: float | None
    status: str
    series: int
    count: int
    chart: str
    centre: float | None
    low: float | None
    high: float | None
    sigma_z: float | None
    signal: str
    signal_from: str | None
    is_above: bool | None
    is_improvement: bool | None
    is_cusum: bool

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Point":
        """The point in a row of mart_trend_signal."""
        return cls(
            period=row["period"],
            period_kind=row["period_kind"],
            first=row["period_from"],
            value=row["value"],
            status=row["status"],
            series=row["series_number"],
            count=row["point_count"],
            chart=row["chart"],
            centre=row["centre_line"],
            low=row["lower_limit"],
            high=row["upper_limit"],
            sigma_z=row["sigma_z"],
            signal=row["signal"],
            signal_from=row["signal_from"],
            is_above=row["is_above"],
            is_improvement=row["is_improvement"],
            is_cusum=row["is_cusum_signal"],
        )

    @property
    def is_judged(self) -> bool:
        """Whether it takes part in its chart."""
        return self.centre is not None

    @property
    def is_signal(self) -> bool:
        """Whether it shows a change."""
        return self.signal != "none"


def latest(points: Sequence[Point]) -> Point | None:
    """The newest signal that is still news; none where there is none."""
    judged = [point for point in points if point.is_judged][-RECENT_POINTS:]
    return next((point for point in reversed(judged) if point.is_signal), None)


def is_judged(points: Sequence[Point]) -> bool:
    """Whether its last series has a chart by which something can be told."""
    return bool(points) and points[-1].chart not in ("too_short", "too_still")


def sentence(point: Point, points: Sequence[Point]) -> str:
    """A signal in words, as in 2026年7月起连续高于平均水平."""
    first = next((one.first for one in points if one.period == point.signal_from), point.first)
    since = wording.period(point.period_kind, first)
    up = bool(point.is_above)
    lasts = point.signal_from != point.period and point.signal != "trend"
    if point.signal == "outside_limit" and not lasts:
        when = wording.period(point.period_kind, point.first)
        return say(
            f"{when}{'高于偶然波动的上限' if up else '低于偶然波动的下限'}",
            f"{when}: {'above' if up else 'below'} what chance would make",
        )
    words = {
        "trend": (say("连续上升", "rising in a row"), say("连续下降", "falling in a row")),
        "two_of_three": (
            say("三期中两期接近上限", "two of three near the upper limit"),
            say("三期中两期接近下限", "two of three near the lower limit"),
        ),
        "run": (
            say("连续高于平均水平", "above the mean in a row"),
            say("连续低于平均水平", "below the mean in a row"),
        ),
    }["run" if lasts else point.signal][0 if up else 1]
    return say(f"{since}起{words}", f"Since {since}: {words}")


def verdict(point: Point) -> Verdict:
    """Whether a signal is for the better."""
    tone, mark, word = {
        True: ("good", "▲", say("好转", "Better")),
        False: ("bad", "◆", say("变差", "Worse")),
        None: ("unclear", "■", say("有变化", "Changed")),
    }[point.is_improvement]
    return Verdict(tone, mark, word, "")


def headline(points: Sequence[Point], indicator: Indicator) -> str:
    """What the chart shows, in one sentence."""
    if not is_judged(points):
        return _unjudged(points)
    found = latest(points)
    unit = wording.period_noun(points[-1].period_kind)
    if found is None:
        return say(
            "近期没有超出偶然波动的变化：各期的高低属于正常起伏。",
            f"No change beyond chance lately: the ups and downs of each {unit} are normal.",
        )
    word = verdict(found).headline
    return say(
        f"{sentence(found, points)}，不是偶然波动（{word}）。",
        f"{sentence(found, points)}; this is no chance ({word.lower()}).",
    )


def reason(points: Sequence[Point]) -> str:
    """Which chart was taken, and why."""
    last = points[-1]
    count = last.count
    if last.chart == "xmr":
        return say(
            f"单值图：按{count}个已定值的点逐期变动的大小划定界限。",
            f"Chart of single values: its limits follow from how {count} settled points move.",
        )
    factor = wording.rounded(last.sigma_z or 1.0)
    if last.chart == "p":
        return say(
            f"比例图：逐期变动是偶然变动的{factor}倍，与偶然相当，界限按各期分母划定。",
            f"Chart of shares: they move {factor} times as chance does; limits by denominators.",
        )
    return say(
        f"修正比例图：逐期变动是偶然变动的{factor}倍，界限按此放宽。",
        f"Adjusted chart of shares: they move {factor} times as chance does; limits are wider.",
    )


def rebase(row: dict[str, Any]) -> str:
    """A decision to begin a chart anew: from when, why, by whom and on which day."""
    since, decided = wording.day(row["from_on"]), wording.day(row["decided_on"])
    reason = labels.code("fct_chart_rebase", "reason", row["reason"]).cn
    english = REASONS_EN[row["reason"]]
    return say(
        f"自{since}起按新基线判断：{reason}，{row['decided_by']}{decided}决定。",
        f"Limits begin anew on {since}: {english}; decided by {row['decided_by']} on {decided}.",
    )


def forecast(rows: Sequence[dict[str, Any]], indicator: Indicator) -> str:
    """The next period's figure within its limits, and what back-tests say of such forecasts."""
    following = rows[0]
    when = wording.period(following["period_kind"], following["period_from"])
    value, low, high = (
        wording.amount(following[name], indicator.unit)
        for name in ("forecast", "forecast_low", "forecast_high")
    )
    ratio = wording.rounded(following["error_ratio"], 2)
    covered, trials = wording.rounded(following["coverage_percent"], 0), following["trial_count"]
    return say(
        f"{when}预计{value}，多在{low}至{high}之间。回测{trials}次，误差为“与上年同期相同”的"
        f"{ratio}倍，{covered}%落在这样的范围内。",
        f"{when} is expected at {value}, mostly between {low} and {high}. In {trials} back-tests "
        f"such a forecast erred {ratio} times as much as the figure of a year before, and "
        f"{covered} % lay within such limits.",
    )


def _unjudged(points: Sequence[Point]) -> str:
    if points and points[-1].chart == "too_still":
        return say(
            "多数期间数值没有变动，不画界限，不作判断。",
            "The figure stays the same in most periods: no limits, and nothing is claimed.",
        )
    count = points[-1].count if points else 0
    return say(
        f"已定值的点只有{count}个，不足13个：只画线，不判断变化。",
        f"Only {count} settled points, fewer than 13: drawn, and no change is claimed.",
    )
