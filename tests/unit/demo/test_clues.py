"""Clues as they come about: plausible, in order, and the same on every later day."""

from collections import Counter
from datetime import date, timedelta

from dagster_project.demo.clues.arrivals import POLICY_MONTH
from dagster_project.demo.clues.clues import make_clues
from dagster_project.demo.clues.platform import COLUMNS, PERSONAL_COLUMNS, hold, rows
from dagster_project.demo.clues.records import Clue
from dagster_project.demo.clues.returns import MEASURES
from dagster_project.demo.periods import last_day, span_to
from dagster_project.demo.places.home import HOME, make_home
from dagster_project.demo.records import World
from dagster_project.demo.truth.clue_counts import reconciliation_truth
from dagster_project.demo.truth.figures import Figure, FigureKey

TODAY = date(2026, 11, 23)
AS_OF = date(2026, 11, 22)


def steps(clue: Clue) -> list[list[date | None]]:
    """Days of which none may lie before the one on its left."""
    return [
        [clue.received_on, clue.transferred_on, clue.unit_received_on, clue.first_contact_on],
        [clue.received_on, clue.unit_received_on, clue.verification_started_on, clue.concluded_on],
        [clue.received_on, clue.concluded_on, clue.reviewed_on, clue.closed_on],
        [clue.concluded_on, clue.fed_back_on],
        [clue.received_on, clue.case_filed_on],
        [clue.due_on, clue.extended_to],
    ]


def test_clues__days_are_in_order_and_not_in_the_future(world: World) -> None:
    for clue in world.clues:
        assert clue.received_on <= AS_OF
        for listed in steps(clue):
            days = [day for day in listed if day is not None]
            assert days == sorted(days), clue
        known = [day for listed in steps(clue)[:5] for day in listed if day is not None]
        assert max(known) <= TODAY


def test_clues__volumes_are_those_of_a_town_and_a_banner(world: World) -> None:
    clues = [line.record for line in world.clue_lines if line.record.received_on <= AS_OF]
    months = Counter(clue.received_on.replace(day=1) for clue in clues)
    home = Counter(c.received_on.replace(day=1) for c in clues if c.area_code == HOME)
    whole = [month for month in months if last_day(month) <= AS_OF]
    assert all(20 <= months[month] <= 50 for month in whole)
    assert all(3 <= home[month] <= 6 for month in whole[1:])


def test_clues__every_end_occurs_and_some_are_open(world: World) -> None:
    ends = Counter(clue.conclusion for clue in world.clues)
    assert len(ends) == 7
    assert min(ends.values()) > 20
    assert any(clue.extended_to for clue in world.clues)
    overdue = [c for c in world.clues if c.concluded_on is None and c.due_on < AS_OF]
    assert 3 <= len(overdue) <= 60


def test_clues__the_policy_shows(world: World) -> None:
    """From its month on transfers are quicker and 12337 is used more."""
    since = span_to(TODAY).months[POLICY_MONTH]
    before = [clue for clue in world.clues if clue.received_on < since]
    after = [clue for clue in world.clues if clue.received_on >= since]

    def prompt(clues: list[Clue]) -> float:
        sent = [c for c in clues if c.transferred_on is not None]
        quick = [c for c in sent if (c.transferred_on or TODAY) - c.received_on <= timedelta(2)]
        return len(quick) / len(sent)

    def by_platform(clues: list[Clue]) -> float:
        return len([clue for clue in clues if clue.channel == "hotline_12337"]) / len(clues)

    assert prompt(after) - prompt(before) > 0.07
    assert by_platform(after) - by_platform(before) > 0.12


def test_clues__the_home_town_improves(figures: dict[FigureKey, Figure]) -> None:
    first, last = (figures["RPT04", "area", HOME, "year", year].value for year in ("2024", "2026"))
    assert first is not None
    assert last is not None
    assert last > first


def test_make_clues__a_day_later_the_past_is_the_same() -> None:
    """What was open may have moved on; what was known stands."""
    span, later = span_to(TODAY), span_to(TODAY + timedelta(days=1))
    known = {clue.key: clue for clue in make_clues(1, make_home(span), span)}
    on_next_day = {clue.key: clue for clue in make_clues(1, make_home(later), later)}
    assert known.keys() <= on_next_day.keys()
    changed = [c for key, c in on_next_day.items() if key in known and c != known[key]]
    assert changed
    for clue in changed:
        assert clue.updated_at.date() == TODAY + timedelta(days=1)
    assert {clue.received_on for key, clue in on_next_day.items() if key not in known} <= {TODAY}


def test_hold__what_is_dirty_stays_dirty_on_the_next_day(world: World) -> None:
    later = span_to(TODAY + timedelta(days=1))
    _, _, planted = hold(1, make_clues(1, make_home(later), later))
    wanted = {note for note in world.planted if note.contract == "clue"}
    assert set(planted) == wanted


def test_rows__the_platforms_own_columns_and_codes(world: World) -> None:
    first = next(rows(world))
    assert set(first) == {*(name for name, _ in COLUMNS.values()), *PERSONAL_COLUMNS}
    units = {str(row["sldw"]) for row in rows(world) if row["sldw"]}
    assert all(unit.startswith("BM") for unit in units)
    assert {row["jbqd"] for row in rows(world)} >= {"来电", "12337智能化平台"}


def test_returns__some_disagree_and_some_are_missing(world: World) -> None:
    """Of the counts that were returned, most are right; none of the current month is."""
    found = reconciliation_truth(world, AS_OF)
    returned = [one for one in found.values() if one.returned_count is not None]
    wrong = [one for one in returned if not one.is_matched]
    assert 0.01 < len(wrong) / len(returned) < 0.1
    assert {row.month for row in world.clue_months} == {
        f"{month:%Y-%m}" for month in span_to(TODAY).months[:-1]
    }
    made = {(row.month, row.unit_code) for row in world.clue_months}
    assert ("2024-10", "WS104-01") not in made
    assert ("2024-09", "WS104-01") in made


def test_returns__parts_add_up_to_the_clues_that_the_unit_knows(world: World) -> None:
    """By channel, what was returned is close to the total: errors are one or two."""
    totals: Counter[tuple[str, str, str]] = Counter()
    for row in world.clue_months:
        sign = {"total": 1, "channel": -1, "sector": 0}[row.breakdown]
        for measure in MEASURES:
            totals[row.month, row.unit_code, measure] += sign * getattr(row, measure)
    off = Counter(abs(count) for count in totals.values())
    assert off[0] > 0.9 * off.total()
