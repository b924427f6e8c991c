"""Decisions to begin control charts anew: the hotline of the home town has a new system."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from dagster_project.demo.office.records import Rebase
from dagster_project.demo.periods import Span
from dagster_project.demo.places.home import HOME
from dagster_project.demo.places.records import Unit

AFTER_MONTHS: Final = 13
DAYS_LATER: Final = 40


def make_rebases(units: Sequence[Unit], span: Span) -> Iterator[Rebase]:
    """One, by the office of the home town, a month and more after the new system."""
    begin = span.months[AFTER_MONTHS]
    for unit in units:
        if unit.area_code == HOME and unit.kind == "office":
            decided = begin + timedelta(days=DAYS_LATER)
            yield Rebase(
                indicator_id="EVA06",
                area_code=HOME,
                from_on=begin,
                reason="system",
                decided_on=decided,
                decided_by_unit_code=unit.unit_code,
                updated_at=datetime.combine(decided, time(10, 30)),
            )
