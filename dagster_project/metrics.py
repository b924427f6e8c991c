"""Figures by the names of metrics, from the snapshot that serves: MetricFlow's command `mf`.

Its single commands are called, and never `mf` itself, which asks a package index on the internet
each time whether there is a newer version.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dagster_project.settings import Workspace
from dagster_project.warehouse import build, transform
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet

PROJECT_FILES = ("dbt_project.yml", "profiles.yml")


def ask(workspace: Workspace, command: str, words: Sequence[str]) -> None:
    """Lets a command of `mf` answer, from what everyone sees of the snapshot.

    Raises:
        NoSnapshotError: nothing has been published yet.
        TransformError: the dbt project does not parse.
        SystemExit: always at the end, as click has it.
    """
    serving = snapshots.current(workspace.published)
    with TemporaryDirectory(prefix="anping-metrics-") as folder:
        project = Path(folder)
        _lay_out(project, transform.metrics_path(workspace))
        surroundings = {
            "DBT_PROJECT_DIR": folder,
            "DBT_PROFILES_DIR": folder,
            "DBT_LOG_PATH": str(workspace.logs / "dbt"),
            "DBT_LOG_LEVEL_FILE": "none",
            "DBT_TARGET": "published",
            "ANPING_SNAPSHOT": str(serving.file(Outlet.OPEN)),
        }
        with transform.told(surroundings):
            from dbt_metricflow.cli.main import cli

            cli.commands[command].main(list(words), prog_name=f"anping metrics {command}")


def _lay_out(project: Path, metrics: Path) -> None:
    """What `mf` needs of a dbt project: its settings, and the metrics as dbt understood them."""
    for name in PROJECT_FILES:
        shutil.copyfile(build.DBT_PROJECT / name, project / name)
    said = json.loads(metrics.read_text(encoding="utf-8"))
    tables = (*said["semantic_models"], *said["project_configuration"]["time_spines"])
    for table in tables:
        _move(table["node_relation"])
    target = project / "target" / "semantic_manifest.json"
    target.parent.mkdir()
    target.write_text(json.dumps(said), encoding="utf-8")


def _move(relation: dict[str, Any]) -> None:
    """Names the published table in place of the model in the build that it is a copy of."""
    name = relation["alias"].removeprefix("open_")
    relation |= {
        "alias": name,
        "schema_name": "main",
        "database": str(Outlet.OPEN),
        "relation_name": f'"{Outlet.OPEN}"."main"."{name}"',
    }
