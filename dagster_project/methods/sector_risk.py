"""Sectors and areas whose work needs review (需关注), and which component of it says so.

Each component is a rate of events among what could have had them: shrunk towards the peers' rate
by as much as chance could have moved it, then measured in standard deviations of true rates
between peers, so that components that differ by chance alone say nothing. The index displays the
mean of a subject's components; work needs review where a component lies clear of its peers. What
institutions find by looking is shown beside and never enters: Ensign and others (2018),
Proceedings of Machine Learning Research 81, 160.
"""

from typing import Final

import numpy as np
import polars as pl

from dagster_project.methods import small_areas

WHOLE: Final = "all"
"""The sector code of an area's whole."""
INDEX: Final = "index"
PRESSURE: Final = "pressure"
"""Of reports on the premises of a sector."""
BESIDE: Final = "found_by_looking"
SUBJECT: Final = ("area_code", "sector_code")
PEERS: Final = ("peer_group", "component")
FEWEST_PEERS: Final = 5
FEWEST_COMPONENTS: Final = 3
FEWEST_PREMISES: Final = 5
FEWEST_RECORDS: Final = 10
"""Among which events are counted; fewer are shown and not judged."""
FEWEST_EVENTS: Final = 10
"""Behind a component that says that work needs review."""
WIDTH: Final = 1.96
PERCENT: Final = 100.0
SHOWN: Final = (
    "area_code", "sector_code", "component", "event_count", "exposure_count", "peer_count", "rate",
    "centre", "shrunk_rate", "shrunk_low", "shrunk_high", "reliability", "score", "score_low",
    "score_high", "status", "needs_review",
)  # fmt: skip
MEASURED: Final = dict.fromkeys(
    ("centre", "shrunk_rate", "error", "reliability", "deviation", "deviation_error"), pl.Float64
)


def risks(counts: pl.DataFrame) -> pl.DataFrame:
    """A row a subject and component, and one of its index, in the columns `SHOWN`.

    `counts` has area_code, area_level, sector_code, component, event_count and exposure_count. The
    sectors of an area are peers of each other, and its whole is one of those of its level. Rates
    are events per 100 of what they are counted among. A component's score is what it contributes
    to the index, so that those of a subject add up to it; 0 is as its peers are.
    """
    parts = _components(_measured(counts))
    rows = pl.concat([parts, _indices(parts)], how="diagonal")
    return rows.select(SHOWN).sort(*SUBJECT, "component")


def _measured(counts: pl.DataFrame) -> pl.DataFrame:
    """With each component's rate, drawn towards its peers', and how far it then lies from it."""
    rows = counts.with_columns(
        pl.when(pl.col("sector_code") == WHOLE)
        .then(pl.format("level/{}", "area_level"))
        .otherwise(pl.format("area/{}", "area_code"))
        .alias("peer_group"),
        pl.when(pl.col("exposure_count") > 0)
        .then(PERCENT * pl.col("event_count") / pl.col("exposure_count"))
        .alias("rate"),
        is_enough=pl.col("exposure_count")
        >= pl.when(pl.col("component") == PRESSURE).then(FEWEST_PREMISES).otherwise(FEWEST_RECORDS),
    ).with_row_index("row")
    groups = rows.filter(pl.col("is_enough")).partition_by(*PEERS, maintain_order=True)
    found = [_shrunk(group) for group in groups if group.height >= FEWEST_PEERS]
    told = pl.concat([pl.DataFrame(schema={"row": pl.UInt32, **MEASURED}), *found])
    return rows.join(told, on="row", how="left", maintain_order="left")


def _shrunk(group: pl.DataFrame) -> pl.DataFrame:
    counts, exposures = (
        group[name].cast(pl.Float64).to_numpy() for name in ("event_count", "exposure_count")
    )
    found = small_areas.empirical_bayes(counts, exposures / PERCENT)
    error, spread = np.sqrt(found.mse), np.sqrt(found.variance)
    # Where chance explains all that differs, nobody deviates.
    scale = 1 / spread if spread > 0 else 0.0
    return group.select(
        "row",
        pl.Series("centre", found.centre),
        pl.Series("shrunk_rate", found.value),
        pl.Series("error", error),
        pl.Series("reliability", found.reliability),
        pl.Series("deviation", (found.value - found.centre) * scale),
        pl.Series("deviation_error", error * scale),
    )


def _components(rows: pl.DataFrame) -> pl.DataFrame:
    """With intervals, what each contributes to its subject's index, and whether it stands out."""
    is_measured = pl.col("error").is_not_null()
    is_part = is_measured & (pl.col("component") != BESIDE)
    part_count = is_part.sum().over(SUBJECT)
    share = pl.when(is_part & (part_count >= FEWEST_COMPONENTS)).then(1 / part_count)
    spread = WIDTH * pl.col("error")
    stands_out = (pl.col("shrunk_rate") - spread > pl.col("centre")) & (
        pl.col("event_count") >= FEWEST_EVENTS
    )
    status = (
        pl.when(pl.col("component") == BESIDE)
        .then(pl.lit("beside"))
        .when(~pl.col("is_enough"))
        .then(pl.lit("too_few"))
        .when(~is_measured)
        .then(pl.lit("few_peers"))
        .otherwise(pl.lit("judged"))
    )
    return rows.with_columns(
        peer_count=is_measured.sum().over(PEERS).cast(pl.Int64),
        shrunk_low=(pl.col("shrunk_rate") - spread).clip(0),
        shrunk_high=pl.col("shrunk_rate") + spread,
        score=share * pl.col("deviation"),
        error=share * pl.col("deviation_error"),
        status=status,
        needs_review=pl.when(is_part).then(stands_out),
    ).with_columns(_limits())


def _indices(parts: pl.DataFrame) -> pl.DataFrame:
    """The index of each subject: the sum of its contributions, whose errors are independent."""
    is_judged = pl.col("score").is_not_null()
    totals = parts.group_by(*SUBJECT, "peer_group", maintain_order=True).agg(
        score=pl.when(is_judged.any()).then(pl.col("score").sum()),
        error=(pl.col("error") ** 2).sum().sqrt(),
        is_said=pl.col("needs_review").any(),
    )
    return totals.with_columns(_limits()).with_columns(
        component=pl.lit(INDEX),
        peer_count=is_judged.sum().over("peer_group").cast(pl.Int64),
        status=pl.when(is_judged).then(pl.lit("judged")).otherwise(pl.lit("few_components")),
        needs_review=pl.when(is_judged).then(pl.col("is_said")),
    )


def _limits() -> list[pl.Expr]:
    spread = WIDTH * pl.col("error")
    return [
        (pl.col("score") - spread).alias("score_low"),
        (pl.col("score") + spread).alias("score_high"),
    ]
