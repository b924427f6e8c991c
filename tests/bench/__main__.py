"""`make bench`: the product and a script on the same files, and docs/benchmarks.md.

    python -m tests.bench [REGISTER=ROWS ...] [--folder DIR] [--no-counting] [--no-write]

Every run is a process of its own. Speed counts as a ratio within one bench, for machines
differ and are never idle; the tool's start-up is what a run with a single row takes.
"""

import argparse
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dagster_project.settings import Workspace
from data_contracts import snapshot as snapshots
from tests.bench import clues, comparing, hotline, measuring, reporting, surveys, world
from tests.bench.measuring import PYTHON, Cost
from tests.bench.register import Register

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
REGISTERS = {one.REGISTER.name: one.REGISTER for one in (hotline, clues, surveys)}
SIZES = [
    *("hotline=1000000", "hotline=10000000"),
    *("clues=100000", "clues=1000000"),
    "surveys=1000000",
]


@dataclass(frozen=True, slots=True)
class Measured:
    """One process of the bench: what it took and what it said of itself."""

    cost: Cost
    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """All that was measured of one size of one register.

    `runs` are those of the product; `counted` are the rows that they and the script read and
    wrote, by run.
    """

    register: Register
    rows: int
    runs: dict[str, Measured]
    counted: dict[str, dict[str, int]]
    by_hand: Measured
    compared: dict[str, tuple[int, int]]


def bench(folder: Path, register: Register, rows: int, is_counting: bool) -> Bench:
    """`rows` rows of `register`: start-up, in full, with nothing new, with one new day."""
    nearly_empty = world.lay_out(folder / "start", register.sources)
    register.files.write_one(nearly_empty)
    workspace = world.lay_out(folder / "workspace", register.sources)
    register.files.write(workspace, rows)
    untouched = folder / "untouched"
    if is_counting:
        shutil.copytree(workspace.home, untouched)
    runs = {"start": _product(nearly_empty, world.LAST_DAY)}
    runs["full"] = _product(workspace, world.LAST_DAY)
    runs["nothing"] = _product(workspace, world.LAST_DAY)
    by_hand = _by_hand(workspace, register)
    compared = comparing.differences(
        snapshots.current(workspace.published), folder / "by_hand.duckdb", register.compared
    )
    (folder / "by_hand.duckdb").unlink()
    register.files.write_new_day(workspace, rows)
    runs["day"] = _product(workspace, world.NEW_DAY)
    for done in (nearly_empty, workspace):
        shutil.rmtree(done.home)
    counted = _counted(folder, untouched, register, rows) if is_counting else {}
    return Bench(register, rows, runs, counted, by_hand, compared)


def _counted(
    folder: Path, untouched: Path, register: Register, rows: int
) -> dict[str, dict[str, int]]:
    """The rows that the same runs read and write, on a workspace in which nothing has run."""
    nearly_empty = world.lay_out(folder / "start", register.sources)
    register.files.write_one(nearly_empty)
    workspace = Workspace(untouched)
    counted = {
        "start": _product(nearly_empty, world.LAST_DAY, "counted"),
        "full": _product(workspace, world.LAST_DAY, "counted"),
        "nothing": _product(workspace, world.LAST_DAY, "counted"),
        "by_hand": _by_hand(workspace, register, "counted"),
    }
    register.files.write_new_day(workspace, rows)
    counted["day"] = _product(workspace, world.NEW_DAY, "counted")
    return {name: run.said["rows"] for name, run in counted.items()}


def _product(workspace: Workspace, day: date, *more: str) -> Measured:
    folder = workspace.home.parent
    at = world.morning_after(day).isoformat()
    result = folder / "result.json"
    words = [PYTHON, "-m", "tests.bench.product", str(workspace.home), at, str(result), *more]
    cost = measuring.run(words, folder / "product.log")
    said = json.loads(result.read_text("utf-8"))
    if said["complaints"]:
        raise RuntimeError("\n".join(said["complaints"]))
    _tell(" ".join(["anping", *more]), day, cost)
    return Measured(cost, said)


def _by_hand(workspace: Workspace, register: Register, *more: str) -> Measured:
    folder = workspace.home.parent
    at = world.morning_after(world.LAST_DAY).isoformat()
    result = folder / "by_hand.json"
    words = [PYTHON, "-m", "tests.bench.by_hand", register.name, str(workspace.home), at]
    cost = measuring.run(
        [*words, str(folder / "by_hand.duckdb"), str(result), *more], folder / "by_hand.log"
    )
    _tell(" ".join(["by hand", *more]), world.LAST_DAY, cost)
    return Measured(cost, json.loads(result.read_text("utf-8")))


def _tell(who: str, day: date, cost: Cost) -> None:
    print(
        f"{who} {day}: {cost.seconds:.1f} s, {cost.cpu_seconds:.1f} s of processor, "
        f"{cost.peak_bytes / 2**30:.2f} GiB, {cost.read_bytes / 1e6:.0f} MB read, "
        f"{cost.written_bytes / 1e6:.0f} MB written",
        flush=True,
    )


def _size(word: str) -> tuple[Register, int]:
    name, _, rows = word.partition("=")
    return REGISTERS[name], int(rows)


def main() -> None:
    """Reads the words, measures, prints, and writes the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("sizes", nargs="*", default=SIZES, metavar="REGISTER=ROWS")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--no-counting", action="store_true")
    parser.add_argument("--no-write", action="store_true")
    words = parser.parse_args()
    benches = []
    for register, rows in map(_size, words.sizes):
        with tempfile.TemporaryDirectory(dir=words.folder, prefix="anping-bench-") as folder:
            benches.append(bench(Path(folder), register, rows, not words.no_counting))
        print(reporting.section(benches[-1]), flush=True)
    if not words.no_write:
        DOCUMENT.write_text(reporting.text(benches), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except (RuntimeError, subprocess.SubprocessError) as error:
        raise SystemExit(str(error)) from None
