"""The house: imports point downward only, and importing does no work."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "data_contracts": (
        "dagster_project",
        "dashboards",
        "dagster",
        "dagster_dbt",
        "dagster_webserver",
        "dbt",
        "streamlit",
        "great_expectations",
    ),
    "dashboards": (
        "dagster_project",
        "dagster",
        "dagster_dbt",
        "dagster_webserver",
        "dbt",
        "great_expectations",
    ),
    "dagster_project": ("dashboards", "streamlit", "plotly"),
    "dagster_project/sources": ("dagster", "dagster_dbt", "dagster_project.assets", "duckdb"),
    "dagster_project/checks": ("dagster", "dagster_dbt", "dagster_project.warehouse"),
    "dagster_project/warehouse": ("dagster", "dagster_dbt", "dagster_project.assets"),
}
"""Inside a folder, none of these packages is imported, at the top of a module or within it."""


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_imports__point_downward(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in modules(folder)
        for module in imported(path)
        for package in FORBIDDEN[folder]
        if _is_within(module, package)
    ]
    assert modules(folder)
    assert found == []


@pytest.mark.parametrize(
    ("package", "home"),
    [
        ("great_expectations", "dagster_project/checks/expectations.py"),
        ("fastexcel", "dagster_project/sources/workbook.py"),
        ("chinese_calendar", "dagster_project/sources/calendar.py"),
        ("dbt", "dagster_project/warehouse/transform.py"),
        ("dbt_metricflow", "dagster_project/metrics.py"),
        ("sqlglot", "data_contracts/condition.py"),
        ("typst", "dagster_project/scorecards/document.py"),
    ],
)
def test_imports__a_library_has_one_home(package: str, home: str) -> None:
    """The demo's truth counts for itself, and so may ask a library itself."""
    found = {
        str(path.relative_to(ROOT))
        for folder in ("data_contracts", "dagster_project", "dashboards")
        for path in modules(folder)
        if any(_is_within(module, package) for module in imported(path))
        and "demo/truth" not in path.as_posix()
    }
    assert found == {home}


def test_sources__know_no_table() -> None:
    """A contract's name in the code that reads files would be a second place to change."""
    names = ("hotline_ticket", "supervision_finding", "unit_sector")
    found = [
        f"{path.name}: {name}"
        for path in modules("dagster_project/sources")
        for name in names
        if name in path.read_text(encoding="utf-8")
    ]
    assert found == []


def _loaded_by(statement: str, home: Path) -> set[str]:
    """The modules that are there after `statement`, run in an empty home and folder."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "ANPING_HOME": str(home / "none"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    script = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_import__of_the_definitions_does_no_work(tmp_path: Path) -> None:
    """Neither slow libraries nor files nor a workspace: all that is needed when it runs."""
    loaded = _loaded_by("import dagster_project.definitions", tmp_path)
    assert "dagster" in loaded
    assert not loaded & {"great_expectations", "dbt.cli.main", "dbt.cli", "streamlit", "pandas"}
    assert list(tmp_path.iterdir()) == []


def test_import__of_the_contracts_loads_nothing_from_above(tmp_path: Path) -> None:
    statement = "import data_contracts.loader, data_contracts.snapshot, data_contracts.query"
    loaded = _loaded_by(statement, tmp_path)
    above = ("dagster", "dbt", "streamlit", "dashboards")
    assert [name for name in loaded if name.startswith(above)] == []
    assert list(tmp_path.iterdir()) == []
