"""How far reports have come by so many days after receipt: cumulative incidence, and what is open.

Exact counts of small cohorts, so that only accounts with the office's grant see it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from typing import Any

from dashboards import drawing, labels, wording
from dashboards.canvas import BLUE, GREY, GRID
from dashboards.chart_table import Table
from dashboards.language import say, spoken
from dashboards.markup import Markup

WIDTH, HEIGHT, LEFT, TOP, FOOT = 340, 150, 38, 8, 20
Z = 1.959964
MARKED = (0, 30, 60, 90, 180)
HATCHING = (
    '<defs><pattern id="open" width="6" height="6" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="1.5" height="6" fill="{GREY}"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Clues that a stage has been reached by within `days` of receipt, and those still open."""

    days: int
    count: int
    reached: int
    open_share: float

    @property
    def share(self) -> float:
        """Reached, from 0 to 1."""
        return self.reached / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share by Wilson (1927), from 0 to 1."""
        n, p = self.count, self.share
        middle = p + Z * Z / (2 * n)
        reach = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        whole = 1 + Z * Z / n
        return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage with its reaches by days."""

    code: str
    reaches: tuple[Reach, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return spoken(labels.code("mart_clue_funnel", "stage", self.code))


def stages(rows: Iterable[Mapping[str, Any]]) -> list[Stage]:
    """The stages in the order of their work; `rows` come by stage and days."""
    found: dict[str, list[Reach]] = {}
    for row in rows:
        if row["clue_count"]:
            reach = Reach(
                row["horizon_days"], row["clue_count"], row["reached_count"], row["open_share"]
            )
            found.setdefault(row["stage"], []).append(reach)
    order = [code for code, _ in labels.published("mart_clue_funnel", "stage").codes]
    return [Stage(code, tuple(found[code])) for code in order if code in found]


def said(stage: Stage) -> str:
    """What a chart shows, in a sentence."""
    last = stage.reaches[-1]
    low, high = last.interval
    share = wording.amount(100 * last.share, "percent")
    ends = [wording.amount(100 * one, "percent") for one in (low, high)]
    left = wording.amount(100 * last.open_share, "percent")
    return say(
        f"{last.days}天内{share}（{ends[0]}～{ends[1]}），仍未到达也未结束的{left}",
        f"{share} within {last.days} days ({ends[0]} to {ends[1]}), {left} still open",
    )


def draw(stage: Stage) -> Markup:
    """The share reached as days go by, and above it, hatched, what is still open."""
    shapes = [HATCHING]
    for level in (0, 50, 100):
        shapes.append(f'<path d="M{LEFT} {_y(level / 100)}H{WIDTH - 8}" stroke="{GRID}"/>')
        shapes.append(drawing.text(LEFT - 5, _y(level / 100) + 4, f"{level}%", "end"))
    for day in MARKED:
        shapes.append(drawing.text(_x(day), HEIGHT - 4, str(day)))
    points = [(0, 0.0, 1.0), *((r.days, r.share, r.share + r.open_share) for r in stage.reaches)]
    upper = " ".join(f"{_x(day)},{_y(top)}" for day, _, top in points)
    lower = " ".join(f"{_x(day)},{_y(low)}" for day, low, _ in reversed(points))
    shapes.append(f'<polygon points="{upper} {lower}" fill="url(#open)"/>')
    line = " ".join(f"{_x(day)},{_y(low)}" for day, low, _ in points)
    shapes.append(f'<polyline points="{line}" fill="none" stroke="{BLUE}" stroke-width="2"/>')
    for reach in stage.reaches:
        low, high = reach.interval
        shapes.append(
            f'<path d="M{_x(reach.days)} {_y(low)}V{_y(high)}" stroke="{BLUE}" stroke-width="1.5"/>'
            f'<circle cx="{_x(reach.days)}" cy="{_y(reach.share)}" r="3.5" fill="{BLUE}"/>'
        )
    return drawing.image(shapes, WIDTH, HEIGHT, f"{stage.name}: {said(stage)}")


def key() -> Markup:
    """What the marks mean."""
    dot = (
        f'<path d="M9 0V14M0 7H18" stroke="{BLUE}" stroke-width="1.5"/>'
        f'<circle cx="9" cy="7" r="3.5" fill="{BLUE}"/>'
    )
    hatched = '<rect x="1" y="1" width="16" height="12" fill="url(#open)"/>'
    looks = [
        (dot, say("到达的占比，95%区间", "Share reached, with its 95 % interval")),
        (HATCHING + hatched, say("仍在途", "Still open")),
        ("", say("横轴：收到后的天数", "Across: days since receipt")),
    ]
    swatches = [
        f"<span>{drawing.image([shape], 18, 14, '') if shape else ''} {escape(name)}</span>"
        for shape, name in looks
    ]
    return Markup(f'<p class="ap-key">{"".join(swatches)}</p>')


def table(title: str, found: Sequence[Stage]) -> Table:
    """All that is drawn."""
    return Table(
        title,
        [
            say("环节", "Stage"),
            say("收到后天数", "Days since receipt"),
            say("线索数", "Clues"),
            say("到达数", "Reached"),
            say("到达率（%）", "Reached, %"),
            say("区间下限（%）", "Interval from, %"),
            say("区间上限（%）", "Interval to, %"),
            say("仍在途（%）", "Still open, %"),
        ],
        [
            (
                stage.name,
                *(one.days, one.count, one.reached, 100 * one.share),
                *(100 * end for end in one.interval),
                100 * one.open_share,
            )
            for stage in found
            for one in stage.reaches
        ],
    )


def _x(day: int) -> float:
    return round(LEFT + day / MARKED[-1] * (WIDTH - LEFT - 14), 1)


def _y(share: float) -> float:
    return round(HEIGHT - FOOT - share * (HEIGHT - FOOT - TOP), 1)
