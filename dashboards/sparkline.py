"""The small drawing of a series beside a figure: an image in a line of text.

It has no axis and no words: the figure itself and its page have those.
"""

from collections.abc import Sequence

from dashboards import drawing
from dashboards.canvas import BLUE, ORANGE
from dashboards.judgement import Figure
from dashboards.language import say
from dashboards.markup import Markup
from dashboards.trend_chart import runs

SHOWN = 16
WIDTH, HEIGHT, MARGIN = 132, 36, 4


def draw(series: Sequence[Figure], target: float | None) -> Markup:
    """The last periods of `series` with the target; nothing where no two have a sound value.

    What is unsound leaves a gap, and no line runs across a change of series.
    """
    figures = list(series[-SHOWN:])
    values = [figure.value for figure in figures if figure.is_sound and figure.value is not None]
    if len(values) < 2:
        return Markup("")
    ends = [*values, *([] if target is None else [target])]
    low, high = min(ends), max(ends)

    def point(position: int, value: float) -> str:
        x = MARGIN + position * (WIDTH - 2 * MARGIN) / max(1, len(figures) - 1)
        y = HEIGHT - MARGIN - (value - low) / ((high - low) or 1) * (HEIGHT - 2 * MARGIN)
        return f"{x:.1f},{y:.1f}"

    shapes = []
    if target is not None:
        line = f"{point(0, target)} {point(len(figures) - 1, target)}"
        shapes.append(f'<polyline points="{line}" stroke="{ORANGE}" stroke-dasharray="4 3"/>')
    for run in runs(figures):
        points = " ".join(point(i, figures[i].value or 0) for i in run)
        shapes.append(f'<polyline points="{points}" stroke="{BLUE}" stroke-width="2"/>')
        for dot in points.split() if len(run) == 1 else points.split()[-1:]:
            x, y = dot.split(",")
            shapes.append(f'<circle cx="{x}" cy="{y}" r="2.5" fill="{BLUE}"/>')
    label = say(f"近{len(figures)}期走势", f"Last {len(figures)} periods")
    return drawing.image(shapes, WIDTH, HEIGHT, label, "ap-spark")
