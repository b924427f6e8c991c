"""The demo world as a whole: reproducible, plausible, and dirty in every way it should be."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from dagster_project.demo.clues import dirt as clue_dirt
from dagster_project.demo.dirt import Kind, Repeat
from dagster_project.demo.findings import dirt as finding_dirt
from dagster_project.demo.hotline import dirt as ticket_dirt
from dagster_project.demo.hotline.exports import REDELIVERED
from dagster_project.demo.periods import span_to
from dagster_project.demo.places.hierarchy import Hierarchy, holds_on
from dagster_project.demo.places.home import HOME, MOVED_VILLAGE, NEW_UNIT, village_moves_on
from dagster_project.demo.records import World
from dagster_project.demo.truth.figures import Figure, FigureKey
from dagster_project.demo.world import build

TODAY = date(2026, 11, 23)
AS_OF = date(2026, 11, 22)


def test_build__same_arguments_same_world(town: World) -> None:
    assert build(today=TODAY, scale="town") == town
    assert build(today=TODAY, scale="town", seed=2).tickets != town.tickets


def test_build__a_day_later_only_adds(town: World) -> None:
    """Yesterday's months are delivered as they were, but for what was closed since."""
    later = {
        export.name: export for export in build(today=date(2026, 11, 24), scale="town").exports
    }
    same = [export for export in town.exports if later[export.name] == export]
    assert len(same) >= len(town.exports) - 2


@pytest.mark.parametrize("scale", ["town", "banner"])
def test_build__every_kind_of_dirt_occurs(scale: str, request: pytest.FixtureRequest) -> None:
    world: World = request.getfixturevalue("world" if scale == "banner" else "town")
    kinds: dict[str, list[Kind[Any] | Repeat[Any]]] = {
        "hotline_ticket": [*ticket_dirt.kinds(), *ticket_dirt.repeats()],
        "supervision_finding": [*finding_dirt.kinds(), *finding_dirt.repeats()],
        "clue": [*clue_dirt.of_platform()],
        "clue_month": [*clue_dirt.of_returns()],
        "clue_transfer": [*clue_dirt.of_transfers()],
        "clue_spot_check": [*clue_dirt.of_spot_checks()],
    }
    if scale == "banner":
        kinds["clue"] += clue_dirt.of_large_platform()
    for contract, listed in kinds.items():
        wanted: Counter[str] = Counter()
        for kind in listed:
            wanted[kind.name] += kind.times
        planted = Counter(p.kind for p in world.planted if p.contract == contract and p.faults)
        assert planted == wanted, contract


def test_build__months_are_missing_and_corrected(town: World) -> None:
    found = Counter(p.kind for p in town.planted if p.contract == "hotline_ticket")
    assert found["missing_month"] == 1
    assert min(found["late_row"], found["corrected_row"]) >= len(REDELIVERED)
    assert found["withdrawn_row"] == len(REDELIVERED)


@pytest.mark.parametrize("scale", ["town", "banner"])
def test_build__no_delivery_exceeds_its_error_share(
    scale: str, request: pytest.FixtureRequest
) -> None:
    world: World = request.getfixturevalue("world" if scale == "banner" else "town")
    bad = Counter(planted.file for planted in world.planted if planted.faults)
    for export in world.exports:
        assert bad[export.name] <= 0.05 * len(export.lines), export.name
    for one in world.returns:
        assert bad[one.name] <= 0.1 * len(one.lines), one.name
    dirty = Counter(planted.contract for planted in world.planted if planted.faults)
    for contract, share, lines in (
        ("supervision_finding", 0.1, world.ledger),
        ("clue", 0.05, world.clue_lines),
        ("clue_transfer", 0.1, world.transfer_lines),
        ("clue_spot_check", 0.1, world.spot_check_lines),
    ):
        assert dirty[contract] <= share * len(lines), contract


