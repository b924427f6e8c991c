import json
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboards import area_map
from dashboards.area_map import BoundaryError
from dashboards.sentences import Verdict
from tests.dashboards.conftest import OpenApp, shown
from tests.dashboards.fixture_world import HOME

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = [[108.0, 38.0], [109.0, 38.0], [109.0, 39.0], [108.0, 39.0], [108.0, 38.0]]


def supply(home: Path, *codes: str) -> None:
    """A square for each code, one beside the other."""
    features = [
        {
            "type": "Feature",
            "properties": {"area_code": code},
            "geometry": {"type": "Polygon", "coordinates": [[[x + n, y] for x, y in SQUARE]]},
        }
        for n, code in enumerate(codes)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (home / area_map.FILE).write_text(text, encoding="utf-8")


def drawn(image: str) -> ElementTree.Element:
    return ElementTree.fromstring(b64decode(image.split("base64,")[1].split('"')[0]))


def test_middle__of_a_triangle_is_the_mean_of_its_corners() -> None:
    assert area_map.middle([(0.0, 0.0), (6.0, 0.0), (0.0, 3.0)]) == pytest.approx((2.0, 1.0))


def test_draw__has_each_area_with_boundaries_and_no_other(tmp_path: Path) -> None:
    supply(tmp_path, "A", "B")
    good, few = Verdict("good", "▲", "", ""), Verdict("unclear", "－", "", "")
    entries = [("A", "甲", "90.0%", good), ("B", "乙", "－", few), ("C", "丙", "1.0%", good)]
    found = drawn(area_map.draw(area_map.boundaries(tmp_path), entries, "说明"))
    paths = [one for one in found.iter(f"{SVG}path") if one.get("fill-rule")]
    assert [one.get("fill") for one in paths] == ["#cfe2f5", "url(#unknown)"]
    words = [one.text for one in found.iter(f"{SVG}text")]
    assert words == ["▲ 甲", "90.0%", "－ 乙", "－"]
    left, right = (float(one.get("x", "0")) for one in [*found.iter(f"{SVG}text")][::2])
    assert left < right, "the eastern one stands on the right"


@pytest.mark.parametrize(
    "text", ["{}", "no json", '{"features": [{"properties": {}, "geometry": {}}]}']
)
def test_boundaries__that_cannot_be_read_are_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / area_map.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BoundaryError, match="area_code"):
        area_map.boundaries(tmp_path)


def test_page__draws_boundaries_and_says_where_they_are_faulty(
    open_app: OpenApp, tmp_path: Path
) -> None:
    assert "ap-map" not in shown(open_app("full", page="compare"))
    supply(tmp_path, HOME)
    assert "ap-map" in shown(open_app("none", page="compare"))
    (tmp_path / area_map.FILE).write_text("{}", encoding="utf-8")
    assert "边界文件 areas.geojson 无法读取" in shown(open_app("none", page="compare"))
