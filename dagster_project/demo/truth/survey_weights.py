"""Raking: weights under which the respondents of a wave are spread as the population is."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import fsum
from typing import Final, NamedTuple

from dagster_project.demo.surveys.records import Answer, Margin

DIMENSIONS: Final = ("area_code", "age_band", "sex", "mode")
NEAR_ENOUGH: Final = 1e-12
MOST_ROUNDS: Final = 10_000


class Respondent(NamedTuple):
    """Someone who gave any answer in a wave."""

    response_id: str
    area_code: str
    age_band: str
    sex: str
    mode: str
    stratum: str
    cluster: str
    base_weight: Fraction


class UsedMargin(NamedTuple):
    """A dimension to which the weights are raked.

    `categories` are those of the respondents, in their order; all whose category the
    population does not know are of the category None.
    """

    dimension: str
    categories: tuple[str | None, ...]
    shares: dict[str | None, Fraction]


def respondents(answers: Iterable[Answer]) -> list[Respondent]:
    """Everyone who gave these answers of one wave, once."""
    found: dict[str, Respondent] = {}
    for answer in answers:
        found.setdefault(
            answer.response_id,
            Respondent(
                answer.response_id,
                answer.area_code,
                answer.age_band,
                answer.sex,
                answer.mode,
                answer.stratum,
                answer.cluster,
                Fraction(answer.base_weight),
            ),
        )
    return list(found.values())


def used_margins(
    people: Sequence[Respondent],
    margins: Iterable[Margin],
    areas_above: Callable[[str], Sequence[str]],
) -> list[UsedMargin]:
    """The dimensions whose every inhabited category has a respondent.

    `areas_above` gives an area and all above it, from the bottom up.
    """
    populations: dict[str, dict[str, int]] = {dimension: {} for dimension in DIMENSIONS}
    for margin in margins:
        if margin.dimension in populations and margin.population > 0:
            populations[margin.dimension][margin.category] = margin.population
    found = []
    for dimension, population in populations.items():
        categories = tuple(
            _category(one, dimension, population.keys(), areas_above) for one in people
        )
        if population and population.keys() <= set(categories):
            found.append(UsedMargin(dimension, categories, _shares(people, categories, population)))
    return found


def raked(base_weights: Sequence[Fraction], used: Sequence[UsedMargin]) -> list[Fraction]:
    """Base weights fitted to one margin after the other until all hold; their sum stays.

    ArithmeticError where they never hold together.
    """
    if not used:
        return list(base_weights)
    weights = [float(weight) for weight in base_weights]
    total = fsum(weights)
    for _ in range(MOST_ROUNDS):
        for margin in used:
            held = shares_of(weights, margin.categories)
            weights = [
                weight * float(margin.shares[category]) / held[category]
                for weight, category in zip(weights, margin.categories, strict=True)
            ]
        if max(_distance(weights, margin) for margin in used) <= NEAR_ENOUGH:
            scale = total / fsum(weights)
            return [Fraction(weight * scale) for weight in weights]
    raise ArithmeticError(f"margins that do not hold together: {[m.dimension for m in used]}")


def shares_of(
    weights: Sequence[float], categories: Sequence[str | None]
) -> dict[str | None, float]:
    """The share of each category in the sum of the weights."""
    total = fsum(weights)
    by_category: dict[str | None, list[float]] = {}
    for weight, category in zip(weights, categories, strict=True):
        by_category.setdefault(category, []).append(weight)
    return {category: fsum(listed) / total for category, listed in by_category.items()}


def _category(
    one: Respondent,
    dimension: str,
    known: Iterable[str],
    areas_above: Callable[[str], Sequence[str]],
) -> str | None:
    named = areas_above(one.area_code) if dimension == "area_code" else [getattr(one, dimension)]
    return next((name for name in named if name in known), None)


def _shares(
    people: Sequence[Respondent], categories: Sequence[str | None], population: dict[str, int]
) -> dict[str | None, Fraction]:
    """Of the population; where the category is not known, of the base weights."""
    pairs = list(zip(people, categories, strict=True))
    everyone = sum((one.base_weight for one in people), Fraction(0))
    unknown = sum((one.base_weight for one, name in pairs if name is None), Fraction(0))
    rest = 1 - unknown / everyone
    inhabitants = sum(population.values())
    found: dict[str | None, Fraction] = {
        category: rest * Fraction(count, inhabitants) for category, count in population.items()
    }
    return {**found, None: unknown / everyone} if unknown else found


def _distance(weights: Sequence[float], margin: UsedMargin) -> float:
    held = shares_of(weights, margin.categories)
    return max(abs(held[category] - float(share)) for category, share in margin.shares.items())
