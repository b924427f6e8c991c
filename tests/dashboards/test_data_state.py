from datetime import date
from typing import Any

from dashboards import data_state
from dashboards.language import using
from dashboards.sentences import Verdict

AS_OF = date(2026, 11, 22)
YEAR_END = (date(2026, 12, 30), date(2026, 12, 31))


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


def test_aged__what_was_fresh_at_the_cut_off_may_be_stale_by_now() -> None:
    """20 November and a limit of 40 days: in time to 30 December, late on the 31st."""
    fresh = state(newest_on=date(2026, 11, 20), is_stale=False)
    assert [data_state.aged([fresh], AS_OF, due)[0]["is_stale"] for due in (AS_OF, *YEAR_END)] == [
        False,
        False,
        True,
    ]
    assert data_state.aged([fresh], AS_OF, YEAR_END[1])[0]["behind_days"] == 41


def test_aged__what_is_stale_stays_so_and_comes_first() -> None:
    states = [
        state(contract="unit", freshness_days=None),
        state(contract="hotline_ticket"),
        state(contract="clue", newest_on=date(2026, 9, 30), is_stale=True),
        state(contract="supervision_finding", newest_on=date(2026, 8, 1), is_stale=True),
    ]
    found = data_state.aged(states, AS_OF, AS_OF)
    assert [row["contract"] for row in found] == [
        "supervision_finding",
        "clue",
        "hotline_ticket",
        "unit",
    ]


def test_lapsed__is_not_what_never_had_data() -> None:
    rows = data_state.aged(
        [
            state(contract="clue", newest_on=None, is_stale=True),
            state(newest_on=date(2026, 9, 20)),
            state(contract="unit", freshness_days=None),
        ],
        AS_OF,
        AS_OF,
    )
    assert [row["contract"] for row in data_state.lapsed(rows)] == ["supervision_finding"]
    assert [row["contract"] for row in data_state.awaited(rows)] == ["clue"]


def test_stale_names__say_for_how_long() -> None:
    rows = data_state.aged(
        [
            state(newest_on=date(2026, 9, 20), is_stale=True),
            state(contract="hotline_ticket", newest_on=date(2026, 10, 1), is_stale=True),
        ],
        AS_OF,
        AS_OF,
    )
    assert data_state.stale_names(rows) == "督导问题（63天）、12345热线工单（52天）"
    with using("en"):
        assert data_state.stale_names(rows).startswith("supervision finding (63 days), hotline")


def test_freshness__in_words() -> None:
    def words(**changes: Any) -> Verdict:
        return data_state.freshness(data_state.aged([state(**changes)], AS_OF, AS_OF)[0])

    assert words().headline == "正常"
    late = words(newest_on=date(2026, 9, 20))
    assert (late.headline, late.detail) == ("已过期", "已63天没有新数据，要求40天以内")
    assert words(freshness_days=None).headline == "无时效要求"
    empty = words(delivery_count=0, current_count=0, newest_on=None, is_stale=True)
    assert (empty.headline, empty.tone) == ("尚无数据", "bad")


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
    states = data_state.aged(
        [
            state(missing_month_count=1, quarantined_count=5, quarantined_share=5 / 110),
            state(contract="hotline_ticket", newest_on=date(2026, 10, 1)),
            state(contract="clue", newest_on=None, is_stale=True),
        ],
        AS_OF,
        AS_OF,
    )
    found = data_state.tasks(states, months)
    assert [task.what for task in found] == [
        "12345热线工单：最新数据只到2026年10月1日，已52天没有新数据",
        "督导问题：缺2025年12月整月数据",
        "督导问题：5行被隔离（4.5%）",
        "举报线索：尚无数据",
    ]
    assert [task.who for task in found] == ["综治中心", "扫黑办", "扫黑办", "扫黑办"]


def test_register_months__the_month_of_the_cut_off_is_open() -> None:
    rows = [
        {"contract": "unit", "month": month, "row_count": 3, "is_missing": False}
        for month in ("2026-10", "2026-11")
    ]
    found = data_state.register_months(rows, AS_OF)["unit"]
    assert [month.is_open for month in found] == [False, True]


def test_summary__of_nothing_wrong() -> None:
    assert data_state.summary(data_state.aged([state()], AS_OF, AS_OF)) == (
        "1个登记簿中，没有过期的；没有缺月；读取110行，其中0行因不合规则被隔离（0.0%）。"
    )


HIDDEN: dict[str, Any] = {
    "contract": "clue",
    **dict.fromkeys(
        ("current_count", "read_count", "quarantined_count", "quarantined_share", "newest_on")
    ),
}


def test_hidden__is_late_once_nothing_can_be_new_enough() -> None:
    """The cut-off is 22 November and the limit 40 days: after 1 January it is surely late."""
    for due, is_stale in ((date(2027, 1, 1), False), (date(2027, 1, 2), True)):
        assert data_state.aged([state(**HIDDEN)], AS_OF, due)[0]["is_stale"] is is_stale


def test_hidden__register_is_late_and_not_without_data() -> None:
    rows = data_state.aged([state(**HIDDEN, is_stale=True)], AS_OF, AS_OF)
    assert (data_state.lapsed(rows), data_state.awaited(rows)) == (rows, [])
    assert data_state.stale_names(rows) == "举报线索（超过40天）"
    late = data_state.freshness(rows[0])
    assert (late.headline, late.detail) == ("已过期", "超过40天没有新数据")
    [task] = data_state.tasks(rows, {})
    assert task.what == "举报线索：超过40天没有新数据"
    never = data_state.aged([state(**HIDDEN, is_stale=True, delivery_count=0)], AS_OF, AS_OF)
    assert (data_state.lapsed(never), data_state.awaited(never)) == ([], never)


def test_hidden__register_that_is_up_to_date_says_so() -> None:
    found = data_state.freshness(data_state.aged([state(**HIDDEN)], AS_OF, AS_OF)[0])
    assert (found.headline, found.detail) == ("正常", "到截止日未超过要求的40天")
    with using("en"):
        assert data_state.freshness(state(**HIDDEN, behind_days=None)).headline == "Up to date"


def test_summary__counts_no_rows_that_are_not_shown() -> None:
    states = data_state.aged([state(), state(**HIDDEN)], AS_OF, AS_OF)
    assert "不计涉及个人的登记簿，读取110行，其中0行" in data_state.summary(states)
    assert data_state.hidden_note(states).startswith(
        "举报线索涉及个人，行数和最新业务日期不对外显示"
    )
    assert data_state.hidden_note(data_state.aged([state()], AS_OF, AS_OF)) == ""


def test_commonest__of_those_that_are_counted() -> None:
    counted, hidden = (
        {
            "contract": name,
            "column_name": "due_on",
            "rule_cn": "不是日期。",
            "rule_en": "No date.",
            "quarantined_count": count,
        }
        for name, count in (("supervision_finding", 26), ("clue", None))
    )
    found = data_state.commonest([counted, hidden])
    assert found.startswith("共1种原因、26次；最多的是督导问题的")
    assert "另有1种的次数不对外显示。" in found
    assert data_state.commonest([hidden]) == "共1种原因，次数都不对外显示。"
