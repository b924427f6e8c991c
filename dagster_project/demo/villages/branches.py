"""Party branches half-year by half-year: a few are listed as weak, more and more are strongest.

Only clean rows are made here; dirt is planted later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.periods import Period, Span, period_of
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import HOME
from dagster_project.demo.villages.records import BranchStatus

OBSERVATION_DAYS: Final = 365
CERTIFIED: Final = (0.28, 0.52)


@dataclass(frozen=True)
class Listing:
    """One stay on the list of weak branches, also with what is still to come."""

    listed_on: date
    deadline_on: date
    turned_round_on: date | None
    has_held: bool = True

    @property
    def observed_until(self) -> date | None:
        """The last day of the observation."""
        if self.turned_round_on is None:
            return None
        return self.turned_round_on + timedelta(days=OBSERVATION_DAYS)


# Whether at home; the months of the span in which it is listed and due, by how many days the
# turning round is late (none: it never is), and whether it holds. One branch falls back.
FATES: Final[tuple[tuple[bool, tuple[tuple[int, int, int | None, bool], ...]], ...]] = (
    (True, ((2, 10, -20, True),)),
    (True, ((15, 24, 0, True),)),
    (False, ((3, 12, 45, True),)),
    (False, ((2, 9, -5, False), (18, 27, None, True))),
    (False, ((13, 21, -12, True),)),
    (False, ((5, 11, -3, False),)),
    (False, ((30, 39, None, True),)),
)


def make_statuses(seed: int, places: Places, span: Span) -> list[BranchStatus]:
    """A row for each village and half-year, as the list stood at its end or this morning."""
    listings = _listings(seed, places, span)
    return [
        _status(Random(f"{seed}/{half_year.name}/{village}/branch"), seed, half_year, village,
                listings.get(village, ()), span)
        for half_year in _half_years(span)
        for villages in places.villages_on(min(half_year.last, span.last)).values()
        for village in villages
    ]  # fmt: skip


def _half_years(span: Span) -> Iterator[Period]:
    """Those that begin within the span."""
    day = span.months[0]
    while (half_year := period_of("half_year", day)).first <= span.last:
        if half_year.first >= span.months[0]:
            yield half_year
        day = half_year.last + timedelta(days=1)


def _listings(seed: int, places: Places, span: Span) -> dict[str, tuple[Listing, ...]]:
    """The stays on the list, by village."""
    rng = Random(f"{seed}/weak branches")
    by_town = places.villages_on(span.last)
    home = by_town[HOME]
    away = [village for town, villages in by_town.items() if town != HOME for village in villages]
    chosen = {True: rng.sample(home, 2), False: rng.sample(away, len(FATES) - 2)}
    return {
        chosen[is_home].pop(): tuple(_listing(span, *stay) for stay in stays)
        for is_home, stays in FATES
    }


def _listing(span: Span, listed: int, due: int, late: int | None, has_held: bool) -> Listing:
    """Due at the end of a month, so that one falls due with the year."""
    deadline = _month(span, due + 1) - timedelta(days=1)
    turned = None if late is None else deadline + timedelta(days=late)
    return Listing(_month(span, listed) + timedelta(days=9), deadline, turned, has_held)


def _month(span: Span, number: int) -> date:
    """The first day of a month of the span or after it."""
    turns = span.months[0].year * 12 + span.months[0].month - 1 + number
    return date(turns // 12, turns % 12 + 1, 1)


def _status(
    rng: Random,
    seed: int,
    half_year: Period,
    village: str,
    listings: tuple[Listing, ...],
    span: Span,
) -> BranchStatus:
    end = min(half_year.last, span.today)
    merit = Random(f"{seed}/{village}/merit").random()
    low, high = CERTIFIED
    stay = _stay(listings, half_year, end)
    turned = stay.turned_round_on if stay else None
    has_turned = turned is not None and turned <= end
    until = stay.observed_until if stay and has_turned else None
    is_listed = stay is not None and not has_turned
    return BranchStatus(
        branch_code=f"DZ{village}",
        half_year=half_year.name,
        area_code=village,
        is_listed=is_listed,
        listed_on=stay.listed_on if stay else None,
        has_measures=rng.random() < 0.9 if is_listed else None,
        deadline_on=stay.deadline_on if stay else None,
        turned_round_on=turned if has_turned else None,
        observation_end_on=until,
        is_observation_passed=stay.has_held if stay and until and until <= end else None,
        is_certified=stay is None and merit < low + (high - low) * span.progress(end),
        updated_at=datetime.combine(end, time(rng.randint(8, 11), rng.randrange(60))),
    )


def _stay(listings: tuple[Listing, ...], half_year: Period, end: date) -> Listing | None:
    """The stay that the list still speaks of: until the half-year in which its observation ends."""
    begun = [one for one in listings if one.listed_on <= end]
    if not begun:
        return None
    until = begun[-1].observed_until
    return begun[-1] if until is None or until >= half_year.first else None
