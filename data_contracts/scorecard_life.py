"""The life of a period in its files: a line of JSON a step, and what restatements changed.

The command adds lines; pages read them. Whatever the log does not name has not happened.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from data_contracts.complaint import Complaint
from data_contracts.scorecard import Appeal, Decision, Difference

FILE, DIFF = "life.jsonl", "diff.json"
PERIOD = re.compile(r"\d{4}(-Q[1-4])?")


class UnreadableLifeError(Complaint):
    """A log, or the changes of a restatement, that cannot be read."""


class Step(StrEnum):
    """What may be done with a period."""

    COLLECT = "collect"
    TRIAL = "trial"
    NOTICE = "notice"
    APPEAL = "appeal"
    DECIDE = "decide"
    LOCK = "lock"
    ISSUE = "issue"
    RESTATE = "restate"


class Stage(StrEnum):
    """Where a period stands."""

    NEW = "new"
    COLLECTING = "collecting"
    TRIAL = "trial"
    NOTICE = "notice"
    LOCKED = "locked"
    ISSUED = "issued"


LEADS_TO: Mapping[Step, Stage] = {
    Step.COLLECT: Stage.COLLECTING,
    Step.TRIAL: Stage.TRIAL,
    Step.NOTICE: Stage.NOTICE,
    Step.LOCK: Stage.LOCKED,
    Step.ISSUE: Stage.ISSUED,
    Step.RESTATE: Stage.LOCKED,
}
"""The stage that a step leads to; after any other a period stands where it stood."""


class Frozen(BaseModel):
    """What a lock has frozen: the version's files with their hashes, and where they come from.

    `known_on` is the day as of which everything was known that went into the snapshot.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    snapshot_id: str
    as_of: date
    known_on: date
    is_demo: bool
    files: dict[str, str]


class Entry(BaseModel):
    """One line of the log; what follows `why` stands only where the step has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    who: str
    step: Step
    why: str
    snapshot_id: str | None = None
    appeal: Appeal | None = None
    decision: Decision | None = None
    frozen: Frozen | None = None
    version: int | None = None
    manifest_sha256: str | None = None


def read(folder: Path) -> tuple[Entry, ...]:
    """The steps of the period whose folder that is; none where nothing has been done yet.

    Raises:
        UnreadableLifeError: the log is not as it was written.
    """
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        return tuple(map(Entry.model_validate_json, text.splitlines()))
    except (ValueError, OSError):
        raise _unreadable(path) from None


def difference(folder: Path, version: int) -> Difference | None:
    """What that version says differently than the one before; None where it is no restatement.

    Raises:
        UnreadableLifeError: it is not as it was written.
    """
    path = folder / f"issue-{version}" / DIFF
    try:
        return Difference.model_validate_json(path.read_bytes()) if path.exists() else None
    except (ValueError, OSError):
        raise _unreadable(path) from None


def _unreadable(path: Path) -> UnreadableLifeError:
    return UnreadableLifeError(
        f"{path} 读不懂，可能被改动过；请从备份恢复。",
        f"{path} cannot be read and may have been altered; restore it from a backup",
    )


def stage(entries: Sequence[Entry]) -> Stage:
    """Where the last step that leads anywhere has led."""
    led = (LEADS_TO[entry.step] for entry in reversed(entries) if entry.step in LEADS_TO)
    return next(led, Stage.NEW)


def appeals(entries: Sequence[Entry]) -> dict[str, tuple[Appeal, Decision | None]]:
    """Every appeal by its number, with what was decided."""
    decided = {e.decision.appeal_id: e.decision for e in entries if e.decision}
    made = (entry.appeal for entry in entries if entry.appeal)
    return {one.appeal_id: (one, decided.get(one.appeal_id)) for one in made}
