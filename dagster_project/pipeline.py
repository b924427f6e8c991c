"""Runs a job here and now, recorded in Dagster like every scheduled run."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from dagster import (
    DagsterEvent,
    DagsterEventType,
    DagsterInstance,
    ExecuteInProcessResult,
)

from dagster_project import jobs, records, settings
from dagster_project.definitions import build_definitions
from dagster_project.extent import Extent
from dagster_project.settings import Workspace
from dagster_project.warehouse import scratch
from dagster_project.warehouse.manifest import Manifest

INSTANCE_SETTINGS = """\
# Dagster's own settings for this workspace. 本工作区的 Dagster 设置。
telemetry: {enabled: false}
nux: {enabled: false}
run_coordinator: {module: dagster.core.run_coordinator, class: QueuedRunCoordinator}
concurrency: {runs: {max_concurrent_runs: 1}}
run_monitoring: {enabled: true}
run_retries: {enabled: true, max_retries: 0, retry_on_asset_or_op_failure: false}
compute_logs: {module: dagster._core.storage.noop_compute_log_manager, class: NoOpComputeLogManager}
event_log_storage: {module: dagster_project.records, class: EventLog}
python_logs: {managed_python_loggers: [anping], python_log_level: INFO}
"""
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended: what serves now, whether it is new, and what went wrong."""

    snapshot_id: str | None
    is_new: bool
    complaints: tuple[str, ...]

    @property
    def is_success(self) -> bool:
        """Whether everything that was due is done."""
        return not self.complaints


def run(
    workspace: Workspace,
    clock: Callable[[], datetime] = settings.now,
    extent: Extent = Extent.NEW,
) -> RunResult:
    """Everything that is due, from sources to the published snapshot.

    Raises:
        ConfigurationError: settings or a mapping are wrong.
    """
    return _execute(workspace, clock, jobs.REFRESH, extent)


def run_as_of(
    workspace: Workspace, day: date, clock: Callable[[], datetime] = settings.now
) -> RunResult:
    """The figures as they were known at the end of `day`, in the scratch warehouse of that day.

    Raises:
        UnknownPastError: nothing was known by then, or the day is still to come.
    """
    at = min(clock(), scratch.last_moment(day))
    return _execute(scratch.lay_out(workspace, day, clock()), lambda: at, jobs.REBUILD)


def _execute(
    workspace: Workspace,
    clock: Callable[[], datetime],
    job_name: str,
    extent: Extent = Extent.NEW,
) -> RunResult:
    # Where nothing is new no check of a model has a result, which is no news.
    logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)
    workspace.settings()
    before = Manifest.load(workspace).build
    with instance(workspace) as kept:
        job = build_definitions(workspace, clock, extent).resolve_job_def(job_name)
        result = job.execute_in_process(instance=kept, run_config=QUIET, raise_on_error=False)
    after = Manifest.load(workspace).build
    snapshot_id = after.snapshot_id if after else None
    is_new = after is not None and (before is None or before.snapshot_id != snapshot_id)
    return RunResult(snapshot_id, is_new, tuple(_complaints(result)))


def instance(workspace: Workspace) -> DagsterInstance:
    """Dagster's records of this workspace, with its telemetry off."""
    workspace.dagster_home.mkdir(parents=True, exist_ok=True)
    path = workspace.dagster_home / "dagster.yaml"
    if not path.exists():
        path.write_text(INSTANCE_SETTINGS, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(workspace.dagster_home)
    os.environ[records.BATCH_VARIABLE] = str(records.BATCH_SIZE)
    return DagsterInstance.get()


def _complaints(result: ExecuteInProcessResult) -> list[str]:
    said = []
    for event in result.all_events:
        if event.is_step_failure:
            said.append(_failure(event))
        elif event.event_type is DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            if not evaluation.passed and evaluation.description:
                said.append(evaluation.description)
    if not any(said) and not result.success:
        said += [_failure(event) for event in result.all_events if event.is_run_failure]
    return list(dict.fromkeys(text for text in said if text))


def _failure(event: DagsterEvent) -> str:
    """The sentence of a failed step or run; a failed blocking check speaks for itself.

    An error that nobody foresaw may quote a cell, so only its kind is named.
    """
    is_step = event.is_step_failure
    if is_step and event.step_failure_data.user_failure_data is not None:
        return event.step_failure_data.user_failure_data.description or ""
    error = event.step_failure_data.error if is_step else event.job_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    kind = (error and error.cls_name) or "Error"
    if kind == "DagsterAssetCheckFailedError":
        return ""
    if error is not None and kind == "Failure":
        return str(error.message).partition(": ")[2].strip()
    where = event.step_key or jobs.REFRESH
    return (
        f"{where}：出现意外错误 {kind}，请告知维护人员，详情见流水线页面的运行记录。\n"
        f"{where}: an unforeseen {kind}; the run's record in the pipeline's pages says more"
    )
