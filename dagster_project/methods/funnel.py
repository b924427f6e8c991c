"""What is estimated of cohorts of clues on their way through the stages."""

from collections.abc import Iterable, Iterator

import numpy as np
import polars as pl

from dagster_project.methods import chain_ladder, competing_risks
from dagster_project.methods.competing_risks import Counts

HORIZONS = (30, 60, 90, 180)
"""The days since receipt by which a stage may be reached."""
GROUP = ("area_code", "breakdown", "breakdown_code", "stage")
COHORT = ("month_on", *GROUP)
CHUNK = 2048
"""So many cohorts are laid out by day at a time, which takes some 10 MB."""
COURSE = (*COHORT, "horizon_days", "clue_count", "reached_count", "is_mature")
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


def incidence(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The cumulative incidence of each stage in each cohort, by horizon; columns as in `INCIDENCE`.

    Each of `parts` holds whole cohorts. It has the columns in `COHORT`, `day` (whole days since
    receipt) and, of the clues for which that day was the last on the way to the stage:
    `reached_count`, `ended_count` of those that ended otherwise, and `open_count` of those last
    seen on it. Shares lie between 0 and 1.
    """
    chunks = [
        _estimated(chunk)
        for days in parts
        for chunk in days.group_by(COHORT).agg("day", *EVENTS).iter_slices(CHUNK)
    ]
    return pl.concat([pl.DataFrame(schema=INCIDENCE), *chunks])


def projection(cohorts: pl.DataFrame) -> pl.DataFrame:
    """How many are expected to reach a stage by the horizons at which a cohort is not yet mature.

    `cohorts` has the columns in `COURSE`, a row for each horizon; the result those in
    `PROJECTION`. A row is left out where nothing can be said: no clue of the cohort has reached
    the stage so far, or no older cohort shows the way.
    """
    ordered = cohorts.filter(pl.col("clue_count") > 0).sort(*GROUP, "month_on", "horizon_days")
    if ordered.is_empty():
        return pl.DataFrame(schema=PROJECTION)
    each = ordered.gather_every(len(HORIZONS)).select(*COHORT, "clue_count")
    group = each.select(pl.struct(GROUP).rle_id()).to_series().to_numpy()
    month = each["month_on"].rank("dense").to_numpy() - 1
    by_age = (each.height, len(HORIZONS))
    reached = ordered["reached_count"].cast(pl.Float64).to_numpy().reshape(by_age)
    is_mature = ordered["is_mature"].to_numpy().reshape(by_age)
    course = np.column_stack([each["clue_count"], np.where(is_mature, reached, np.nan)])
    triangles = np.full((group.max() + 1, month.max() + 1, len(HORIZONS) + 1), np.nan)
    triangles[group, month] = course
    ladder = chain_ladder.mack(triangles)
    has_reached = (is_mature & (reached > 0)).any(axis=1) | ~is_mature.any(axis=1)
    return pl.concat(
        each.select(
            *COHORT,
            horizon_days=pl.lit(horizon, pl.Int64),
            projected_count=pl.Series(ladder.expected[group, month, place], nan_to_null=True),
            standard_error=pl.Series(ladder.standard_error[group, month, place], nan_to_null=True),
            method=pl.lit(chain_ladder.METHOD),
        ).filter(pl.Series(has_reached & ~is_mature[:, place - 1]))
        for place, horizon in enumerate(HORIZONS, start=1)
    ).filter(pl.col("projected_count").is_not_null())


def _estimated(cohorts: pl.DataFrame) -> pl.DataFrame:
    reached, ended, still_open = _by_day(cohorts)
    estimate = competing_risks.aalen_johansen(reached, ended, still_open, HORIZONS)
    so_far = np.cumsum(reached, axis=1)
    return pl.concat(
        cohorts.select(
            *COHORT,
            horizon_days=pl.lit(horizon, pl.Int64),
            reached_count=pl.Series(so_far[:, horizon]),
            incidence=pl.Series(estimate.incidence[:, place], nan_to_null=True),
            standard_error=pl.Series(estimate.standard_error[:, place], nan_to_null=True),
            open_share=pl.Series(estimate.open_share[:, place], nan_to_null=True),
            effective_count=pl.Series(estimate.effective_count[:, place], nan_to_null=True),
            median_days=pl.Series(estimate.median_days, nan_to_null=True).cast(pl.Int64),
            method=pl.lit(competing_risks.METHOD),
        )
        for place, horizon in enumerate(HORIZONS)
    )


def _by_day(cohorts: pl.DataFrame) -> Iterator[Counts]:
    """Counts by cohort and day; who is followed beyond the last horizon is open on it."""
    last = max(HORIZONS)
    number = np.repeat(np.arange(cohorts.height), cohorts["day"].list.len())
    days = cohorts.select("day", *EVENTS).explode("day", *EVENTS)
    is_within = pl.col("day") <= last
    within = days.select(
        pl.col("day").clip(0, last),
        *(pl.when(is_within).then(name).otherwise(0).alias(name) for name in EVENTS[:2]),
        pl.when(is_within).then("open_count").otherwise(pl.sum_horizontal(EVENTS)),
    )
    cell = number * (last + 1) + within["day"].to_numpy()
    for name in EVENTS:
        counts = np.bincount(cell, within[name].to_numpy(), cohorts.height * (last + 1))
        yield counts.reshape(cohorts.height, last + 1).astype(np.int64)
