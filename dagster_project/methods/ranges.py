"""Between which values a part of a whole is said to lie where it is not shown itself.

That of 120 items no more than ten were late answers most of what is asked, and says nothing of
the few. A range is as wide as the smallest count that is shown, its threshold, and is given of
the smaller of the two parts. The lowest has zero and the threshold as its ends: it does not say
that a part is small, nor that there is one.
"""

import polars as pl

NARROW_ENOUGH = 0.5
"""How wide a range may be, as a share of the whole, to be worth telling."""


def of_smaller_part(whole: str = "whole", met: str = "met") -> tuple[pl.Expr, pl.Expr]:
    """The ends of the range of the smaller of a column `met` and the rest of `whole`.

    Null where there is no `met`, and where the range would say too little of the whole.
    """
    threshold = pl.col("threshold")
    step = (_smaller(whole, met) / threshold).ceil().clip(1) - 1
    low = pl.when(step > 0).then(step * threshold + 1).otherwise(0.0)
    high = (step + 1) * threshold
    is_narrow = high - low <= NARROW_ENOUGH * pl.col(whole)
    return pl.when(is_narrow).then(low), pl.when(is_narrow).then(high)


def of_met() -> tuple[pl.Expr, pl.Expr]:
    """The ends of the range of `met`, as those of the smaller part give it."""
    low, high = of_smaller_part()
    is_met = pl.col("met") == _smaller("whole", "met")
    whole = pl.col("whole")
    return (
        pl.when(is_met).then(low).otherwise(whole - high),
        pl.when(is_met).then(high).otherwise(whole - low),
    )


def _smaller(whole: str, met: str) -> pl.Expr:
    return pl.min_horizontal(pl.col(met), pl.col(whole) - pl.col(met))
