"""Makes returns, each once: its folder appears when it is whole, and is its own record."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from dagster_project.returns import agenda, contents, deadlines
from dagster_project.returns.agenda import Agenda
from dagster_project.settings import Workspace
from dagster_project.warehouse import durable
from data_contracts import audit, export, query
from data_contracts import returns as agreed
from data_contracts import snapshot as snapshots
from data_contracts.complaint import Complaint
from data_contracts.model import Outlet
from data_contracts.returns import Due, Kind
from data_contracts.snapshot import Snapshot

RECORD = "made.json"
SCHEDULER = "scheduler"
TRIALS = (Kind.QUARTERLY, Kind.YEARLY)


class ReturnError(Complaint):
    """A return that cannot be made now, or not any more."""


def ready(workspace: Workspace, standing: Agenda) -> list[Due]:
    """What is due by now, not made yet, and covered by the snapshot that serves."""
    if not standing.open:
        return []
    as_of = snapshots.current(workspace.published).as_of
    return [one for one in standing.open if as_of >= deadlines.end_of(one.kind, one.period)]


def named(workspace: Workspace, period: str) -> Due:
    """The return of a period, whether or not it is due.

    Raises:
        ReturnError: there is no such period, or this office makes no such return.
    """
    kind = agreed.kind_of(period)
    number = workspace.settings().returns.workday(kind) if kind else None
    if kind is None or number is None:
        raise ReturnError(
            f"没有 {period} 这一期：月报写作 2026-01，季度 2026-Q1，半年 2026-H1，年度 2026，"
            "且须在 'returns' 中设有期限。",
            f"there is no return of {period}: write 2026-01, 2026-Q1, 2026-H1 or 2026, "
            "for a kind that has a deadline in 'returns'",
        )
    end = deadlines.end_of(kind, period)
    return deadlines.deadline(kind, end, number, agenda.workdays(workspace))


def make(workspace: Workspace, one: Due, at: datetime, known_on: date | None = None) -> Path:
    """The folder of a return, made of what serves, or of what was known on a past day.

    One that is there already is left as it is.

    Raises:
        ReturnError: the figures end before the period does, or another is being made.
    """
    place = agreed.folder(workspace.reports, one.kind, one.period)
    with _alone(workspace):
        if place.exists():
            return place
        serving = _serving(workspace, one, known_on)
        deed = {"what": "return", "kind": one.kind.value, "period": one.period}
        audit.record(workspace.access_log, at, audit.opening(serving, Outlet.OFFICE, deed))
        files = _files(serving, one)
        if one.kind in TRIALS and known_on is None:
            _try_out(workspace, one, at, serving)
        record = {
            "kind": one.kind,
            "period": one.period,
            "due_on": one.due_on,
            "made_at": at.isoformat(timespec="seconds"),
            "known_on": known_on,
            "snapshot_id": serving.id,
            "as_of": serving.as_of,
        }
        files[RECORD] = json.dumps(record, default=str, indent=1).encode() + b"\n"
        with durable.private(), durable.whole(place) as draft:
            draft.mkdir()
            for name, content in files.items():
                (draft / name).write_bytes(content)
    return place


def _serving(workspace: Workspace, one: Due, known_on: date | None) -> Snapshot:
    asked = workspace if known_on is None else workspace.scratch(known_on)
    serving = snapshots.current(asked.published)
    if serving.as_of < deadlines.end_of(one.kind, one.period):
        raise ReturnError(
            f"{one.kind.label.cn} {one.period} 尚未结束或数据只到 {serving.as_of}，"
            "请在期末之后运行 'anping run'。",
            f"the {one.kind.label.en} of {one.period} needs figures to its end and there are "
            f"figures to {serving.as_of}; run 'anping run' after that",
        )
    return serving


def _files(serving: Snapshot, one: Due) -> dict[str, bytes]:
    files = {}
    for name, (contract, sql) in contents.TABLES[one.kind].items():
        found = query.trusted(serving, contents.statement(sql, one.period), Outlet.OFFICE)
        labelled = found.rename(contents.headers(contract, found.columns))
        files[f"{one.period} {name}.xlsx"] = export.write(labelled, serving, "xlsx")
    return files


def _try_out(workspace: Workspace, one: Due, at: datetime, serving: Snapshot) -> None:
    """The step of the scorecard's life that falls due; none where the period is further on."""
    from dagster_project.scorecards import life as lives
    from dagster_project.scorecards import steps
    from dagster_project.scorecards.entries import Deed
    from data_contracts.scorecard_life import Stage, Step

    deed = Deed(SCHEDULER, f"到期试算 due on {one.due_on}", at)
    life = lives.load(workspace, one.period)
    if life.stage is Stage.NEW:
        life = steps.collect(workspace, one.period, deed)
    last = life.entries[-1]
    is_tried = last.step is Step.TRIAL and last.snapshot_id == serving.id
    if life.stage in (Stage.COLLECTING, Stage.TRIAL) and not is_tried:
        steps.trial(workspace, one.period, deed)


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    workspace.reports.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(workspace.reports / "returns.lock", timeout=0):
            yield
    except Timeout:
        raise ReturnError(
            "另一个报送任务正在运行，请等它结束后再试。",
            "another return is being made; wait until it ends",
        ) from None
