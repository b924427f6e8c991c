"""What waves there are: when, how they were asked, and what is peculiar about each.

Every spring and autumn there is one. In order of time:

0  by telephone
1  by telephone
+  a small one over New Year, within the half-year of the next
2  by telephone, and coached: hardly anyone doubts, few take part
3  face to face for the first time, which the surveyor calls the same series
4  a new series, and the question of safety is worded anew
5  as before
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dagster_project.demo.periods import Span
from dagster_project.demo.surveys.records import Wave

SPRING: Final = 5
AUTUMN: Final = 10
COACHED: Final = 2
FACE_TO_FACE_FROM: Final = 3
NEW_WORDING_FROM: Final = 4
CORRECTED: Final = 1
SUPPLEMENT_AFTER: Final = 1
SUPPLEMENT_SHARE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Plan:
    """One wave before anyone is asked; `number` is empty for the small one over New Year."""

    wave: Wave
    number: int | None
    mode: str
    wording_version: int
    is_coached: bool = False
    size: float = 1.0

    @property
    def is_spring(self) -> bool:
        """Whether it is asked in spring, when people are more content."""
        return self.wave.fielded_to.month == SPRING


def plans(span: Span) -> list[Plan]:
    """The waves that have ended by the span's last day, in order of time."""
    months = [month for month in span.months if month.month in (SPRING, AUTUMN)]
    found: list[Plan] = []
    for number, month in enumerate(months):
        found.append(_regular(number, month))
        if number == SUPPLEMENT_AFTER:
            found.append(_supplement(month))
    found.sort(key=lambda plan: plan.wave.fielded_to)
    return [plan for plan in found if plan.wave.fielded_to <= span.last]


def _regular(number: int, month: date) -> Plan:
    first = month.replace(day=6)
    wave = Wave(
        wave_id=f"AQG{month:%Y%m}",
        fielded_from=first,
        fielded_to=first + timedelta(days=18 + number),
        series="A" if number < NEW_WORDING_FROM else "B",
    )
    return Plan(
        wave=wave,
        number=number,
        mode="phone" if number < FACE_TO_FACE_FROM else "face_to_face",
        wording_version=1 if number < NEW_WORDING_FROM else 2,
        is_coached=number == COACHED,
    )


def _supplement(after: date) -> Plan:
    """It begins in one half-year and ends in the next."""
    half = 7 if after.month < AUTUMN else 1
    year = after.year + (half == 1)
    turn = date(year, half, 1)
    wave = Wave(
        wave_id=f"AQG{turn:%Y%m}B",
        fielded_from=turn - timedelta(days=9),
        fielded_to=turn + timedelta(days=7),
        series="A",
    )
    return Plan(wave, None, "phone", 1, size=SUPPLEMENT_SHARE)
