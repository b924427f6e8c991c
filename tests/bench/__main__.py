"""`make bench`: the product and a script on the same files, its releases, docs/benchmarks.md.

    python -m tests.bench [REGISTER=ROWS ...] [release=SCALE ...] [analysis=SCALE ...]
        [pages=SCALE|CLUES ...]
        [--folder DIR] [--no-counting] [--no-write]

Each word is a section of the document, which takes the place of the one of that name. Every
run is a process of its own. Speed counts as a ratio within one bench, for machines differ and
are never idle; the tool's start-up is what a run with a single row takes.
"""

import argparse
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from dagster_project.demo.records import Scale
from dagster_project.settings import Workspace
from data_contracts import snapshot as snapshots
from tests.bench import (
    analysis,
    clues,
    comparing,
    hotline,
    pages,
    release,
    reporting,
    runs,
    surveys,
    world,
)
from tests.bench.analysis import AnalysisBench
from tests.bench.pages import PagesBench
from tests.bench.register import Register
from tests.bench.release import ReleaseBench
from tests.bench.runs import Measured

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
REGISTERS = {one.REGISTER.name: one.REGISTER for one in (hotline, clues, surveys)}
RELEASE, ANALYSIS, PAGES = "release", "analysis", "pages"
METAVAR = f"REGISTER=ROWS|{RELEASE}=SCALE|{ANALYSIS}=SCALE|{PAGES}=SCALE|CLUES"
SECTIONS = [
    *("hotline=1000000", "hotline=10000000"),
    *("clues=100000", "clues=1000000"),
    "surveys=1000000",
    "release=banner",
    "analysis=city",
    *("pages=banner", "pages=city", "pages=10000000"),
]


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
    ran = {"start": runs.product(nearly_empty, world.LAST_DAY)}
    ran["full"] = runs.product(workspace, world.LAST_DAY)
    ran["nothing"] = runs.product(workspace, world.LAST_DAY)
    by_hand = runs.by_hand(workspace, register)
    compared = comparing.differences(
        snapshots.current(workspace.published), folder / "by_hand.duckdb", register.compared
    )
    (folder / "by_hand.duckdb").unlink()
    register.files.write_new_day(workspace, rows)
    ran["day"] = runs.product(workspace, world.NEW_DAY)
    for done in (nearly_empty, workspace):
        shutil.rmtree(done.home)
    counted = _counted(folder, untouched, register, rows) if is_counting else {}
    return Bench(register, rows, ran, counted, by_hand, compared)


def _counted(
    folder: Path, untouched: Path, register: Register, rows: int
) -> dict[str, dict[str, int]]:
    """The rows that the same runs read and write, on a workspace in which nothing has run."""
    nearly_empty = world.lay_out(folder / "start", register.sources)
    register.files.write_one(nearly_empty)
    workspace = Workspace(untouched)
    counted = {
        "start": runs.product(nearly_empty, world.LAST_DAY, "counted"),
        "full": runs.product(workspace, world.LAST_DAY, "counted"),
        "nothing": runs.product(workspace, world.LAST_DAY, "counted"),
        "by_hand": runs.by_hand(workspace, register, "counted"),
    }
    register.files.write_new_day(workspace, rows)
    counted["day"] = runs.product(workspace, world.NEW_DAY, "counted")
    return {name: run.said["rows"] for name, run in counted.items()}


def _measured(
    word: str, folder: Path, is_counting: bool
) -> Bench | ReleaseBench | AnalysisBench | PagesBench:
    """What one word of the command asks for."""
    name, _, size = word.partition("=")
    if name == RELEASE:
        return release.bench(folder, cast(Scale, size))
    if name == ANALYSIS:
        return analysis.bench(folder, cast(Scale, size))
    if name == PAGES:
        return pages.bench(folder, size)
    return bench(folder, REGISTERS[name], int(size), is_counting)


def main() -> None:
    """Reads the words, measures, prints, and writes the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("sections", nargs="*", default=SECTIONS, metavar=METAVAR)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--no-counting", action="store_true")
    parser.add_argument("--no-write", action="store_true")
    words = parser.parse_args()
    benches = []
    for word in words.sections:
        with tempfile.TemporaryDirectory(dir=words.folder, prefix="anping-bench-") as folder:
            benches.append(_measured(word, Path(folder), not words.no_counting))
        print(reporting.section(benches[-1]), flush=True)
    if not words.no_write:
        before = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(reporting.text(benches, before), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except (RuntimeError, subprocess.SubprocessError) as error:
        raise SystemExit(str(error)) from None
