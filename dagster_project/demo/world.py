"""Puts the demo world together: what is in it, what is delivered, and what should be current."""

from datetime import date

from dagster_project.demo.exports import deliver
from dagster_project.demo.findings import make_findings
from dagster_project.demo.ledger import make_ledger
from dagster_project.demo.periods import span_to
from dagster_project.demo.places import HOME, make_places
from dagster_project.demo.records import Scale, World
from dagster_project.demo.tickets import make_tickets


def build(*, today: date, seed: int = 1, scale: Scale = "banner") -> World:
    """The demo world of the three years that end on the eve of `today`.

    The same arguments give the same world. With the scale `town` only the home town's
    tickets and findings are delivered; the places are the same.
    """
    span = span_to(today)
    places = make_places(span)
    tickets = make_tickets(seed, places, span)
    findings = make_findings(seed, places, span)
    if scale == "town":
        area_of = {unit.unit_code: unit.area_code for unit in places.units}
        tickets = [t for t in tickets if places.is_in(HOME, t.area_code, t.created_on)]
        findings = [f for f in findings if places.is_in(HOME, area_of[f.unit_code], f.found_on)]
    delivered = deliver(seed, tickets, span)
    ledger, current, faults = make_ledger(seed, findings, places.units)
    return World(
        seed=seed,
        today=today,
        scale=scale,
        areas=places.areas,
        units=places.units,
        unit_sectors=places.unit_sectors,
        tickets=delivered.tickets,
        findings=current,
        exports=delivered.exports,
        ledger=ledger,
        planted=(*delivered.planted, *faults),
    )
