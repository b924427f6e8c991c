"""Processes that begin with everything imported, so that they can be killed at their work.

They descend from a server that has imported the program and done nothing else: a process
that has run DuckDB or polars must not be forked, for their threads do not come along.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from typing import Any

WORK = (
    "dagster_project.pipeline",
    "dagster_project.inspection",
    "dagster_project.reports",
    "dagster._daemon.controller",
    "dagster._core.storage.sqlite_storage",
    "alembic.command",
    "sqlparse",
    "dbt.cli.main",
    "dbt.task.build",
    "dbt.adapters.duckdb",
    "great_expectations",
    "tests.integration.command",
)


def process(function: Callable[..., object], *arguments: Any) -> ForkServerProcess:
    """A process that is ready to `start` with `function`, which must lie in a module."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(WORK))
    return context.Process(target=function, args=arguments)


def result(function: Callable[..., Any], *arguments: Any) -> Any:
    """What `function` returns in a process of its own; an error there is one here."""
    context = multiprocessing.get_context("forkserver")
    receiving, sending = context.Pipe(duplex=False)
    child = process(_send, sending, function, *arguments)
    child.start()
    sending.close()
    try:
        found = receiving.recv()
    except EOFError:
        child.join()
        raise RuntimeError(f"the process ended with {child.exitcode} and said nothing") from None
    child.join()
    return found


def _send(sending: Any, function: Callable[..., Any], *arguments: Any) -> None:
    sending.send(function(*arguments))
