"""Appeals: what a decision makes of a figure, and of the whole card."""

from pathlib import Path
from typing import Any

import pytest

from dagster_project.scorecards import issue, steps
from dagster_project.scorecards.entries import LifeError
from dagster_project.settings import Workspace
from data_contracts.scorecard import Appeal, Claim, Decision, Line
from tests.unit.scorecards import period
from tests.unit.scorecards.period import PERIOD, TOTAL, TOWN, deed


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = period.publish(tmp_path / "home")
    period.noticed(workspace)
    return workspace


def appealed(workspace: Workspace, indicator: str, claim: Claim, **decided: Any) -> Decision:
    """An appeal of the town against one of its figures, with its decision."""
    made = Appeal(
        appeal_id="",
        subject_kind="area",
        subject_code=TOWN,
        indicator_id=indicator,
        claim=claim,
        evidence_ref="图政法〔2026〕12号",
    )
    life = steps.appeal(workspace, PERIOD, deed(), made)
    number = [*life.appeals][-1]
    life = steps.decide(workspace, PERIOD, deed(), Decision(appeal_id=number, **decided))
    _, decision = life.appeals[number]
    assert decision is not None
    return decision


def issued_line(workspace: Workspace, indicator: str) -> tuple[Line, float | None]:
    """The town's line as it is issued, and the town's total."""
    steps.lock(workspace, PERIOD, deed())
    life = steps.publish(workspace, PERIOD, deed())
    said = issue.read(issue.folder(life, 1))
    [card] = [card for card in said.cards if card.subject_code == TOWN]
    [line] = [line for line in card.lines if line.indicator_id == indicator]
    return line, card.total.score


def test_upheld__changes_the_figure_and_recomputes_the_card(workspace: Workspace) -> None:
    """60 of 72 visits: SRC01 (83.33 − 60) / 30 = 77.777…

    SRC is (4 × 77.777… + 2 × 50) / 6 = 68.5185…, and the total
    (10 × 68.5185… + 5 × 66.666… + 2 × 66.666… + 4 × 100) / 21 = 1551.8518… / 21 = 73.8977…
    """
    decided = appealed(
        workspace, "SRC01", "rows_missing", decision="upheld", numerator=60, denominator=72
    )
    assert (decided.score_before, decided.score_after) == (TOTAL, 73.9)
    line, total = issued_line(workspace, "SRC01")
    assert (line.numerator, line.denominator, line.score, total) == (60, 72, 77.78, 73.9)
    assert line.appeal_id == "A001"


def test_partly__goes_by_the_figures_of_the_decision(workspace: Workspace) -> None:
    """57 of 72 is 79.1666… %: 63.888…; SRC 59.2592…; total (592.592… + 866.666…) / 21 = 69.49."""
    decided = appealed(
        workspace, "SRC01", "rows_wrong", decision="partly", numerator=57, denominator=72
    )
    assert (decided.score_before, decided.score_after) == (TOTAL, 69.49)


def test_rejected__changes_nothing(workspace: Workspace) -> None:
    decided = appealed(workspace, "SRC01", "rows_missing", decision="rejected")
    assert (decided.score_before, decided.score_after) == (TOTAL, TOTAL)
    line, total = issued_line(workspace, "SRC01")
    assert (line.numerator, line.appeal_id, total) == (54, None, TOTAL)


def test_not_our_duty__makes_the_line_not_applicable(workspace: Workspace) -> None:
    """Without SUP02 its mechanism is gone: (500 + 333.333… + 400) / 19 = 64.9122…"""
    decided = appealed(workspace, "SUP02", "not_our_duty", decision="upheld")
    assert decided.score_after == 64.91
    line, total = issued_line(workspace, "SUP02")
    assert (line.line_status, line.value, line.score, total) == (
        "not_applicable",
        None,
        None,
        64.91,
    )


def test_count__is_its_own_numerator(workspace: Workspace) -> None:
    """A leak that the town says was reported to it alone: the red line caps the total at 59."""
    decided = appealed(workspace, "RPT12", "rows_missing", decision="upheld", numerator=1)
    assert decided.score_after == 59
    line, _ = issued_line(workspace, "RPT12")
    assert (line.value, line.line_status) == (1, "red_line")


def test_denominator__below_the_smallest_is_not_scored(workspace: Workspace) -> None:
    """Four rows are too few (five are needed), and none is not applicable."""
    appealed(workspace, "SUP02", "rows_wrong", decision="upheld", numerator=4, denominator=4)
    appealed(workspace, "SRC03", "rows_wrong", decision="upheld", numerator=0, denominator=0)
    line, _ = issued_line(workspace, "SUP02")
    assert (line.value, line.figure_status, line.score) == (100, "insufficient", None)
    life = steps.publish(workspace, PERIOD, deed())
    [card] = [c for c in issue.read(issue.folder(life, 1)).cards if c.subject_code == TOWN]
    assert {one.indicator_id: one.line_status for one in card.lines}["SRC03"] == "not_applicable"


def test_later_appeal__goes_by_what_was_decided_before(workspace: Workspace) -> None:
    appealed(workspace, "SRC01", "rows_missing", decision="upheld", numerator=60, denominator=72)
    decided = appealed(workspace, "SUP02", "not_our_duty", decision="rejected")
    assert (decided.score_before, decided.score_after) == (73.9, 73.9)


@pytest.mark.parametrize(
    ("indicator", "claim", "figures"),
    [
        ("SRC01", "rows_missing", {}),
        ("SRC01", "rows_missing", {"numerator": 60}),
        ("SRC01", "rows_missing", {"numerator": 60, "denominator": 72, "value": 83.3}),
        ("SRC01", "rows_missing", {"numerator": 73, "denominator": 72}),
        ("SRC01", "rows_missing", {"numerator": -1, "denominator": 72}),
        ("SUP02", "not_our_duty", {"numerator": 1, "denominator": 1}),
        ("RPT12", "rows_wrong", {"numerator": 0, "denominator": 1}),
    ],
)
def test_decision__says_neither_too_little_nor_too_much(
    workspace: Workspace, indicator: str, claim: Claim, figures: dict[str, float]
) -> None:
    with pytest.raises(LifeError, match=r"figure"):
        appealed(workspace, indicator, claim, decision="upheld", **figures)


def test_decision__is_made_once(workspace: Workspace) -> None:
    appealed(workspace, "SRC01", "rows_missing", decision="rejected")
    again = Decision(appeal_id="A001", decision="rejected")
    with pytest.raises(LifeError, match="no open appeal A001"):
        steps.decide(workspace, PERIOD, deed(), again)


def test_appeal__against_what_no_card_has_is_refused(workspace: Workspace) -> None:
    with pytest.raises(LifeError, match="EVA01"):
        appealed(workspace, "EVA01", "rows_missing", decision="rejected")


def test_line__that_is_gone_when_it_is_locked_is_told(workspace: Workspace, tmp_path: Path) -> None:
    appealed(workspace, "SRC01", "rows_missing", decision="upheld", numerator=60, denominator=72)
    counts = {name: count for name, count in period.COUNTS.items() if name != "SRC01"}
    figures = period.Figures({TOWN: counts}, {TOWN: 0})
    period.publish(workspace.home, figures, "20261101-bbbb2222")
    with pytest.raises(LifeError, match="SRC01"):
        steps.lock(workspace, PERIOD, deed())
