"""Puts the demo world together: what is in it, what is delivered, and what should be current."""

from dataclasses import replace
from datetime import date
from functools import partial

from dagster_project.demo.clues.clues import make_clues
from dagster_project.demo.clues.platform import hold
from dagster_project.demo.clues.returns import make_returns
from dagster_project.demo.clues.spot_checks import hand_in, make_spot_checks
from dagster_project.demo.clues.transfers import hand_over, make_transfers
from dagster_project.demo.findings.elsewhere import findings_elsewhere
from dagster_project.demo.findings.findings import make_findings
from dagster_project.demo.findings.ledger import make_ledger
from dagster_project.demo.hotline.elsewhere import tickets_elsewhere
from dagster_project.demo.hotline.exports import deliver
from dagster_project.demo.hotline.tickets import make_tickets
from dagster_project.demo.justice.ledgers import make_justice
from dagster_project.demo.letters import issuers
from dagster_project.demo.letters.ledger import make_ledger as make_letter_ledger
from dagster_project.demo.letters.letters import make_letters
from dagster_project.demo.office.ledger import make_office
from dagster_project.demo.periods import Span, span_to
from dagster_project.demo.places.country import around
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER, HOME, make_home
from dagster_project.demo.records import Scale, World
from dagster_project.demo.sectors import ledger as sector_ledger
from dagster_project.demo.sectors.issues import make_issues
from dagster_project.demo.sectors.mechanisms import make_items
from dagster_project.demo.sectors.premises import make_premises, make_visits
from dagster_project.demo.surveys.waves import make_surveys
from dagster_project.demo.villages.ledger import keep, make_villages


def build(*, today: date, seed: int = 1, scale: Scale = "banner") -> World:
    """The demo world of the three years that end on the eve of `today`.

    The same arguments give the same world. With the scale `town` only what concerns the home
    town is delivered; the places are those of the banner.
    """
    span = span_to(today)
    places = around(make_home(span), scale)
    world = World(
        seed=seed,
        today=today,
        scale=scale,
        areas=places.areas,
        units=(*places.units, *issuers.UNITS),
        unit_sectors=places.unit_sectors,
    )
    for put in (
        _with_hotline,
        _with_findings,
        _with_clues,
        _with_clue_counts,
        _with_letters,
        _with_sectors,
        _with_surveys,
        _with_villages,
        _with_justice,
        _with_office,
    ):
        world = put(world, places, span)
    return world


def _with_hotline(world: World, places: Places, span: Span) -> World:
    made = [
        *make_tickets(world.seed, make_home(span), span),
        *tickets_elsewhere(world.seed, places, span),
    ]
    tickets = [
        ticket
        for ticket in made
        if _is_delivered(world, places, ticket.area_code, ticket.created_on)
    ]
    delivered = deliver(world.seed, tickets, span)
    return replace(
        world,
        tickets=delivered.tickets,
        exports=delivered.exports,
        planted=(*world.planted, *delivered.planted),
    )


def _with_findings(world: World, places: Places, span: Span) -> World:
    area_of = {unit.unit_code: unit.area_code for unit in places.units}
    made = [
        *make_findings(world.seed, make_home(span), span),
        *findings_elsewhere(world.seed, places, span),
    ]
    findings = [
        finding
        for finding in made
        if _is_delivered(world, places, area_of[finding.unit_code], finding.found_on)
    ]
    ledger, current, faults = make_ledger(world.seed, findings, places.units)
    return replace(world, findings=current, ledger=ledger, planted=(*world.planted, *faults))


def _with_clues(world: World, places: Places, span: Span) -> World:
    clues = [
        clue
        for clue in make_clues(world.seed, places, span)
        if _is_delivered(world, places, clue.area_code, clue.received_on)
    ]
    lines, current, faults = hold(world.seed, clues)
    units = [u for u in places.units if _is_delivered(world, places, u.area_code, span.last)]
    returned = make_returns(world.seed, clues, units, span)
    return replace(
        world,
        clues=current,
        clue_lines=lines,
        clue_months=returned.rows,
        returns=returned.returns,
        planted=(*world.planted, *faults, *returned.planted),
    )


