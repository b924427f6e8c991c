"""What is estimated of cohorts of clues on their way through the stages."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from dagster_project.methods import chain_ladder, competing_risks
from dagster_project.methods.competing_risks import Counts

HORIZONS = (30, 60, 90, 180)
"""The days since receipt by which a stage may be reached."""
GROUP = ("area_code", "breakdown", "breakdown_code", "stage")
COHORT = ("month_on", *GROUP)
EVENTS = ("reached_count", "ended_count", "open_count")
INCIDENCE = {
    "month_on": pl.Date,
    **dict.fromkeys(GROUP, pl.String),
    **dict.fromkeys(("horizon_days", "reached_count"), pl.Int64),
    **dict.fromkeys(("incidence", "standard_error", "open_share", "effective_count"), pl.Float64),
    "median_days": pl.Int64,
    "method": pl.String,
}
PROJECTION = {
    "month_on": pl.Date,
    **dict.fromkeys(GROUP, pl.String),
    "horizon_days": pl.Int64,
    **dict.fromkeys(("projected_count", "standard_error"), pl.Float64),
    "method": pl.String,
}


def incidence(days: pl.DataFrame) -> pl.DataFrame:
    """The cumulative incidence of each stage in each cohort, by horizon; columns as in `INCIDENCE`.

    `days` has the columns in `COHORT`, `day` (whole days since receipt) and, of the clues for
    which that day was the last on the way to the stage: `reached_count`, `ended_count` of those
    that ended otherwise, and `open_count` of those last seen on it. Shares lie between 0 and 1.
    """
    found = [_of_month(in_month) for _, in_month in days.group_by("month_on")]
    return pl.concat([pl.DataFrame(schema=INCIDENCE), *found]).sort(*COHORT, "horizon_days")


def projection(cohorts: pl.DataFrame) -> pl.DataFrame:
    """How many are expected to reach a stage by the horizons at which a cohort is not yet mature.

    `cohorts` has the columns in `COHORT`, `horizon_days`, `clue_count`, `reached_count` and
    `is_mature`; the result those in `PROJECTION`. A row is left out where nothing can be said:
    no clue of the cohort has reached the stage so far, or no older cohort shows the way.
    """
    found = [
        row
        for _, group in cohorts.filter(pl.col("clue_count") > 0).group_by(GROUP)
        for row in _of_group(group.sort("month_on", "horizon_days"))
    ]
    return pl.DataFrame(found, PROJECTION, orient="row").sort(*COHORT, "horizon_days")


def _of_month(days: pl.DataFrame) -> pl.DataFrame:
    cohorts = (
        days.select(COHORT).unique(maintain_order=True).with_columns(number=pl.int_range(pl.len()))
    )
    reached, ended, still_open = _by_day(days.join(cohorts, on=COHORT), cohorts.height)
    estimate = competing_risks.aalen_johansen(reached, ended, still_open, HORIZONS)
    so_far = np.stack([reached[:, : horizon + 1].sum(axis=1) for horizon in HORIZONS], axis=1)
    return pl.concat(
        cohorts.select(
            *COHORT,
            horizon_days=pl.lit(horizon, pl.Int64),
            reached_count=pl.Series(so_far[:, place]),
            incidence=pl.Series(estimate.incidence[:, place], nan_to_null=True),
            standard_error=pl.Series(estimate.standard_error[:, place], nan_to_null=True),
            open_share=pl.Series(estimate.open_share[:, place], nan_to_null=True),
            effective_count=pl.Series(estimate.effective_count[:, place], nan_to_null=True),
            median_days=pl.Series(estimate.median_days, nan_to_null=True).cast(pl.Int64),
            method=pl.lit(competing_risks.METHOD),
        )
        for place, horizon in enumerate(HORIZONS)
    )


def _by_day(days: pl.DataFrame, cohorts: int) -> Iterator[Counts]:
    """Counts by cohort and day; who is followed beyond the last horizon is open on it."""
    last = max(HORIZONS)
    is_beyond = pl.col("day") > last
    within = days.with_columns(
        day=pl.col("day").clip(0, last),
        open_count=pl.when(is_beyond).then(pl.sum_horizontal(EVENTS)).otherwise("open_count"),
        **{name: pl.when(is_beyond).then(0).otherwise(name) for name in EVENTS[:2]},
    )
    cell = within["number"].to_numpy() * (last + 1) + within["day"].to_numpy()
    for name in EVENTS:
        counts = np.bincount(cell, within[name].to_numpy(), cohorts * (last + 1))
        yield counts.reshape(cohorts, last + 1).astype(np.int64)


def _of_group(cohorts: pl.DataFrame) -> Iterator[dict[str, object]]:
    months = cohorts.select("month_on", "clue_count").unique(maintain_order=True)
    ages = (months.height, len(HORIZONS))
    reached = cohorts["reached_count"].cast(pl.Float64).to_numpy().reshape(ages)
    is_mature = cohorts["is_mature"].to_numpy().reshape(ages)
    so_far = np.where(is_mature, reached, np.nan)
    course = np.column_stack([months["clue_count"].cast(pl.Float64).to_numpy(), so_far])
    ladder = chain_ladder.mack(course)
    key = cohorts.select(GROUP).row(0, named=True)
    for number, month in enumerate(months["month_on"]):
        known = course[number, ~np.isnan(course[number])]
        if not known[-1]:
            continue
        for place, horizon in enumerate(HORIZONS, start=1):
            expected = ladder.expected[number, place]
            if not is_mature[number, place - 1] and not np.isnan(expected):
                error = ladder.standard_error[number, place]
                yield {
                    "month_on": month,
                    **key,
                    "horizon_days": horizon,
                    "projected_count": expected,
                    "standard_error": None if np.isnan(error) else error,
                    "method": chain_ladder.METHOD,
                }
