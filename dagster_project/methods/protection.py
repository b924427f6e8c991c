"""What of the figures of a release everybody may see: blanks, ranges beside them, and the proof."""

from dataclasses import replace

import numpy as np
import polars as pl

from dagster_project.methods import suppression
from dagster_project.methods.cells import Ranges
from dagster_project.methods.linked_figures import KEY, NEW, SHOWN, SUBJECT, link


def decide(figures: pl.DataFrame, nesting: pl.DataFrame) -> pl.DataFrame:
    """Says of each figure whether its whole and its met part may be shown, or a range instead.

    `figures`, `nesting`: as `linked_figures.link` takes them. Returns KEY with `is_whole_shown`,
    `is_met_shown` and `is_range_shown`: whether everybody is told between which values a met
    part lies that is not shown beside its whole.

    Raises:
        UnprotectableError: what stands published already gives a cell away.
    """
    cells, system = link(figures, nesting)
    hidden = suppression.suppress(system)
    cells = cells.with_columns(is_shown=pl.Series(~hidden)[cells["cell"]])
    wishes = _wishes(cells)
    wished = _wished(wishes, len(hidden))
    told = suppression.tellable(system, hidden, wished)
    floor, ceiling = system.within(wished, told)
    known = replace(system, floor=floor, ceiling=ceiling)
    if left := suppression.unsafe(known, hidden):
        raise suppression.UnprotectableError(left)
    ranged = pl.concat(
        [wishes.filter(pl.Series(told)[wishes["cell"]]), cells.filter(range_state=SHOWN)],
        how="diagonal",
    )
    return _by_figure(figures, cells, ranged)


def _by_figure(figures: pl.DataFrame, cells: pl.DataFrame, ranged: pl.DataFrame) -> pl.DataFrame:
    """The choice as `decide` returns it, a row a figure in the order given."""
    whole, met = (
        cells.filter(part=part).select(*KEY, pl.col("is_shown").alias(f"is_{part}_shown"))
        for part in ("whole", "met")
    )
    told = ranged.select(KEY).unique().with_columns(is_range_shown=True)
    # What never happened to a subject is no cell: that it did not is no secret.
    is_nothing = pl.col("whole").max().over("measure", *SUBJECT) == 0
    return (
        figures.select(*KEY, is_nothing=is_nothing, has_met=pl.col("met").is_not_null())
        .join(whole, on=KEY, how="left", maintain_order="left")
        .join(met, on=KEY, how="left", maintain_order="left")
        .join(told, on=KEY, how="left", maintain_order="left")
        .with_columns(pl.col("is_whole_shown", "is_met_shown").fill_null(pl.col("is_nothing")))
        .with_columns(
            pl.when("has_met").then("is_met_shown").alias("is_met_shown"),
            pl.col("is_range_shown").fill_null(value=False),
        )
        .drop("is_nothing", "has_met")
    )


def _wishes(cells: pl.DataFrame) -> pl.DataFrame:
    """The smaller parts of shown wholes whose range might be told, with the whole as `worth`."""
    is_whole = pl.col("part") == "whole"
    is_met_shown = (pl.col("is_shown") & (pl.col("part") == "met")).any().over(KEY)
    worth = pl.col("value").filter(is_whole & pl.col("is_shown")).first().over(KEY)
    return cells.with_columns(worth=worth).filter(
        ~is_met_shown, pl.col("worth", "range_low").is_not_null(), range_state=NEW
    )


def _wished(wishes: pl.DataFrame, count: int) -> Ranges:
    """The ranges of `count` cells; one with two names is of worth for both."""
    one = wishes.group_by("cell").agg(
        pl.col("range_low").max(), pl.col("range_high").min(), pl.col("worth").sum()
    )
    low, high, worth = np.full((3, count), np.nan)
    low[one["cell"]], high[one["cell"]] = one["range_low"], one["range_high"]
    worth[one["cell"]] = one["worth"]
    return Ranges(low, high, worth)
