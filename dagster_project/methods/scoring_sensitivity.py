"""How much the order of scorecards owes to rules that could have been others.

OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7: the cards of one period and
level are scored again with other weights, geometric means and one indicator less, and it is told
by how many ranks they move on average. Totals are those before bonus points and red lines.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dagster_project.methods import composite
from dagster_project.methods.scoring import Scored
from dagster_project.methods.scoring_parts import TOTAL

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]

GROUP: Final = ("period_kind", "period", "subject_kind", "level")
"""Cards that are put in an order."""
FEWEST_CARDS: Final = 3
WITHIN: Final = 0.25
"""Weights are drawn from so much less to so much more than they are."""
DRAWS: Final = 500
SEED: Final = 20082008
LEAST: Final = 1.0
"""Of a score in a geometric mean, of which nothing would make nothing."""
SCHEMA: Final = {
    **dict.fromkeys(GROUP, pl.String),
    "card_count": pl.Int64,
    **dict.fromkeys(("weights_shift", "geometric_shift", "left_out_shift"), pl.Float64),
    "left_out_indicator_id": pl.String,
}


class Cards(NamedTuple):
    """Scores of lines, (cards, lines), nan where there is none; which lines stand on which card.

    `weights` and the number of each one's mechanism are (lines,).
    """

    scores: Floats
    is_there: Mask
    weights: Floats
    mechanisms: Ints
    indicators: list[str]


def sensitivity(scored: Scored) -> pl.DataFrame:
    """A row a group of at least three cards with a total, as in `SCHEMA`; shifts are in ranks.

    `left_out_indicator_id` is the one without which the order changes most, the first of equals,
    and empty where none changes it; both are where nothing would be left.
    """
    return pl.DataFrame([*_rows(scored)], SCHEMA, orient="row")


def totals(cards: Cards, weights: Floats) -> Floats:
    """The total of each card under each draw of `weights`, (draws, lines): (draws, cards).

    Shared as `scoring_parts` shares weights, in floats.
    """
    points = np.zeros((len(weights), len(cards.scores)))
    carried = points.copy()
    for mechanism in np.unique(cards.mechanisms):
        of = cards.mechanisms == mechanism
        known = ~np.isnan(cards.scores[:, of])
        applicable = weights[:, of] @ known.T
        means = np.zeros_like(points)
        summed = weights[:, of] @ np.nan_to_num(cards.scores[:, of]).T
        np.divide(summed, applicable, out=means, where=applicable > 0)
        weight = np.where(applicable > 0, weights[:, of] @ cards.is_there[:, of].T, 0.0)
        points += weight * means
        carried += weight
    return np.divide(points, carried, out=np.full_like(points, np.nan), where=carried > 0)


def _rows(scored: Scored) -> Iterator[tuple[Any, ...]]:
    card = ["period_kind", "period", "subject_kind", "subject_code"]
    with_total = scored.parts.filter(
        (pl.col("part") == TOTAL) & pl.col("score_before_red_lines").is_not_null()
    )
    lines = scored.lines.filter(pl.col("weight") > 0).join(with_total.select(card), on=card)
    for key, group in lines.sort("subject_code", "indicator_id").group_by(
        *GROUP, maintain_order=True
    ):
        cards = _cards(group)
        if len(cards.scores) >= FEWEST_CARDS:
            yield (*key, len(cards.scores), *_shifts(cards))


def _cards(group: pl.DataFrame) -> Cards:
    subjects = group["subject_code"].unique(maintain_order=True).to_list()
    about = group.unique("indicator_id").sort("indicator_id")
    indicators = about["indicator_id"].to_list()
    row = group["subject_code"].replace_strict(subjects, range(len(subjects))).to_numpy()
    column = group["indicator_id"].replace_strict(indicators, range(len(indicators))).to_numpy()
    scores = np.full((len(subjects), len(indicators)), np.nan)
    scores[row, column] = group["score"].fill_null(np.nan).to_numpy()
    is_there = np.zeros(scores.shape, dtype=bool)
    is_there[row, column] = True
    mechanisms = np.unique(about["mechanism_code"].to_numpy(), return_inverse=True)[1]
    return Cards(scores, is_there, about["weight"].to_numpy(), mechanisms, indicators)


def _shifts(cards: Cards) -> tuple[float, float, float | None, str | None]:
    nominal = totals(cards, cards.weights[None])[0]
    drawn = composite.noisy_weights(cards.weights, DRAWS, WITHIN, np.random.default_rng(SEED))
    by_weights = [composite.rank_shift(one, nominal) for one in totals(cards, drawn)]
    logs = cards._replace(scores=np.log(np.maximum(cards.scores, LEAST)))
    by_geometric = composite.rank_shift(totals(logs, cards.weights[None])[0], nominal)
    left, indicator = _left_out(cards, nominal)
    return float(np.mean(by_weights)), by_geometric, left, indicator


def _left_out(cards: Cards, nominal: Floats) -> tuple[float | None, str | None]:
    """The most that leaving one indicator out moves, and which; those alone on a card cannot be."""
    without = np.tile(cards.weights, (len(cards.weights), 1))
    np.fill_diagonal(without, 0.0)
    again = totals(cards, without)
    possible = np.flatnonzero(~np.isnan(again).any(axis=1))
    if not len(possible):
        return None, None
    shifts = [composite.rank_shift(again[one], nominal) for one in possible]
    most = int(np.argmax(shifts))
    return shifts[most], cards.indicators[possible[most]] if shifts[most] else None
