"""What dbt says where a model is wrong."""

import shutil
from pathlib import Path

import pytest

from dagster_project.settings import Workspace
from dagster_project.warehouse import build, transform
from dagster_project.warehouse.transform import TransformError


def test_model_that_does_not_parse__is_named_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The complaint names the log, and nothing stands there that is not wrong."""
    project = tmp_path / "dbt"
    (project / "models").mkdir(parents=True)
    for path in build.DBT_PROJECT.glob("*.yml"):
        shutil.copy(path, project)
    (project / "models" / "half.sql").write_text("SELECT {{ ref('whole')", encoding="utf-8")
    monkeypatch.setattr(build, "DBT_PROJECT", project)
    workspace = Workspace(tmp_path / "workspace")
    with pytest.raises(TransformError) as caught:
        transform.manifest_path(workspace)
    log = workspace.logs / "dbt" / "dbt.log"
    assert str(log) in str(caught.value)
    said = log.read_text("utf-8")
    assert "half.sql" in said
    assert "[error]" in said
    assert "[info]" not in said
    assert "[debug]" not in said
