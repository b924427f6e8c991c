from dataclasses import replace
from datetime import date
from typing import Any

from dashboards import sentences
from dashboards.judgement import Place
from dashboards.labels import Indicator
from dashboards.language import using
from tests.dashboards.conftest import MakeFigure

AS_OF = date(2026, 11, 22)


def test_verdict__says_what_is_chance(make_figure: MakeFigure, score: Indicator) -> None:
    near = sentences.verdict(make_figure(96.0, 4.0), score)
    far = sentences.verdict(make_figure(90.0, 4.0), score)
    assert (near.headline, near.detail) == ("接近目标", "差2.0分，可能出于偶然波动")
    assert (far.headline, far.detail) == ("未达目标", "差8.0分，不是偶然波动")
    assert near.mark != far.mark


def test_verdict__of_too_few_records_names_the_floor(
    make_figure: MakeFigure, score: Indicator
) -> None:
    found = sentences.verdict(make_figure(status="insufficient", sample=3), score)
    assert found.headline == "样本不足"
    assert "仅3条" in found.detail
    assert "至少10条" in found.detail


def test_basis__names_the_register(make_figure: MakeFigure, score: Indicator) -> None:
    assert sentences.basis(make_figure(), score) == "依据12345热线工单40条，其中36条达标"
    assert sentences.basis(make_figure(numerator=None), score) == "依据12345热线工单40条"


def test_basis__says_what_a_numerator_is(make_figure: MakeFigure, score: Indicator) -> None:
    down = replace(score, direction="down", registers=("clue",))
    assert sentences.basis(make_figure(), down) == "依据举报线索40条，其中36条计入分子"
    monitored = replace(score, target=None)
    assert sentences.basis(make_figure(), monitored).endswith("其中36条计入分子")
    weighted = make_figure(numerator=38.2, denominator=42.8)
    assert sentences.basis(weighted, score) == "依据12345热线工单40条"
    received = make_figure(is_received=True, numerator=None)
    assert sentences.basis(received, score) == "上级下发，非本级测算，样本40"
    count = replace(score, unit="count")
    assert sentences.basis(make_figure(40.0, low=None, high=None), count) == "依据12345热线工单"


def test_verdict__of_a_doubtful_survey_never_celebrates(
    make_figure: MakeFigure, score: Indicator
) -> None:
    found = sentences.verdict(make_figure(99.5, 0.2, flags=("low_response",)), score)
    assert (found.headline, found.tone) == ("质量存疑", "unclear")
    assert found.detail == "该批次调查应答率过低，数值仅供参考"


def test_verdict__of_what_is_only_monitored_is_neither_good_nor_bad(
    make_figure: MakeFigure, score: Indicator
) -> None:
    neutral = replace(score, direction="neutral", target=None)
    found = sentences.verdict(make_figure(12.0), neutral)
    assert (found.headline, found.tone) == ("不设目标", "plain")
    assert sentences.across([Place("图克镇", make_figure(12.0))], neutral, "苏木乡镇") == (
        "1个苏木乡镇中1个有数值；仅作监测，不分好坏。"
    )


def test_verdict__of_a_band_is_not_that_there_is_no_target(
    make_figure: MakeFigure, score: Indicator
) -> None:
    band = replace(score, direction="band")
    found = sentences.verdict(make_figure(99.0), band)
    assert (found.headline, found.tone) == ("区间内为好", "plain")
    assert "监测" not in sentences.across([Place("图克镇", make_figure(99.0))], band, "苏木乡镇")


def test_verdict__without_an_interval_is_not_given(
    make_figure: MakeFigure, score: Indicator
) -> None:
    found = sentences.verdict(make_figure(90.0, low=None, high=None), score)
    assert (found.headline, found.tone) == ("不作判断", "plain")


def test_verdict__of_a_follow_up_names_the_day(make_figure: MakeFigure, score: Indicator) -> None:
    running = make_figure(status="provisional", settled=date(2027, 4, 29))
    assert sentences.verdict(running, score).detail == "2027年4月29日定值，此前还会变动"
    open_ = make_figure(status="provisional")
    assert sentences.verdict(open_, score).detail == "期间尚未结束，数值还会变动"


def test_movement__of_counts_and_of_a_new_series(make_figure: MakeFigure) -> None:
    before = make_figure(9.0, low=None, high=None, first=date(2026, 9, 1))
    after = make_figure(12.0, low=None, high=None)
    assert sentences.movement([before, after], 1, "count") == "比上月多3"
    anew = make_figure(90.0, starts_series=True)
    assert sentences.movement([make_figure(80.0), anew], 1, "percent") == (
        "与上期口径不同，不作比较"
    )


