"""The life of a period: which step may follow which, told by a log that is only ever added to.

`scorecards/<period>/life.jsonl` holds one line of JSON a step. The file is replaced as a whole,
so that no line is ever there in part. Whatever the log does not name has not happened.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from dagster_project.scorecards.entries import Deed, LifeError
from dagster_project.settings import Workspace
from dagster_project.warehouse import durable
from data_contracts import audit, scorecard_life
from data_contracts.scorecard import Appeal, Decision
from data_contracts.scorecard_life import FILE, PERIOD, Entry, Frozen, Stage, Step

STAGES = {
    Stage.NEW: "尚未开始 not begun",
    Stage.COLLECTING: "收集中 collecting",
    Stage.TRIAL: "试算 on trial",
    Stage.NOTICE: "公示中 under public notice",
    Stage.LOCKED: "已锁定，待发布 locked, to be issued",
    Stage.ISSUED: "已发布 issued",
}
MAY: Mapping[Step, tuple[Stage, ...]] = {
    Step.COLLECT: (Stage.NEW,),
    Step.TRIAL: (Stage.COLLECTING, Stage.TRIAL),
    Step.NOTICE: (Stage.TRIAL,),
    Step.APPEAL: (Stage.NOTICE, Stage.ISSUED),
    Step.DECIDE: (Stage.NOTICE, Stage.ISSUED),
    Step.LOCK: (Stage.NOTICE,),
    Step.ISSUE: (Stage.LOCKED,),
    Step.RESTATE: (Stage.ISSUED,),
}
"""At which stages a step may be taken."""


class Life:
    """What has happened to one period so far."""

    def __init__(self, folder: Path, entries: tuple[Entry, ...]) -> None:
        self.folder = folder
        self.period = folder.name
        self.entries = entries

    @property
    def stage(self) -> Stage:
        """Where the last step that leads anywhere has led."""
        return scorecard_life.stage(self.entries)

    @property
    def appeals(self) -> dict[str, tuple[Appeal, Decision | None]]:
        """Every appeal by its number, with what was decided."""
        return scorecard_life.appeals(self.entries)

    @property
    def frozen(self) -> Frozen | None:
        """What was frozen last."""
        return next((e.frozen for e in reversed(self.entries) if e.frozen), None)

    def when_locked(self, version: int) -> "Life":
        """The life as it was when that version had just been frozen."""
        [last] = [
            number
            for number, entry in enumerate(self.entries, 1)
            if entry.frozen and entry.frozen.version == version
        ]
        return Life(self.folder, self.entries[:last])

    @property
    def issues(self) -> dict[int, Entry]:
        """The steps that issued something, by version."""
        return {e.version: e for e in self.entries if e.step is Step.ISSUE and e.version}

    def may(self, step: Step) -> None:
        """Nothing where `step` may be taken now.

        Raises:
            LifeError: it may not; says what comes first.
        """
        allowed = MAY[step]
        if self.stage not in allowed:
            first = "、".join(STAGES[stage] for stage in allowed)
            raise LifeError(
                f"{self.period} 现在是“{STAGES[self.stage]}”，不能 {step}；须先到：{first}。",
                f"{self.period} is at '{self.stage}', where '{step}' may not be done; "
                f"it may at {' or '.join(allowed)}",
            )
        is_open = [name for name, (_, decision) in self.appeals.items() if decision is None]
        if is_open and step in (Step.LOCK, Step.RESTATE):
            raise LifeError(
                f"{self.period} 还有未决的申诉：{'、'.join(is_open)}，请先 decide。",
                f"{self.period} has appeals that are not decided: {', '.join(is_open)}; "
                "decide them first",
            )

    def add(self, step: Step, deed: Deed, **facts: Any) -> "Life":
        """The life after `step`, safe on disk.

        Raises:
            LifeError: it may not be taken now.
        """
        self.may(step)
        entry = Entry(at=deed.at, who=deed.who, step=step, why=deed.why.strip(), **facts)
        said = {"what": f"scorecard_{step}", "period": self.period, "who": deed.who}
        audit.record(self.folder.parents[1] / audit.FILE, deed.at, said)
        after = Life(self.folder, (*self.entries, entry))
        with durable.private(), durable.whole(self.folder / FILE) as draft:
            draft.write_bytes(after.written())
        return after

    def written(self) -> bytes:
        """The log as it stands in its file."""
        lines = (entry.model_dump_json(exclude_none=True) for entry in self.entries)
        return "".join(f"{line}\n" for line in lines).encode()


def load(workspace: Workspace, period: str) -> Life:
    """The life of `period`; empty where nothing has been done yet.

    Raises:
        LifeError: there is no such period.
        UnreadableLifeError: its log is not as it was written.
    """
    if PERIOD.fullmatch(period) is None:
        raise LifeError(
            "考核期须写作 2026-Q3（季度）或 2026（年度）。",
            "write the period as 2026-Q3 for a quarter or 2026 for a year",
        )
    folder = workspace.scorecards / period
    return Life(folder, scorecard_life.read(folder))


def periods(workspace: Workspace) -> list[str]:
    """The periods of which something is known, the newest first."""
    found = (path.parent.name for path in workspace.scorecards.glob(f"*/{FILE}"))
    return sorted((name for name in found if PERIOD.fullmatch(name)), reverse=True)


@contextmanager
def held(workspace: Workspace, period: str) -> Iterator[Life]:
    """The life of `period`, with nobody else at it.

    Raises:
        LifeError: somebody else is, or there is no such period.
    """
    life = load(workspace, period)
    workspace.scorecards.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(workspace.scorecards / "life.lock", timeout=0):
            yield load(workspace, life.period)
    except Timeout:
        raise LifeError(
            "另一个考核评分命令正在运行，请等它结束后再试。",
            "another scorecard command is at work; wait until it ends",
        ) from None
