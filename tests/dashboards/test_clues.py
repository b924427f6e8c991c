from dataclasses import replace

from dashboards import clue_stages, stage_chart
from dashboards.labels import Indicator
from dashboards.language import ENGLISH, using
from dashboards.readings import Reading
from data_contracts.model import Text
from tests.dashboards.conftest import MakeFigure, OpenApp, shown


def stage(score: Indicator, name: str, figure: object, **changes: object) -> Reading:
    indicator = replace(score, unit="percent", name=Text(name, f"{name}_en"), **changes)  # type: ignore[arg-type]
    return Reading(indicator, (figure,), 0)  # type: ignore[arg-type]


def test_headline__names_the_stage_farthest_from_its_target_first(
    make_figure: MakeFigure, score: Indicator
) -> None:
    """Targets 98: 50 ± 4 and 80 ± 4 fall short, 97 ± 4 may not, 99 ± 0.5 does not."""
    found = [
        stage(score, "甲", make_figure(80.0)),
        stage(score, "乙", make_figure(50.0)),
        stage(score, "丙", make_figure(99.0, 0.5)),
        stage(score, "丁", make_figure(97.0)),
        stage(score, "戊", make_figure(40.0), is_scored=False, target=None),
    ]
    assert clue_stages.headline(found) == (
        "离目标最远的环节是乙：50.0%，目标98%；甲也未达目标；达到目标的有丙；还不能判断的有丁。"
    )
    with using(ENGLISH):
        assert clue_stages.headline(found) == (
            "Farthest from its target is 乙_en: 50.0% against 98%; also off target: 甲_en; "
            "on target: 丙_en; not to be told yet: 丁_en."
        )


def test_headline__says_that_nothing_is_lost_where_nothing_falls_short(
    make_figure: MakeFigure, score: Indicator
) -> None:
    found = [stage(score, "甲", make_figure(99.0, 0.5)), stage(score, "乙", make_figure(98.5))]
    assert clue_stages.headline(found) == "没有环节明显低于目标；达到目标的有甲、乙。"
    withheld = make_figure(None, status="suppressed", reason="small_count")
    assert clue_stages.headline([stage(score, "甲", withheld)]) == "还不能判断的有甲。"


def test_stages__stand_in_the_order_of_the_work_and_say_why_one_is_blank(
    make_figure: MakeFigure, score: Indicator
) -> None:
    withheld = make_figure(None, status="suppressed", reason="small_count")
    found = [stage(score, "甲", make_figure(50.0)), stage(score, "乙", withheld)]
    chart = stage_chart.stages(found, is_demo=False)
    assert list(chart.layout.yaxis.ticktext) == ["乙", "甲"], "from below"
    dots = [(one.x[0], one.y[0]) for one in chart.data if getattr(one, "mode", "") == "markers"]
    assert dots == [(50.0, 1)]
    said = [note.text.replace("<br>", "") for note in chart.layout.annotations]
    assert any("数量过小" in text for text in said)
    assert len(chart.layout.shapes) == 2, "a target for each"


def test_page__says_where_reports_are_lost_and_links_to_the_stage(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="clues", period="quarter"))
    assert "线索" in text
    assert "indicator?period=quarter&amp;indicator=RPT0" in text
    assert "举报线索四项月报数" in text
