"""The `anping` command in this process or in one of its own, at a time of day of our choosing."""

import logging
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dagster_project import cli, pipeline, settings
from dagster_project.settings import HOME_VARIABLE, TIME_ZONE, Workspace

MORNING = datetime(2026, 11, 23, 9, tzinfo=TIME_ZONE)
SCRIPT = str(Path(sys.executable).with_name("anping"))
ALONE = Path(__file__).parent / "command_alone.py"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str
    raw: bytes = b""

    @property
    def said(self) -> str:
        """Everything that it printed."""
        return self.out + self.err


def anping(workspace: Workspace, *words: str, at: datetime = MORNING) -> Ended:
    """The command in this process; an error that it does not foresee is raised."""
    log = logging.getLogger("anping")
    kept = log.level, log.propagate
    with pytest.MonkeyPatch.context() as patch:
        for name in ("TZ", "DAGSTER_HOME"):
            patch.setenv(name, os.environ.get(name, ""))
        patch.setenv(HOME_VARIABLE, str(workspace.home))
        stop_clock(patch, at)
        done = CliRunner().invoke(cli.app, list(words), catch_exceptions=False)
    time.tzset()
    log.level, log.propagate = kept
    return Ended(done.exit_code, done.stdout, done.stderr, done.stdout_bytes)


def stop_clock(patch: pytest.MonkeyPatch, at: datetime) -> None:
    """Makes it `at` for everything that the command does."""
    patch.setattr(settings, "now", lambda: at)
    for name in ("run", "run_as_of"):
        patch.setattr(pipeline, name, partial(getattr(pipeline, name), clock=lambda: at))


def alone(*words: str, at: datetime = MORNING) -> list[str]:
    """The words that start the command in a process of its own."""
    return [sys.executable, str(ALONE), at.isoformat(), *words]


def environment(workspace: Workspace) -> dict[str, str]:
    """The environment of a process that works on `workspace`."""
    return os.environ | {HOME_VARIABLE: str(workspace.home), "PYTHONUTF8": "1"}


def ended(workspace: Workspace, words: list[str], seconds: float = 120) -> Ended:
    """Runs a process to its end."""
    done = subprocess.run(
        words, env=environment(workspace), capture_output=True, timeout=seconds, check=False
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode(), done.stdout)
