"""Small drawings in a page's text: shapes of SVG in, an image out."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from dashboards.canvas import FONT, MUTED
from dashboards.markup import Markup


def image(shapes: Sequence[str], width: int, height: int, description: str) -> Markup:
    """The drawing as an image; `description` is read out in its place."""
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{"".join(shapes)}</svg>'
    )
    source = b64encode(drawing.encode()).decode()
    return Markup(
        f'<img alt="{escape(description)}" width="{width}" height="{height}" '
        f'src="data:image/svg+xml;base64,{source}">'
    )


def text(x: float, y: float, said: str, anchor: str = "middle") -> str:
    """A few words beside what is drawn."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="11" fill="{MUTED}" text-anchor="{anchor}" '
        f"font-family='{FONT}'>{escape(said)}</text>"
    )
