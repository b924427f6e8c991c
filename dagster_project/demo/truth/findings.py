"""SUP02: findings closed in time, of the cohort of their due dates."""

from datetime import date
from typing import Final

from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Placed, cohorts
from dagster_project.demo.truth.figures import Figure, FigureKey, share_figure

MIN_DENOMINATOR: Final = {"SUP02": 5}


def figures(world: World, as_of: date) -> dict[FigureKey, Figure]:
    """SUP02 in every cell."""
    placed = [
        Placed(_is_in_time(f.verified_closed_on, f.due_on), f.unit_code, None, f.due_on)
        for f in world.findings
        if f.due_on <= as_of
    ]
    return {
        ("SUP02", *cell): share_figure(
            sum(in_time), len(in_time), MIN_DENOMINATOR["SUP02"], period.last, as_of
        )
        for cell, (period, in_time) in cohorts(world, placed, as_of).items()
    }


def _is_in_time(closed_on: date | None, due_on: date) -> bool:
    return closed_on is not None and closed_on <= due_on
