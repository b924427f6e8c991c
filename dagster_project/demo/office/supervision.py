"""Supervision by the year's plan, single cases besides, and the returns that units owe."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from dagster_project.demo import planted
from dagster_project.demo.office.deadlines import by, care_of, done_on, written_at
from dagster_project.demo.office.records import Return, Task
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import holds_on
from dagster_project.demo.places.home import HOME, is_at_home
from dagster_project.demo.places.records import Unit

SUPERVISED: Final = ("office", "government", "department")
CASES: Final = 0.15
REPORTING: Final = ("office", "department")
NOT_REPORTING: Final = ("village_committee",)
"""Of the home town, where every other unit reports each month."""
MONTHLY_DAY: Final = 5
QUARTERLY_DAY: Final = 15
AHEAD_MONTHS: Final = 2
INCOMPLETE: Final = 0.05


def make_tasks(seed: int, units: Sequence[Unit], span: Span) -> Iterator[Task]:
    """Special supervision every year, joint every other one; next year's plan is written too.

    Elsewhere than at home special supervision of the offices alone.
    """
    for year in range(span.months[0].year + 1, span.last.year + 2):
        for unit in units:
            if unit.kind == "office" or (is_at_home(unit) and unit.kind in SUPERVISED):
                kinds = ("special", "joint") if is_at_home(unit) and year % 2 == 0 else ("special",)
                for kind in kinds:
                    yield _task(seed, unit, kind, year, span)
                if Random(f"{seed}/{unit.unit_code}/{year}/case").random() < CASES:
                    yield _task(seed, unit, "case", year, span)


def make_returns(seed: int, units: Sequence[Unit], span: Span) -> Iterator[Return]:
    """Monthly returns of the home banner and quarterly ones of all, entered two months ahead."""
    months = list(span.months)
    while len(months) < len(span.months) + AHEAD_MONTHS:
        months.append(last_day(months[-1]) + timedelta(days=1))
    for month in months:
        due = [("monthly", month.replace(day=MONTHLY_DAY))]
        if month.month % 3 == 1:
            due.append(("quarterly", month.replace(day=QUARTERLY_DAY)))
        for kind, due_on in due:
            for unit in units:
                if _is_asked(unit, kind) and holds_on(unit, due_on):
                    yield _return(seed, unit, kind, due_on, span)


def _is_asked(unit: Unit, kind: str) -> bool:
    if kind == "quarterly":
        return unit.kind == "office"
    if unit.area_code == HOME:
        return unit.kind not in NOT_REPORTING
    return is_at_home(unit) and unit.kind in REPORTING


def _task(seed: int, unit: Unit, kind: str, year: int, span: Span) -> Task:
    rng = Random(f"{seed}/{unit.unit_code}/{year}/{kind}")
    begins = date(year, 3, 1)
    done = by(span.today, done_on(rng, begins, date(year, 12, 31), care_of(seed, unit.unit_code)))
    planned = min(date(year - 1, 12, 20), span.last)
    return Task(
        task_id=f"RW{year}-{kind[0].upper()}-{unit.unit_code}",
        kind=kind,
        unit_code=unit.unit_code,
        planned_year=None if kind == "case" and rng.random() < 0.7 else year,
        completed_on=done,
        updated_at=written_at(rng, planned, done),
    )


def _return(seed: int, unit: Unit, kind: str, due_on: date, span: Span) -> Return:
    rng = Random(f"{seed}/{unit.unit_code}/{due_on}/{kind}")
    begins = due_on - timedelta(days=4)
    is_planted = unit.area_code == HOME and kind == "monthly"
    care = planted.is_return_on_time(due_on) if is_planted else care_of(seed, unit.unit_code)
    received = by(span.today, done_on(rng, begins, due_on, care))
    is_complete = is_planted or rng.random() >= INCOMPLETE
    return Return(
        return_id=f"BS{due_on:%Y%m}-{kind[0].upper()}-{unit.unit_code}",
        kind=kind,
        unit_code=unit.unit_code,
        due_on=due_on,
        received_on=received,
        is_complete=is_complete if received else None,
        updated_at=written_at(rng, min(begins, span.last), received),
    )