def test_movement__within_and_beyond_chance(make_figure: MakeFigure) -> None:
    before = make_figure(90.0, 2.0, first=date(2026, 9, 1))
    assert sentences.movement([before, make_figure(91.0, 2.0)], 1, "score") == (
        "比上月高1.0分，属偶然波动范围"
    )
    assert sentences.movement([before, make_figure(80.0, 2.0)], 1, "score") == (
        "比上月下降10.0分，超出偶然波动"
    )
    assert sentences.movement([before, make_figure(90.0, 2.0)], 1, "score") == "与上月持平"
    assert sentences.movement([before], 0, "score") is None


def test_trend__is_one_sentence(make_figure: MakeFigure, score: Indicator) -> None:
    figures = [
        make_figure(99.0, 0.5, first=date(2026, 9, 1)),
        make_figure(90.0, 2.0),
        make_figure(95.0, first=date(2026, 11, 1), last=date(2026, 11, 30), status="provisional"),
    ]
    assert sentences.trend(figures, score, AS_OF) == (
        "2026年10月为90.0分；比上月下降9.0分，超出偶然波动；近2个可评价月份中1个达到目标。"
    )
    with using("en"):
        assert sentences.trend(figures, score, AS_OF).startswith("October 2026: 90.0 points; down")


def test_trend__says_how_many_periods_are_not_shown(
    make_figure: MakeFigure, score: Indicator
) -> None:
    figures = [
        make_figure(None, first=date(2026, 8, 1), status="suppressed", reason="small_count"),
        make_figure(99.0, 0.5, first=date(2026, 9, 1)),
        make_figure(None, status="suppressed", reason="not_released"),
    ]
    assert sentences.trend(figures, score, AS_OF) == (
        "2026年9月为99.0分；近1个可评价月份均达到目标；"
        "有2期不显示：数量过小或可推算出过小数量1期、未到发布期1期。"
    )


def test_across__lists_what_is_not_shown(make_figure: MakeFigure, score: Indicator) -> None:
    small = make_figure(None, status="suppressed", reason="small_count")
    places = [Place("甲镇", small), Place("图克镇", make_figure(90.0), is_home=True)]
    assert sentences.across(places, score, "苏木乡镇") == (
        "2个苏木乡镇中不发布1个，未达目标1个；图克镇未达目标。"
        "甲镇不发布：数量过小或可推算出过小数量。"
    )
    assert sentences.across([places[0], places[0]], score, "苏木乡镇") == (
        "2个苏木乡镇的数值都不显示：数量过小或可推算出过小数量。"
    )


def test_trend__of_a_period_without_records(make_figure: MakeFigure, score: Indicator) -> None:
    empty = make_figure(None, status="not_applicable", sample=0)
    assert sentences.trend([empty], score, AS_OF) == "2026年10月：不适用，本期没有应计入的记录。"


def test_brief__is_a_figure_in_one_line(make_figure: MakeFigure, score: Indicator) -> None:
    figure = make_figure(90.0, period_kind="quarter", first=date(2026, 7, 1))
    assert sentences.brief(figure, score) == "2026年第三季度：90.0分（40条），未达目标"


def test_across__counts_and_never_ranks(make_figure: MakeFigure, score: Indicator) -> None:
    places = [
        Place("乌审旗", make_figure(90.0), is_parent=True),
        Place("嘎鲁图镇", make_figure(99.0, 0.5)),
        Place("图克镇", make_figure(90.0), is_home=True),
    ]
    assert sentences.across(places, score, "苏木乡镇") == (
        "2个苏木乡镇中达到目标1个，未达目标1个；图克镇未达目标。"
    )


def test_overdue__names_the_oldest() -> None:
    items: list[dict[str, Any]] = [
        {
            "unit": unit,
            "contract": "supervision_finding",
            "overdue_count": overdue,
            "due_in_7_days_count": 2,
            "longest_overdue_days": days,
        }
        for unit, overdue, days in (("甲", 3, 10), ("乙", 1, 87), ("丙", 0, None))
    ]
    assert sentences.overdue(items, AS_OF) == (
        "截至2026年11月22日，2个单位共4项超期未办结，最久的已超87天（乙，督导问题）；"
        "6项将在七日内到期。"
    )
    assert "没有超期未办结的事项" in sentences.overdue([items[2]], AS_OF)


def test_verdict__of_a_range(make_figure: MakeFigure, score: Indicator) -> None:
    """The target is 98; a range that holds it judges nothing, and neither does no range."""
    hidden = {"status": "suppressed", "reason": "small_count"}
    across = make_figure(None, low=92.0, high=100.0, **hidden)
    assert sentences.verdict(across, score).headline == "只显示范围"
    assert sentences.brief(across, score) == "2026年10月：92.0～100.0分（40条），只显示范围"
    below = make_figure(None, low=80.0, high=95.0, **hidden)
    assert sentences.verdict(below, score).headline == "未达目标"
    nothing = sentences.verdict(make_figure(None, **hidden), score)
    assert (nothing.tone, nothing.headline) == ("plain", "不发布")
    text = sentences.trend([across], score, date(2026, 11, 22))
    assert text.startswith("2026年10月 92.0～100.0分：只显示范围")
