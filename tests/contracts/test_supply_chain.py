"""What the product is made of: licences that go with ours, and code that a scanner passes."""

import ast
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from data_contracts.renderings import licences
from data_contracts.renderings.licences import Fit

ROOT = Path(__file__).parents[2]
PACKAGES = ("data_contracts", "dagster_project", "dashboards")


def test_licences__are_those_of_the_lock() -> None:
    """`make docs` writes them; a package that came or went is seen here."""
    assert licences.PATH.read_text(encoding="utf-8") == licences.text()


def test_licences__every_locked_package_has_a_row() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = [line for line in lock.splitlines() if line and line[0] not in " #"]
    rows = re.findall(r"^\| ([a-z][\w.-]*) \| (\d\S*) \|", licences.text(), re.M)
    assert len(rows) == len(locked) > 200
    assert ("polars", version("polars")) in rows


def test_licences__all_go_with_ours() -> None:
    assert [one for one in licences.packages() if one.fit is Fit.NOT] == []


@pytest.mark.parametrize(
    ("licence", "fit"),
    [
        ("MIT", Fit.FREE),
        ("MIT AND Zlib", Fit.FREE),
        ("LGPL-3.0-only", Fit.UNALTERED),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", Fit.UNALTERED),
        ("(GPL-3.0-only OR MIT) AND ISC", Fit.FREE),
        ("GPL-3.0-only", Fit.NOT),
        ("MIT AND GPL-3.0-only", Fit.NOT),
        ("MIT OR", Fit.FREE),
        ("Proprietary", Fit.NOT),
        ("", Fit.NOT),
        ("MIT and more", Fit.NOT),
    ],
)
def test_fit__of_licences_joined(licence: str, fit: Fit) -> None:
    assert licences.fit(licence) is fit


def test_code__a_scanner_finds_nothing_weak() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", *PACKAGES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_chance__makes_demonstrations_only() -> None:
    """Keys and tokens come from `secrets`."""
    found = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(n.name == "random" for n in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "random")
    }
    assert found
    assert [path for path in found if not path.startswith("dagster_project/demo/")] == []
