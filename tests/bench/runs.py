"""Runs of the product and of a script by hand, each a process of its own, with what it took."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dagster_project.settings import Workspace
from tests.bench import measuring, world
from tests.bench.measuring import PYTHON, Cost
from tests.bench.register import Register


@dataclass(frozen=True, slots=True)
class Measured:
    """One process of the bench: what it took and what it said of itself."""

    cost: Cost
    said: dict[str, Any]


def product(workspace: Workspace, day: date, *more: str) -> Measured:
    """The run of the morning after `day`.

    Raises:
        RuntimeError: it failed, or complained of something.
    """
    at = world.morning_after(day).isoformat()
    words = ["tests.bench.product", str(workspace.home), at]
    done = _run(workspace.home.parent, "product", words, *more)
    if done.said["complaints"]:
        raise RuntimeError("\n".join(done.said["complaints"]))
    _tell(" ".join(["anping", *more]), str(day), done.cost)
    return done


def by_hand(workspace: Workspace, register: Register, *more: str) -> Measured:
    """The script of `register` on the files of LAST_DAY; see `product`."""
    folder = workspace.home.parent
    at = world.morning_after(world.LAST_DAY).isoformat()
    words = ["tests.bench.by_hand", register.name, str(workspace.home), at]
    done = _run(folder, "by_hand", [*words, str(folder / "by_hand.duckdb")], *more)
    _tell(" ".join(["by hand", *more]), str(world.LAST_DAY), done.cost)
    return done


def audit(workspace: Workspace) -> Measured:
    """What the last build of `workspace` decided of a release, decided again; see `product`."""
    words = ["tests.bench.auditing", str(workspace.home)]
    done = _run(workspace.home.parent, "audit", words)
    _tell("audit", done.said["release"], done.cost)
    return done


def _run(folder: Path, name: str, words: list[str], *more: str) -> Measured:
    result = folder / f"{name}.json"
    cost = measuring.run([PYTHON, "-m", *words, str(result), *more], folder / f"{name}.log")
    return Measured(cost, json.loads(result.read_text("utf-8")))


def _tell(who: str, what: str, cost: Cost) -> None:
    print(
        f"{who} {what}: {cost.seconds:.1f} s, {cost.cpu_seconds:.1f} s of processor, "
        f"{cost.peak_bytes / 2**30:.2f} GiB, {cost.read_bytes / 1e6:.0f} MB read, "
        f"{cost.written_bytes / 1e6:.0f} MB written",
        flush=True,
    )
