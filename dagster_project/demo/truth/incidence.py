"""Aalen–Johansen cumulative incidence of one end among several, in exact numbers."""

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from typing import Final, Literal, NamedTuple

Ending = Literal["reached", "ended", "open"]
HALF: Final = Fraction(1, 2)


class Followed(NamedTuple):
    """The day since receipt on which a clue reached the stage, ended otherwise, or was last seen.

    Whoever is last seen on a day is still at risk on it.
    """

    day: int
    ending: Ending


class Step(NamedTuple):
    """What happens on one day; both shares are those after it, `share_before` that before it."""

    day: int
    at_risk: int
    event_count: int
    reached_count: int
    share_before: Fraction
    open_share: Fraction
    incidence: Fraction


class Incidence(NamedTuple):
    """Shares from 0 to 1 at a horizon; empty where nobody was followed to it."""

    incidence: Fraction | None
    standard_error: float | None
    open_share: Fraction | None


def steps(followed: Sequence[Followed]) -> list[Step]:
    """The days with any event, in order; events come before the last sights of a day."""
    found: list[Step] = []
    open_share, incidence = Fraction(1), Fraction(0)
    for day in sorted({one.day for one in followed if one.ending != "open"}):
        at_risk = sum(one.day >= day for one in followed)
        events = [one.ending for one in followed if one.day == day and one.ending != "open"]
        reached_count = events.count("reached")
        before = open_share
        incidence += before * Fraction(reached_count, at_risk)
        open_share = before * Fraction(at_risk - len(events), at_risk)
        found.append(Step(day, at_risk, len(events), reached_count, before, open_share, incidence))
    return found


def incidence_at(followed: Sequence[Followed], taken: Sequence[Step], horizon: int) -> Incidence:
    """The incidence by a day, from everyone who was followed and the steps they give.

    It is empty where nobody is at risk on that day although some share was still open.
    """
    before = [step for step in taken if step.day < horizon]
    is_open = not before or before[-1].open_share > 0
    if is_open and not any(one.day >= horizon for one in followed):
        return Incidence(None, None, None)
    until = [step for step in taken if step.day <= horizon]
    if not until:
        return Incidence(Fraction(0), 0.0, Fraction(1))
    last = until[-1]
    return Incidence(last.incidence, sqrt(variance(until)), last.open_share)


def variance(until: Sequence[Step]) -> Fraction:
    """The delta method's variance of the incidence after the last of these steps.

    Dinse & Larson 1986; Marubini & Valsecchi 1995. Without censoring it is p(1 - p)/n.
    """
    total = Fraction(0)
    for step in until:
        n, d, d1 = step.at_risk, step.event_count, step.reached_count
        still_to_come = until[-1].incidence - step.incidence
        if n > d:
            total += still_to_come**2 * Fraction(d, n * (n - d))
        total += step.share_before**2 * Fraction((n - d1) * d1, n**3)
        total -= 2 * still_to_come * step.share_before * Fraction(d1, n**2)
    return total


def median_day(taken: Sequence[Step], latest: int) -> int | None:
    """The first day, up to the latest, by which half or more have reached the stage."""
    return next((s.day for s in taken if s.day <= latest and s.incidence >= HALF), None)
