"""The life of a period in words: its steps, how its appeals ended, and how official a score is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import scorecard_queries, wording
from dashboards.language import say, spoken
from data_contracts import scorecard_life
from data_contracts.model import Text
from data_contracts.scorecard import Appeal, Decision
from data_contracts.scorecard_life import Entry, Stage, Step, UnreadableLifeError

STEPS = {
    Step.COLLECT: Text("开始收集", "Begun"),
    Step.TRIAL: Text("试算", "Trial"),
    Step.NOTICE: Text("公示", "Public notice"),
    Step.APPEAL: Text("收到申诉", "Appeal"),
    Step.DECIDE: Text("申诉决定", "Decision"),
    Step.LOCK: Text("锁定", "Locked"),
    Step.ISSUE: Text("发布", "Issued"),
    Step.RESTATE: Text("更正", "Restated"),
}
DECISIONS = {
    "open": Text("未决", "Open"),
    "upheld": Text("成立", "Upheld"),
    "partly": Text("部分成立", "Partly upheld"),
    "rejected": Text("不成立", "Rejected"),
}


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a period's life; `fault` says why nothing is, where a log is damaged."""

    entries: Sequence[Entry] = ()
    fault: str = ""

    @property
    def version(self) -> int | None:
        """The version that was issued last."""
        issued = (e.version for e in reversed(self.entries) if e.step is Step.ISSUE)
        return next(issued, None)


def read(period: str) -> Life:
    """The life of a period as it stands now."""
    try:
        return Life(scorecard_queries.life(period))
    except UnreadableLifeError as error:
        return Life(fault=say(error.cn, error.en))


def standing(life: Life) -> tuple[str, list[str]]:
    """How official what a page computes is, in a word, and what is to be known about it."""
    stage = scorecard_life.stage(life.entries)
    trial = say("试算", "on trial")
    locked = next((e for e in reversed(life.entries) if e.frozen), None)
    if locked is None or locked.frozen is None:
        told = {Stage.NOTICE: say("正在公示，可以申诉", "Under public notice: appeals may be made")}
        return trial, [told[stage]] if stage in told else []
    day, snapshot = wording.day(locked.at.astimezone(wording.BEIJING).date()), locked.frozen
    text = say(
        f"本期已于{day}按快照{snapshot.snapshot_id}锁定",
        f"The period was locked on {day} with snapshot {snapshot.snapshot_id}",
    )
    if life.version is None:
        text += say("，尚未发布", " and is not issued yet")
    else:
        text += say(f"，已发布第{life.version}版", f"; version {life.version} is issued")
    note = say(
        "；此处按现有数据试算，以发布的考核评分表为准",
        "; this is computed from today's data, and what is issued prevails",
    )
    return say("试算（正式结果已锁定）", "on trial (the official result is locked)"), [text + note]


def step(entry: Entry) -> str:
    """The name of a step, with the version or the appeal that it is about."""
    name = spoken(STEPS[entry.step])
    version = entry.version or (entry.frozen.version if entry.frozen else None)
    if version is not None:
        return say(f"{name}第{version}版", f"{name}, version {version}")
    number = entry.appeal or entry.decision
    return name if number is None else f"{name} {number.appeal_id}"


def summary(life: Life, appeals: dict[str, tuple[Appeal, Decision | None]]) -> str:
    """The last step, and how appeals were decided."""
    last = life.entries[-1]
    day = wording.day(last.at.astimezone(wording.BEIJING).date())
    text = say(
        f"最近一步：{day}{spoken(STEPS[last.step])}",
        f"Last step: {spoken(STEPS[last.step]).lower()} on {day}",
    )
    counts = Counter(outcome(decision) for _, decision in appeals.values())
    parts = [
        say(f"{name.cn}{counts[code]}件", f"{name.en.lower()}: {counts[code]}")
        for code, name in DECISIONS.items()
        if counts[code]
    ]
    if parts:
        text += say(f"；申诉{len(appeals)}件：", f"; {len(appeals)} appeals, ")
        text += say("、", ", ").join(parts)
    return text + say("。", ".")


def outcome(decision: Decision | None) -> str:
    """The code of a decision, or that there is none yet."""
    return "open" if decision is None else decision.decision
