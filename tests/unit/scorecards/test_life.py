"""The life of a period: which step may follow which, who says so, and in what words."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from dagster_project.scorecards import life as lives
from dagster_project.scorecards import steps
from dagster_project.scorecards.entries import Deed, LifeError
from dagster_project.scorecards.life import Life
from dagster_project.settings import Workspace
from data_contracts.scorecard import Appeal, Decision
from data_contracts.scorecard_life import FILE, Stage, Step, UnreadableLifeError
from tests.unit.scorecards import period
from tests.unit.scorecards.period import AT, PERIOD, TOWN, deed

APPEAL = Appeal(
    appeal_id="",
    subject_kind="area",
    subject_code=TOWN,
    indicator_id="SRC01",
    claim="rows_missing",
    evidence_ref="图政法〔2026〕12号",
)
REJECTED = Decision(appeal_id="A001", decision="rejected")
TAKEN: dict[Step, Callable[[Workspace], object]] = {
    Step.COLLECT: lambda w: steps.collect(w, PERIOD, deed()),
    Step.TRIAL: lambda w: steps.trial(w, PERIOD, deed()),
    Step.NOTICE: lambda w: steps.notice(w, PERIOD, deed()),
    Step.APPEAL: lambda w: steps.appeal(w, PERIOD, deed(), APPEAL),
    Step.DECIDE: lambda w: steps.decide(w, PERIOD, deed(), REJECTED),
    Step.LOCK: lambda w: steps.lock(w, PERIOD, deed()),
    Step.ISSUE: lambda w: steps.publish(w, PERIOD, deed()),
    Step.RESTATE: lambda w: steps.restate(w, PERIOD, deed()),
}
WAY = {
    Stage.NEW: [],
    Stage.COLLECTING: [Step.COLLECT],
    Stage.TRIAL: [Step.COLLECT, Step.TRIAL],
    Stage.NOTICE: [Step.COLLECT, Step.TRIAL, Step.NOTICE],
    Stage.LOCKED: [Step.COLLECT, Step.TRIAL, Step.NOTICE, Step.LOCK],
    Stage.ISSUED: [Step.COLLECT, Step.TRIAL, Step.NOTICE, Step.LOCK, Step.ISSUE],
}
FORBIDDEN = {
    Stage.NEW: {"trial", "notice", "appeal", "decide", "lock", "issue", "restate"},
    Stage.COLLECTING: {"collect", "notice", "appeal", "decide", "lock", "issue", "restate"},
    Stage.TRIAL: {"collect", "appeal", "decide", "lock", "issue", "restate"},
    Stage.NOTICE: {"collect", "trial", "notice", "issue", "restate"},
    Stage.LOCKED: {"collect", "trial", "notice", "appeal", "decide", "lock", "restate"},
    Stage.ISSUED: {"collect", "trial", "notice", "lock"},
}
"""Written down, not worked out: at each stage, what may not be done."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return period.publish(tmp_path / "home")


def log(workspace: Workspace) -> Path:
    return workspace.scorecards / PERIOD / FILE


@pytest.mark.parametrize("stage", FORBIDDEN)
def test_step__forbidden_at_a_stage_is_one_sentence_and_no_line(
    workspace: Workspace, stage: Stage
) -> None:
    for step in WAY[stage]:
        TAKEN[step](workspace)
    before = log(workspace).read_bytes() if log(workspace).exists() else b""
    assert lives.load(workspace, PERIOD).stage is stage
    for word in sorted(FORBIDDEN[stage]):
        with pytest.raises(LifeError) as refused:
            TAKEN[Step(word)](workspace)
        assert PERIOD in refused.value.cn
        assert f"'{stage}', where '{word}' may not be done" in refused.value.en
        assert "\n" not in refused.value.cn + refused.value.en
    assert (log(workspace).read_bytes() if log(workspace).exists() else b"") == before


def test_step__that_is_allowed_adds_one_line_with_who_when_and_why(workspace: Workspace) -> None:
    steps.collect(workspace, PERIOD, Deed("TK-01", "第三季度考核开始", AT))
    steps.trial(workspace, PERIOD, Deed("banner_office", "试算", AT))
    first, second = map(json.loads, log(workspace).read_text(encoding="utf-8").splitlines())
    assert first == {
        "at": "2026-10-12T09:30:00+08:00",
        "who": "TK-01",
        "step": "collect",
        "why": "第三季度考核开始",
    }
    assert second["who"] == "banner_office"
    assert second["snapshot_id"] == "20261011-aaaa1111"


