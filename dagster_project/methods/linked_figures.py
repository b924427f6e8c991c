"""The figures of a release as linked cells: what each counts, and the sums between them.

A figure is a count, or a share's whole and the part of it that met a condition; what is left of
the whole is a count as well, which nobody publishes and everybody can work out. Figures are
linked by time, by area, by unit and by what they count. How a measure adds up is read from its
own values, as a reader of all that is published would.
"""

import numpy as np
import polars as pl
from scipy import sparse

from dagster_project.methods import ranges
from dagster_project.methods.cells import Cells
from dagster_project.methods.primary_rules import is_small

PERIOD_KINDS = ("month", "quarter", "half_year", "year")
SUBJECT = ("subject_kind", "subject_code")
PERIOD = ("period_kind", "period")
KEY = ("measure", *SUBJECT, *PERIOD)
SERIES = ("measure", "part")
REMAINDER = "/other"
"""What is added to the code of a subject for what lies in none of the subjects below it."""

LARGE_ENOUGH = 0.5
"""The share of a line's figures that must be large enough for it to be published."""

NEVER, NEW, SHOWN = "never", "new", "shown"
"""Whether a cell is never published, may be published now, or stands published already."""


def link(figures: pl.DataFrame, nesting: pl.DataFrame) -> tuple[pl.DataFrame, Cells]:
    """The cells of the figures that are worth publishing, by name and as numbers.

    `figures`: KEY, `period_from`, `period_to`, `whole`, `met` (null for a plain count),
    `threshold`, and `whole_state`, `met_state` and `range_state`, each NEVER, NEW or SHOWN.
    `nesting`: which subject lies in which, as SUBJECT and `parent_kind`, `parent_code`. The
    first of the two has a row a name: KEY, `part` (whole, met or rest), `cell`, its number in
    the second, `value`, and `range_low`, `range_high`, `range_state` of the smaller part of a
    whole, null where nothing is to be told of it.
    """
    cells = _cells(figures.filter(worth_publishing()))
    nested = _nested(cells, nesting)
    cells = _numbered(pl.concat([cells, _remainders(nested)], how="diagonal"))
    sums = [_shares(cells), _sums_of_periods(cells), _sums_of_nested(cells, nested)]
    return cells, _system(cells, sums)


def worth_publishing() -> pl.Expr:
    """Whether a subject's figures of one kind of period are published one by one at all.

    Of those that are not zero at least half have to be large enough, or else what is left after
    the small ones and those that would give them away are blank says nothing. A line of figures
    that is never published has no cells that could be found out; what lies in it and in none of
    the published lines beside it is looked at as a whole. What was published before stays.
    """
    line = ["measure", *SUBJECT, "period_kind"]
    is_counted = pl.col("whole") > 0
    is_large = (is_counted & (pl.col("whole") >= pl.col("threshold"))).sum().over(line)
    was_shown = pl.any_horizontal(pl.col("whole_state", "met_state") == SHOWN)
    return (is_large >= LARGE_ENOUGH * is_counted.sum().over(line)) | was_shown.any().over(line)


def _cells(figures: pl.DataFrame) -> pl.DataFrame:
    """A row a cell: KEY, the period's days, `part`, `value`, `threshold`, `state`.

    The smaller part of a whole has `range_low`, `range_high` and `range_state` besides.
    """
    low, high = ranges.of_smaller_part()
    lively = figures.filter(pl.col("whole").max().over("measure", *SUBJECT) > 0)
    kept = [*KEY, "period_from", "period_to", "threshold"]
    whole, met = pl.col("whole"), pl.col("met")
    is_met_smaller = met <= whole - met
    parts = (
        ("whole", whole, pl.col("whole_state"), pl.lit(value=False)),
        ("met", met, pl.col("met_state"), is_met_smaller),
        ("rest", whole - met, pl.lit(NEVER), ~is_met_smaller),
    )
    return pl.concat(
        lively.select(
            *kept,
            part=pl.lit(part),
            value=value.cast(pl.Float64),
            state=state,
            range_low=pl.when(is_smaller).then(low),
            range_high=pl.when(is_smaller).then(high),
            range_state="range_state",
        ).drop_nulls("value")
        for part, value, state, is_smaller in parts
    )


