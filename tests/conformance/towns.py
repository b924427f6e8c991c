"""Towns with villages whose people think alike, and surveys of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dagster_project.methods.surveys import Design, Margin

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CLUSTERS = (5, 5, 6, 7, 8, 8)
"""How many villages are drawn in each town; so many towns there are."""
PEOPLE = 15
"""Who answers in each."""
AGES, SEXES = 4, 2
WILLING = np.array([0.25, 0.4, 0.6, 0.7])[:, None] * np.array([1.0, 1.25])
"""Who is readier to answer, by age and sex: raking has something to put right."""
SCORES = np.array([0.0, 25, 50, 75, 100])
TOP_TWO = SCORES[-2]
BOUNDS = np.array([-1.9, -1.1, -0.2, 0.9])
"""Between the answers, on a scale on which people of one village differ by 1."""
VILLAGE_SPREAD = 0.3
"""Some 8 % of what answers differ by is between the villages of a town."""


@dataclass(frozen=True, slots=True)
class Country:
    """Every person of a few towns: their village, group and score; villages are in order."""

    first: Ints
    town_of_village: Ints
    group: Ints
    score: Floats

    @property
    def town(self) -> Ints:
        """Of each person."""
        return np.repeat(self.town_of_village, np.diff(self.first))

    def margins(self) -> tuple[Floats, Floats, Floats]:
        """The shares of towns, ages and sexes."""
        counts = (self.town, self.group // SEXES, self.group % SEXES)
        towns, ages, sexes = (np.bincount(count) / len(self.group) for count in counts)
        return towns, ages, sexes


@dataclass(frozen=True, slots=True)
class Survey:
    """A design with the sums of scores and of the weights of top-two answers, by cell."""

    design: Design
    score: Floats
    top_two: Floats


def country(chance: Generator) -> Country:
    """One of 12 to 30 villages a town and 80 to 400 people a village."""
    town_of_village = np.repeat(np.arange(len(CLUSTERS)), chance.integers(12, 31, len(CLUSTERS)))
    villages = len(town_of_village)
    sizes = chance.integers(80, 401, villages)
    first = np.concatenate([[0], np.cumsum(sizes)])
    ages = chance.choice(AGES, first[-1], p=[0.2, 0.3, 0.3, 0.2])
    group = ages * SEXES + chance.integers(0, SEXES, first[-1])
    mood = chance.normal(0, 0.25, len(CLUSTERS))[town_of_village]
    mood = mood + chance.normal(0, VILLAGE_SPREAD, villages)
    feeling = np.repeat(mood, sizes) + 0.25 * (ages - 1.5) + chance.normal(0, 1, first[-1])
    return Country(first, town_of_village, group, SCORES[np.searchsorted(BOUNDS, feeling)])


def surveys_of(here: Country, times: int, chance: Generator) -> Iterator[Survey]:
    """Samples of the people there.

    In each town so many villages as `CLUSTERS` says are drawn with replacement by their sizes,
    and in each `PEOPLE` who answer, by how willing they are.
    """
    sizes = np.diff(here.first)
    stratum = np.repeat(np.arange(len(CLUSTERS)), CLUSTERS)
    people_of_town = np.bincount(here.town_of_village, sizes)
    weight = (people_of_town / (np.array(CLUSTERS) * PEOPLE))[stratum]
    drawn = np.column_stack(
        [
            chance.choice(len(sizes), (times, number), p=sizes * inside / (sizes * inside).sum())
            for town, number in enumerate(CLUSTERS)
            for inside in [here.town_of_village == town]
        ]
    )
    willing = np.concatenate([[0], np.cumsum(WILLING.ravel()[here.group])])
    low, high = willing[here.first[drawn]], willing[here.first[drawn + 1]]
    place = low[..., None] + (high - low)[..., None] * chance.random((*drawn.shape, PEOPLE))
    people = np.searchsorted(willing, place, side="right") - 1
    shares = here.margins()
    for chosen in people:
        yield _survey(stratum, weight, shares, here.group[chosen], here.score[chosen])


def _survey(
    stratum: Ints, weight: Floats, shares: tuple[Floats, ...], group: Ints, score: Floats
) -> Survey:
    """Answers by cell: `group` and `score` have the shape (clusters, people)."""
    groups = AGES * SEXES
    cell = (np.arange(len(stratum))[:, None] * groups + group).ravel()
    weights = np.repeat(weight, PEOPLE)
    held = np.bincount(cell, weights, len(stratum) * groups)
    used = np.flatnonzero(held)
    given, is_top = score.ravel(), score.ravel() >= TOP_TWO
    cluster, person = used // groups, used % groups
    categories = (stratum[cluster], person // SEXES, person % SEXES)
    margins = [Margin(codes, each) for codes, each in zip(categories, shares, strict=True)]
    return Survey(
        Design(held[used], cluster, stratum, margins),
        np.bincount(cell, weights * given, len(held))[used],
        np.bincount(cell, weights * is_top, len(held))[used],
    )
