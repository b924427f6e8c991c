"""Publishing alone, killed at a step of our choosing, in a process of its own."""

import os
import signal
from collections.abc import Callable
from typing import Any

from dagster_project.settings import Workspace
from dagster_project.warehouse import build, publish, session
from tests.integration.command import MORNING

DURABLE = ("replace", "fsync")


def publish_and_die(workspace: Workspace, step: int) -> int:
    """Publishes what a run would, up to the step `step`: a file renamed or flushed to disk.

    Returns how many steps there were, where they were fewer.
    """
    with session.opened(workspace, MORNING) as opened:
        opened.ensure_build()
        plan = opened.plan()
        with build.opened(workspace) as connection:
            connection.execute("UPDATE marts.snapshot SET snapshot_id = ?", [plan.snapshot_id])
        taken = _die_at(step)
        publish.publish(workspace, opened.manifest, plan)
        return len(taken)


def _die_at(step: int) -> list[str]:
    taken: list[str] = []
    for name in DURABLE:
        setattr(os, name, _counting(name, getattr(os, name), taken, step))
    return taken


def _counting(
    name: str, function: Callable[..., Any], taken: list[str], step: int
) -> Callable[..., Any]:
    def counted(*arguments: Any, **options: Any) -> Any:
        if len(taken) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        taken.append(name)
        return function(*arguments, **options)

    return counted
