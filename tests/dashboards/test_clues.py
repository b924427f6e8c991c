"""The stages of a report: where they are lost, in words and as drawn."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboards import analysis_queries, clues, incidence, stage_chart, stage_course
from dashboards.clues import Stage
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.language import using
from dashboards.readings import Reading
from data_contracts import audit
from data_contracts.snapshot import Snapshot
from tests.dashboards import fixture_funnel
from tests.dashboards.conftest import MakeFigure, OpenApp, shown
from tests.dashboards.fixture_world import HOME

MakeStage = Callable[..., Stage]


@pytest.fixture
def make_stage(score: Indicator) -> MakeStage:
    """A stage whose target is 100 %, or that is only monitored."""

    def make(name: str, figure: Figure, *, asked: Figure | None = None) -> Stage:
        is_monitored = name in ("RPT06", "RPT07")
        indicator = replace(
            score,
            id=name,
            unit="percent",
            target=None if is_monitored else 100.0,
            direction="neutral" if is_monitored else "up",
            registers=("clue",),
        )
        return Stage(Reading(indicator, (figure,), 0, asked), (figure,))

    return make


def hidden(make_figure: MakeFigure, low: float | None, high: float | None) -> Figure:
    return make_figure(None, status="suppressed", reason="small_count", low=low, high=high)


def test_headline__names_where_most_is_lost_and_what_may_be_as_far(
    make_stage: MakeStage, make_figure: MakeFigure
) -> None:
    """At least 30 of 60 ± 10 are missing, at most 33 of 75 ± 8, at most 11 of 92 ± 3."""
    said = clues.headline(
        [
            make_stage("RPT02", make_figure(92.0, 3.0)),
            make_stage("RPT03", make_figure(60.0, 10.0)),
            make_stage("RPT04", make_figure(75.0, 8.0)),
            make_stage("RPT06", make_figure(10.0, 5.0)),
            make_stage("RPT10", hidden(make_figure, 70.0, 100.0)),
        ]
    )
    assert said == (
        "丢得最多的环节是“联系举报人”：2026年10月60.0%，比目标100%低40.0个百分点，"
        "整个区间都在目标以下；按期办结也未达目标，与它的差别可能出于偶然；"
        "未达目标而差得较少：转办；说不准的：反馈结果（只显示范围）；查实仅作监测，不分好坏。"
    )


def test_headline__of_a_range_says_the_least_that_is_lost(
    make_stage: MakeStage, make_figure: MakeFigure
) -> None:
    said = clues.headline([make_stage("RPT02", hidden(make_figure, 40.0, 80.0))])
    assert "2026年10月40.0%～80.0%，比目标100%至少低20.0个百分点" in said


def test_headline__claims_nothing_where_nothing_is_sure(
    make_stage: MakeStage, make_figure: MakeFigure
) -> None:
    few = make_figure(50.0, 40.0, status="insufficient", sample=4)
    stages = [
        make_stage("RPT02", make_figure(100.0)),
        make_stage("RPT03", make_figure(97.0, 5.0)),
        make_stage("RPT04", few),
        make_stage("RPT10", hidden(make_figure, None, None)),
    ]
    assert clues.headline(stages) == (
        "没有能断定低于目标的环节；达到目标：转办；"
        "说不准的：联系举报人（接近目标）、按期办结（样本不足）、反馈结果（不发布）。"
    )
    with using("en"):
        assert clues.headline(stages).startswith("No stage is surely short of its target; on ")


def test_replaced__names_the_stages_or_all_of_them(
    make_stage: MakeStage, make_figure: MakeFigure
) -> None:
    asked = hidden(make_figure, None, None)
    plain = make_stage("RPT02", make_figure())
    other = make_stage("RPT03", make_figure(), asked=asked)
    assert clues.replaced([plain]) == ""
    assert clues.replaced([plain, other]).startswith("联系举报人在所选周期")
    assert clues.replaced([other]).startswith("各环节在所选周期")


def test_chart__keeps_the_order_of_the_process_and_ticks_targets(
    make_stage: MakeStage, make_figure: MakeFigure
) -> None:
    stages = [
        make_stage("RPT02", make_figure(50.0)),
        make_stage("RPT04", hidden(make_figure, None, None)),
        make_stage("RPT06", make_figure(99.0)),
    ]
    chart = stage_chart.stages(stages, is_demo=False)
    assert list(chart.layout.yaxis.ticktext) == ["查实", "按期办结", "转办"]
    target = next(trace for trace in chart.data if trace.name == "目标")
    assert (list(target.x), list(target.y)) == ([100.0, 100.0], [1, 2])
    texts = [annotation.text for annotation in chart.layout.annotations]
    assert "50.0%（40条）<br>2026年10月" in texts
    assert "不发布 （40条）<br>2026年10月" in texts
    assert any("数量过小" in text for text in texts)


def test_chart__draws_what_may_still_move_hollow(
    make_stage: MakeStage, make_figure: MakeFigure
) -> None:
    stage = make_stage("RPT02", make_figure(50.0, status="provisional"))
    chart = stage_chart.stages([stage], is_demo=False)
    dot = next(trace for trace in chart.data if trace.x == (50.0,))
    assert dot.marker.color == "#ffffff"
    assert "暂定" in [trace.name for trace in chart.data]


def drawn(figures: list[Figure], target: float | None = 100.0) -> str:
    source = stage_course.draw(figures, target, "x").split("base64,")[1].split('"')[0]
    return b64decode(source).decode()


def test_course__leaves_gaps_and_hatches_what_is_not_shown(make_figure: MakeFigure) -> None:
    months = [date(2026, month, 1) for month in (5, 6, 7, 8, 9, 10)]
    figures = [
        make_figure(first=months[0]),
        make_figure(None, first=months[1], status="suppressed", reason="small_count"),
        make_figure(first=months[2]),
        make_figure(first=months[3], starts_series=True),
        replace(hidden(make_figure, 20.0, 60.0), first=months[4]),
        make_figure(first=months[5], status="provisional"),
    ]
    svg = drawn(figures)
    assert svg.count("<polyline") == 3
    assert svg.count("url(#blank)") == 1
    assert svg.count("url(#range)") == 1
    assert svg.count('r="4" fill="#fff"') == 1
    assert "2026年5月" in svg
    assert "2026年10月" in svg


def test_course__has_one_scale_whatever_its_values(make_figure: MakeFigure) -> None:
    """Of 104 units between the foot and the top, half lie below 50 %."""
    for value in (50.0, 51.0):
        svg = drawn([make_figure(value)], None)
        assert f'cy="{round(112 - value / 100 * 104, 1)}"' in svg
        assert "stroke-dasharray" not in svg


def test_courses__say_what_has_nothing_to_show(
    make_stage: MakeStage, make_figure: MakeFigure
) -> None:
    blank = make_stage("RPT03", hidden(make_figure, None, None))
    known = make_stage("RPT02", make_figure())
    assert "2个环节中1个有可以显示的期间；联系举报人各期都不显示" in clues.courses([known, blank])
    assert "1个环节各期都没有可以显示的数值" in clues.courses([blank])


def test_page__shows_every_stage_with_a_link_and_the_counts(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="clues"))
    for name in clues.STAGES:
        assert f"indicator={name}" in text
    for said in ("举报数", "转办数", "办结数", "成案数", "不对外显示", "超期未结占比"):
        assert said in text
    assert "RPT12" not in text
    assert text.count("涉及个人的数据按月发布") == 1


@pytest.mark.parametrize("kind", ["month", "half_year", "year"])
def test_page__follows_the_address(open_app: OpenApp, kind: str) -> None:
    app = open_app("full", page="clues", period=kind)
    assert not app.exception
    last = {"month": "2026年10月", "half_year": "2026年上半年", "year": "2025年"}[kind]
    assert last in shown(app)


def test_page__without_rows_says_what_to_deliver(open_app: OpenApp) -> None:
    assert "还没有可以查看的线索" in shown(open_app("empty", page="clues"))


def test_incidence__pools_the_last_twelve_mature_cohorts_of_twenty(snapshot: Snapshot) -> None:
    """12 × 20 clues; 12 × 14 of them concluded within 90 days; Wilson's interval by hand."""
    rows = analysis_queries.incidence(snapshot, HOME)
    found = {stage.code: stage for stage in incidence.stages(rows.to_dicts())}
    assert list(found) == [*fixture_funnel.REACHED]
    reach = next(one for one in found["concluded"].reaches if one.days == 90)
    assert (reach.count, reach.reached, reach.open_share) == (240, 168, 0.3)
    low, high = reach.interval
    assert (round(low, 4), round(high, 4)) == (0.6392, 0.7545)


def test_incidence__is_for_accounts_with_the_grant_and_recorded_once(
    open_app: OpenApp, tmp_path: Path
) -> None:
    app = open_app(page="clues")
    assert "只有获准打开内部出口的账户才能看到" in shown(app)
    assert not (tmp_path / audit.FILE).exists()
    (tmp_path / "anping.yml").write_text(
        "access: {accounts: {here: {role: leader, grants: [office]}}}", encoding="utf-8"
    )
    app.run()
    app.run()
    assert "180天内85.0%（79.9%～89.0%），仍未到达也未结束的5.0%" in shown(app)
    [line] = (tmp_path / audit.FILE).read_text("utf-8").splitlines()
    assert '"what": "pages"' in line
    assert '"outlet": "office"' in line
