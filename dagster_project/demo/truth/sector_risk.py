"""What of the last twelve whole months was reported by sector, and which sectors stand out."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import sqrt
from typing import Final, NamedTuple

from dagster_project.demo.records import World
from dagster_project.demo.sectors.records import Issue
from dagster_project.demo.truth.cells import Subjects
from dagster_project.demo.truth.known import TURNED_AWAY, clues_known, effective_due_on, is_by
from dagster_project.demo.truth.letters import reply_due_on

PARTS: Final = ("backlog", "dissatisfaction", "pressure", "recurrence", "unanswered")
LOOKED: Final = "found_by_looking"
ALL: Final = "all"
LEAST: Final = {"pressure": 5}
SOME: Final = 10
PEERS: Final = 5
LEAST_PARTS: Final = 3
Subject = tuple[str, str]


class Rate(NamedTuple):
    """Events among what could have had them, and what they say beside those of the peers."""

    events: int
    among: int
    shrunk: float | None
    score: float | None
    needs_review: bool | None


class Index(NamedTuple):
    """The sum of what the components of a subject say."""

    score: float | None
    needs_review: bool | None


class _Drawn(NamedTuple):
    shrunk: float
    deviation: float
    stands_out: bool


def sector_risk_truth(
    world: World, as_of: date
) -> tuple[dict[tuple[str, str, str], Rate], dict[Subject, Index]]:
    """Each component, by area, sector and component; and each index, by area and sector."""
    counts = _counted(world, as_of)
    levels = {area.area_code: area.level for area in world.areas}
    drawn: dict[tuple[str, str, str], _Drawn] = {}
    for part in PARTS:
        groups: dict[tuple[str, str], dict[Subject, tuple[int, int]]] = {}
        for (area, sector, name), (events, among) in counts.items():
            if name == part and among >= LEAST.get(part, SOME):
                group = ("level", levels[area]) if sector == ALL else ("area", area)
                groups.setdefault(group, {})[area, sector] = (events, among)
        for peers in groups.values():
            if len(peers) >= PEERS:
                drawn |= {(*subject, part): one for subject, one in _drawn(peers).items()}
    rates, indices = {}, {}
    for area, sector in {key[:2] for key in counts}:
        said = {p: drawn[area, sector, p] for p in PARTS if (area, sector, p) in drawn}
        share = 1 / len(said) if len(said) >= LEAST_PARTS else None
        for part in (*PARTS, LOOKED):
            one = said.get(part)
            rates[area, sector, part] = Rate(
                *counts.get((area, sector, part), (0, 0)),
                one and one.shrunk,
                share * one.deviation if one and share else None,
                one and one.stands_out,
            )
        indices[area, sector] = _index(said, share)
    return rates, indices


def _index(said: Mapping[str, _Drawn], share: float | None) -> Index:
    if share is None:
        return Index(None, None)
    score = sum(share * one.deviation for one in said.values())
    stands_out = any(one.stands_out for one in said.values())
    return Index(score, stands_out)


def _drawn(peers: Mapping[Subject, tuple[int, int]]) -> dict[Subject, _Drawn]:
    """Marshall's global estimator, in events per 100."""
    events = sum(e for e, _ in peers.values())
    among = sum(a for _, a in peers.values()) / 100
    centre, mean = events / among, among / len(peers)
    spread = sum(a / 100 * (100 * e / a - centre) ** 2 for e, a in peers.values()) / among
    between = max(spread - centre / mean, 0.0)
    found = {}
    for subject, (e, a) in peers.items():
        chance = centre / (a / 100)
        own = between / (between + chance) if between + chance else 0.0
        shrunk = centre + own * (100 * e / a - centre)
        error = sqrt(own * shrunk / (a / 100))
        found[subject] = _Drawn(
            shrunk,
            (shrunk - centre) / sqrt(between) if between else 0.0,
            shrunk - 1.96 * error > centre and e >= SOME,
        )
    return found


def _counted(world: World, as_of: date) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Events and what they are counted among, in every area from town level up."""
    until = as_of.replace(day=1) - timedelta(days=1)
    since = (until + timedelta(days=1)).replace(year=until.year - (until.month < 12))
    subjects = Subjects(world.areas, world.units)
    found: dict[tuple[str, str, str], list[int]] = {}
    for area_code, day, sector, part, events, among in _happened(world, as_of, since, until):
        for area in subjects.areas_above(area_code, day):
            for name in {ALL, sector} - {None}:
                cell = found.setdefault((area, str(name), part), [0, 0])
                cell[0] += events
                cell[1] += among
    sectors = {row.sector_code for row in world.unit_sectors}
    empty = {(area, s, p): (0, 0) for area, _, p in found for s in sectors}
    return empty | {key: (cell[0], cell[1]) for key, cell in found.items()}


Happened = tuple[str, date, str | None, str, int, int]


def _happened(world: World, as_of: date, since: date, until: date) -> Iterator[Happened]:
    yield from _of_tickets(world, as_of, since, until)
    for clue in clues_known(world, as_of):
        if since <= clue.received_on <= until and clue.conclusion not in TURNED_AWAY:
            at = (clue.area_code, clue.received_on, clue.sector_code)
            yield *at, "pressure", 1, 0
            if effective_due_on(clue, as_of) < as_of:
                yield *at, "backlog", int(clue.concluded_on is None), 1
    yield from _of_issues(world, as_of, since, until)
    subjects = Subjects(world.areas, world.units)
    for letter in world.letters:
        due = reply_due_on(letter)
        if since <= letter.issued_on <= until and due is not None and due < as_of:
            area = subjects.area_of(letter.recipient_unit_code, letter.issued_on)
            is_open = not is_by(letter.replied_on, as_of)
            yield area, letter.issued_on, letter.sector_code, "unanswered", int(is_open), 1
    for one in world.sectors.premises:
        if one.is_on_register(until):
            yield one.area_code, until, one.sector_code, "pressure", 0, 1
    for visit in world.sectors.visits:
        if since <= visit.visited_on <= until:
            yield visit.area_code, visit.visited_on, visit.sector_code, LOOKED, 0, 1


def _of_tickets(world: World, as_of: date, since: date, until: date) -> Iterator[Happened]:
    for ticket in world.tickets:
        if ticket.is_excluded or not since <= ticket.created_on <= until:
            continue
        at = (ticket.area_code, ticket.created_on, ticket.sector_code)
        is_closed = is_by(ticket.closed_on, as_of)
        yield *at, "pressure", 1, 0
        if ticket.due_on < as_of:
            yield *at, "backlog", int(not is_closed), 1
        if is_closed:
            yield *at, "recurrence", int(ticket.rework_count > 0), 1
        if is_closed and ticket.is_satisfied is not None:
            yield *at, "dissatisfaction", int(not ticket.is_satisfied), 1


def _of_issues(world: World, as_of: date, since: date, until: date) -> Iterator[Happened]:
    reported: dict[tuple[str, str], list[Issue]] = {}
    for issue in world.sectors.issues:
        if issue.found_by == "reported" and issue.found_on <= as_of:
            reported.setdefault((issue.unit_code, issue.kind), []).append(issue)
    for issue in world.sectors.issues:
        if not since <= issue.found_on <= until:
            continue
        at = (issue.area_code, issue.found_on, issue.sector_code)
        if issue.found_by == "inspection":
            yield *at, LOOKED, 1, 0
        elif is_by(issue.verified_closed_on, as_of) and issue.verified_closed_on is not None:
            later = reported[issue.unit_code, issue.kind]
            is_back = any(one.found_on > issue.verified_closed_on for one in later)
            yield *at, "recurrence", int(is_back), 1
