"""Issues of the sectors as they come about: found, due, closed, and now and then back again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from dagster_project.demo.deadlines import by, done
from dagster_project.demo.periods import Span, last_day
from dagster_project.demo.places.hierarchy import Places
from dagster_project.demo.places.home import HOME
from dagster_project.demo.sectors.premises import by_seat, is_forgotten
from dagster_project.demo.sectors.records import Issue, Premises
from dagster_project.demo.sectors.seats import Duties, Seat, count_of, seats

# Kinds with their weight and the days that they are given.
KINDS: Final = {
    "unlicensed": (16, 30), "forced_dealing": (8, 60), "pricing": (14, 30), "bidding": (9, 60),
    "hazard": (24, 15), "control_gap": (17, 90), "other": (12, 30),
}  # fmt: skip
# Building and digging begin in spring.
SEASON: Final = (0.7, 0.6, 1.0, 1.2, 1.3, 1.2, 1.1, 1.1, 1.2, 1.1, 0.8, 0.7)
REPORTED: Final = 0.35
AT_PREMISES: Final = 0.75
ON_TIME: Final = 0.82
LEVELS: Final = {HOME: -0.12, "150626104": -0.05}
IMPROVEMENT: Final = {HOME: 0.16}
# Whoever has had a kind of issue of late seldom has it again.
FRESH: Final = 0.96
LATELY: Final = timedelta(days=300)
BACK: Final = 0.04
BACK_DAYS: Final = (5, 260)


@dataclass
class Past:
    """When each unit last had an issue of each kind."""

    found: dict[tuple[str, str], date] = field(default_factory=dict)

    def draw_kind(self, rng: Random, unit_code: str, day: date) -> str:
        """A kind that the unit has mostly not had of late."""
        kinds = list(KINDS)
        if rng.random() < FRESH:
            fresh = [kind for kind in kinds if day - self._last(unit_code, kind) > LATELY]
            kinds = fresh or [min(kinds, key=lambda kind: self._last(unit_code, kind))]
        [kind] = rng.choices(kinds, [KINDS[kind][0] for kind in kinds])
        self.found[unit_code, kind] = day
        return kind

    def _last(self, unit_code: str, kind: str) -> date:
        return self.found.get((unit_code, kind), date.min)


def make_issues(seed: int, premises: Sequence[Premises], places: Places, span: Span) -> list[Issue]:
    """All issues of the span, town by town, as they stand on the morning of its `today`."""
    sites = [one for one in premises if not is_forgotten(seed, one)]
    months = [(month, places.villages_on(month), Duties(places, month)) for month in span.months]
    found: list[Issue] = []
    for seat in seats(places):
        past, here = Past(), by_seat(sites, seat)
        for month, villages, duties in months:
            rng = Random(f"{seed}/{seat.area_code}/{month}/issues")
            areas = [seat.area_code, *villages.get(seat.area_code, ())]
            found += _of_month(rng, seat, month, (areas, here), duties, past, span)
    return [issue for issue in found if issue.found_on <= span.last]


def _of_month(
    rng: Random,
    seat: Seat,
    month: date,
    sites: tuple[list[str], list[Premises]],
    duties: Duties,
    past: Past,
    span: Span,
) -> Iterator[Issue]:
    areas, premises = sites
    count = max(count_of(rng, seat.issues_a_month * SEASON[month.month - 1]), 0)
    for number, offset in enumerate(sorted(rng.choices(range(last_day(month).day), k=count)), 1):
        day = month + timedelta(days=offset)
        sector, unit = duties.draw(rng, seat)
        kind = past.draw_kind(rng, unit.unit_code, day)
        pool = [p for p in premises if p.sector_code == sector and p.is_on_register(day)]
        site = rng.choice(pool) if pool and rng.random() < AT_PREMISES else None
        area_code = rng.choice(areas) if site is None else site.area_code
        issue = Issue(
            issue_id=f"LX{month:%Y%m}-{seat.area_code}-{number:02}",
            premises_id=None if site is None else site.premises_id,
            sector_code=sector,
            area_code=area_code,
            unit_code=unit.unit_code,
            kind=kind,
            found_by="reported" if rng.random() < REPORTED else "inspection",
            found_on=day,
            due_on=day + timedelta(days=KINDS[kind][1]),
            verified_closed_on=None,
            reopened_on=None,
            updated_at=datetime.combine(day, time(rng.randint(9, 17), rng.randrange(60))),
        )
        yield from _lived(rng, issue, seat, span)


def _lived(rng: Random, issue: Issue, seat: Seat, span: Span) -> Iterator[Issue]:
    """What became of it by the morning of `today`; what comes back is an issue of its own too."""
    chance = ON_TIME + LEVELS.get(seat.area_code, 0.0)
    chance += IMPROVEMENT.get(seat.area_code, 0.0) * span.progress(issue.found_on)
    limit = issue.due_on - issue.found_on
    closed = done(rng, issue.due_on, limit.days, chance)
    is_back, later = rng.random() < BACK, timedelta(days=rng.randint(*BACK_DAYS))
    back = closed + later if closed is not None and is_back else None
    closed_on, reopened_on = by(span.today, closed), by(span.today, back)
    last = reopened_on or closed_on or issue.found_on
    yield replace(
        issue,
        verified_closed_on=closed_on,
        reopened_on=reopened_on,
        updated_at=datetime.combine(last, issue.updated_at.time()),
    )
    if back is not None:
        again = done(rng, back + limit, limit.days, chance)
        yield replace(
            issue,
            issue_id=f"{issue.issue_id}F",
            found_on=back,
            due_on=back + limit,
            verified_closed_on=by(span.today, again),
            updated_at=datetime.combine(by(span.today, again) or back, issue.updated_at.time()),
        )
