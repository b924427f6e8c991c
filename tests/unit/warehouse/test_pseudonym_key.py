"""The key that turns ids into pseudonyms: given or made once, outside the data, read by one."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.settings import Settings, Workspace
from dagster_project.warehouse import pseudonyms
from dagster_project.warehouse.manifest import Manifest
from dagster_project.warehouse.pseudonyms import VARIABLE
from dagster_project.warehouse.session import Session
from data_contracts.configuration import ConfigurationError
from tests.unit.warehouse.entries import a_delivery

GIVEN = "0123456789abcdef" * 4


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
    for path in (workspace.pseudonym_key, workspace.coming_key):
        for folder in (workspace.warehouse, workspace.landing, workspace.published):
            assert not path.is_relative_to(folder)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_key__that_others_may_read_is_refused(workspace: Workspace, mode: int) -> None:
    key_of(workspace)
    workspace.pseudonym_key.chmod(mode)
    with pytest.raises(ConfigurationError, match=r"pseudonym\.key.*chmod 600"):
        key_of(workspace)


@pytest.mark.parametrize("content", ["", "xyz", "00" * 31, "0" * 65, "0x" * 32, "01 " * 32])
def test_key__too_short_or_no_key_is_refused_and_kept(workspace: Workspace, content: str) -> None:
    """A new one in its place would give every known id another pseudonym."""
    workspace.pseudonym_key.write_text(content)
    workspace.pseudonym_key.chmod(0o600)
    with pytest.raises(ConfigurationError, match=r"pseudonym\.key"):
        key_of(workspace)
    assert workspace.pseudonym_key.read_text() == content


def test_key__behind_a_link_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(GIVEN)
    elsewhere.chmod(0o600)
    workspace.pseudonym_key.symlink_to(elsewhere)
    with pytest.raises(ConfigurationError, match=r"pseudonym\.key.*regular file"):
        key_of(workspace)
    elsewhere.unlink()
    with pytest.raises(ConfigurationError, match=r"pseudonym\.key.*regular file"):
        key_of(workspace)


def test_key__that_is_a_folder_is_refused(workspace: Workspace) -> None:
    workspace.pseudonym_key.mkdir(mode=0o700)
    with pytest.raises(ConfigurationError, match=r"pseudonym\.key.*regular file"):
        key_of(workspace)


def test_key__of_another_user_is_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_of(workspace)
    owner = workspace.pseudonym_key.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    with pytest.raises(ConfigurationError, match=r"pseudonym\.key.*chown"):
        key_of(workspace)


@pytest.mark.parametrize("given", [GIVEN, GIVEN.upper(), GIVEN * 3])
def test_variable__comes_before_the_file(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    key_of(workspace)
    monkeypatch.setenv(VARIABLE, given)
    assert key_of(workspace) == bytes.fromhex(given)
    assert pseudonyms.place(workspace) == VARIABLE


def test_variable__needs_no_file(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, GIVEN)
    assert key_of(workspace) == bytes.fromhex(GIVEN)
    assert list(workspace.home.iterdir()) == []


@pytest.mark.parametrize("given", ["", " ", GIVEN[:-2], GIVEN + "a", GIVEN[:-1] + "g", f" {GIVEN}"])
def test_variable__malformed_is_a_sentence_that_does_not_quote_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    """Nor does it fall back on the file: a secret that failed to arrive would go unnoticed."""
    key_of(workspace)
    monkeypatch.setenv(VARIABLE, given)
    with pytest.raises(ConfigurationError, match=VARIABLE) as caught:
        key_of(workspace)
    for said in (caught.value.cn, caught.value.en):
        assert VARIABLE in said
        assert GIVEN[:8] not in said
        assert "\n" not in said


def test_fingerprint__tells_keys_apart_and_holds_nothing_of_them() -> None:
    keys = [bytes([number]) * 32 for number in range(100)]
    prints = {pseudonyms.fingerprint(key) for key in keys}
    assert len(prints) == len(keys)
    assert all(len(one) == 16 and int(one, 16) for one in prints)
    assert not {key.hex()[:16] for key in keys} & prints


def test_key__of_loaded_rows_is_never_made_anew(workspace: Workspace) -> None:
    with pytest.raises(ConfigurationError, match="gone") as caught:
        pseudonyms.key(workspace, Manifest(deliveries=[a_delivery(1)]))
    assert "rotate-key" in caught.value.cn
    assert not workspace.pseudonym_key.exists()


def test_key__other_than_that_of_loaded_rows_is_refused(workspace: Workspace) -> None:
    known = pseudonyms.fingerprint(key_of(workspace))
    rows = [a_delivery(1)]
    assert pseudonyms.key(workspace, Manifest(deliveries=rows, key_print=known))
    assert pseudonyms.key(workspace, Manifest(deliveries=rows)), "of an earlier version"
    assert pseudonyms.key(workspace, Manifest(key_print="another")), "nothing was loaded"
    with pytest.raises(ConfigurationError, match="would not match"):
        pseudonyms.key(workspace, Manifest(deliveries=rows, key_print="another"))


def test_settle__remembers_the_fingerprint_and_drops_a_key_that_never_counted(
    workspace: Workspace,
) -> None:
    key_of(workspace)
    workspace.coming_key.write_text(GIVEN)
    manifest = Manifest(deliveries=[a_delivery(1)])
    pseudonyms.settle(workspace, manifest)
    assert Manifest.load(workspace).key_print == pseudonyms.fingerprint(key_of(workspace))
    assert not workspace.coming_key.exists()