def _with_clue_counts(world: World, places: Places, span: Span) -> World:
    units = [u for u in places.units if _is_delivered(world, places, u.area_code, span.last)]
    concerned = {unit.unit_code for unit in units}
    transfers = [
        transfer
        for transfer in make_transfers(world.seed, places, span)
        if transfer.from_unit_code in concerned
    ]
    transfer_lines, handed_over, faults = hand_over(world.seed, transfers)
    checks = make_spot_checks(world.seed, units, span)
    check_lines, checked, check_faults = hand_in(world.seed, checks)
    return replace(
        world,
        clue_transfers=handed_over,
        transfer_lines=transfer_lines,
        spot_checks=checked,
        spot_check_lines=check_lines,
        planted=(*world.planted, *faults, *check_faults),
    )


def _with_letters(world: World, places: Places, span: Span) -> World:
    area_of = {unit.unit_code: unit.area_code for unit in places.units}
    letters = [
        letter
        for letter in make_letters(world.seed, make_home(span), span)
        if _is_delivered(world, places, area_of[letter.recipient_unit_code], letter.issued_on)
    ]
    lines, current, faults = make_letter_ledger(world.seed, letters, places.units)
    return replace(world, letters=current, letter_lines=lines, planted=(*world.planted, *faults))


def _with_sectors(world: World, places: Places, span: Span) -> World:
    area_of = {unit.unit_code: unit.area_code for unit in places.units}

    def is_delivered(area_code: str, day: date) -> bool:
        return _is_delivered(world, places, area_code, day)

    premises = make_premises(world.seed, places, span)
    visits = make_visits(world.seed, premises, span)
    issues = make_issues(world.seed, premises, places, span)
    items = make_items(world.seed, places, span)
    sectors = sector_ledger.make_ledger(
        world.seed,
        [one for one in premises if is_delivered(one.area_code, span.last)],
        [one for one in visits if is_delivered(one.area_code, one.visited_on)],
        [one for one in issues if is_delivered(one.area_code, one.found_on)],
        [one for one in items if is_delivered(area_of[one.unit_code], span.last)],
    )
    return replace(world, sectors=sectors, planted=(*world.planted, *sectors.planted))


def _with_surveys(world: World, places: Places, span: Span) -> World:
    surveys = make_surveys(world.seed, places, world.scale, span)
    return replace(world, surveys=surveys, planted=(*world.planted, *surveys.planted))


def _with_villages(world: World, places: Places, span: Span) -> World:
    made = make_villages(world.seed, places, span)
    villages = keep(world.seed, made, partial(_is_delivered, world, places))
    return replace(world, villages=villages, planted=(*world.planted, *villages.planted))


def _with_justice(world: World, places: Places, span: Span) -> World:
    """By town in the home banner, and by banner elsewhere."""
    areas = [
        area.area_code
        for area in places.areas
        if (area.level == "banner" or (area.level == "town" and area.parent_code == BANNER))
        and _is_delivered(world, places, area.area_code, span.last)
    ]
    units = [u for u in places.units if _is_delivered(world, places, u.area_code, span.last)]
    justice = make_justice(world.seed, areas, units, span)
    return replace(world, justice=justice, planted=(*world.planted, *justice.planted))


def _with_office(world: World, places: Places, span: Span) -> World:
    units = [u for u in places.units if _is_delivered(world, places, u.area_code, span.last)]
    areas = {
        area.area_code
        for area in places.areas
        if _is_delivered(world, places, area.area_code, span.last)
    }
    office = make_office(world.seed, places, units, areas, span)
    return replace(world, office=office, planted=(*world.planted, *office.planted))


def _is_delivered(world: World, places: Places, area_code: str, day: date) -> bool:
    """Whether what happens in an area on a day is in the sources at this scale."""
    return world.scale != "town" or places.is_in(HOME, area_code, day)
