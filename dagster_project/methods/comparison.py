"""Units beside their peers: who differs by more than chance, and what ranks the figures allow.

Peers are areas of one level, or units of one kind. A unit with too few records behind its figure
is shown and not compared, and moves nobody else's place. Counts are never compared: who has more
work is not better or worse.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dagster_project.methods import funnel_limits, rank_sets, small_areas
from dagster_project.methods.funnel_limits import ACTION, WARNING, Spread

Floats = NDArray[np.float64]

GROUP: Final = ("indicator_id", "period_kind", "period", "subject_kind", "peer_group")
SHOWN: Final = (
    "subject_code", "value", "denominator", "interval_low", "interval_high", "status", "peer_count",
)  # fmt: skip
MOST: Final = 100.0
"""Of a percentage, a score and an index."""
LIMITS: Final = ("low_998", "low_95", "high_95", "high_998")
FEWEST_RECORDS: Final = 10
"""Behind a figure that is compared, whatever lower floor the catalogue has for showing it."""
FEWEST_PEERS: Final = 5
"""Figures from which it can be told how much peers differ."""
SCHEMA: Final = {
    **dict.fromkeys(("target", "deviation"), pl.Float64),
    **dict.fromkeys(LIMITS, pl.Float64),
    **dict.fromkeys(("overdispersion", "between"), pl.Float64),
    "verdict": pl.String,
    **dict.fromkeys(("shrunk_value", "shrunk_low", "shrunk_high", "reliability"), pl.Float64),
    **dict.fromkeys(("best_rank", "worst_rank"), pl.Int64),
    **dict.fromkeys(("best_joint_rank", "worst_joint_rank", "tier"), pl.Int64),
}


class Peers(NamedTuple):
    """The figures of one group that can be compared, (units,) each, in the unit of `value`.

    `error` is a standard error as if all were alike, and `own_error` that of the unit's own
    figure. `of` are the denominators of proportions, none of what is an estimate.
    """

    value: Floats
    error: Floats
    own_error: Floats
    of: Floats | None


def compared(
    figures: pl.DataFrame, indicators: pl.DataFrame, areas: pl.DataFrame, units: pl.DataFrame
) -> pl.DataFrame:
    """Each figure beside those of its peers, by the frequency of its indicator and by year.

    `figures` is in the shape of mart_indicator_value, `indicators` of dim_indicator, `areas` and
    `units` are the registers. Figures by month are compared by quarter, for months hold too few.
    A row a figure: `GROUP`, `SHOWN` and the columns of `SCHEMA`; figures and limits in percent or
    in the indicator's unit.
    """
    rows = _judged(_comparable(figures, indicators, _peers(areas, units)))
    told = pl.DataFrame(schema={"row": pl.UInt32, **SCHEMA})
    known = rows.filter(pl.col("status") == "compared")
    found = [_told(group) for group in known.partition_by(*GROUP, maintain_order=True)]
    told = pl.concat([told, *found], how="diagonal")
    return rows.join(told, on="row", how="left", maintain_order="left").select(
        *GROUP, *SHOWN, *SCHEMA
    )


def _peers(areas: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    of_areas = areas.select(
        pl.lit("area").alias("subject_kind"),
        pl.col("area_code").alias("subject_code"),
        pl.col("level").alias("peer_group"),
        "valid_from",
    )
    of_units = units.select(
        pl.lit("unit").alias("subject_kind"),
        pl.col("unit_code").alias("subject_code"),
        pl.col("kind").alias("peer_group"),
        "valid_from",
    )
    return pl.concat([of_areas, of_units]).sort("valid_from")


def _comparable(
    figures: pl.DataFrame, indicators: pl.DataFrame, peers: pl.DataFrame
) -> pl.DataFrame:
    kept = indicators.filter(pl.col("unit") != "count").select(
        "indicator_id",
        pl.col("frequency").replace("month", "quarter"),
        is_ranked=pl.col("is_scored") & pl.col("direction").is_in(["up", "down"]),
        is_down=pl.col("direction") == "down",
    )
    return (
        figures.join(kept, on="indicator_id")
        .filter((pl.col("period_kind") == "year") | (pl.col("period_kind") == pl.col("frequency")))
        .filter(pl.col("status") != "not_applicable")
        .sort("period_to")
        .join_asof(
            peers,
            left_on="period_to",
            right_on="valid_from",
            by=["subject_kind", "subject_code"],
            check_sortedness=False,
        )
        .filter(pl.col("peer_group").is_not_null())
    )


def _judged(rows: pl.DataFrame) -> pl.DataFrame:
    """With the number of peers that can be compared, and whether a figure is among them."""
    is_known = (
        pl.col("status").is_in(["ok", "provisional"])
        & pl.col("value").is_not_null()
        & pl.col("interval_low").is_not_null()
        & (pl.coalesce("sample_count", "denominator") >= FEWEST_RECORDS).fill_null(False)
    )
    return (
        rows.sort(*GROUP, "subject_code")
        .with_row_index("row")
        .with_columns(is_known=is_known, peer_count=is_known.sum().over(GROUP).cast(pl.Int64))
        .with_columns(
            status=pl.when(~pl.col("is_known"))
            .then(pl.lit("too_few"))
            .when(pl.col("peer_count") < FEWEST_PEERS)
            .then(pl.lit("few_peers"))
            .otherwise(pl.lit("compared"))
        )
    )


def _figures(known: pl.DataFrame) -> Peers:
    value = known["value"].to_numpy()
    if (known["interval_method"] == "wilson@1").all():
        hits, of = (
            known[name].cast(pl.Float64).to_numpy() for name in ("numerator", "denominator")
        )
        centre = hits.sum() / of.sum()
        # Two hits and two misses more: nobody is certain of all or none (Agresti and Coull).
        share = (hits + 2) / (of + 4)
        own = 100 * np.sqrt(share * (1 - share) / (of + 4))
        return Peers(value, 100 * np.sqrt(centre * (1 - centre) / of), own, of)
    width = (known["interval_high"] - known["interval_low"]).to_numpy()
    error = np.maximum(width / (2 * WARNING), np.finfo(float).tiny)
    return Peers(value, error, error, None)


def _told(known: pl.DataFrame) -> pl.DataFrame:
    """The columns of `SCHEMA` for the figures of one group; nothing more where all are one."""
    peers = _figures(known)
    if not np.ptp(peers.value) or not (peers.error > 0).all():
        return known.select("row")
    target, deviation, spread, limits = _funnel(peers)
    value = peers.value
    low_998, low_95, high_95, high_998 = limits
    shrunk = small_areas.fay_herriot(value, peers.error)
    width = WARNING * np.sqrt(shrunk.mse)
    is_beyond = [value > high_998, value > high_95, value < low_998, value < low_95]
    said: dict[str, Any] = {
        "deviation": deviation,
        **{name: line.clip(0, MOST) for name, line in zip(LIMITS, limits, strict=True)},
        "verdict": np.select(is_beyond, ["high_998", "high_95", "low_998", "low_95"], "within"),
        "shrunk_value": shrunk.value,
        "shrunk_low": (shrunk.value - width).clip(0, MOST),
        "shrunk_high": (shrunk.value + width).clip(0, MOST),
        "reliability": shrunk.reliability,
    }
    if known["is_ranked"][0]:
        said |= _ranked(-value if known["is_down"][0] else value, peers.own_error)
    return known.select(
        "row",
        pl.lit(target).alias("target"),
        pl.lit(spread.phi).alias("overdispersion"),
        pl.lit(spread.between).alias("between"),
        *(pl.Series(name, values) for name, values in said.items()),
    )


def _funnel(peers: Peers) -> tuple[float, Floats, Spread, tuple[Floats, ...]]:
    """The pooled figure, deviations in standard errors, overdispersion and the four limits."""
    if peers.of is not None:
        share = peers.value / 100
        target = float((share * peers.of).sum() / peers.of.sum())
        ratios = funnel_limits.ratios(share * peers.of, peers.of, target)
        spread = funnel_limits.spread(ratios, 4 * peers.of)
        deviation = ratios / np.sqrt(1 + 4 * peers.of * spread.between)
        outer, inner = (
            funnel_limits.of_share(peers.of, target, spread.between, z) for z in (ACTION, WARNING)
        )
        limits = (outer[0], inner[0], inner[1], outer[1])
        return 100 * target, deviation, spread, tuple(100 * line for line in limits)
    weight = peers.error**-2
    target = float((peers.value * weight).sum() / weight.sum())
    ratios = (peers.value - target) / peers.error
    spread = funnel_limits.spread(ratios, weight)
    deviation = ratios / np.sqrt(1 + weight * spread.between)
    outer, inner = (
        funnel_limits.of_mean(peers.error, target, spread.between, z) for z in (ACTION, WARNING)
    )
    return target, deviation, spread, (outer[0], inner[0], inner[1], outer[1])


def _ranked(value: Floats, errors: Floats) -> dict[str, Any]:
    single = rank_sets.marginal(value, errors)
    joint = rank_sets.simultaneous(value, errors)
    return {
        "best_rank": single.best,
        "worst_rank": single.worst,
        "best_joint_rank": joint.best,
        "worst_joint_rank": joint.worst,
        "tier": rank_sets.tiers(value, joint),
    }
