"""What is due in a workspace, what has been made of it, and what has been missed."""

import dataclasses
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from dagster_project.returns import deadlines
from dagster_project.settings import TIME_ZONE, Workspace
from dagster_project.sources import calendar
from dagster_project.warehouse import durable
from dagster_project.warehouse.manifest import Manifest
from data_contracts import query
from data_contracts import returns as agreed
from data_contracts import snapshot as snapshots
from data_contracts.returns import Due
from data_contracts.snapshot import NoSnapshotError, Snapshot

AHEAD = timedelta(days=366)
DAYS = "SELECT day, is_workday, basis FROM dim_day"


@dataclass(frozen=True, slots=True)
class Agenda:
    """Every return from the first load to a year ahead, and how it stands on `today`."""

    today: date
    returns: tuple[Due, ...]
    made: frozenset[agreed.Return]

    @property
    def open(self) -> list[Due]:
        """Due by today and not made, the oldest first."""
        return [one for one in self.returns if one.due_on <= self.today and self.lacks(one)]

    @property
    def missed(self) -> list[Due]:
        """Those of them whose last day is over."""
        return agreed.missed(self.made, self.returns, self.today)

    @property
    def next(self) -> Due | None:
        """What is due after today."""
        return next((one for one in self.returns if one.due_on > self.today), None)

    def lacks(self, one: Due) -> bool:
        """Whether it has not been made."""
        return one.name not in self.made


def look(workspace: Workspace, at: datetime) -> Agenda:
    """How returns stand at `at`. An office owes none for the time before its first load."""
    today = at.astimezone(TIME_ZONE).date()
    loaded = [delivery.loaded_at for delivery in Manifest.load(workspace).deliveries]
    first = min(loaded).astimezone(TIME_ZONE).date() if loaded else today
    returns = workspace.settings().returns
    found = deadlines.due(returns, workdays(workspace), first, today + AHEAD)
    return Agenda(today, tuple(found), frozenset(agreed.done(workspace.reports)))


def workdays(workspace: Workspace) -> deadlines.Workdays:
    """The calendar that serves, with what the office has entered; the library's beyond it."""
    try:
        serving = snapshots.current(workspace.published)
    except NoSnapshotError:
        return calendar.status
    return partial(_status, _calendar(serving))


def write(workspace: Workspace, agenda: Agenda) -> None:
    """Keeps `reports/agenda.json` for the pages; left alone while it says the same."""
    said = [dataclasses.asdict(one) for one in agenda.returns]
    text = json.dumps(said, default=str, indent=1) + "\n"
    path = workspace.reports / agreed.AGENDA
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        with durable.whole(path) as draft:
            draft.write_text(text, encoding="utf-8")


def _calendar(serving: Snapshot) -> dict[date, tuple[bool, str]]:
    rows = query.trusted(serving, DAYS).iter_rows()
    return {day: (is_workday, basis) for day, is_workday, basis in rows}


def _status(known: dict[date, tuple[bool, str]], day: date) -> tuple[bool, str]:
    return known.get(day) or calendar.status(day)
