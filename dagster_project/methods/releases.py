"""What a release says of figures that an earlier one has said already, and of new ones beside them.

Late and corrected rows change figures that were published. The difference of two releases is a
count as well, of the late rows, and may be too small to be shown. So the figures of one year and
one field of work are revised together, once no published one changes by less than its threshold;
until then they stay as they were published, and a longer period that is new is made of them.
"""

import polars as pl

from dagster_project.methods import linked_figures, protection, ranges
from dagster_project.methods.linked_figures import KEY, NEVER, NEW, PERIOD_KINDS, SHOWN, SUBJECT
from dagster_project.methods.suppression import UnprotectableError

KEPT, REVISED = "kept", "revised"
"""How a figure stands to earlier releases, beside NEW: as it was published, or replaced."""
BLOCK = ("domain_code", "year")
VALUES = ("whole", "met")
WAS_VALUES = ("was_whole", "was_met")
SHOWINGS = ("is_whole_shown", "is_met_shown", "is_range_shown")


def decide(figures: pl.DataFrame, nesting: pl.DataFrame, is_due: bool) -> pl.DataFrame:
    """The figures that are out, each with its values and with what of it is shown.

    `figures`: as `linked_figures.link` takes them without the states, and `domain_code`, the
    field of work, and `was_whole`, `was_met`, `was_whole_shown`, `was_met_shown`,
    `was_range_shown` as last released, null where they never were. Returns KEY, `whole`, `met`,
    `is_whole_shown`, `is_met_shown`, `is_range_shown`, `met_low` and `met_high`, the ends of the
    range that is shown, and `standing`: NEW, KEPT or REVISED. Where no release is due, that is
    what was released.

    Raises:
        UnprotectableError: what stands published already gives a cell away.
    """
    if not is_due:
        return _released(_vintage(figures.filter(_is_old()), is_revising=False))
    try:
        return _released(_decided(_vintage(figures, is_revising=True), nesting))
    except UnprotectableError:
        return _released(_decided(_vintage(figures, is_revising=False), nesting))


def _is_old() -> pl.Expr:
    return pl.col("was_whole_shown").is_not_null()


def _released(figures: pl.DataFrame) -> pl.DataFrame:
    low, high = ranges.of_met()
    is_told = pl.col("is_range_shown")
    ends = {"met_low": pl.when(is_told).then(low), "met_high": pl.when(is_told).then(high)}
    return figures.select(*KEY, *VALUES, *SHOWINGS, "standing", **ends)


def _decided(figures: pl.DataFrame, nesting: pl.DataFrame) -> pl.DataFrame:
    known = figures.drop(SHOWINGS)
    return known.join(protection.decide(known, nesting), on=KEY, how="left", maintain_order="left")


def _vintage(figures: pl.DataFrame, is_revising: bool) -> pl.DataFrame:
    """The figures as they are to be published, with standing, and the state of either part."""
    dated = figures.with_columns(year=pl.col("period_to").dt.year())
    judged = dated.with_columns(
        is_held=_is_held().any().over(BLOCK) | pl.lit(not is_revising),
        difference_whole=pl.col("was_whole") - pl.col("whole"),
        difference_met=pl.col("was_met") - pl.col("met"),
    )
    standing = (
        pl.when(~_is_old())
        .then(pl.lit(NEW))
        .when(pl.col("is_held") | ~_has_changed())
        .then(pl.lit(KEPT))
        .otherwise(pl.lit(REVISED))
    )
    states = (
        pl.when(~_is_old())
        .then(pl.lit(NEW))
        .when(pl.col(f"was_{part}_shown"))
        .then(pl.lit(SHOWN))
        .otherwise(pl.lit(NEVER))
        .alias(f"{part}_state")
        for part in VALUES
    )
    range_state = (
        pl.when(pl.col("standing") != KEPT)
        .then(pl.lit(NEW))
        .when("was_range_shown")
        .then(pl.lit(SHOWN))
        .otherwise(pl.lit(NEVER))
    )
    return (
        judged.join(_corrections(judged), on=KEY, how="left", maintain_order="left")
        .with_columns(standing.alias("standing"), *states)
        .with_columns(
            pl.when(standing=KEPT)
            .then(f"was_{part}")
            .otherwise(pl.col(part) + pl.col(f"correction_{part}").fill_null(0.0))
            .alias(part)
            for part in VALUES
        )
        .with_columns(
            *(pl.col(shown.replace("is_", "was_")).alias(shown) for shown in SHOWINGS),
            range_state=range_state,
        )
    )


def _has_changed() -> pl.Expr:
    return pl.any_horizontal(
        pl.col(f"was_{part}").ne_missing(pl.col(part).cast(pl.Float64)) for part in VALUES
    )


def _is_held() -> pl.Expr:
    """Whether a figure that is out has changed by too little for the change to be shown."""
    whole, met = (pl.col(part) - pl.col(f"was_{part}") for part in VALUES)
    seen = (
        (whole, pl.col("was_whole_shown")),
        (met, pl.col("was_met_shown")),
        (whole - met, pl.col("was_whole_shown") & pl.col("was_met_shown")),
    )
    small = (
        is_seen & (change != 0) & (change.abs() < pl.col("threshold")) for change, is_seen in seen
    )
    (low, _), (was_low, _) = ranges.of_smaller_part(), ranges.of_smaller_part(*WAS_VALUES)
    # Of the same whole another range would say that the part changed, however little.
    is_told_anew = pl.col("was_range_shown") & (whole == 0) & (low != was_low)
    return pl.any_horizontal(*small, is_told_anew).fill_null(value=False)


def _corrections(judged: pl.DataFrame) -> pl.DataFrame:
    """What a new figure lacks or has too much, to be made of figures that stay as they were.

    KEY of the new figure, `correction_whole` and `correction_met`.
    """
    order = pl.col("period_kind").replace_strict(PERIOD_KINDS, range(4), default=None)
    is_shortest = order == order.min().over("measure")
    differences = [f"difference_{part}" for part in VALUES]
    base = judged.filter(is_shortest, _is_old(), "is_held", _has_changed()).select(
        "measure", *SUBJECT, "period_from", "period_to", *differences
    )
    counted = judged.select(*KEY, "period_from", "period_to", part=pl.lit("whole"), value="whole")
    is_stock = pl.col("measure").is_in(linked_figures.stocks(counted))
    within = (
        judged.filter(~_is_old())
        .select(*KEY, "period_from", "period_to")
        .join(base, on=["measure", *SUBJECT], suffix="_below")
        .filter(
            pl.col("period_from_below") >= pl.col("period_from"),
            pl.col("period_to_below") <= pl.col("period_to"),
            ~is_stock | (pl.col("period_to_below") == pl.col("period_to")),
        )
    )
    return within.group_by(KEY).agg(
        pl.col(f"difference_{part}").sum().alias(f"correction_{part}") for part in VALUES
    )