def test_lock__waits_until_every_appeal_is_decided(workspace: Workspace) -> None:
    period.noticed(workspace)
    steps.appeal(workspace, PERIOD, deed(), APPEAL)
    with pytest.raises(LifeError, match="A001"):
        steps.lock(workspace, PERIOD, deed())
    steps.decide(workspace, PERIOD, deed(), REJECTED)
    assert steps.lock(workspace, PERIOD, deed()).stage is Stage.LOCKED


@pytest.mark.parametrize("who", ["王某某", "", "13812345678", "TK 01", "x" * 41])
def test_who__is_an_account_or_a_code_and_no_person(who: str) -> None:
    with pytest.raises(LifeError, match="--who"):
        Deed(who, "试算", AT)


@pytest.mark.parametrize(
    "why",
    ["", "  ", "一行\n两行", "长" * 201, "联系 138 1234 5678", "证号11010519491231002X"],
)
def test_why__holds_no_number_of_a_person(why: str) -> None:
    """The identity number is the one that GB 11643-1999 itself gives as its example."""
    with pytest.raises(LifeError, match="--why"):
        Deed("TK-01", why, AT)


def test_evidence__is_a_documents_number(workspace: Workspace) -> None:
    period.noticed(workspace)
    told = APPEAL.model_copy(update={"evidence_ref": "问13812345678"})
    with pytest.raises(LifeError, match="--evidence"):
        steps.appeal(workspace, PERIOD, deed(), told)


@pytest.mark.parametrize("name", ["2026-Q5", "2026-H1", "202610", "../2026", "2026-Q3\n"])
def test_period__is_a_quarter_or_a_year(workspace: Workspace, name: str) -> None:
    with pytest.raises(LifeError, match="2026-Q3"):
        steps.collect(workspace, name, deed())


def test_command__waits_for_no_other_one(workspace: Workspace) -> None:
    steps.collect(workspace, PERIOD, deed())
    with (
        FileLock(workspace.scorecards / "life.lock"),
        pytest.raises(LifeError, match="another scorecard command"),
    ):
        steps.trial(workspace, PERIOD, deed())


def test_log__that_was_altered_is_told_and_not_added_to(workspace: Workspace) -> None:
    steps.collect(workspace, PERIOD, deed())
    log(workspace).write_text('{"at": "2026-10-12"}\n', encoding="utf-8")
    with pytest.raises(UnreadableLifeError, match="altered"):
        steps.trial(workspace, PERIOD, deed())
    assert log(workspace).read_text(encoding="utf-8") == '{"at": "2026-10-12"}\n'


def test_steps__and_openings_of_the_office_outlet_are_on_record(workspace: Workspace) -> None:
    period.noticed(workspace)
    steps.lock(workspace, PERIOD, deed())
    lines = workspace.access_log.read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    assert {one["period"] for one in entries} == {PERIOD}
    assert [(one["what"], one.get("outlet"), one.get("step")) for one in entries] == [
        ("scorecard_collect", None, None),
        ("scorecard", "office", "trial"),
        ("scorecard_trial", None, None),
        ("scorecard_notice", None, None),
        ("scorecard", "office", "lock"),
        ("scorecard_lock", None, None),
    ]


def test_periods__are_listed_newest_first(workspace: Workspace) -> None:
    for name in ("2025", "2026-Q3", "2026-Q2"):
        steps.collect(workspace, name, deed())
    (workspace.scorecards / "notes").mkdir()
    assert lives.periods(workspace) == ["2026-Q3", "2026-Q2", "2025"]


def test_trial__of_a_period_without_lines_says_so(workspace: Workspace) -> None:
    steps.collect(workspace, "2026-Q2", deed())
    with pytest.raises(LifeError, match="no scorecard lines of 2026-Q2"):
        steps.trial(workspace, "2026-Q2", deed())
    life: Life = lives.load(workspace, "2026-Q2")
    assert life.stage is Stage.COLLECTING
