"""The key that turns ids into pseudonyms: made once, outside the warehouse, readable by one."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.configuration import ConfigurationError
from dagster_project.settings import Settings, Workspace
from dagster_project.warehouse.manifest import Manifest
from dagster_project.warehouse.session import Session


def key_of(workspace: Workspace) -> bytes:
    settings = Settings(home_area="150626102")
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return Session(workspace, settings, Manifest(), at, {}).pseudonym_key


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_key__made_once_and_readable_by_its_owner_only(workspace: Workspace) -> None:
    key = key_of(workspace)
    assert len(key) == 32
    assert stat.S_IMODE(workspace.pseudonym_key.stat().st_mode) == 0o600
    assert key_of(workspace) == key


def test_key__another_workspace_has_another(tmp_path: Path) -> None:
    keys = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        keys.add(key_of(Workspace(tmp_path / name)))
    assert len(keys) == 2


def test_key__lies_outside_the_warehouse(workspace: Workspace) -> None:
    for folder in (workspace.warehouse, workspace.landing, workspace.published):
        assert not workspace.pseudonym_key.is_relative_to(folder)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_key__that_others_may_read_is_refused(workspace: Workspace, mode: int) -> None:
    key_of(workspace)
    workspace.pseudonym_key.chmod(mode)
    with pytest.raises(ConfigurationError, match=r"pseudonym\.key"):
        key_of(workspace)


@pytest.mark.parametrize("content", ["", "xyz", "00" * 31])
def test_key__too_short_or_no_key_is_refused_and_kept(workspace: Workspace, content: str) -> None:
    """A new one in its place would give every known id another pseudonym."""
    workspace.pseudonym_key.write_text(content)
    workspace.pseudonym_key.chmod(0o600)
    with pytest.raises(ConfigurationError, match=r"pseudonym\.key"):
        key_of(workspace)
    assert workspace.pseudonym_key.read_text() == content
