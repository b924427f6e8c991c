"""A register and an indicator, added as docs/adding.md says, word for word and without Python."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.command import alone, ended, environment
from tests.integration.workspaces import Run, lay_out

ROOT = Path(__file__).parents[2]
PROGRAM = ("data_contracts", "dagster_project", "dashboards", "dbt", ".streamlit")
EXAMPLE = re.compile(r"^`([^`\n]+)`\n\n```\w+\n(.*?)^```$", re.M | re.S)
PAGES = Path(__file__).parent / "pages_of.py"


@pytest.fixture(scope="module")
def added(tiny: Run, ground: Path) -> tuple[Run, Path]:
    """A copy of the program and of a workspace with the document's files, after a run."""
    program = ground / "program"
    for folder in PROGRAM:
        shutil.copytree(
            ROOT / folder, program / folder, ignore=shutil.ignore_patterns("__pycache__", "target")
        )
    workspace = lay_out(tiny.workspace, ground / "added")
    document = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
    written = EXAMPLE.findall(document)
    assert len(written) == 7
    for name, text in written:
        home = workspace.home if name.startswith("$ANPING_HOME/") else program
        (home / name.removeprefix("$ANPING_HOME/")).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(program))
        done = ended(workspace, alone("run"), seconds=600)
    assert done.code == 0, done.said
    return Run(workspace, done), program


def test_example__holds_no_python() -> None:
    document = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
    assert {Path(name).suffix for name, _ in EXAMPLE.findall(document)} == {
        ".yaml",
        ".yml",
        ".sql",
        ".csv",
    }


def test_register__is_loaded_judged_and_published(added: tuple[Run, Path]) -> None:
    run, _ = added
    assert run.rows("SELECT drill_id, held_on::VARCHAR FROM fct_drill ORDER BY drill_id") == [
        ("D1", "2026-09-08"),
        ("D2", "2026-09-25"),
        ("D3", "2026-10-15"),
        ("D4", None),
        ("D5", None),
    ]
    assert run.rows(
        "SELECT column_name, rule, quarantined_count FROM mart_data_quality "
        "WHERE contract = 'drill' AND quarantined_count > 0"
    ) == [("unit_code", "unknown_reference", 1)]
    assert run.rows("SELECT count(*) FROM mart_register_state WHERE contract = 'drill'") == [(1,)]


def test_indicator__has_its_figures_by_unit_and_area(added: tuple[Run, Path]) -> None:
    """D1 of TK1 was held on time, D2 late; of TK2's two, D3 on time and D4 not at all."""
    run, _ = added
    found = run.rows(
        """
        SELECT subject_code, period, numerator, denominator, value, status
        FROM mart_indicator_value
        WHERE indicator_id = 'OWN01' AND period_kind = 'quarter' AND denominator > 0
            AND subject_code <> '150626'
        ORDER BY ALL
        """
    )
    assert found == [
        ("150626102", "2026-Q3", 1, 2, 50, "ok"),
        ("150626102", "2026-Q4", 1, 2, 50, "provisional"),
        ("TK1", "2026-Q3", 1, 2, 50, "ok"),
        ("TK2", "2026-Q4", 1, 2, 50, "provisional"),
    ]


def test_pages__have_their_rows(added: tuple[Run, Path]) -> None:
    """Drawn by the copy of the program, which knows the register."""
    run, program = added
    drawn = subprocess.run(
        [sys.executable, str(PAGES)],
        env=environment(run.workspace) | {"PYTHONPATH": str(program)},
        capture_output=True,
        timeout=300,
        check=True,
        cwd=program,
    ).stdout.decode()
    overview, _, quality = drawn.partition("\f")
    assert "演练按期开展率" in overview
    assert "应急演练" in quality
