"""How far the clues of each month have come along the funnel, and how far they will come."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import takewhile
from typing import Final, NamedTuple

from dagster_project.demo.clues.records import Clue
from dagster_project.demo.periods import last_day
from dagster_project.demo.records import World
from dagster_project.demo.truth.cells import Subjects
from dagster_project.demo.truth.chain_ladder import Projection, developments, project
from dagster_project.demo.truth.clue_counts import breakdowns
from dagster_project.demo.truth.figures import Status, share
from dagster_project.demo.truth.incidence import (
    Followed,
    Incidence,
    incidence_at,
    median_day,
    steps,
)
from dagster_project.demo.truth.known import FOUND, TURNED_AWAY, clues_known, is_by

HORIZONS: Final = (30, 60, 90, 180)
STAGES: Final = ("transferred", "verification_started", "concluded", "substantiated", "case_filed")

CohortKey = tuple[str, str, str, str]
"""Cohort month, area, breakdown, its code."""
FunnelKey = tuple[str, str, str, str, str, int]
"""The cohort, then stage and horizon in days."""


class Reached(NamedTuple):
    """How far a cohort has come to a stage within some days.

    `reached_count` and `share_percent` are kept for mature cohorts alone, `projected` and
    `projection_error` for others; `incidence`, its `standard_error`, `open_share` and the
    two last are shares from 0 to 1. `median_days` is that of the stage, whatever the days.
    """

    clue_count: int
    excluded_count: int
    reached_count: int | None
    share_percent: Fraction | None
    open_count: int
    is_mature: bool
    status: Status
    incidence: Fraction | None
    standard_error: float | None
    open_share: Fraction | None
    median_days: int | None
    projected: Fraction | None
    projection_error: float | None


class Cohort:
    """The clues of a month as they are known at the cut-off."""

    def __init__(self, clues: list[Clue], as_of: date) -> None:
        self.counted = [clue for clue in clues if clue.conclusion not in TURNED_AWAY]
        self.excluded_count = len(clues) - len(self.counted)
        self.open_count = sum(clue.concluded_on is None for clue in self.counted)
        self._last = last_day(clues[0].received_on)
        self._as_of = as_of

    def is_mature(self, days: int) -> bool:
        """Whether even the last day of the month lies that many days back."""
        return self._last + timedelta(days=days) <= self._as_of

    def reached_count(self, stage: str, days: int) -> int:
        """How many clues reached the stage within so many days, whatever came before."""
        return sum(
            is_by(_stage_day(clue, stage), clue.received_on + timedelta(days=days))
            for clue in self.counted
        )

    def known_counts(self, stage: str) -> list[int]:
        """The size, then the counts at each horizon at which the cohort is mature."""
        mature = takewhile(self.is_mature, HORIZONS)
        return [len(self.counted), *(self.reached_count(stage, days) for days in mature)]


def funnel_truth(world: World, as_of: date) -> dict[FunnelKey, Reached]:
    """Stages reached by (cohort month, area, breakdown, its code, stage, days)."""
    subjects = Subjects(world.areas, world.units)
    clues: dict[CohortKey, list[Clue]] = {}
    for clue in clues_known(world, as_of):
        for area_code in subjects.areas_above(clue.area_code, clue.received_on):
            for breakdown in breakdowns(clue):
                key = (f"{clue.received_on:%Y-%m}", area_code, *breakdown)
                clues.setdefault(key, []).append(clue)
    cohorts = {key: Cohort(listed, as_of) for key, listed in clues.items()}
    found: dict[FunnelKey, Reached] = {}
    for stage in STAGES:
        projections = _projections(cohorts, stage)
        for key, cohort in cohorts.items():
            followed = [follow(clue, stage, as_of) for clue in cohort.counted]
            taken = steps(followed)
            median = median_day(taken, HORIZONS[-1])
            for days in HORIZONS:
                found[*key, stage, days] = _reached(
                    cohort,
                    stage,
                    days,
                    incidence_at(followed, taken, days),
                    median,
                    projections[key, days],
                )
    return found


def follow(clue: Clue, stage: str, as_of: date) -> Followed:
    """What becomes of a clue that may reach a stage; what is dated before receipt is on day 0.

    Whatever reaches the stage on the day of its other end has reached it.
    """
    reached, ended = (
        None if day is None else max((day - clue.received_on).days, 0)
        for day in (_stage_day(clue, stage), _other_end(clue, stage))
    )
    if reached is not None and (ended is None or reached <= ended):
        return Followed(reached, "reached")
    if ended is not None:
        return Followed(ended, "ended")
    return Followed((as_of - clue.received_on).days, "open")


def _stage_day(clue: Clue, stage: str) -> date | None:
    if stage == "substantiated":
        return clue.concluded_on if clue.conclusion in FOUND else None
    day: date | None = getattr(clue, f"{stage}_on")
    return day


def _other_end(clue: Clue, stage: str) -> date | None:
    """The day from which a clue can no longer reach the stage."""
    if stage == "concluded":
        return None
    if stage in ("substantiated", "case_filed") and clue.conclusion in FOUND:
        return None
    return clue.concluded_on


def _projections(
    cohorts: dict[CohortKey, Cohort], stage: str
) -> dict[tuple[CohortKey, int], Projection]:
    """Every cohort at every horizon, from the cohorts of the same area and breakdown."""
    triangles: dict[tuple[str, str, str], dict[CohortKey, list[int]]] = {}
    for key, cohort in cohorts.items():
        triangles.setdefault(key[1:], {})[key] = cohort.known_counts(stage)
    found: dict[tuple[CohortKey, int], Projection] = {}
    for triangle in triangles.values():
        by_step = developments(_with_clues(triangle.values()), len(HORIZONS) + 1)
        for key, row in triangle.items():
            for age, days in enumerate(HORIZONS, start=1):
                found[key, days] = project(row, age, by_step)
    return found


def _with_clues(rows: Iterable[list[int]]) -> list[list[int]]:
    return [row for row in rows if row[0] > 0]


def _reached(
    cohort: Cohort,
    stage: str,
    days: int,
    incidence: Incidence,
    median: int | None,
    projection: Projection,
) -> Reached:
    clue_count, is_mature = len(cohort.counted), cohort.is_mature(days)
    reached = cohort.reached_count(stage, days)
    status: Status = "ok" if is_mature else "provisional"
    return Reached(
        clue_count=clue_count,
        excluded_count=cohort.excluded_count,
        reached_count=reached if is_mature else None,
        share_percent=share(reached, clue_count) if is_mature else None,
        open_count=cohort.open_count,
        is_mature=is_mature,
        status=status if clue_count else "not_applicable",
        incidence=incidence.incidence,
        standard_error=incidence.standard_error,
        open_share=incidence.open_share,
        median_days=median,
        projected=projection.projected,
        projection_error=projection.projection_error,
    )
