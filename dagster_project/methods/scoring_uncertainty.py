"""How sure a scorecard's total is, and which places it may have among those of its level.

Each line's figure is drawn anew as often as asked from what its records allow, scored by its rule
and carried to the total: a share of n records from the beta distribution of Jeffreys' interval.
What is counted and not a share (deductions, bonus points, red lines) stands as it is, and so does
an estimate that does not say on how many records it rests.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dagster_project.methods import rank_sets, scoring_rules, scoring_sensitivity
from dagster_project.methods.scoring import CARD, Scored
from dagster_project.methods.scoring_parts import TOTAL
from dagster_project.methods.scoring_sensitivity import GROUP, Cards

Floats = NDArray[np.float64]

DRAWS: Final = 400
SEED: Final = 20241101
PRIOR: Final = 0.5
LIMITS: Final = (0.025, 0.975)
SUREST: Final = 1e-6
"""Points of error of a total that cannot move."""
SCHEMA: Final = {
    **dict.fromkeys(CARD, pl.String),
    "peer_count": pl.Int64,
    **dict.fromkeys(("interval_low", "interval_high"), pl.Float64),
    **dict.fromkeys(("best_rank", "worst_rank", "tier"), pl.Int64),
}


def standing(scored: Scored) -> pl.DataFrame:
    """A row a card with a total, as in `SCHEMA`: its 95 % interval, ranks that it may have, tier.

    `scored` has, beside what `scoring.score` gives, denominator and sample_count of each line.
    Intervals are in points and before red lines; ranks are of the cards of one period and level,
    and empty where there are fewer than three.
    """
    totals = scored.parts.filter(
        (pl.col("part") == TOTAL) & pl.col("score_before_red_lines").is_not_null()
    )
    about = totals.select(*CARD, "score_before_red_lines", "bonus_points")
    lines = scored.lines.filter(pl.col("weight") > 0).join(about, on=list(CARD))
    rng = np.random.default_rng(SEED)
    rows: list[tuple[Any, ...]] = []
    for _, group in lines.sort(*CARD, "indicator_id").group_by(*GROUP, maintain_order=True):
        rows += _of_group(group, rng)
    return pl.DataFrame(rows, SCHEMA, orient="row")


def _of_group(group: pl.DataFrame, rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    cards = group.partition_by(*CARD, maintain_order=True)
    drawn = np.stack([_totals(card, rng) for card in cards])
    low, high = (np.quantile(drawn, limit, axis=1) for limit in LIMITS)
    ranks: list[tuple[Any, ...]] = [(None, None, None)] * len(cards)
    if len(cards) >= scoring_sensitivity.FEWEST_CARDS:
        scores = np.array([card["score_before_red_lines"][0] for card in cards])
        errors = np.maximum(drawn.std(axis=1), SUREST)
        single = rank_sets.marginal(scores, errors)
        tiers = rank_sets.tiers(scores, rank_sets.simultaneous(scores, errors))
        ranks = [*zip(*(of.tolist() for of in (single.best, single.worst, tiers)), strict=True)]
    for card, *interval, places in zip(cards, low.tolist(), high.tolist(), ranks, strict=True):
        key = card.select(CARD).row(0)
        yield (*key, len(cards), *(round(end, 2) for end in interval), *places)


def _totals(card: pl.DataFrame, rng: np.random.Generator) -> Floats:
    """Draws of the total of one card."""
    scores = np.stack([_scores(line, rng) for line in card.iter_rows(named=True)], axis=1)
    mechanisms = np.unique(card["mechanism_code"].to_numpy(), return_inverse=True)[1]
    weights = card["weight"].to_numpy()
    drawn = Cards(scores, np.ones(scores.shape, dtype=bool), weights, mechanisms, [])
    points = scoring_sensitivity.totals(drawn, weights[None])[0]
    return np.asarray(np.minimum(points + card["bonus_points"][0], 100.0))


def _scores(line: dict[str, Any], rng: np.random.Generator) -> Floats:
    """Draws of one line's score; nan where it has none."""
    if line["score"] is None:
        return np.full(DRAWS, np.nan)
    of = line["denominator"] or line["sample_count"]
    value = line["value"]
    if line["score_rule"] == "deduction" or not of or value is None or not 0 <= value <= 100:
        return np.full(DRAWS, float(line["score"]))
    hits = value / 100 * of
    figures = 100 * rng.beta(hits + PRIOR, of - hits + PRIOR, DRAWS)
    return _scored(line, figures)


def _scored(line: dict[str, Any], figures: Floats) -> Floats:
    """By the rule of the line, as `scoring_rules` has it, in floats."""
    note = line["score_rule_note"]
    if line["score_rule"] == "step":
        steps = scoring_rules.steps_of(note)
        starts = np.array([float(start) for start, _ in steps])
        points = np.array([0.0, *(float(points) for _, points in steps)])
        return points[np.searchsorted(starts, figures, side="right")]
    if line["score_rule"] == "band":
        corners = [float(scoring_rules.number_of(note, name)) for name in scoring_rules.BAND]
        return np.interp(figures, corners, [0.0, 100.0, 100.0, 0.0])
    low, full = line["score_floor"], line["score_target"]
    return np.asarray(np.clip(100 * (figures - low) / (full - low), 0.0, 100.0))
