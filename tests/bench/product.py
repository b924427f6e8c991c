"""A process that is one run of the product at a time of our choosing: HOME TIME RESULT [counted].

Writes to RESULT, as JSON, the seconds of every step of the run and, where it is `counted`,
the rows that its queries read and wrote; counting costs time, so it is never timed.
"""

import json
import os
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagster_project.settings import Workspace


def main(home: Path, at: datetime, result: Path, is_counted: bool) -> None:
    """Runs the product and writes what is known of the run."""
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    if is_counted:
        from tests.bench import counting

        counting.begin()
    from dagster import DagsterEventType

    from dagster_project import pipeline
    from dagster_project.settings import Workspace

    workspace = Workspace(home)
    with _surroundings(workspace):
        done = pipeline.run(workspace, clock=lambda: at)
    seconds: dict[str, float] = {}
    with pipeline.instance(workspace) as kept:
        run = kept.get_run_records(limit=1)[0]
        for entry in kept.all_logs(run.dagster_run.run_id):
            event = entry.dagster_event
            if event is None:
                continue
            if event.event_type is DagsterEventType.STEP_SUCCESS:
                seconds[entry.step_key] = event.step_success_data.duration_ms / 1000
            elif event.event_type is DagsterEventType.ASSET_MATERIALIZATION:
                found = event.materialization.metadata.get("seconds")
                if found is not None and entry.step_key == "models":
                    seconds["model " + event.asset_key.path[-1]] = float(found.value)
    said = {
        "complaints": done.complaints,
        "snapshot_id": done.snapshot_id,
        "seconds": seconds,
        "rows": counting.end() if is_counted else {},
    }
    result.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


def _surroundings(workspace: "Workspace") -> AbstractContextManager[None]:
    """The other systems that the demo world reads from."""
    if not workspace.settings().demo:
        return nullcontext()
    from dagster_project.demo import services

    return services.running(workspace)


if __name__ == "__main__":
    words = sys.argv[1:]
    main(Path(words[0]), datetime.fromisoformat(words[1]), Path(words[2]), words[3:] == ["counted"])
