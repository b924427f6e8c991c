"""The unit tests that stand beside the dbt models: every rule on two or three rows."""

import json
from pathlib import Path

from dbt.cli.main import dbtRunner

from dagster_project.settings import Workspace
from dagster_project.warehouse import build, transform
from dagster_project.warehouse.manifest import Manifest


def test_models__unit_tests_pass(tiny_copy: Workspace, tmp_path: Path) -> None:
    good = Manifest.load(tiny_copy).build
    assert good is not None
    build.resume(tiny_copy, good)
    with build.opened(tiny_copy) as connection:  # No unit test keeps what was made before.
        connection.execute("UPDATE raw.run SET previous_as_of = NULL")
    project = str(transform.folder(tiny_copy) / "project")
    words = ["test", "--select", "test_type:unit", "--quiet"]
    words += ["--project-dir", project, "--profiles-dir", project]
    words += ["--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path)]
    with transform.environment(tiny_copy):
        done = dbtRunner().invoke([*words, "--vars", json.dumps(transform.variables())])
    results = list(getattr(done.result, "results", []))
    declared = sum(p.read_text().count("\n  - name: ") for p in _files_with_unit_tests())
    assert {r.node.name: r.message for r in results if r.status != "pass"} == {}
    assert 30 <= len(results) <= declared


def _files_with_unit_tests() -> list[Path]:
    return [p for p in build.DBT_PROJECT.rglob("*.yml") if "unit_tests:" in p.read_text()]
