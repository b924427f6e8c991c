"""The small bars of one sector: problems by quarter and what has become of them.

All sectors are drawn to one scale, so that they can be looked at beside each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from dashboards import drawing, wording
from dashboards.canvas import BLUE, GREY, GRID, ORANGE
from dashboards.chart_table import Table
from dashboards.language import say
from dashboards.markup import Markup

WIDTH, HEIGHT, FOOT, GAP = 264, 104, 18, 4


@dataclass(frozen=True, slots=True)
class Quarter:
    """Problems found in a quarter, by what has become of them until the cut-off."""

    first: date
    on_time: int = 0
    late: int = 0
    overdue: int = 0
    still_open: int = 0

    @property
    def total(self) -> int:
        """All problems found in it."""
        return self.on_time + self.late + self.overdue + self.still_open


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of problem is drawn and called."""

    attribute: str
    fill: str
    stroke: str

    @property
    def name(self) -> str:
        """What it is called beside the charts."""
        return {
            "on_time": say("按期办结", "Closed on time"),
            "late": say("逾期办结", "Closed late"),
            "overdue": say("逾期未结", "Overdue"),
            "still_open": say("未到期", "Not due yet"),
        }[self.attribute]


LOOKS = (
    Look("on_time", BLUE, BLUE),
    Look("late", "url(#late)", BLUE),
    Look("overdue", ORANGE, ORANGE),
    Look("still_open", "#ffffff", GREY),
)
HATCH = (
    '<defs><pattern id="late" width="5" height="5" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="5" height="5" fill="#fff"/>'
    f'<rect width="2" height="5" fill="{BLUE}"/></pattern></defs>'
)


def bars(quarters: Sequence[Quarter], largest: int, description: str) -> Markup:
    """One sector's quarters, by time; `largest` is the most problems of any sector's quarter."""
    step = WIDTH / max(len(quarters), 1)
    scale = (HEIGHT - FOOT - 14) / max(largest, 1)
    shapes = [HATCH, f'<path d="M0 {HEIGHT - FOOT}H{WIDTH}" stroke="{GRID}"/>']
    for place, quarter in enumerate(quarters):
        left, base = place * step + GAP, float(HEIGHT - FOOT)
        for look in LOOKS:
            height = scale * getattr(quarter, look.attribute)
            base -= height
            if height:
                shapes.append(
                    f'<rect x="{left:.1f}" y="{base:.1f}" width="{step - 2 * GAP:.1f}" '
                    f'height="{height:.1f}" fill="{look.fill}" stroke="{look.stroke}"/>'
                )
        middle = left + step / 2 - GAP
        if quarter.total:
            shapes.append(drawing.text(middle, base - 3, str(quarter.total)))
        if quarter.first.month == 1:
            shapes.append(
                drawing.text(left, HEIGHT - 4, wording.tick("year", quarter.first), "start")
            )
    return drawing.image(shapes, WIDTH, HEIGHT, description)


def table(series: Mapping[str, Sequence[Quarter]]) -> Table:
    """Problems of every sector by the quarter in which they were found."""
    return Table(
        say("各行业的问题", "Problems of the sectors"),
        [say("行业", "Sector"), say("季度", "Quarter"), *(look.name for look in LOOKS)],
        [
            (
                name,
                wording.period("quarter", quarter.first),
                *(getattr(quarter, look.attribute) for look in LOOKS),
            )
            for name, quarters in series.items()
            for quarter in quarters
        ],
    )


def key() -> Markup:
    """What the kinds of bars mean."""
    swatches = []
    for look in LOOKS:
        box = (
            f'{HATCH}<rect x="1" y="1" width="12" height="12" '
            f'fill="{look.fill}" stroke="{look.stroke}"/>'
        )
        swatches.append(f"<span>{drawing.image([box], 14, 14, '')} {escape(look.name)}</span>")
    return Markup(f'<p class="ap-key">{"".join(swatches)}</p>')