def _nested(cells: pl.DataFrame, nesting: pl.DataFrame) -> pl.DataFrame:
    """Each whole and met part of a subject beside those that lie in it: `code`, and `other`.

    Only of measures where the sum of what lies below never exceeds what it lies in, in either
    part and in the rest; weighted shares do not add up, and then the wholes alone are given, as
    they are where the met part of one below is not known.
    `other` is what is left, and null where a measure never leaves anything.
    """
    parents = cells.rename({"subject_kind": "parent_kind", "subject_code": "parent_code"})
    place = [*SERIES, "parent_kind", "parent_code", *PERIOD]
    below = cells.join(nesting, on=SUBJECT).select(*place, *SUBJECT, part_value="value")
    kinds = ["measure", "parent_kind", "subject_kind"]
    is_whole = pl.col("part") == "whole"
    group = ["measure", "parent_kind", "parent_code", *PERIOD, "subject_kind"]
    return (
        below.join(parents, on=place)
        .with_columns(other=pl.col("value") - pl.col("part_value").sum().over(*group, "part"))
        .filter(pl.len().over(*group, "part") == is_whole.sum().over(group))
        .with_columns(
            whole_fits=(~is_whole | (pl.col("other") >= 0)).all().over(kinds),
            parts_fit=(pl.col("other") >= 0).all().over(kinds),
            leaves=(pl.col("other") > 0).any().over(kinds),
        )
        .filter("whole_fits", pl.col("part") != "rest", is_whole | pl.col("parts_fit"))
        .with_columns(other=pl.when("leaves").then("other"))
    )


def _remainders(nested: pl.DataFrame) -> pl.DataFrame:
    """The cells of what lies in a subject and in none of those below it."""
    kept = [*KEY, "period_from", "period_to", "threshold", "part"]
    found = (
        nested.drop_nulls("other")
        .select(
            *(column for column in kept if column not in SUBJECT),
            subject_kind=pl.col("parent_kind"),
            subject_code=pl.col("parent_code") + REMAINDER + pl.col("subject_kind"),
            value="other",
            state=pl.lit(NEVER),
        )
        .unique(maintain_order=True)
    )
    whole, met = (found.filter(part=part) for part in ("whole", "met"))
    rest = whole.join(met.select(*KEY, met="value"), on=KEY).with_columns(
        part=pl.lit("rest"), value=pl.col("value") - pl.col("met")
    )
    return pl.concat([whole, met, rest.drop("met")], how="diagonal").select(
        *KEY, "period_from", "period_to", "threshold", "part", "value", "state"
    )


