"""Supervision findings at the towns outside the home banner: few a town."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Final

from dagster_project.demo.findings.findings import KINDS, live
from dagster_project.demo.findings.records import Finding
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import BANNER

CHANCE: Final = 0.4


def findings_elsewhere(seed: int, places: Places, span: Span) -> Iterator[Finding]:
    """Findings of the span, town by town; none at the scales of the home banner."""
    towns = [
        area.area_code
        for area in places.areas
        if area.level == "town" and area.parent_code != BANNER
    ]
    by_town = places.units_on(span.last)
    for town in towns:
        care = Random(f"{seed}/{town}/findings").uniform(0.75, 0.95)
        units = by_town[town]
        for month in span.months:
            rng = Random(f"{seed}/{town}/{month}/findings")
            day = month + timedelta(days=rng.randrange(last_day(month).day))
            [unit] = rng.choices(units, [KINDS[one.kind] for one in units])
            finding = live(rng, f"DD{month:%Y%m}-{town}", unit, day, care, span)
            if rng.random() < CHANCE and day <= span.last:
                yield finding
