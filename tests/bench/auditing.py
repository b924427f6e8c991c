"""A process that decides what of a release is shown, as the last build had to: HOME RESULT.

Writes to RESULT, as JSON, what the choice of blanks, that of ranges, their audit and all of the
decision took, and how large the system of linked cells was.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from dagster_project.methods import releases, suppression
from dagster_project.methods.cells import blocks
from dagster_project.settings import Workspace
from dagster_project.warehouse import build
from dagster_project.warehouse.manifest import Manifest

IS_CHANGED = (pl.col("was_whole") != pl.col("whole")) | (pl.col("was_met") != pl.col("met"))
"""Whether late and corrected rows changed a figure since it was released."""


class Watched:
    """A function in whose place it stands: how often it was called, with what, and the time."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.seconds, self.cpu_seconds, self.calls = 0.0, 0.0, 0
        self.last: tuple[Any, ...] = ()

    def __call__(self, *words: Any, **options: Any) -> Any:
        self.calls, self.last = self.calls + 1, words
        wall, processor = time.monotonic(), time.process_time()
        try:
            return self._function(*words, **options)
        finally:
            self.seconds += time.monotonic() - wall
            self.cpu_seconds += time.process_time() - processor

    @property
    def took(self) -> dict[str, float]:
        """Seconds by the clock and of the processor, and calls."""
        return {"seconds": self.seconds, "cpu_seconds": self.cpu_seconds, "calls": self.calls}


def main(home: Path, result: Path) -> None:
    """Decides on the figures of the last build, whose release is taken to be due."""
    workspace = Workspace(home)
    manifest = Manifest.load(workspace)
    assert manifest.build is not None, "nothing was built"
    build.resume(workspace, manifest.build)
    with build.opened(workspace) as connection:
        figures, nesting = (
            connection.sql(f"FROM intermediate.int_release_{name}").pl()
            for name in ("figure", "nesting")
        )
    stages = {
        "choosing": (choosing := Watched(suppression.suppress)),
        "telling": (telling := Watched(suppression.tellable)),
        "auditing": (auditing := Watched(suppression.unsafe)),
        "deciding": (deciding := Watched(releases.decide)),
    }
    suppression.suppress, suppression.tellable = choosing, telling
    suppression.unsafe = auditing
    deciding(figures, nesting, True)
    cells, hidden = auditing.last[:2]
    wished = ~np.isnan(telling.last[2].low)
    is_new = (cells.cost > 0) & np.isfinite(cells.cost)
    said = {
        "release": manifest.releases[-1].id,
        "took": {name: stage.took for name, stage in stages.items()},
        "figures": len(figures),
        "changed": len(figures.filter(IS_CHANGED)),
        "cells": len(cells.value),
        "sensitive": int(cells.sensitive.sum()),
        "new": int(is_new.sum()),
        "blank": int((hidden & is_new).sum()),
        "wished": int(wished.sum()),
        "told": int((np.isfinite(cells.ceiling) & wished).sum()),
        "largest_block": max(map(len, blocks(cells.sums))),
    }
    result.write_text(json.dumps(said, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
