"""Raking, worked out by hand.

Raking keeps the odds ratio of a table of two by two. With base weights 4, 1, 1, 1 it is 4, and
where both margins are halves the cells are a, 1/2 - a, 1/2 - a, a with a / (1/2 - a) = 2.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from dagster_project.demo.surveys.records import Answer, Margin
from dagster_project.demo.truth.survey_weights import (
    Respondent,
    UsedMargin,
    raked,
    respondents,
    shares_of,
    used_margins,
)

HALVES = (
    Margin("W", "sex", "male", 50), Margin("W", "sex", "female", 50),
    Margin("W", "age_band", "18_29", 5), Margin("W", "age_band", "30_44", 5),
)  # fmt: skip
ABOVE = {"V": ("V", "S", "B"), "S": ("S", "B"), "T": ("T", "B"), "B": ("B",)}


def one(
    weight: int, sex: str = "male", age_band: str = "18_29", area_code: str = "S"
) -> Respondent:
    return Respondent("r", area_code, age_band, sex, "phone", "H", "P", Fraction(weight))


TABLE = (one(4), one(1, "male", "30_44"), one(1, "female", "18_29"), one(1, "female", "30_44"))


def used(people: tuple[Respondent, ...], *margins: Margin) -> list[UsedMargin]:
    return used_margins(people, margins, lambda code: ABOVE[code])


def weights(people: tuple[Respondent, ...], *margins: Margin) -> list[Fraction]:
    return raked([person.base_weight for person in people], used(people, *margins))


def test_raked__two_by_two() -> None:
    """Thirds and sixths of 7."""
    found = weights(TABLE, *HALVES)
    assert found == pytest.approx([7 / 3, 7 / 6, 7 / 6, 7 / 3], rel=1e-11)
    assert sum(found) == pytest.approx(7, rel=1e-14)


def test_raked__every_margin_holds() -> None:
    margins = used(TABLE, *HALVES)
    found = [float(weight) for weight in weights(TABLE, *HALVES)]
    for margin in margins:
        held = shares_of(found, margin.categories)
        assert held == pytest.approx(dict.fromkeys(margin.shares, 0.5), abs=1e-12)


def test_raked__whom_no_margin_knows_keep_their_share() -> None:
    """Two of four weigh the unknown; men and women share the rest as 3 to 1."""
    people = (one(1, "male"), one(1, "female"), one(2, ""))
    margins = (Margin("W", "sex", "male", 30), Margin("W", "sex", "female", 10))
    assert used(people, *margins)[0].shares == {
        "male": Fraction(3, 8), "female": Fraction(1, 8), None: Fraction(1, 2)
    }  # fmt: skip
    assert weights(people, *margins) == [Fraction(3, 2), Fraction(1, 2), Fraction(2)]


def test_raked__without_a_usable_margin_as_designed() -> None:
    """Nobody was reached by way of the web, and no population is given of any age."""
    margins = (
        Margin("W", "mode", "phone", 9), Margin("W", "mode", "web", 1),
        Margin("W", "age_band", "18_29", 0), Margin("W", "sector_code", "mineral", 1),
    )  # fmt: skip
    assert weights(TABLE, *margins) == [4, 1, 1, 1]


def test_used_margins__a_category_of_nobody_need_not_answer() -> None:
    margins = (Margin("W", "mode", "phone", 9), Margin("W", "mode", "web", 0))
    assert [margin.dimension for margin in used(TABLE, *margins)] == ["mode"]


def test_used_margins__villages_count_in_their_towns() -> None:
    """Whoever is known to be in the banner alone is in no category."""
    people = (one(1, area_code="V"), one(1, area_code="T"), one(1, area_code="B"))
    towns = (Margin("W", "area_code", "S", 2), Margin("W", "area_code", "T", 1))
    assert used(people, *towns)[0].categories == ("S", "T", None)


def test_raked__margins_that_contradict_each_other() -> None:
    """All men are young and all women are not, but there are fewer young people than men."""
    people = (one(1), one(1, "female", "30_44"))
    margins = (Margin("W", "age_band", "18_29", 1), Margin("W", "age_band", "30_44", 3))
    with pytest.raises(ArithmeticError, match="sex"):
        weights(people, *HALVES[:2], *margins)


def test_respondents__one_for_all_answers() -> None:
    given = [
        Answer("W", "r", item_code, "phone", "S", None, "1", Decimal("1.5"), "H", "P", "18_29", "")
        for item_code in ("Q1", "Q2")
    ]
    assert respondents(given) == [one(0, "")._replace(base_weight=Fraction(3, 2))]
