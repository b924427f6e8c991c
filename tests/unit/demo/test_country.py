"""The larger scales: how large they are, and that they hold together."""

from datetime import date

import fastexcel
import pytest

from dagster_project.demo.findings.elsewhere import findings_elsewhere
from dagster_project.demo.hotline.elsewhere import tickets_elsewhere
from dagster_project.demo.periods import span_to
from dagster_project.demo.places.book import places_bytes
from dagster_project.demo.places.country import around
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER, make_home
from dagster_project.demo.records import Scale, World

SPAN = span_to(date(2026, 11, 23))
HOME = make_home(SPAN)
LARGER: tuple[Scale, ...] = ("city", "region", "nation")


def lineage(places: Places) -> list[str]:
    return [area.level for area in places.hierarchy.lineage(BANNER, SPAN.last)]


@pytest.mark.parametrize(
    ("scale", "towns", "above"),
    [
        ("city", 50, ["city"]),
        ("region", 116, ["city", "region"]),
        ("nation", 224, ["city", "region", "nation"]),
    ],
)
def test_around__size_and_top(scale: Scale, towns: int, above: list[str]) -> None:
    places = around(HOME, scale)
    assert len([area for area in places.areas if area.level == "town"]) == towns
    assert lineage(places) == ["banner", *above]


@pytest.mark.parametrize("scale", ["town", "banner"])
def test_around__the_home_banner_alone(scale: Scale) -> None:
    places = around(HOME, scale)
    assert places == HOME
    assert not list(tickets_elsewhere(1, places, SPAN))
    assert not list(findings_elsewhere(1, places, SPAN))


@pytest.mark.parametrize("scale", LARGER)
def test_around__codes_and_names_are_each_ones_own(scale: Scale) -> None:
    """A village that moves has two rows; sources name areas and units, so names tell apart."""
    places = around(HOME, scale)
    areas = {(area.area_code, area.name) for area in places.areas}
    assert len({code for code, _ in areas}) == len({name for _, name in areas}) == len(areas)
    units = {(unit.unit_code, unit.name) for unit in places.units}
    assert len({code for code, _ in units}) == len({name for _, name in units}) == len(units)


@pytest.mark.parametrize("scale", LARGER)
def test_around__a_child_has_its_parents_code(scale: Scale) -> None:
    """Codes are those of GB/T 2260, where a city's code begins with its region's two digits."""
    digits = {"region": 0, "city": 2, "banner": 4, "town": 6, "village": 6}
    for area in around(HOME, scale).areas:
        if area.parent_code is not None and area.area_code[:6] == area.area_code:
            shared = digits[area.level]
            assert area.area_code[:shared] == area.parent_code[:shared], area.area_code


def test_places_bytes__every_level_has_a_word() -> None:
    places = around(HOME, "nation")
    world = World(1, SPAN.today, "nation", places.areas, places.units, places.unit_sectors)
    book = fastexcel.read_excel(places_bytes(world))
    rows = book.load_sheet("行政区划", header_row=1).to_polars()
    assert rows["层级"].n_unique() == 6
    assert rows.height == len(places.areas)


def test_tickets_elsewhere__a_handful_a_town_and_month() -> None:
    places = around(HOME, "city")
    tickets = list(tickets_elsewhere(1, places, SPAN))
    assert 44 * 36 * 3 < len(tickets) < 44 * 36 * 6
    assert not any(ticket.area_code.startswith(BANNER) for ticket in tickets)
    assert len({ticket.ticket_id for ticket in tickets}) == len(tickets)