def _numbered(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells with their numbers; what is counted twice under two names has one number.

    Two parts of measures are the same count where they are alike wherever either is not zero.
    """
    entry = pl.struct(*SUBJECT, *PERIOD, "value").hash()
    counts = cells.filter(pl.col("value") > 0).group_by(SERIES).agg(entry.sort().alias("entries"))
    alike = pl.col("entries").cast(pl.List(pl.String)).list.join(",")
    same = counts.select(*SERIES, count=pl.concat_str(*SERIES, separator="\n").min().over(alike))
    named = cells.join(same, on=SERIES, how="left").with_columns(
        pl.col("count").fill_null(pl.concat_str(*SERIES, separator="\n"))
    )
    identity = pl.struct("count", *SUBJECT, *PERIOD)
    return named.with_columns(cell=identity.rank("dense").cast(pl.Int64) - 1).drop("count")


def _system(cells: pl.DataFrame, sums: list[pl.DataFrame]) -> Cells:
    """The linked cells as numbers; a cell with two names costs what both lose."""
    price = (pl.when(state=SHOWN).then(pl.lit(np.inf)).when(state=NEVER).then(0.0)).otherwise(
        1 + pl.col("value")
    )
    is_told = pl.col("range_state") == SHOWN
    one = (
        cells.group_by("cell")
        .agg(
            pl.col("value").first(),
            pl.col("threshold").max(),
            price.sum().alias("cost"),
            pl.col("range_low").filter(is_told).max().fill_null(0.0).alias("floor"),
            pl.col("range_high").filter(is_told).min().fill_null(np.inf).alias("ceiling"),
        )
        .sort("cell")
    )
    value, threshold = one["value"].to_numpy(), one["threshold"].to_numpy()
    sensitive = is_small(value, threshold)
    terms = pl.concat(sums).with_columns(pl.col("sum").rank("dense").cast(pl.Int64) - 1)
    shape = (terms["sum"].n_unique(), len(one))
    entries = (terms["sign"].to_numpy(), (terms["sum"].to_numpy(), terms["cell"].to_numpy()))
    matrix = sparse.csr_array(entries, shape=shape)
    assert abs(matrix @ value).max(initial=0) < 1e-6, "a sum does not hold"
    return Cells(
        value=value,
        floor=one["floor"].to_numpy(),
        ceiling=one["ceiling"].to_numpy(),
        sums=matrix,
        low=np.where(sensitive, 0.0, np.nan),
        high=np.where(sensitive, threshold, np.nan),
        cost=one["cost"].to_numpy(),
    )


def _terms(frame: pl.DataFrame, name: list[str], sign: float) -> pl.DataFrame:
    """Terms of sums that are named by columns of `frame`."""
    return frame.select(
        sum=pl.concat_str(*(pl.col(column).cast(pl.String) for column in name), separator="\n"),
        cell="cell",
        sign=pl.lit(sign),
    )


def _shares(cells: pl.DataFrame) -> pl.DataFrame:
    """Of each figure with a met part: the whole is what met the condition and what did not."""
    parted = cells.filter((pl.col("part") == "met").any().over(KEY))
    whole = pl.col("part") == "whole"
    return pl.concat(
        [
            _terms(parted.filter(whole), list(KEY), 1.0),
            _terms(parted.filter(~whole), list(KEY), -1.0),
        ]
    )


def _sums_of_nested(cells: pl.DataFrame, nested: pl.DataFrame) -> pl.DataFrame:
    """Of each subject with others in it: they and the remainder make the whole."""
    place = [*SERIES, "parent_kind", "parent_code", *PERIOD, "subject_kind"]
    number = cells.select(*KEY, "part", "cell")
    child = nested.join(number, on=[*KEY, "part"])
    as_parent = {"subject_kind": "parent_kind", "subject_code": "parent_code"}
    groups = nested.select(place).unique(maintain_order=True)
    on_parent = [*SERIES, "parent_kind", "parent_code", *PERIOD]
    parent = groups.join(number.rename(as_parent), on=on_parent)
    other = groups.with_columns(
        code=pl.col("parent_code") + REMAINDER + pl.col("subject_kind")
    ).join(
        number.rename({"subject_kind": "parent_kind", "subject_code": "code"}),
        on=[*SERIES, "parent_kind", "code", *PERIOD],
    )
    return pl.concat(
        [_terms(parent, place, 1.0), _terms(child, place, -1.0), _terms(other, place, -1.0)]
    )


def stocks(counted: pl.DataFrame) -> set[str]:
    """The measures whose longer periods are as their last shorter one, and not the sum of them.

    `counted`: KEY, `part`, the period's days and `value`; rows of one part are compared.
    """
    within = _within(counted)
    whole = [*SERIES, *SUBJECT, *PERIOD]
    judged = (
        within.filter(pl.col("value_below").sum().over(whole) > 0)
        .group_by("measure")
        .agg(
            sums=(pl.col("value_below").sum().over(whole) == pl.col("value")).mean(),
            lasts=(pl.col("is_last") & (pl.col("value_below") == pl.col("value")))
            .any()
            .over(whole)
            .mean(),
        )
    )
    return set(judged.filter(pl.col("lasts") > pl.col("sums"))["measure"])


def _within(counted: pl.DataFrame) -> pl.DataFrame:
    """Each longer period beside the next shorter ones in it, whose columns end in `_below`."""
    order = pl.col("period_kind").replace_strict(PERIOD_KINDS, range(4), default=None)
    ranked = counted.with_columns(rank=order.rank("dense").over("measure")).drop_nulls("rank")
    return (
        ranked.join(
            ranked.with_columns(pl.col("rank") + 1), on=[*SERIES, *SUBJECT, "rank"], suffix="_below"
        )
        .filter(
            pl.col("period_from_below") >= pl.col("period_from"),
            pl.col("period_to_below") <= pl.col("period_to"),
        )
        .with_columns(is_last=pl.col("period_to_below") == pl.col("period_to"))
    )


def _sums_of_periods(cells: pl.DataFrame) -> pl.DataFrame:
    """Of each longer period: it is the sum of the next shorter ones, or the last of them.

    A period that is neither is left out: what fell due to a unit after it was dissolved stands
    in its quarter and in no month.
    """
    counted = cells.filter(pl.col("part") != "rest")
    within = _within(counted)
    whole = [*SERIES, *SUBJECT, *PERIOD]
    is_stock = pl.col("measure").is_in(stocks(counted))
    kept = within.filter(~is_stock | pl.col("is_last")).filter(
        pl.col("value_below").sum().over(whole) == pl.col("value")
    )
    return pl.concat(
        [
            _terms(kept.unique(whole, maintain_order=True), whole, 1.0),
            _terms(kept.with_columns(cell="cell_below"), whole, -1.0),
        ]
    )
