"""The waves of one survey item: plain figures in, a small picture out.

An interval stands on every wave, and no line joins what was asked in different ways.
"""

from collections.abc import Callable, Sequence

from dashboards import drawing, wording
from dashboards.canvas import BLUE, GREY, GRID, ORANGE
from dashboards.judgement import Figure
from dashboards.markup import Markup
from dashboards.trend_chart import runs

Scale = Callable[[float], float]

WIDTH, HEIGHT, FOOT, TOP, SIDE = 264, 150, 32, 18, 30


def slopes(waves: Sequence[Figure], target: float | None, description: str) -> Markup:
    """Values by wave with their intervals and the target; hollow where not settled or sound."""
    figures = list(waves)
    ends = [n for one in figures for n in (one.value, one.low, one.high) if n is not None]
    ends += [] if target is None else [target]
    low, high = min(ends, default=0.0), max(ends, default=1.0)

    def x(place: int) -> float:
        return SIDE + place * (WIDTH - 2 * SIDE) / max(1, len(figures) - 1)

    def y(value: float) -> float:
        return TOP + (high - value) / ((high - low) or 1) * (HEIGHT - FOOT - TOP - 6)

    base = HEIGHT - FOOT
    shapes = [f'<path d="M0 {base}H{WIDTH}" stroke="{GRID}"/>']
    if target is not None:
        line = f'd="M0 {y(target):.1f}H{WIDTH}" stroke="{ORANGE}" stroke-dasharray="5 4"'
        shapes.append(f"<path {line}/>")
    for run in runs(figures):
        points = " ".join(f"{x(i):.1f},{y(figures[i].value or 0):.1f}" for i in run)
        shapes.append(f'<polyline points="{points}" stroke="{BLUE}" stroke-width="2"/>')
    for place, figure in enumerate(figures):
        shapes += _wave(figure, x(place), y)
        first, year = wording.tick("half_year", figure.first, with_year=True).split("<br>")
        shapes.append(drawing.text(x(place), base + 13, first))
        shapes.append(drawing.text(x(place), base + 27, year))
    return drawing.image(shapes, WIDTH, HEIGHT, description)


def _wave(figure: Figure, x: float, y: Scale) -> list[str]:
    colour = BLUE if figure.is_sound else GREY
    shapes = []
    if figure.low is not None and figure.high is not None:
        dash = "" if figure.is_sound else ' stroke-dasharray="3 3"'
        ends = f"M{x:.1f} {y(figure.low):.1f}V{y(figure.high):.1f}"
        shapes.append(f'<path d="{ends}" stroke="{colour}" stroke-width="1.5"{dash}/>')
    if figure.value is None:
        return [*shapes, drawing.text(x, HEIGHT - FOOT - 6, "×")]
    fill = colour if figure.is_sound else "#ffffff"
    at = f'cx="{x:.1f}" cy="{y(figure.value):.1f}"'
    shapes.append(f'<circle {at} r="4" fill="{fill}" stroke="{colour}" stroke-width="2"/>')
    top = figure.value if figure.high is None else figure.high
    shapes.append(drawing.text(x, y(top) - 5, wording.rounded(figure.value)))
    return shapes
