"""Scorecards: their order, what moved a total, who overlaps with whom, and how that is drawn.

Expected numbers are those of the text of `fixture_scorecards`.
"""

from datetime import date

import pytest

from dashboards import (
    scorecard_charts,
    scorecard_comparison,
    scorecard_queries,
    scorecard_words,
    scorecards,
)
from dashboards.scorecards import Card
from data_contracts.snapshot import Snapshot
from tests.dashboards.cards import BEFORE, PERIOD, card_of, line_of, with_line


@pytest.mark.parametrize(
    ("period", "first", "name", "before"),
    [
        ("2026-Q1", date(2026, 1, 1), "2026年第一季度", "2025-Q4"),
        ("2026-Q4", date(2026, 10, 1), "2026年第四季度", "2026-Q3"),
        ("2026", date(2026, 1, 1), "2026年", "2025"),
    ],
)
def test_period__is_named_and_has_one_before(
    period: str, first: date, name: str, before: str
) -> None:
    assert scorecards.first_day(period) == first
    assert scorecards.named(period) == name
    assert scorecards.before(period) == before


def test_period__of_half_a_year_is_named_as_evidence() -> None:
    assert scorecards.named("2026-H2") == "2026年下半年"


@pytest.mark.parametrize(
    ("period", "last_day"), [("2026-Q3", date(2026, 9, 30)), ("2025", date(2025, 12, 31))]
)
def test_period__has_ended_on_its_last_day_and_not_before(period: str, last_day: date) -> None:
    assert scorecards.has_ended(period, last_day)
    assert not scorecards.has_ended(period, last_day.replace(day=last_day.day - 1))


def test_card__has_mechanisms_in_their_order_and_lines_by_what_they_lose(card: Card) -> None:
    """SRC02 loses 6 - 4 = 2, SRC08 nothing, SRC03 is unscored; of RPT nothing has a weight."""
    assert [part.code for part in card.mechanisms] == ["SRC", "RPT", "PUN", "SUP", "ORG"]
    assert [line.indicator.id for line in card.of("SRC")] == ["SRC02", "SRC08", "SRC03"]
    assert [line.lost for line in card.of("SRC")] == [pytest.approx(2), 0, None]
    assert card.mechanisms[0].points == pytest.approx((7, 7), abs=0.001)
    assert card.mechanisms[2].points == (0, 3)


def test_line__that_nobody_scores_is_not_hidden(card: Card) -> None:
    """A survey's figure with too wide an interval carries no weight: it cannot score anything."""
    hidden = line_of(card, "PUN02")
    assert hidden.is_hidden
    assert not line_of(card, "PUN02", effective=0.0).is_hidden
    assert line_of(card, "RPT12").is_hidden


def test_moves__are_of_lines_scored_in_both_periods(snapshot: Snapshot, card: Card) -> None:
    earlier = card_of(snapshot, BEFORE)
    found = scorecard_comparison.moves(earlier, card)
    assert [(move.indicator.id, round(move.effect, 2)) for move in found] == [
        ("SRC02", 11.76),
        ("ORG03", 0.0),
        ("SRC08", 0.0),
        ("SUP02", -3.92),
    ]
    assert scorecard_words.movement(earlier, found, 2) == (
        "与2026年第二季度都计分的4项合计使总分升7.84；升得最多：行业乱象问题按期整改率 +11.76；"
        "降得最多：督导反馈问题按期整改率 −3.92；另2项只在一期计分、不公开或口径不同，不作比较。"
    )
    chart = scorecard_charts.movement(found, is_demo=False)
    assert [round(bar.x[0], 2) for bar in chart.data] == [-3.92, 11.76]


def test_moves__leave_out_what_is_scored_by_another_rule(snapshot: Snapshot, card: Card) -> None:
    changed = with_line(card, line_of(card, "SRC02", target=95.0))
    found = scorecard_comparison.moves(card_of(snapshot, BEFORE), changed)
    assert "SRC02" not in {move.indicator.id for move in found}


def test_beside__is_a_set_by_name_of_one_level(snapshot: Snapshot, card: Card) -> None:
    """By sound: gā, tú, wūlán, wūshěn. 60–70 overlaps with 63.73–81.37, 90–95 does not."""
    rows = scorecard_queries.totals(snapshot, PERIOD).to_dicts()
    found = scorecard_comparison.beside(rows, card.subject)
    names = [one.subject.name for one in found]
    assert names == ["嘎鲁图镇", "图克镇", "乌兰陶勒盖镇", "乌审召镇"]
    assert scorecard_words.across(found, "苏木乡镇") == (
        "4个苏木乡镇中3个有总分，在60.00～95.00之间；其中1个与图克镇的范围重叠，分不出高低。"
    )
    chart = scorecard_charts.totals(found, is_demo=False)
    assert [list(line.x) for line in chart.data] == [[90, 95], [63.73, 81.37], [60, 70]]
    assert list(chart.layout.yaxis.ticktext)[2] == "<b>图克镇</b>"
    assert "计分不足" in [note.text for note in chart.layout.annotations]


def test_mechanisms__are_bars_of_what_is_scored_hidden_and_lost(card: Card) -> None:
    """From below: ORG 0.5 of 1, SUP 3.33 of 4, PUN up to 3 of 3, SRC 7 of 9."""
    chart = scorecard_charts.mechanisms(card, is_demo=False)
    drawn = {bar.name: [round(x, 2) for x in bar.x] for bar in chart.data}
    assert drawn == {
        "得分": [0.5, 3.33, 0, 7.0],
        "不公开": [0, 0, 3.0, 0],
        "失分": [0.5, 0.67, 0, 2.0],
    }
