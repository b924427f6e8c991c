"""Made-up callers and contacts, whose names and numbers the warehouse must never hold.

The numbers are well formed, so that a detector has to find them, but belong to nobody:
the identity numbers name a county that does not exist.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from dagster_project.demo.lines import Person

SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
FIRST: Final = "彧骞翊昶睿珩琰璟沅澍霁煦楷栩烨"
SECOND: Final = "筠萱珂玥菀蕖荻芃茳苒岚峥嵘峤屿"
NO_SUCH_COUNTY: Final = "150699"
PHONE_PREFIX: Final = "154"
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(first_17: str) -> str:
    """The last character of an identity number, by GB 11643-1999 (ISO 7064, MOD 11-2).

    Raises:
        ValueError: not exactly 17 digits.
    """
    if len(first_17) != len(_WEIGHTS) or not first_17.isascii() or not first_17.isdigit():
        raise ValueError("the first part of an identity number has exactly 17 digits")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True))
    return "10X98765432"[total % 11]


def make_people(rng: Random, count: int) -> Sequence[Person]:
    """`count` persons, no two with the same name or telephone number."""
    names = [s + a + b for s in SURNAMES for a in FIRST for b in SECOND]
    phones = rng.sample(range(10**8), count)
    return [
        Person(name, f"{PHONE_PREFIX}{phone:08}", _id_number(rng))
        for name, phone in zip(rng.sample(names, count), phones, strict=True)
    ]


def _id_number(rng: Random) -> str:
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(20_000))
    first_17 = f"{NO_SUCH_COUNTY}{born:%Y%m%d}{rng.randrange(1, 1000):03}"
    return first_17 + check_digit(first_17)
