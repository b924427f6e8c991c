"""The scheduler through a whole year, the command, and a past period as it was known.

国务院办公厅关于2026年部分节假日安排的通知, as numbered working days of each month of 2026:

    Jan  off 1-3, work Sun 4    4-9: 1-6, 12-16: 7-11, 19-23: 12-16, 26-29: 17-20
    Feb  off 15-23, work Sat 14 2-6: 1-5, 9-14: 6-11, 24: 12
    Mar                         2-6: 1-5, 9-13: 6-10, 16: 11, 17: 12
    Apr  off 4-6                1-3: 1-3, 7-10: 4-7, 13-17: 8-12
    May  off 1-5, work Sat 9    6-9: 1-4, 11-15: 5-9, 18-20: 10-12
    Jun                         1-5: 1-5, 8-12: 6-10, 15: 11, 16: 12
    Jul                         1-3: 1-3, 6-10: 4-8, 13-17: 9-13, 20: 14, 21: 15
    Aug                         3-7: 1-5, 10-14: 6-10, 17: 11, 18: 12
    Sep                         1-4: 1-4, 7-11: 5-9, 14-16: 10-12
    Oct  off 1-7, work Sat 10   8-10: 1-3, 12-16: 4-8, 19-22: 9-12
    Nov                         2-6: 1-5, 9-13: 6-10, 16: 11, 17: 12
    Dec                         1-4: 1-4, 7-11: 5-9, 14-16: 10-12

Monthly returns are due on the 12th working day, so that January's waits for Spring Festival to
pass; quarterly ones on the 10th, half-yearly on the 15th, yearly on the 20th.
"""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from dagster import DagsterInstance, RunRequest, build_schedule_context

from dagster_project import jobs, schedules
from dagster_project.returns import agenda
from dagster_project.settings import TIME_ZONE, Workspace
from data_contracts import returns as agreed
from tests.integration.command import anping
from tests.integration.workspaces import HOME, TICKET_HEADER, deliver
from tests.unit.returns.office import Office, calendar_from, founded

DUE = {
    **{"2025-12": (1, 19), "2026-01": (2, 24), "2026-02": (3, 17), "2026-03": (4, 17)},
    **{"2026-04": (5, 20), "2026-05": (6, 16), "2026-06": (7, 16), "2026-07": (8, 18)},
    **{"2026-08": (9, 16), "2026-09": (10, 22), "2026-10": (11, 17), "2026-11": (12, 16)},
    **{"2025-Q4": (1, 15), "2026-Q1": (4, 15), "2026-Q2": (7, 14), "2026-Q3": (10, 20)},
    **{"2025-H2": (1, 22), "2026-H1": (7, 21)},
    "2025": (1, 29),
}
OFF = (date(2026, 6, 29), date(2026, 7, 19))
"""The machine is off for three weeks, both days included."""
LATE = {"2026-06", "2026-Q2"}


