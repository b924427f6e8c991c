"""Monthly releases of the demo world: what deciding on one takes, alone and as part of a run.

The first release decides on every figure of four calendar years. The next one, a month later,
decides on what has settled since, beside all that stands published; that is the usual case.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dagster_project.demo import installation
from dagster_project.demo.records import Scale
from dagster_project.settings import Workspace
from tests.bench import runs
from tests.bench.runs import Measured

SEED = 1
FIRST, NEXT = date(2026, 8, 1), date(2026, 9, 1)
NOT_YET = "\nrelease_day: 28\n"


@dataclass(frozen=True, slots=True)
class ReleaseBench:
    """All that was measured of the releases of one scale of the demo world.

    `runs` are those of the product: `first` with the first release, and the next month's, once
    with its release (`due`) and once without (`undue`). `audits` are the decisions on the `first`
    and the `next` release alone. `load` is the machine's before all of it and after.
    """

    scale: Scale
    runs: dict[str, Measured]
    audits: dict[str, Measured]
    load: tuple[float, float]


def bench(folder: Path, scale: Scale) -> ReleaseBench:
    """The world up to FIRST with its first release, then up to NEXT with another and without."""
    load = os.getloadavg()[0]
    workspace = Workspace(folder / "workspace")
    _install(workspace, scale, FIRST)
    ran = {"first": runs.product(workspace, FIRST)}
    audits = {"first": runs.audit(workspace)}
    _install(workspace, scale, NEXT)
    waiting = Workspace(shutil.copytree(workspace.home, folder / "waiting"))
    with waiting.settings_file.open("a", encoding="utf-8") as settings:
        settings.write(NOT_YET)
    ran["undue"] = runs.product(waiting, NEXT)
    ran["due"] = runs.product(workspace, NEXT)
    audits["next"] = runs.audit(workspace)
    return ReleaseBench(scale, ran, audits, (load, os.getloadavg()[0]))


def _install(workspace: Workspace, scale: Scale, last: date) -> None:
    installation.install(workspace, scale, SEED, last + timedelta(days=1))
