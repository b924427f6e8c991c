"""What a scorecard says: why the total is what it is, rules, losses, and no red line in silence.

Expected numbers are those of the text of `fixture_scorecards`.
"""

from typing import Any

import pytest

from dashboards import scorecard_line_words, scorecard_words
from dashboards.language import using
from dashboards.scorecards import Card
from tests.dashboards.cards import line_of, with_line


def test_facts__say_why_the_total_is_a_range(card: Card) -> None:
    assert scorecard_words.score(card.total) == "63.73～81.37"
    assert scorecard_words.facts(card) == [
        "1项（权重3）为保护个人不公开，从0分到满分都有可能：数量过小或可推算出过小数量1项",
        "权重17中17.6%没有计分（样本不足3），按比例分摊给其余指标",
        "红线或一票否决“举报信息泄露事件数”不对外显示，此处是红线之前的得分",
    ]
    with using("en"):
        assert scorecard_words.score(card.total) == "63.73–81.37"
        assert scorecard_words.facts(card)[1] == (
            "17.6% of the weight 17 unscored (insufficient 3), shared among the others in "
            "proportion"
        )


@pytest.mark.parametrize(
    ("rule", "floor", "told"),
    [
        (
            "red_line",
            59.0,
            "触及红线“举报信息泄露事件数”，总分最高59分；此处是封顶之前的得分",
        ),
        ("red_line", None, "触及红线“举报信息泄露事件数”，只提示不封顶"),
        ("veto", None, "触及一票否决“举报信息泄露事件数”，总分作废；此处是作废之前的得分"),
    ],
)
def test_facts__never_pass_over_a_red_line_in_silence(
    card: Card, rule: str, floor: float | None, told: str
) -> None:
    crossed = line_of(card, "RPT12", rule=rule, floor=floor, status="red_line")
    found = with_line(card, crossed)
    assert scorecard_words.facts(found)[-1] == told
    assert scorecard_words.verdicts(found)[0].headline == "触及红线"
    assert scorecard_words.verdicts(found)[0].tone == "bad"


def test_facts__tell_what_is_kept_and_what_is_not_settled(card: Card) -> None:
    kept = with_line(card, line_of(card, "RPT12", status="shown"))
    assert scorecard_words.facts(kept)[-1] == "未触及红线：举报信息泄露事件数"
    running = with_line(card, line_of(card, "SUP02", figure_status="provisional"))
    assert "1项数值尚未定值，得分还会变动" in scorecard_words.facts(running)
    assert [found.headline for found in scorecard_words.verdicts(running)] == ["暂定", "只显示范围"]
    assert [found.headline for found in scorecard_words.verdicts(card)] == ["只显示范围"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": "linear", "floor": 20.0, "target": 5.0}, "20%得0分，5%得满分"),
        (
            {
                "rule": "band",
                "note": "zero_low=50;full_low=80;full_high=100;zero_high=110",
            },
            "80%～100%得满分，50%、110%得0分",
        ),
        (
            {"rule": "step", "note": "from_85=80;from_70=60;from_95=100"},
            "70%起60分，85%起80分，95%起100分",
        ),
        ({"rule": "deduction", "note": "each=5"}, "每件扣5分"),
        ({"rule": "bonus", "note": "each=2;at_most=5"}, "每件加2分，最多5分"),
        ({"rule": "veto", "target": 1.0}, "一票否决：不得超过1件"),
        ({"rule": "monitor"}, "仅监测"),
    ],
)
def test_rule__is_said_in_one_phrase(card: Card, changes: dict[str, Any], said: str) -> None:
    assert scorecard_line_words.rule(line_of(card, "SUP02", **changes)) == said


def test_why__says_what_keeps_a_line_from_being_scored(card: Card) -> None:
    """SRC03 needs 10 by the catalogue."""
    assert scorecard_line_words.why(line_of(card, "SRC03")) == "仅8条，至少须10条"
    assert scorecard_line_words.why(line_of(card, "PUN02")) == "数量过小或可推算出过小数量"
    assert scorecard_line_words.why(line_of(card, "SUP02")) == ""
    gated = line_of(card, "SUP02", status="gated", flags=["top_two_too_high"])
    assert scorecard_line_words.why(gated) == "该批次调查前两级占比过高"


def test_losses__name_the_mechanisms_that_lose_most_for_certain(card: Card) -> None:
    """SRC 9 - 7 = 2, SUP 4 - 3.33 = 0.67, ORG 0.5; PUN may lose nothing."""
    assert scorecard_words.losses(card) == (
        "失分最多：源头治理失2.00分（满分9），督导督办失0.67分（满分4）。"
    )
