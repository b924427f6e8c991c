"""What is owed by a day: how an item stands, how that is said, and which items are listed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dashboards import ledger, ledger_chart, queries
from dashboards.language import using
from dashboards.ledger import CHOICES, Item, State
from data_contracts.snapshot import Snapshot
from tests.dashboards.conftest import OpenApp, shown
from tests.dashboards.fixture_world import BANNER, HOME

AS_OF = date(2026, 11, 22)
Make = Callable[..., Item]


@pytest.fixture
def item() -> Make:
    """A finding that is due so many days after the cut-off."""

    def make(days: int, done: int | None = None, **changes: Any) -> Item:
        row = {
            **{"contract": "supervision_finding", "number": "1", "kind": "joint", "asked": ""},
            **{"sector_cn": None, "sector_en": None, "unit_code": "u", "unit": "图克镇综治中心"},
            "due_on": AS_OF + timedelta(days=days),
            "done_on": None if done is None else AS_OF + timedelta(days=done),
        }
        [found] = ledger.items([row | changes], AS_OF)
        return found

    return make


@pytest.mark.parametrize(
    ("days", "done", "state", "chinese", "english"),
    [
        (-12, None, State.OVERDUE, "超期12天", "12 days overdue"),
        (-1, None, State.OVERDUE, "超期1天", "1 day overdue"),
        (0, None, State.SOON, "截止日当天到期", "Due on the cut-off"),
        (3, None, State.SOON, "3天后到期", "Due in 3 days"),
        (7, None, State.SOON, "7天后到期", "Due in 7 days"),
        (8, None, State.MONTH, "8天后到期", "Due in 8 days"),
        (30, None, State.MONTH, "30天后到期", "Due in 30 days"),
        (31, None, State.LATER, "31天后到期", "Due in 31 days"),
        (-2, -2, State.CLOSED, "按期办结", "Closed in time"),
        (9, -2, State.CLOSED, "按期办结", "Closed in time"),
        (-3, -2, State.CLOSED, "超期1天办结", "Closed 1 day late"),
    ],
)
def test_verdict__says_how_an_item_stands(
    item: Make, days: int, done: int | None, state: State, chinese: str, english: str
) -> None:
    found = item(days, done)
    assert found.state is state
    assert ledger.verdict(found).headline == chinese
    assert (ledger.verdict(found).tone == "bad") == (state is State.OVERDUE)
    with using("en"):
        assert ledger.verdict(found).headline == english


def test_choices__thirty_days_include_seven_and_only_closed_is_not_open() -> None:
    assert CHOICES["soon"] < CHOICES["month"] < CHOICES["open"]
    assert CHOICES["open"] | CHOICES["closed"] == set(State)
    assert CHOICES.keys() == ledger.choices().keys()


def test_tallies__the_most_overdue_first_without_what_is_closed(item: Make) -> None:
    found = [
        *(item(3, unit_code="soon", unit="甲"), item(40, unit_code="late", unit="乙")),
        *(item(-3, unit_code="late", unit="乙"), item(-3, -1, unit_code="done", unit="丙")),
    ]
    late, soon = ledger.tallies(found, "unit")
    assert (late.name, late.counts[State.OVERDUE], late.counts[State.LATER]) == ("乙", 1, 1)
    assert (soon.name, soon.counts[State.SOON], sum(soon.counts.values())) == ("甲", 1, 1)
    [register] = ledger.tallies(found, "register")
    assert (register.name, sum(register.counts.values())) == ("督导问题", 3)


def test_summary__counts_units_and_the_oldest(item: Make) -> None:
    found = [item(-3), item(-12), item(0), item(40), item(-3, -1)]
    assert ledger.summary(found) == (
        "未办结4项，其中超期2项，涉及1个单位，最久已超12天；1项在7天内到期。"
    )
    with using("en"):
        assert ledger.summary(found) == (
            "4 open, of which 2 overdue at 1 unit, the oldest by 12 days; 1 due within 7 days."
        )
    assert ledger.summary([item(9)]) == "未办结1项，没有超期；0项在7天内到期。"
    assert ledger.summary([]) == "没有未办结的事项。"


def test_bars__are_stacked_by_state_and_leave_out_states_without_items(item: Make) -> None:
    tallies = ledger.tallies([item(-3), item(-12), item(40)], "register")
    chart = ledger_chart.bars(tallies, is_demo=False)
    assert [(bar.name, list(bar.x)) for bar in chart.data] == [("超期", [2]), ("30天后", [1])]
    assert chart.layout.barmode == "stack"


def test_ledger__lists_what_is_owed_in_an_area_or_was_done_not_long_ago(
    snapshot: Snapshot,
) -> None:
    """Not 11-9, closed 31 days ago; 51-1 and 21-3, due by no day; 11-10, of another town."""
    found = ledger.items(queries.ledger(snapshot, HOME).to_dicts(), AS_OF)
    listed = {(one.number, one.days_left, one.state) for one in found}
    assert listed == {
        ("11-1", -40, State.OVERDUE),
        ("11-2", -1, State.OVERDUE),
        ("11-3", 0, State.SOON),
        ("11-4", 7, State.SOON),
        ("11-5", 8, State.MONTH),
        ("11-6", 31, State.LATER),
        ("11-7", -5, State.CLOSED),
        ("11-8", -40, State.CLOSED),
        ("21-1", -3, State.OVERDUE),
        ("21-1", 20, State.MONTH),
        ("21-2", -9, State.CLOSED),
        ("31-1", 15, State.MONTH),
        ("41-1", -4, State.OVERDUE),
        ("41-2", -4, State.CLOSED),
        ("61-1", 1, State.SOON),
    }
    kinds = {one.days_left: one.kind for one in found if one.number == "21-1"}
    assert kinds == {-3: "检察建议书（回复）", 20: "检察建议书（整改）"}
    assert {one.sector for one in found if one.number == "31-1"} == {"交通运输"}
    above = queries.ledger(snapshot, BANNER)["number"].to_list()
    assert set(above) == {number for number, *_ in listed} | {"11-10"}


def test_page__filters_by_register_unit_and_state(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="ledger", register="supervision_finding", status="overdue"))
    assert "11-1" in text
    assert "11-2" in text
    assert not {"11-3", "11-7", "21-1"} & set(text.replace("<", " ").replace(">", " ").split())
    unit = f"{HOME}_police_station"
    app = open_app("as it is", page="ledger", unit=unit, status="month", scope="parent")
    text = shown(app)
    assert "检察建议书（整改）" in text
    assert "11-5" not in text
    assert "superv" not in text


def test_page__says_that_a_state_has_no_item(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="ledger", register="mechanism_item", status="overdue"))
    assert "没有“已超期”的事项" in text
    assert "可换一个登记簿、单位或状态。" in text


def test_page__writes_filters_into_the_address_and_takes_them_back(open_app: OpenApp) -> None:
    app = open_app("full", page="ledger")
    app.selectbox(key="choice-register").set_value("return_log").run()
    assert app.query_params["register"] == "return_log"
    assert "41-1" in shown(app)
    assert "11-1<" not in shown(app)


def test_page__names_the_registers_that_are_not_listed(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="ledger"))
    for name in ("举报线索", "线索移送", "12345热线工单", "挂牌督办案件", "重点案件节点"):
        assert name in text[text.index("涉及个人的登记簿不逐项列出") :]
