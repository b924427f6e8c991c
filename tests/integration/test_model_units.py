"""Tests that dbt itself runs: the unit tests beside the models, and what it asks of raw rows."""

import json
from pathlib import Path
from typing import Any

import pytest
from dbt.cli.main import dbtRunner

from dagster_project.settings import Workspace
from dagster_project.warehouse import build, transform
from dagster_project.warehouse.manifest import Manifest


@pytest.fixture
def begun(tiny_copy: Workspace) -> Workspace:
    """The tiny workspace with its last build in work."""
    good = Manifest.load(tiny_copy).build
    assert good is not None
    build.resume(tiny_copy, good)
    return tiny_copy


def outcomes(workspace: Workspace, select: str, tmp_path: Path, word: str = "test") -> list[Any]:
    """How the tests that `select` names ended, or the models where they are to `run`."""
    project = str(transform.folder(workspace) / "project")
    words = [word, "--select", select, "--quiet"]
    words += ["--project-dir", project, "--profiles-dir", project]
    words += ["--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path)]
    with transform.environment(workspace):
        done = dbtRunner().invoke([*words, "--vars", json.dumps(transform.variables())])
    return list(getattr(done.result, "results", []))


def test_models__unit_tests_pass(begun: Workspace, tmp_path: Path) -> None:
    with build.opened(begun) as connection:  # No unit test keeps what was made before.
        connection.execute("UPDATE raw.run SET previous_as_of = NULL")
    results = outcomes(begun, "test_type:unit", tmp_path)
    declared = sum(p.read_text().count("\n  - name: ") for p in _files_with_unit_tests())
    assert {r.node.name: r.message for r in results if r.status != "pass"} == {}
    assert 30 <= len(results) <= declared


def _files_with_unit_tests() -> list[Path]:
    return [p for p in build.DBT_PROJECT.rglob("*.yml") if "unit_tests:" in p.read_text()]


def test_raw__rows_that_break_the_contract_fail_its_test(begun: Workspace, tmp_path: Path) -> None:
    """Every kind of breach is one more row returned: a key twice, a gap, an unknown code."""
    with build.opened(begun) as connection:
        for change in (
            "INSERT INTO known.unit_sector FROM known.unit_sector",
            "UPDATE known.area SET name = NULL WHERE level = 'town'",
            "UPDATE known.supervision_finding SET unit_code = 'TK9' WHERE finding_id <> 'F1'",
            "UPDATE known.hotline_ticket SET area_code = '150626109', class = NULL WHERE rowid < 2",
        ):
            assert connection.execute(change).fetchall() > [(0,)]
    results = outcomes(begun, "meets_contract_*", tmp_path)
    broken = {r.node.name: r.failures for r in results if r.status == "fail"}
    assert broken == {
        "meets_contract_unit_sector": 1,
        "meets_contract_area": 1,
        "meets_contract_supervision_finding": 2,
        "meets_contract_hotline_ticket": 4,
    }
    assert {r.status for r in results} == {"fail", "pass"}


def test_published_table__with_a_key_twice_is_not_made(begun: Workspace, tmp_path: Path) -> None:
    with build.opened(begun) as connection:
        connection.execute("INSERT INTO known.sector FROM known.sector LIMIT 1")
    [result] = outcomes(begun, "dim_sector", tmp_path, "run")
    assert result.status == "error"
    assert "1 keys (sector_code) stand more than once" in result.message
