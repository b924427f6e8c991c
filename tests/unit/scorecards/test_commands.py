"""`anping scorecard`: the whole way in words, and what it says when a word is wrong."""

from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from tests.integration.command import Ended, anping
from tests.unit.scorecards import period
from tests.unit.scorecards.period import FIGURES, PERIOD, TOWN

WHO = ("--who", "TK-01", "--why", "按考核方案")
APPEAL = ("--subject", TOWN, "--indicator", "SRC01", "--evidence", "图政法〔2026〕12号")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return period.publish(tmp_path / "home")


def scorecard(workspace: Workspace, *words: str) -> Ended:
    return anping(workspace, "scorecard", *words, at=period.AT)


def test_way__of_a_period_in_words(workspace: Workspace) -> None:
    """The totals are those of `period` and, with 60 of 72 visits, of `test_appeals`."""
    place = workspace.scorecards / PERIOD
    said: dict[str, Ended] = {}
    for words in [
        ("collect", PERIOD, *WHO),
        ("trial", PERIOD, *WHO),
        ("notice", PERIOD, *WHO),
        ("appeal", PERIOD, *WHO, *APPEAL, "--claim", "rows_missing"),
        ("decide", PERIOD, "A001", "upheld", *WHO, "--numerator", "60", "--denominator", "72"),
        ("lock", PERIOD, *WHO),
        ("issue", PERIOD, *WHO),
        ("verify", PERIOD),
        ("verify", str(place / "issue-1")),
        ("list",),
        ("show", PERIOD),
    ]:
        said[words[0]] = scorecard(workspace, *words)
        assert said[words[0]].code == 0, said[words[0]].err
    assert "65.08" in said["trial"].out
    assert "A001" in said["appeal"].err
    assert "65.08 → 73.9" in said["decide"].err
    assert "73.90" in said["show"].out
    assert "decide" in said["show"].out
    assert PERIOD in said["list"].out
    assert "已发布" in said["list"].out
    assert "verified" in said["verify"].err


def test_restate_and_diff__show_what_changed(workspace: Workspace) -> None:
    period.issued(workspace)
    period.publish(workspace.home, FIGURES.but(TOWN, SRC01=(60, 72)), "20261101-bbbb2222")
    assert "73.90" in scorecard(workspace, "show", PERIOD, "--now").out
    assert "73.90" not in scorecard(workspace, "show", PERIOD).out
    assert scorecard(workspace, "restate", PERIOD, *WHO).code == 0
    shown = scorecard(workspace, "diff", PERIOD)
    assert shown.code == 0
    assert ["150626102", "SRC01", "分子", "54.0", "60.0"] in [
        [cell.strip() for cell in line.strip("│").split("│")] for line in shown.out.splitlines()
    ]


def test_verify__of_an_altered_issue_fails_and_names_the_file(workspace: Workspace) -> None:
    path = period.issued(workspace) / "evidence" / "lines.csv"
    path.write_bytes(path.read_bytes().replace(b"54.0", b"72.0"))
    for what in (PERIOD, str(path.parents[1])):
        done = scorecard(workspace, "verify", what)
        assert done.code == 1
        assert "evidence/lines.csv 被改动" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lock", PERIOD, *WHO), "lock"),
        (("verify", PERIOD), "has not been issued"),
        (("diff", PERIOD), "has not been issued"),
        (("verify", "2026-13"), "2026-Q3"),
        (("appeal", PERIOD, *WHO, *APPEAL, "--claim", "unfair"), "rows_missing"),
        (("decide", PERIOD, "A001", "perhaps", *WHO), "upheld"),
    ],
)
def test_wrong_word__is_a_sentence_and_exit_code_1(
    workspace: Workspace, words: tuple[str, ...], said: str
) -> None:
    done = scorecard(workspace, *words)
    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.said
