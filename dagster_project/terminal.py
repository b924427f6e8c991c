"""What every command has in common: errors are one sentence, progress goes beside the results."""

import os
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer
from rich.console import Console

from dagster_project.settings import TIME_ZONE, Workspace

P = ParamSpec("P")

screen = Console(stderr=True, highlight=False)


def guarded(function: Callable[P, None]) -> Callable[P, None]:
    """A command whose errors are one sentence and exit code 1."""

    @wraps(function)
    def safe(*words: P.args, **options: P.kwargs) -> None:
        os.environ["TZ"] = str(TIME_ZONE)
        time.tzset()
        try:
            function(*words, **options)
        except typer.Exit:
            raise
        except Exception as error:
            from dagster_project import complaints

            fail(complaints.sentence(error, Workspace.from_environment()))

    return safe


def fail(said: str) -> None:
    """Says what went wrong and ends with exit code 1."""
    screen.print(said, style="bold red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def say(text: str) -> None:
    """One line of progress, beside the results."""
    screen.print(text, markup=False, soft_wrap=True)
