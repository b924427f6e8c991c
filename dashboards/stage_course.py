"""The small chart of one stage over time: an image in a panel, on a scale from 0 to 100 %.

All stages are drawn to this one scale, so that they can be looked at beside each other.
"""

from collections.abc import Sequence
from html import escape

from dashboards import cautions, drawing, wording
from dashboards.canvas import BAND, BLUE, GREY, GRID, MUTED, ORANGE
from dashboards.judgement import Figure
from dashboards.language import say
from dashboards.markup import Markup
from dashboards.trend_chart import LOW, runs

SHOWN = 12
WIDTH, HEIGHT, LEFT, TOP, FOOT = 340, 132, 38, 8, 20
PATTERNS = "".join(
    f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)">{shape}</pattern>'
    for name, shape in {
        "range": f'<rect width="1.5" height="6" fill="{BLUE}"/>',
        "blank": f'<rect width="1.5" height="6" fill="{GREY}"/>',
        "awaited": f'<circle cx="3" cy="3" r="1" fill="{GREY}"/>',
    }.items()
)
DEFINITIONS = f"<defs>{PATTERNS}</defs>"


def draw(figures: Sequence[Figure], target: float | None, description: str) -> Markup:
    """Values with their intervals, the target, and what is not shown or may still move.

    No line runs over a period without a sound value, nor into a new series.
    """
    shapes = [DEFINITIONS]
    for level in (0, 50, 100):
        shapes.append(f'<path d="M{LEFT} {_y(level)}H{WIDTH}" stroke="{GRID}"/>')
        shapes.append(drawing.text(LEFT - 5, _y(level) + 4, f"{level}%", "end"))
    known = list(figures)
    step = (WIDTH - LEFT) / max(len(known), 1)
    xs = [LEFT + step * (place + 0.5) for place in range(len(known))]
    if target is not None:
        dash = f'stroke="{ORANGE}" stroke-width="1.5" stroke-dasharray="5 3"'
        shapes.append(f'<path d="M{LEFT} {_y(target)}H{WIDTH}" {dash}/>')
    for place, figure in enumerate(known):
        shapes.append(_blank(xs[place], step, figure))
        if place and figure.starts_series:
            left = xs[place] - step / 2
            dots = f'stroke="{MUTED}" stroke-dasharray="2 3"'
            shapes.append(f'<path d="M{left:.1f} {TOP}V{HEIGHT - FOOT}" {dots}/>')
    for run in runs(known):
        shapes += [_interval(xs[i], known[i]) for i in run]
        points = " ".join(f"{xs[i]:.1f},{_y(known[i].value or 0)}" for i in run)
        shapes.append(f'<polyline points="{points}" fill="none" stroke="{BLUE}" stroke-width="2"/>')
    shapes += [_dot(x, figure) for x, figure in zip(xs, known, strict=True)]
    shapes += _ends(known)
    return drawing.image(shapes, WIDTH, HEIGHT, description)


def key(figures: Sequence[Figure], *, has_target: bool) -> Markup:
    """What the marks mean that occur among `figures`."""
    middle = 'cx="9" cy="7"'
    line = f'<path d="M0 7H18" stroke="{BLUE}" stroke-width="2"/>'
    looks = [
        (
            any(one.is_sound for one in figures),
            f'{line}<circle {middle} r="3" fill="{BLUE}"/>',
            say("数值", "Value"),
        ),
        (
            any(one.has_interval for one in figures),
            f'<rect x="5" width="8" height="14" fill="{BAND}"/>',
            say("95%区间", "95 % interval"),
        ),
        (
            has_target,
            f'<path d="M0 7H18" stroke="{ORANGE}" stroke-width="2" stroke-dasharray="5 3"/>',
            say("目标", "Target"),
        ),
        (
            any(one.status == "provisional" and one.value is not None for one in figures),
            f'<circle {middle} r="4" fill="#fff" stroke="{BLUE}" stroke-width="2"/>',
            say("暂定", "Provisional"),
        ),
        (
            any(one.status == "insufficient" and one.value is not None for one in figures),
            f'<circle {middle} r="3" fill="#fff" stroke="{GREY}" stroke-width="2"/>',
            say("样本不足", "Too few records"),
        ),
        (any(one.is_ranged for one in figures), _swatch("range", BLUE), cautions.only_range()),
        (
            any(one.is_withheld and not one.is_ranged and not one.is_awaited for one in figures),
            _swatch("blank", GREY),
            say("不发布", "Not shown"),
        ),
        (
            any(one.is_awaited and not one.is_ranged for one in figures),
            _swatch("awaited", GREY),
            say("待发布", "To be released"),
        ),
        (
            any(one.starts_series for one in figures),
            f'<path d="M9 0V14" stroke="{MUTED}" stroke-dasharray="2 3"/>',
            say("口径改变，前后不可比", "Measured otherwise: not comparable"),
        ),
    ]
    swatches = [
        f"<span>{drawing.image([DEFINITIONS, shape], 18, 14, '')} {escape(name)}</span>"
        for occurs, shape, name in looks
        if occurs
    ]
    return Markup(f'<p class="ap-key">{"".join(swatches)}</p>')


def _swatch(pattern: str, colour: str) -> str:
    return f'<rect x="1" y="1" width="16" height="12" fill="url(#{pattern})" stroke="{colour}"/>'


def _y(value: float) -> float:
    return round(HEIGHT - FOOT - value / 100 * (HEIGHT - FOOT - TOP), 1)


def _blank(x: float, step: float, figure: Figure) -> str:
    """A column in the place of what is not shown: the range in which it lies, or a low one."""
    if not figure.is_withheld:
        return ""
    look, colour = ("awaited", GREY) if figure.is_awaited else ("blank", GREY)
    low, high = 0.0, 100 * LOW
    if figure.is_ranged and figure.low is not None and figure.high is not None:
        look, colour, low, high = "range", BLUE, figure.low, figure.high
    width = min(step * 0.6, 18)
    return (
        f'<rect x="{x - width / 2:.1f}" y="{_y(high)}" width="{width:.1f}" '
        f'height="{_y(low) - _y(high):.1f}" fill="url(#{look})" stroke="{colour}"/>'
    )


def _interval(x: float, figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    top, height = _y(figure.high), _y(figure.low) - _y(figure.high)
    return f'<rect x="{x - 4:.1f}" y="{top}" width="8" height="{height:.1f}" fill="{BAND}"/>'


def _dot(x: float, figure: Figure) -> str:
    """Filled where it is sound, open where it may still move or rests on too little."""
    if figure.value is None:
        return ""
    place = f'cx="{x:.1f}" cy="{_y(figure.value)}"'
    if figure.is_sound:
        return f'<circle {place} r="3" fill="{BLUE}"/>'
    radius, colour = (4, BLUE) if figure.status == "provisional" else (3, GREY)
    return f'<circle {place} r="{radius}" fill="#fff" stroke="{colour}" stroke-width="2"/>'


def _ends(figures: Sequence[Figure]) -> list[str]:
    """The first and the last period, by name."""
    names = [wording.period(figure.period_kind, figure.first) for figure in figures]
    found = [drawing.text(LEFT, HEIGHT - 4, name, "start") for name in names[:1]]
    return found + [drawing.text(WIDTH - 2, HEIGHT - 4, name, "end") for name in names[1:][-1:]]
