"""When jobs run by themselves."""

from dagster import DefaultScheduleStatus, ScheduleDefinition

from dagster_project import jobs
from dagster_project.settings import TIME_ZONE, Settings


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