class Scheduler:
    """Dagster's daemon, as far as it matters: a run key is asked for once."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.keys: set[str] = set()
        self.schedules = schedules.returns(office.workspace, lambda: office.at)
        self.job = jobs.return_job(office.workspace, lambda: office.at)

    def tick(self) -> list[str]:
        """What every schedule asks for and was run, by period."""
        asked = [request for schedule in self.schedules for request in self._asked(schedule)]
        new = [request for request in asked if str(request.run_key) not in self.keys]
        for request in new:
            self.keys.add(str(request.run_key))
            with DagsterInstance.ephemeral() as instance:
                done = self.job.execute_in_process(run_config=request.run_config, instance=instance)
            assert done.success
        return [request.tags["return"].split()[1] for request in new]

    def _asked(self, schedule: schedules.ScheduleDefinition) -> list[RunRequest]:
        context = build_schedule_context(scheduled_execution_time=self.office.at)
        return list(schedule.evaluate_tick(context).run_requests or [])


def test_year__every_return_exists_once_and_on_its_day(plot: Path) -> None:
    returns = "{monthly: 12, quarterly: 10, half_yearly: 15, yearly: 20}"
    office = founded(plot / "office", returns, calendar_from(date(2025, 6, 1), 1000))
    scheduler, made_on, day = Scheduler(office), dict[str, list[date]](), date(2026, 1, 1)
    while day.year == 2026:
        if not OFF[0] <= day <= OFF[1]:
            office.turn(day)
            if day == OFF[1] + timedelta(days=1):
                late = agenda.look(office.workspace, office.at).missed
                assert {one.period for one in late} == LATE
            for period in scheduler.tick():
                made_on.setdefault(period, []).append(day)
        day += timedelta(days=1)
    expected = {name: date(2026, *day) for name, day in DUE.items()}
    back = OFF[1] + timedelta(days=1)
    assert made_on == {
        name: [back if name in LATE else due_on] for name, due_on in expected.items()
    }
    assert {period for _, period in agreed.done(office.reports)} == set(DUE)
    records = [json.loads(path.read_text("utf-8")) for path in office.reports.rglob("made.json")]
    assert {one["period"]: date.fromisoformat(one["due_on"]) for one in records} == expected
    assert len(records) == len(DUE)


def test_tick__waits_for_figures_that_reach_the_end_of_the_period(plot: Path) -> None:
    """Back on 20 July before the refresh, the snapshot still ends on 27 June."""
    office = founded(plot / "office", "{monthly: 12, quarterly: 10, half_yearly: ~, yearly: ~}")
    scheduler = Scheduler(office)
    for name in DUE:
        (office.reports / agreed.kind_of(name) / name).mkdir(parents=True)  # type: ignore[operator]
    (office.reports / "monthly" / "2026-06").rmdir()
    office.turn(date(2026, 7, 20))
    office.refresh(date(2026, 6, 27))
    assert scheduler.tick() == []
    office.refresh(date(2026, 7, 19))
    assert scheduler.tick() == ["2026-06"]


def test_past__quarter_is_made_as_it_was_known(tiny_copy: Workspace) -> None:
    """Known on 23 November: 20 tickets of September. Twenty more came in December."""
    later = datetime(2026, 12, 20, 9, tzinfo=TIME_ZONE)
    more = [
        f"T9{number:02},{HOME},TK1,mineral,投诉,2026-09-10,2026-09-14,2026-09-13,是,是,是,否,0"
        for number in range(20)
    ]
    deliver(tiny_copy, "hotline/2026-09补.csv", TICKET_HEADER, *more)
    assert anping(tiny_copy, "run", at=later).code == 0
    assert anping(tiny_copy, "run", "--as-of", "2026-11-23", at=later).code == 0

    done = anping(tiny_copy, "returns", "2026-Q3", "--as-of", "2026-11-23", at=later)
    assert done.code == 0, done.err
    place = tiny_copy.reports / "quarterly" / "2026-Q3"
    said = json.loads((place / "made.json").read_text(encoding="utf-8"))
    assert said["known_on"] == "2026-11-23"
    assert _tickets(place) == 20
    now = tiny_copy.home / "reports" / "quarterly" / "set aside"
    place.rename(now)
    assert anping(tiny_copy, "returns", "2026-Q3", at=later).code == 0
    assert _tickets(place) == 40


def _tickets(place: Path) -> int:
    """On how many tickets the score of the hotline in the home town rests."""
    lines = pl.read_excel(place / f"{place.name} 明细.xlsx")
    [found] = lines.filter(
        pl.col("指标编号") == "EVA06", pl.col("对象代码").cast(pl.String) == HOME
    )["样本数"]
    return int(found)


def test_missed__is_said_by_the_doctor_until_it_is_made(tiny_copy: Workspace) -> None:
    """Loaded on 23 November; November's return was due on the fifth working day, 7 December."""
    later = datetime(2026, 12, 8, 9, tzinfo=TIME_ZONE)
    assert anping(tiny_copy, "run", at=later).code == 0
    said = anping(tiny_copy, "doctor", at=later).out
    assert "四项月报 2026-11 应于 2026-12-07" in said
    made = anping(tiny_copy, "returns", at=later)
    assert made.code == 0, made.err
    assert (tiny_copy.reports / "monthly" / "2026-11" / "2026-11 四项月报.xlsx").is_file()
    assert "2026-11 应于" not in anping(tiny_copy, "doctor", at=later).out


@pytest.mark.parametrize("word", ["deliver", "returns"])
def test_command__has_help(word: str, tiny_copy: Workspace) -> None:
    assert anping(tiny_copy, word, "--help").code == 0
