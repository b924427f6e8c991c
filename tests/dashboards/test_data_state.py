from datetime import date
from typing import Any

from dashboards import data_state

AS_OF = date(2026, 11, 22)


def state(**changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "contract": "supervision_finding",
        "current_count": 100,
        "read_count": 110,
        "quarantined_count": 0,
        "quarantined_share": 0.0,
        "delivery_count": 3,
        "last_loaded_at": None,
        "newest_on": date(2026, 11, 20),
        "freshness_days": 40,
        "is_stale": False,
        "missing_month_count": 0,
    }
    return facts | changes


def test_freshness__in_words() -> None:
    late = state(newest_on=date(2026, 9, 20), is_stale=True)
    assert data_state.freshness(state(), AS_OF).headline == "正常"
    assert data_state.freshness(late, AS_OF).detail == "距截止日63天，要求40天以内"
    assert data_state.freshness(state(freshness_days=None), AS_OF).headline == "无时效要求"
    empty = state(delivery_count=0, current_count=0, newest_on=None, is_stale=True)
    assert data_state.freshness(empty, AS_OF).headline == "尚无数据"
    assert data_state.freshness(empty, AS_OF).tone == "bad"


def test_tasks__stale_first_then_missing_then_quarantine() -> None:
    months = data_state.register_months(
        [
            {
                "contract": "supervision_finding",
                "month": "2025-12",
                "row_count": 0,
                "is_missing": True,
            }
        ],
        AS_OF,
    )
    states = [
        state(missing_month_count=1, quarantined_count=5, quarantined_share=5 / 110),
        state(contract="hotline_ticket", newest_on=None, is_stale=True),
    ]
    found = data_state.tasks(states, months, AS_OF)
    assert [task.what for task in found] == [
        "12345热线工单：从未交付",
        "督导问题：缺2025年12月整月数据",
        "督导问题：5行被隔离（4.5%）",
    ]
    assert [task.who for task in found] == ["综治中心", "扫黑办", "扫黑办"]


def test_register_months__the_month_of_the_cut_off_is_open() -> None:
    rows = [
        {"contract": "unit", "month": month, "row_count": 3, "is_missing": False}
        for month in ("2026-10", "2026-11")
    ]
    found = data_state.register_months(rows, AS_OF)["unit"]
    assert [month.is_open for month in found] == [False, True]


def test_summary__of_nothing_wrong() -> None:
    assert data_state.summary([state()]) == (
        "1个登记簿中，没有过期的；没有缺月；读取110行，其中0行因不合规则被隔离（0.0%）。"
    )
