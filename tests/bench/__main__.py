"""`make bench`: the product and the script on the same files, and docs/benchmarks.md.

    python -m tests.bench [--rows 1000000,10000000] [--folder DIR] [--keep] [--no-write]

Every run is a process of its own. Speed counts as a ratio within one bench, for machines
differ and are never idle; the tool's start-up is what a run with nothing new takes.
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
from tests.bench import comparing, hotline, measuring, reporting, world
from tests.bench.measuring import PYTHON, Cost

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Measured:
    """One process of the bench: what it took and what it said of itself."""

    cost: Cost
    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """All that was measured of one size of one register."""

    rows: int
    runs: dict[str, Measured]
    counted: dict[str, dict[str, int]]
    by_hand: Measured
    compared: dict[str, tuple[int, int]]


def bench(folder: Path, rows: int, is_counting: bool) -> Bench:
    """A workspace of `rows` tickets, run in full, with nothing new, with one new day."""
    nearly_empty = world.lay_out(folder / "start", hotline.SOURCES)
    hotline.write_one(nearly_empty)
    start = _product(folder, nearly_empty.home, world.LAST_DAY)
    home = folder / "workspace"
    workspace = world.lay_out(home, hotline.SOURCES)
    hotline.write(workspace, rows)
    counted: dict[str, dict[str, int]] = {}
    runs = {"start": start, "full": _product(folder, home, world.LAST_DAY)}
    runs["nothing"] = _product(folder, home, world.LAST_DAY)
    by_hand = _by_hand(folder, home)
    snapshot = workspace.published / runs["full"].said["snapshot_id"]
    compared = comparing.differences(snapshot, folder / "by_hand.duckdb", comparing.HOTLINE)
    (folder / "by_hand.duckdb").unlink()
    copy = folder / "counted"
    if is_counting:
        shutil.copytree(home, copy)
    hotline.write_new_day(workspace, rows)
    runs["day"] = _product(folder, home, world.NEW_DAY)
    shutil.rmtree(home)
    if is_counting:
        other = Workspace(copy)
        hotline.write_new_day(other, rows)
        counted["day"] = _product(folder, copy, world.NEW_DAY, "counted").said["rows"]
        for made in (other.warehouse, other.published, other.landing, other.quarantine):
            shutil.rmtree(made)
        (copy / hotline.FOLDER / hotline.new_day_file()).unlink()
        counted["full"] = _product(folder, copy, world.LAST_DAY, "counted").said["rows"]
        shutil.rmtree(copy)
    return Bench(rows, runs, counted, by_hand, compared)


def _product(folder: Path, home: Path, day: date, *more: str) -> Measured:
    at = world.morning_after(day).isoformat()
    result = folder / "result.json"
    words = [PYTHON, "-m", "tests.bench.product", str(home), at, str(result), *more]
    cost = measuring.run(words, folder / "product.log")
    said = json.loads(result.read_text("utf-8"))
    if said["complaints"]:
        raise RuntimeError("\n".join(said["complaints"]))
    _tell("anping", day, cost)
    return Measured(cost, said)


def _by_hand(folder: Path, home: Path) -> Measured:
    at = world.morning_after(world.LAST_DAY).isoformat()
    result = folder / "by_hand.json"
    words = [PYTHON, "-m", "tests.bench.by_hand", "hotline", str(home), at]
    cost = measuring.run(
        [*words, str(folder / "by_hand.duckdb"), str(result)], folder / "by_hand.log"
    )
    _tell("by hand", world.LAST_DAY, cost)
    return Measured(cost, json.loads(result.read_text("utf-8")))


def _tell(who: str, day: date, cost: Cost) -> None:
    print(
        f"{who} {day}: {cost.seconds:.1f} s, {cost.cpu_seconds:.1f} s of processor, "
        f"{cost.peak_bytes / 2**30:.2f} GiB, {cost.read_bytes / 1e6:.0f} MB read, "
        f"{cost.written_bytes / 1e6:.0f} MB written",
        flush=True,
    )


def main() -> None:
    """Reads the words, measures, prints, and writes the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--rows", default="1000000,10000000")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--no-counting", action="store_true")
    parser.add_argument("--no-write", action="store_true")
    words = parser.parse_args()
    benches = []
    for rows in map(int, words.rows.split(",")):
        with tempfile.TemporaryDirectory(dir=words.folder, prefix="anping-bench-") as folder:
            benches.append(bench(Path(folder), rows, not words.no_counting))
    text = reporting.text(benches)
    print(text)
    if not words.no_write:
        DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except (RuntimeError, subprocess.SubprocessError) as error:
        raise SystemExit(str(error)) from None
