"""The truth about the villages' registers, worked out by hand on a few rows.

as_of = 2 February; village V lies in S until 31 January, then in T
"""

from datetime import date, datetime
from typing import Any

from dagster_project.demo.records import World
from dagster_project.demo.truth.figures import Figure
from dagster_project.demo.truth.villages import concluded_on, figures, is_in_order
from dagster_project.demo.villages import dirt
from dagster_project.demo.villages.records import (
    BranchStatus,
    Disclosure,
    GridEvent,
    Publicity,
    VillageDecision,
    Villages,
)
from tests.unit.demo.small_world import small_world

AS_OF = date(2026, 2, 2)
ENTERED = datetime(2026, 1, 5, 9)


def of(villages: Villages, indicator_id: str, *cell: str) -> Figure:
    subject_code, period_kind, period = cell
    world = small_world(villages=villages)
    return figures(world, AS_OF)[indicator_id, "area", subject_code, period_kind, period]


def shown(figure: Figure) -> tuple[Any, ...]:
    return (figure.numerator, figure.denominator, figure.status)


def status(half_year: str, **fields: Any) -> BranchStatus:
    """Village V's branch, listed nowhere and not certified."""
    given: dict[str, Any] = dict.fromkeys(
        ("listed_on", "has_measures", "deadline_on", "turned_round_on", "observation_end_on",
         "is_observation_passed")
    )  # fmt: skip
    given |= {"is_listed": False, "is_certified": False, **fields}
    return BranchStatus(
        branch_code="B1", half_year=half_year, area_code="V", updated_at=ENTERED, **given
    )


def decision(**fields: Any) -> VillageDecision:
    """In order: six steps from 5 to 30 January, 30 members due, 20 there, 15 in favour."""
    given: dict[str, Any] = {
        "proposed_on": date(2026, 1, 5), "deliberated_on": date(2026, 1, 6),
        "reviewed_on": date(2026, 1, 8), "resolved_on": date(2026, 1, 9),
        "resolution_published_on": date(2026, 1, 9), "result_published_on": date(2026, 1, 30),
        "eligible_count": 30, "attended_count": 20, "approved_count": 15,
    }  # fmt: skip
    return VillageDecision(
        decision_id="D", area_code="V", updated_at=ENTERED, **{**given, **fields}
    )


def test_turned_round__in_time_and_through_the_observation() -> None:
    """Turned round on the day, held until the cut-off: counted; settled a year after the year."""
    listed = {
        "listed_on": date(2024, 6, 1),
        "deadline_on": date(2025, 2, 2),
        "turned_round_on": date(2025, 2, 2),
        "observation_end_on": AS_OF,
        "is_observation_passed": True,
    }
    held = Villages(statuses=(status("2025-H2"), status("2026-H1", **listed)))
    figure = of(held, "SRC10", "S", "year", "2025")
    assert shown(figure) == (1, 1, "provisional")
    assert figure.settled_on == date(2026, 12, 31)
    late = {**listed, "deadline_on": date(2025, 2, 1)}
    assert of(Villages(statuses=(status("2026-H1", **late),)), "SRC10", "S", "year", "2025")[0] == 0
    still = {**listed, "observation_end_on": date(2026, 2, 3)}
    assert (
        of(Villages(statuses=(status("2026-H1", **still),)), "SRC10", "S", "year", "2025")[0] == 0
    )


def test_certified__where_the_village_lies_by_the_last_list() -> None:
    villages = Villages(statuses=(status("2025-H1", is_certified=True), status("2025-H2")))
    assert shown(of(villages, "SRC11", "S", "half_year", "2025-H1")) == (1, 1, "ok")
    assert shown(of(villages, "SRC11", "S", "year", "2025")) == (0, 1, "ok")
    assert shown(of(villages, "SRC11", "T", "year", "2026")) == (0, 1, "provisional")
    old = Villages(statuses=(status("2024-H2"), status("2025-H1")))
    assert shown(of(old, "SRC11", "B", "year", "2026")) == (0, 0, "not_applicable")


