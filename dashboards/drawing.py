"""Small pictures made of shapes: an image that scales with the text around it."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from dashboards.canvas import FONT, MUTED
from dashboards.markup import Markup


def text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    """Words in a picture, as small as may be read."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="11" fill="{MUTED}" text-anchor="{anchor}" '
        f"font-family='{FONT}'>{escape(words)}</text>"
    )


def image(
    shapes: Sequence[str], width: int, height: int, description: str, css_class: str = ""
) -> Markup:
    """Shapes of SVG as one image; `description` is read out in its place."""
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" fill="none">{"".join(shapes)}</svg>'
    )
    source = b64encode(drawing.encode()).decode()
    styled = f'class="{css_class}" ' if css_class else ""
    return Markup(
        f'<img {styled}alt="{escape(description)}" width="{width}" height="{height}" '
        f'src="data:image/svg+xml;base64,{source}">'
    )
