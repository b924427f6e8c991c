"""Runs to be broken: workspaces with work to do, each with the command that does it.

All are made from the tiny workspace or from a smaller one, so that they differ in what a run
does and not in how much.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dagster_project import setup
from dagster_project.settings import Workspace
from dagster_project.warehouse import transform
from data_contracts import snapshot as snapshots
from tests.faults.command import anping
from tests.faults.forked import result
from tests.integration.command import MORNING
from tests.integration.workspaces import (
    HOME,
    REFERENCE,
    TICKET_HEADER,
    deliver,
    deliver_tickets,
    lay_out,
    map_plainly,
    tickets,
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """How a workspace is laid out, the command, the code with which it ends.

    Where `is_repeated`, a run that begins anew takes in again what a broken one took in. Those
    that are `is_rare` in use are costly, and watched where all is asked for.
    """

    lay_out: Callable[[Workspace, Workspace, Path], Workspace]
    words: tuple[str, ...] = ("run",)
    code: int = 0
    is_repeated: bool = False
    is_rare: bool = False


def month(tiny: Workspace, _: Workspace, home: Path) -> Workspace:
    """One more month of tickets, and one snapshot more than is to be kept."""
    workspace = lay_out(tiny, home)
    deliver_tickets(workspace, 11)
    serving = snapshots.current(workspace.published).folder
    for age in (2, 3):
        older = shutil.copytree(serving, serving.with_name(f"2026111{9 - age}-00000000"))
        then = serving.stat().st_mtime - age * 86400
        os.utime(older, (then, then))
    _set(workspace, "keep_snapshots: 3")
    return workspace


def first(_: Workspace, parsed: Workspace, home: Path) -> Workspace:
    """An installation that has never run; one of its tickets cannot be taken in."""
    workspace = lay_out(parsed, home)
    setup.make(workspace, HOME)
    for contract in ("area", "unit"):
        deliver(workspace, f"{contract}.csv", *REFERENCE[contract])
        map_plainly(workspace, contract, f"inbox/{contract}.csv")
    bad, *good = tickets(10)
    lines = [bad.replace("投诉", "其他"), *good]
    deliver(workspace, "hotline/2026-10.csv", TICKET_HEADER, *lines)
    map_plainly(workspace, "hotline_ticket", "inbox/hotline/*", "upsert")
    return workspace


def again(tiny: Workspace, parsed: Workspace, home: Path) -> Workspace:
    """The smaller installation, to be read and built anew."""
    workspace = first(tiny, parsed, home)
    done = result(anping, workspace, "run")
    assert done.code == 0, done.err
    return workspace


def refused(tiny: Workspace, _: Workspace, home: Path) -> Workspace:
    """A file of which too many rows are faulty, beside one that is well."""
    workspace = lay_out(tiny, home)
    bad = [line.replace("投诉", "其他") for line in tickets(11)]
    deliver(workspace, "hotline/2026-11.csv", TICKET_HEADER, *bad)
    deliver_tickets(workspace, 8)
    return workspace


def upgraded(tiny: Workspace, _: Workspace, home: Path) -> Workspace:
    """The first run after an upgrade: dbt has to parse anew, and the cut-off has moved."""
    workspace = lay_out(tiny, home)
    transform.manifest_path(workspace).unlink()
    _set(workspace, "cut_off_days: 2")
    return workspace


def past(tiny: Workspace, _: Workspace, home: Path) -> Workspace:
    """Nothing new, but a question about a past day."""
    return lay_out(tiny, home)


SCENARIOS = {
    "one month more": Scenario(month),
    "first run": Scenario(first),
    "everything anew": Scenario(again, ("run", "--full"), is_repeated=True, is_rare=True),
    "a file refused": Scenario(refused, code=1),
    "models parsed anew": Scenario(upgraded, is_rare=True),
    "as of a day": Scenario(past, ("run", "--as-of", f"{MORNING:%Y-%m-%d}"), is_rare=True),
}


def _set(workspace: Workspace, line: str) -> None:
    with workspace.settings_file.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
