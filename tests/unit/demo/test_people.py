"""Identity numbers that are well formed and belong to nobody."""

from random import Random

import pytest

from dagster_project.demo.people import NO_SUCH_COUNTY, check_digit, make_people


@pytest.mark.parametrize(
    ("first_17", "last"),
    [("11010519491231002", "X"), ("44052418800101001", "4")],
    ids=["standard's first example", "standard's second example"],
)
def test_check_digit__examples_of_the_standard(first_17: str, last: str) -> None:
    assert check_digit(first_17) == last


@pytest.mark.parametrize(
    "wrong", ["", "1101051949123100", "110105194912310022", "1101051949123100X"]
)
def test_check_digit__not_17_digits(wrong: str) -> None:
    with pytest.raises(ValueError, match="exactly 17 digits"):
        check_digit(wrong)


def test_make_people__distinct_and_well_formed() -> None:
    people = make_people(Random(1), 500)
    assert len({person.name for person in people}) == 500
    assert len({person.phone for person in people}) == 500
    for person in people:
        assert len(person.phone) == 11
        assert person.id_number.startswith(NO_SUCH_COUNTY)
        assert person.id_number[-1] == check_digit(person.id_number[:-1])
