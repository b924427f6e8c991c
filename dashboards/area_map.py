"""Areas within their real boundaries, where the office supplies them as GeoJSON.

The file is `areas.geojson` in the workspace: a FeatureCollection of polygons in degrees, each
with its `area_code` among the properties. No map of anybody else is loaded.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from math import cos, radians
from pathlib import Path
from typing import Any

from dashboards import drawing
from dashboards.canvas import BLUE, FONT, GREY, GRID, INK, ORANGE
from dashboards.markup import Markup
from dashboards.sentences import Verdict
from data_contracts.complaint import Complaint

FILE = "areas.geojson"
WIDTH, HEIGHT, MARGIN = 720, 480, 8
FILLS = {"good": "#cfe2f5", "bad": "#f8d9c4", "unclear": "url(#unknown)", "plain": "#ffffff"}
EDGES = {"good": BLUE, "bad": ORANGE, "unclear": GREY, "plain": GREY}
UNKNOWN = (
    '<defs><pattern id="unknown" width="8" height="8" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="8" height="8" fill="#fff"/>'
    f'<rect width="3" height="8" fill="{GRID}"/></pattern></defs>'
)

Ring = Sequence[tuple[float, float]]
Boundaries = Mapping[str, Sequence[Ring]]


class BoundaryError(Complaint):
    """The office's file of boundaries cannot be read."""


def boundaries(home: Path) -> Boundaries:
    """Rings in degrees by area code; empty where the office has supplied none.

    Raises:
        BoundaryError: the file is no GeoJSON of polygons with area codes.
    """
    path = home / FILE
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Boundaries:
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        return {str(one["properties"]["area_code"]): _rings(one["geometry"]) for one in features}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BoundaryError(
            f"边界文件 {FILE} 无法读取：应为 GeoJSON 多边形，每个要素的属性有 area_code。",
            f"{FILE} cannot be read: it must hold GeoJSON polygons, each with an area_code",
        ) from error


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    elif geometry["type"] != "MultiPolygon":
        raise ValueError(geometry["type"])
    return [[(float(x), float(y)) for x, y, *_ in ring] for one in polygons for ring in one]


def draw(
    found: Boundaries, entries: Iterable[tuple[str, str, str, Verdict]], description: str
) -> Markup:
    """The areas of `entries`, code, name, value and verdict each, that have boundaries."""
    shown = [entry for entry in entries if entry[0] in found]
    points = [point for code, *_ in shown for ring in found[code] for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = cos(radians((south + north) / 2))
    scale = min(
        (WIDTH - 2 * MARGIN) / ((east - west) * narrow or 1),
        (HEIGHT - 2 * MARGIN) / ((north - south) or 1),
    )

    def placed(point: tuple[float, float]) -> tuple[float, float]:
        x, y = point
        return MARGIN + (x - west) * narrow * scale, MARGIN + (north - y) * scale

    shapes, labels = [UNKNOWN], []
    for code, name, value, verdict in shown:
        rings = [[placed(point) for point in ring] for ring in found[code]]
        path = " ".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
        shapes.append(
            f'<path d="{path}" fill="{FILLS[verdict.tone]}" fill-rule="evenodd" '
            f'stroke="{EDGES[verdict.tone]}" stroke-width="1.5"/>'
        )
        x, y = middle(max(rings, key=lambda ring: abs(_doubled(ring))))
        labels.append(_label(x, y - 4, f"{verdict.mark} {name}", 15))
        labels.append(_label(x, y + 14, value, 14))
    return drawing.image([*shapes, *labels], WIDTH, HEIGHT, description)


def middle(ring: Ring) -> tuple[float, float]:
    """The centre of gravity of a ring."""
    doubled = _doubled(ring) or 1.0
    sums = [0.0, 0.0]
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        sums[0] += (x0 + x1) * cross
        sums[1] += (y0 + y1) * cross
    return sums[0] / (3 * doubled), sums[1] / (3 * doubled)


def _doubled(ring: Ring) -> float:
    """Twice the area of a ring, by the way it runs round."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)


def _label(x: float, y: float, text: str, size: int) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{INK}" text-anchor="middle" '
        f"font-family='{FONT}'>{escape(text)}</text>"
    )
