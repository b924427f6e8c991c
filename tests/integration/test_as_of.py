"""The figures of a past day are those that were served on it, whatever became known since."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from data_contracts import loader, query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from tests.integration.command import MORNING, anping
from tests.integration.workspaces import HOME, REFERENCE, Run, deliver, deliver_tickets, lay_out

NEIGHBOUR = "150626103"
HAMLET = f"{HOME}201"
TABLES = [table for table in loader.mart_contracts().values() if table.id != "snapshot"]
DAYS = [MORNING.date() + timedelta(days=number) for number in range(3)]


# What the protection of a release did, for a past day has none.
_ASIDE = {"mart_data_quality": "WHERE rule NOT LIKE 'disclosure%'"}


def _tables(workspace: Workspace) -> dict[str, list[str]]:
    """Every row of every outlet there, and the snapshot's id; when it was built may differ."""
    serving = snapshots.current(workspace.published)
    found = {"id": [serving.id]}
    for outlet in (outlet for outlet in Outlet if serving.file(outlet).exists()):
        for table in TABLES:
            if table.stands_in(outlet):
                rows = query.trusted(
                    serving, f"FROM {table.id} {_ASIDE.get(table.id, '')}", outlet
                ).rows()
                found[f"{outlet}.{table.id}"] = sorted(map(repr, rows))
    return found


def _a_village_in(workspace: Workspace, town: str, until: str = "") -> list[str]:
    header, banner, home = REFERENCE["area"]
    return [
        f"{header},失效日期",
        f"{banner},",
        f"{home},",
        f"{NEIGHBOUR},乌兰陶勒盖镇,苏木乡镇,150626,5000,2000-01-01,",
        f"{HAMLET},图克镇第一嘎查,嘎查村,{HOME},900,2000-01-01,{until}",
        *([f"{HAMLET},图克镇第一嘎查,嘎查村,{town},900,{until},"] if until else []),
    ]


@pytest.fixture(scope="module")
def lived(tiny: Run, ground: Path) -> tuple[Workspace, list[dict[str, list[str]]]]:
    """Three days of an installation, and what was served on each of them.

    On the second a village and more tickets arrive; on the third the village has moved to the
    next town, and tickets are corrected.
    """
    workspace = lay_out(tiny.workspace, ground / "lived")
    served = [_tables(workspace)]
    deliver(workspace, "area.csv", *_a_village_in(workspace, HOME))
    deliver_tickets(workspace, 11)
    served.append(_next_day(workspace, 1))
    deliver(workspace, "area.csv", *_a_village_in(workspace, NEIGHBOUR, until="2026-11-05"))
    path = workspace.inbox / "hotline" / "2026-11.csv"
    text = path.read_text("gb18030").replace(f"T1101,{HOME}", f"T1101,{HAMLET}")
    path.write_text(text.replace("是,是,是", "是,否,是"), encoding="gb18030")
    served.append(_next_day(workspace, 2))
    return workspace, served


def _next_day(workspace: Workspace, number: int) -> dict[str, list[str]]:
    done = anping(workspace, "run", at=MORNING + timedelta(days=number))
    assert done.code == 0, done.err
    return _tables(workspace)


@pytest.mark.parametrize("number", range(2))
def test_run_as_of__is_what_was_served_that_day(
    lived: tuple[Workspace, list[dict[str, list[str]]]], number: int
) -> None:
    workspace, served = lived
    assert len({repr(tables) for tables in served}) == len(served), "the days do not differ"
    now = MORNING + timedelta(days=30)
    done = anping(workspace, "run", "--as-of", DAYS[number].isoformat(), at=now)
    assert done.code == 0, done.err
    granted = {name: rows for name, rows in served[number].items() if not name.startswith("open.")}
    assert granted.keys() < served[number].keys()
    # Everyone sees releases, and a past day as it was known is none.
    assert _tables(workspace.scratch(DAYS[number])) == granted
    assert _tables(workspace) == served[-1], "what serves has changed"
    words = ("sql", "--as-of", DAYS[number].isoformat(), "--format", "csv", "FROM snapshot")
    asked = anping(workspace, *words)
    assert asked.code == 1
    assert "--outlet office" in asked.err, "a past day as it was known is no release"
    asked = anping(workspace, *words, "--outlet", "office")
    assert asked.code == 0, asked.err
    assert served[number]["id"][0] in asked.out, "the question goes to that snapshot"
    last = json.loads(workspace.access_log.read_bytes().splitlines()[-1])
    assert (last["outlet"], last["snapshot"]) == ("office", served[number]["id"][0])


def test_run_as_of__a_moved_village_keeps_its_past(
    lived: tuple[Workspace, list[dict[str, list[str]]]],
) -> None:
    """T1101, of 2 November and due on the 6th, counts where the village lay when it was due."""
    workspace, _ = lived
    snapshot = snapshots.current(workspace.published)
    counts = query.trusted(
        snapshot,
        "SELECT subject_code, denominator FROM mart_indicator_value WHERE indicator_id = 'EVA06' "
        f"AND period = '2026-11' AND subject_code IN ('150626', '{HOME}', '{NEIGHBOUR}')",
        Outlet.OFFICE,
    ).rows()
    assert dict(counts) == {"150626": 20, HOME: 19, NEIGHBOUR: 1}


def test_run_as_of__before_the_first_load_is_unknown(
    lived: tuple[Workspace, list[dict[str, list[str]]]],
) -> None:
    workspace, _ = lived
    done = anping(workspace, "run", "--as-of", "2026-11-22")
    assert done.code == 1
    assert "未知" in done.err
    assert str(DAYS[0]) in done.err


def test_run_as_of__a_day_to_come_is_refused(
    lived: tuple[Workspace, list[dict[str, list[str]]]],
) -> None:
    workspace, _ = lived
    done = anping(workspace, "run", "--as-of", "2027-01-01")
    assert done.code == 1
    assert "2027-01-01" in done.err
