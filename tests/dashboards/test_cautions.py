import pytest

from dashboards import cautions, labels, sentences
from dashboards.figure_marks import hover
from dashboards.judgement import REVIEW, Place
from dashboards.labels import Indicator
from dashboards.language import using
from tests.dashboards.conftest import MakeFigure

REASONS = dict(labels.published("mart_indicator_value", "publish_reason").codes)


def test_review__reasons_are_codes_of_the_contract() -> None:
    assert set(REASONS) >= REVIEW


@pytest.mark.parametrize("reason", REASONS)
def test_figure__is_reviewed_or_withheld_by_its_reason(
    make_figure: MakeFigure, reason: str
) -> None:
    found = make_figure(reason=reason)
    assert found.needs_review is not found.is_withheld
    assert cautions.reason(found) == REASONS[reason].cn


def test_review__is_a_note_in_words(make_figure: MakeFigure) -> None:
    few = make_figure(reason="few_degrees_of_freedom")
    assert cautions.review(few) == "需复核：自由度不足8"
    assert cautions.review(make_figure()) == ""
    assert cautions.review(make_figure(None, reason="interval_too_wide")) == ""
    with using("en"):
        assert cautions.review(few) == "to be reviewed: few degrees of freedom"


def test_reviews__are_gathered_by_reason(make_figure: MakeFigure) -> None:
    few, all_ = (make_figure(reason=name) for name in ("few_degrees_of_freedom", "all_or_none"))
    places = [Place("甲", few), Place("乙", make_figure()), Place("丙", all_), Place("丁", few)]
    assert cautions.reviews(places) == "甲、丁需复核：自由度不足8。丙需复核：占比为0或100%。"
    assert cautions.reviews(places[1:2]) == ""


def test_verdict__of_a_withheld_figure_states_the_reason(
    make_figure: MakeFigure, score: Indicator
) -> None:
    figure = make_figure(None, status="suppressed", reason="interval_too_wide")
    found = sentences.verdict(figure, score)
    assert (found.headline, found.detail) == ("不发布", "区间宽度不小于30个百分点")
    assert hover(figure, score).endswith("不发布：区间宽度不小于30个百分点<br>共40条")


def test_verdict__of_too_few_answers_may_be_withheld_as_well(
    make_figure: MakeFigure, score: Indicator
) -> None:
    figure = make_figure(None, status="insufficient", reason="interval_too_wide")
    assert sentences.verdict(figure, score).headline == "不发布"


def test_hover__of_a_reviewed_figure_has_its_value_and_the_note(
    make_figure: MakeFigure, score: Indicator
) -> None:
    text = hover(make_figure(reason="all_or_none"), score)
    assert "90.0分" in text
    assert text.endswith("需复核：占比为0或100%")


def test_withheld__for_the_persons_sake_says_why_and_where_the_office_looks(
    make_figure: MakeFigure, score: Indicator
) -> None:
    small = make_figure(None, status="suppressed", reason="small_count", sample=None)
    late = make_figure(None, status="suppressed", reason="not_released")
    found = sentences.verdict(small, score)
    assert (found.headline, found.detail) == ("不发布", "数量过小或可推算出过小数量")
    assert cautions.blank(late) == "2026年10月待发布：未到发布期"
    assert cautions.elsewhere(small) == "本级可在内部出口查看"
    assert cautions.elsewhere(make_figure(None, reason="interval_too_wide")) == ""
    assert hover(small, score).endswith("不发布：数量过小或可推算出过小数量")
    with using("en"):
        assert cautions.blank(late) == "October 2026: to be released (not due for release yet)"
        assert cautions.reason(small) == "too small, or gives a small count away"


def test_withheld_places_and_periods__are_gathered_by_reason(make_figure: MakeFigure) -> None:
    small, late = (make_figure(None, reason=name) for name in ("small_count", "not_released"))
    places = [Place("甲", small), Place("乙", make_figure()), Place("丙", late), Place("丁", small)]
    assert cautions.withheld_places(places) == (
        "甲、丁不发布：数量过小或可推算出过小数量。丙待发布：未到发布期。"
    )
    assert cautions.withheld_periods([small, make_figure(), small, late]) == (
        "有3期不显示：数量过小或可推算出过小数量2期、未到发布期1期"
    )
    assert cautions.withheld_places(places[1:2]) == cautions.withheld_periods([]) == ""


@pytest.mark.parametrize(
    "code", dict(labels.published("mart_indicator_value", "interval_method").codes)
)
def test_interval_method__has_a_name_and_never_its_code(code: str) -> None:
    found = labels.interval_method(code)
    assert "@" not in found.both()
    assert labels.OTHER.cn not in found.cn
    assert labels.OTHER.en not in found.en