def test_build__dirt_has_records_of_its_own(world: World) -> None:
    keys = [planted.key for planted in world.planted]
    assert len(keys) == len(set(keys))
    current = {ticket.key for ticket in world.tickets} | {f.key for f in world.findings}
    assert not current & {planted.key for planted in world.planted if planted.is_lost}
    late = [planted.key for planted in world.planted if planted.kind == "late_row"]
    assert current >= set(late)


def test_build__volumes_are_those_of_a_banner(world: World) -> None:
    exports = [export for export in world.exports if "更正" not in export.name]
    assert len(exports) == 35, "36 months, one of them missing"
    assert all(250 <= len(export.lines) <= 400 for export in exports[:-1])
    months = Counter(finding.found_on.replace(day=1) for finding in world.findings)
    assert all(10 <= count <= 20 for month, count in months.items() if month.month != 11)


def test_build__nothing_arises_after_the_eve_or_outside_a_units_time(world: World) -> None:
    start = {unit.unit_code: unit.valid_from for unit in world.units}
    for ticket in world.tickets:
        assert start[ticket.unit_code] <= ticket.created_on <= AS_OF
        assert ticket.closed_on is None or ticket.created_on <= ticket.closed_on <= TODAY
    for finding in world.findings:
        assert start[finding.unit_code] <= finding.found_on <= AS_OF
    assert date(2023, 12, 1) < start[NEW_UNIT] < AS_OF
    assert any(ticket.unit_code == NEW_UNIT for ticket in world.tickets)


def test_build__excluded_tickets_are_never_open(world: World) -> None:
    """So that it does not matter whether they would count as overdue."""
    excluded = [ticket for ticket in world.tickets if ticket.is_excluded]
    assert excluded
    assert all(ticket.closed_on == ticket.created_on for ticket in excluded)


def test_build__town_scale_is_the_home_town(town: World, world: World) -> None:
    hierarchy = Hierarchy(town.areas)
    for ticket in town.tickets:
        lineage = hierarchy.lineage(ticket.area_code, ticket.created_on)
        assert HOME in [area.area_code for area in lineage]
    assert (town.areas, town.units) == (world.areas, world.units)


def test_build__tickets_of_the_moved_village_on_both_sides(world: World) -> None:
    move = village_moves_on(span_to(TODAY))
    due = [ticket.due_on for ticket in world.tickets if ticket.area_code == MOVED_VILLAGE]
    assert min(due) < move <= max(due)
    homes = [
        area.area_code
        for area in world.areas
        if area.parent_code == HOME and area.level == "village" and holds_on(area, TODAY)
    ]
    assert len(homes) == 11, "ten villages and one community"


def test_build__levels_are_plausible_and_home_improves(
    figures: dict[FigureKey, Figure],
) -> None:
    bounds = {"EVA06": (80, 98), "SUP02": (60, 100), "RPT02": (50, 95), "RPT04": (55, 100)}
    for (indicator, kind, _, period_kind, _), figure in figures.items():
        area_half_year = kind == "area" and period_kind == "half_year"
        if indicator in bounds and area_half_year and figure.status == "ok":
            assert figure.value is not None
            low, high = bounds[indicator]
            assert low <= figure.value <= high
    for indicator in ("EVA06", "SUP02"):
        first = figures[indicator, "area", HOME, "year", "2024"].value
        last = figures[indicator, "area", HOME, "year", "2026"].value
        assert first is not None
        assert last is not None
        assert 3 < last - first < 15
    assert any(
        figure.denominator == 0
        for (_, kind, _, period, _), figure in figures.items()
        if (kind, period) == ("unit", "month")
    )


def test_build__ends_with_a_backlog(world: World) -> None:
    for due_and_closed in (
        [(ticket.due_on, ticket.closed_on) for ticket in world.tickets],
        [(finding.due_on, finding.verified_closed_on) for finding in world.findings],
    ):
        assert len([due for due, closed in due_and_closed if closed is None and due < AS_OF]) >= 5