def test_closed_in_time__of_what_is_due() -> None:
    def event(number: str, due_on: date, closed_on: date | None) -> GridEvent:
        row = ("V", "V-1", "hazard", date(2026, 1, 5), due_on, closed_on, ENTERED)
        return GridEvent(number, *row)

    january = date(2026, 1, 31)
    villages = Villages(
        events=(
            event("on the day", january, january),
            event("late", january, AS_OF),
            event("open", AS_OF, None),
            event("not due", date(2026, 2, 3), AS_OF),
        )
    )
    assert shown(of(villages, "SRC12", "S", "month", "2026-01")) == (1, 2, "insufficient")
    assert shown(of(villages, "SRC12", "T", "month", "2026-02")) == (0, 1, "insufficient")


def test_in_order__villages_too() -> None:
    due = date(2026, 1, 31)
    villages = Villages(
        decisions=(decision(), decision(result_published_on=date(2026, 2, 3))),
        disclosures=(Disclosure("G", "V", "finance", due, due, ENTERED),),
    )
    for area_code in ("V", "S", "B"):
        figure = of(villages, "SRC13", area_code, "quarter", "2026-Q1")
        assert shown(figure) == (2, 3, "insufficient"), area_code
    assert shown(of(villages, "SRC13", "T", "quarter", "2026-Q1")) == (0, 0, "not_applicable")


def test_is_in_order__each_way_to_miss_it() -> None:
    assert is_in_order(decision(), AS_OF)
    for fields in (
        {"proposed_on": None},
        {"deliberated_on": date(2026, 1, 9)},
        {"attended_count": 19},
        {"approved_count": 14},
        {"eligible_count": None},
    ):
        assert not is_in_order(decision(**fields), AS_OF), fields
    assert not is_in_order(decision(), date(2026, 1, 29)), "its result is not out"


def test_concluded_on__without_a_resolution_by_what_was_published() -> None:
    assert concluded_on(decision(), AS_OF) == date(2026, 1, 9)
    unresolved = decision(resolved_on=None, resolution_published_on=None)
    assert concluded_on(unresolved, AS_OF) == date(2026, 1, 30)
    assert concluded_on(unresolved, date(2026, 1, 29)) is None


def test_reached__a_village_once_and_not_by_its_town() -> None:
    def held(number: str, area_code: str, day: date) -> Publicity:
        return Publicity(number, area_code, "lecture", day, None, ENTERED)

    january = date(2026, 1, 9)
    reached = Villages(activities=(held("1", "V", january), held("2", "V", AS_OF)))
    assert shown(of(reached, "ORG04", "T", "quarter", "2026-Q1")) == (1, 1, "insufficient")
    assert shown(of(reached, "ORG04", "S", "quarter", "2026-Q1")) == (0, 0, "not_applicable")
    town = Villages(activities=(held("1", "T", january), held("2", "V", date(2026, 2, 3))))
    assert shown(of(town, "ORG04", "B", "year", "2026")) == (0, 1, "insufficient")


def test_make_villages__all_fates(world: World) -> None:
    rows = world.villages
    stays = {(one.branch_code, one.listed_on) for one in rows.statuses if one.listed_on}
    assert len(stays) == 8
    assert {one.is_observation_passed for one in rows.statuses} == {None, True, False}
    due = [one for one in rows.events if one.due_on <= date(2026, 11, 22)]
    late = [one for one in due if one.closed_on is not None and one.closed_on > one.due_on]
    never = [one for one in due if one.closed_on is None]
    assert 0.05 < len(late) / len(due) < 0.2
    assert 0.02 < len(never) / len(due) < 0.1
    concluded = [one for one in rows.decisions if concluded_on(one, AS_OF)]
    assert 0.6 < sum(is_in_order(one, AS_OF) for one in concluded) / len(concluded) < 0.95
    assert any(one.due_on > date(2026, 11, 22) for one in rows.disclosures)
    assert any(one.area_code.endswith("102") for one in rows.activities), "for a whole town"


def test_make_villages__dirt_within_the_error_share(world: World, town: World) -> None:
    for contract, kinds in dirt.kinds().items():
        names = {kind.name for kind in [*kinds, *dirt.repeats()[contract]]}
        for one in (world, town):
            planted = [note for note in one.planted if note.contract == contract]
            assert len(planted) <= 0.1 * len(one.villages.sheets[contract])
        assert {note.kind for note in world.planted if note.contract == contract} == names
