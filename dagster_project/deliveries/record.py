"""The log of deliveries: a line an attempt before it is made, and one on how it ended."""

import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dagster_project.settings import Workspace
from data_contracts import audit
from data_contracts.complaint import Complaint
from data_contracts.model import Text


class Outcome(StrEnum):
    """What became of a package so far."""

    SENDING = "sending"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    AWAY = "away"
    REFUSED = "refused"
    DEAD = "dead"

    @property
    def label(self) -> Text:
        """Its name."""
        return LABELS[self]


LABELS = {
    Outcome.SENDING: Text("正在发送", "sending"),
    Outcome.DELIVERED: Text("已送达，待回执", "delivered, to be acknowledged"),
    Outcome.ACKNOWLEDGED: Text("已签收", "acknowledged"),
    Outcome.AWAY: Text("暂时不能送达", "away"),
    Outcome.REFUSED: Text("被拒收", "refused"),
    Outcome.DEAD: Text("未能送达，已放入 deliveries/dead", "not delivered; in deliveries/dead"),
}

ARRIVED = (Outcome.DELIVERED, Outcome.ACKNOWLEDGED)


class RecordError(Complaint):
    """A delivery that cannot be recorded, and so must not take place."""


class Entry(BaseModel):
    """One line of the log; `receipt` is what the receiver acknowledged it with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    recipient: str
    package: str
    key: str
    attempt: int
    outcome: Outcome
    receipt: str | None = None


def add(workspace: Workspace, entry: Entry) -> None:
    """Adds a line, safe on disk.

    Raises:
        RecordError: it cannot be written; then nothing may be sent.
    """
    log = workspace.delivery_log
    try:
        audit.append(log, entry.model_dump_json(exclude_none=True).encode() + b"\n")
    except OSError as error:
        raise RecordError(
            f"发送日志 {log} 无法写入（{error.strerror}），因此没有发送；"
            "请检查该文件的权限与磁盘空间后重试。",
            f"the log of deliveries {log} cannot be written ({error.strerror}), so nothing was "
            "sent; see to the rights and room of that file and try again",
        ) from error


def entries(workspace: Workspace) -> Iterator[Entry]:
    """Every line, the oldest first; one that a full disk has cut short says nothing."""
    if not workspace.delivery_log.exists():
        return
    for line in workspace.delivery_log.read_text(encoding="utf-8").splitlines():
        try:
            said = json.loads(line)
        except json.JSONDecodeError:
            continue
        yield Entry.model_validate(said)


def arrived(workspace: Workspace) -> dict[str, Entry]:
    """What has been delivered, by key, as it stands now."""
    return {entry.key: entry for entry in entries(workspace) if entry.outcome in ARRIVED}
