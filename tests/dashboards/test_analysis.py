"""Trends and comparisons in words: what changed, what did not, and who is not compared."""

from tests.dashboards.conftest import OpenApp, shown


def test_trends__name_the_change_and_say_what_is_chance(open_app: OpenApp) -> None:
    """Eight settled months before November 2026 begin in March."""
    text = shown(open_app("full", page="trends"))
    assert "可以判断的2项指标中，1项近期的变化不是偶然" in text
    assert "另有1项点数不足或很少变动，不作判断" in text
    assert "2026年3月起连续高于平均水平，不是偶然波动（好转）" in text
    assert "单值图：按29个已定值的点逐期变动的大小划定界限" in text


def test_trends__say_who_decided_to_begin_anew_and_why(open_app: OpenApp) -> None:
    """The seventh of thirty months to November 2026 is December 2024."""
    text = shown(open_app("full", page="trends", indicator="SUP02"))
    assert ("自2024年12月1日起按新基线判断：系统更换，图克镇综治中心2025年2月1日决定") in text


def test_trends__of_a_stable_series_are_none(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="trends", indicator="EVA06"))
    assert "近期没有超出偶然波动的变化" in text


def test_trends__foretell_what_back_tests_bear_out(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="trends", indicator="EVA06"))
    assert "2026年11月预计88.0分，多在85.5分至90.5分之间" in text
    assert "回测12次，误差为“与上年同期相同”的0.72倍，83%落在这样的范围内" in text


def test_trends__foretell_nothing_else(open_app: OpenApp) -> None:
    assert "预计" not in shown(open_app("full", page="trends", indicator="SUP02"))


def test_trends__of_a_short_series_are_not_claimed(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="trends", indicator="EVA01"))
    assert "已定值的点只有4个，不足13个：只画线，不判断变化" in text


def test_comparison__names_who_differs_and_ranks_nobody_barely(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="compare"))
    assert "无定河镇偏低，超出偶然范围；其余4个没有差别" in text
    assert "分为2档，只在位次区间完全分开处分档" in text
    assert "第1名" not in text


def test_comparison__in_english(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="compare", lang="en"))
    assert "无定河镇 below what chance makes; the other 4 do not differ" in text


def test_risk__names_the_sectors_and_what_says_so(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="risk"))
    assert (
        "3个行业中，2个的工作需关注：交通运输（逾期未结、反复发生）、矿产资源（逾期未结）"
    ) in text
    assert "6个苏木乡镇中，1个的工作需关注：无定河镇（不满意）" in text
    assert text.count("件数不足") == 1


def test_risk__tells_no_number_of_what_people_reported(open_app: OpenApp) -> None:
    """Of letters alone: once for each sector that is judged and each of six towns."""
    assert shown(open_app("full", page="risk")).count("60件中12件") == 8


def test_risk__in_english(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="risk", lang="en"))
    assert "the work of 2 needs review: Transport (Overdue, Recurring), Mineral (Overdue)" in text


def test_sectors__say_what_became_of_their_problems(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="sectors"))
    assert "近两年的问题中逾期未结1件，在1个行业，最多的是矿产资源" in text
    assert "逾期未结偏高；共4件，到期3件，按期办结1件，逾期未结1件" in text
    assert "共1件，到期1件，按期办结1件，逾期未结0件" in text


def test_comparison__shows_all_at_a_glance_and_makes_no_order_of_them(open_app: OpenApp) -> None:
    """Of six towns four are alike, one is below by more than chance, one has eight records."""
    text = shown(open_app("full", page="compare"))
    assert "在偶然范围内4个、差于偶然范围1个、样本不足1个。" in text
    assert text.count('class="ap-tile ap-plain') == 4
    assert text.count('class="ap-tile ap-bad') == 1
    assert text.count('class="ap-tile ap-unclear') == 1
