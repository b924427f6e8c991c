"""When jobs run by themselves."""

from collections.abc import Callable, Iterator
from datetime import datetime

from dagster import (
    DefaultScheduleStatus,
    RunRequest,
    ScheduleDefinition,
    ScheduleEvaluationContext,
    SkipReason,
)

from dagster_project import jobs
from dagster_project.settings import TIME_ZONE, Settings, Workspace
from data_contracts.complaint import Complaint
from data_contracts.returns import Kind

HOURLY = "20 * * * *"
"""So that what fell due while the machine was off is made soon after the refresh."""


def daily(settings: Settings) -> ScheduleDefinition:
    """The refresh of every day, at the time of day that the workspace sets."""
    hour, minute = settings.daily_at.split(":")
    return ScheduleDefinition(
        name="daily_refresh",
        job_name=jobs.REFRESH,
        cron_schedule=f"{int(minute)} {int(hour)} * * *",
        execution_timezone=str(TIME_ZONE),
        default_status=DefaultScheduleStatus.RUNNING,
    )


def returns(workspace: Workspace, clock: Callable[[], datetime]) -> list[ScheduleDefinition]:
    """One for each kind of return. A tick asks for everything that is due and not made."""
    return [_of(kind, workspace, clock) for kind in Kind]


def _of(kind: Kind, workspace: Workspace, clock: Callable[[], datetime]) -> ScheduleDefinition:
    def tick(_: ScheduleEvaluationContext) -> Iterator[RunRequest | SkipReason]:
        from dagster_project.returns import agenda, making

        at = clock()
        try:
            standing = agenda.look(workspace, at)
            agenda.write(workspace, standing)
            due = [one for one in making.ready(workspace, standing) if one.kind is kind]
        except Complaint as complaint:
            yield SkipReason(str(complaint))
            return
        for one in due:
            # One try a day: what fails will hardly mend within the hour.
            yield RunRequest(
                run_key=f"{one.period} {at:%Y-%m-%d}",
                run_config=jobs.of_return(one.period),
                tags={"return": f"{kind} {one.period}"},
            )
        if not due:
            yield SkipReason("没有到期未做的，或数据未到期末。 Nothing is due that can be made.")

    return ScheduleDefinition(
        name=f"{kind}_return",
        job_name=jobs.RETURN,
        cron_schedule=HOURLY,
        execution_timezone=str(TIME_ZONE),
        execution_fn=tick,
        default_status=DefaultScheduleStatus.RUNNING,
        description=kind.label.both(),
    )
