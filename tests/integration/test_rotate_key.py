"""A new pseudonym key: the same figures under other pseudonyms, and no old one left."""

import hmac
import secrets
import shutil
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from dagster_project.settings import Workspace
from dagster_project.warehouse import pseudonyms
from dagster_project.warehouse.manifest import Manifest, accepted_file
from dagster_project.warehouse.pseudonyms import VARIABLE
from data_contracts import loader, query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from tests.integration.command import MORNING, Ended, anping
from tests.integration.scanner import Scanner
from tests.integration.test_nothing_new import state
from tests.integration.workspaces import Run, deliver, deliver_tickets, lay_out, tickets

IDS = [line.partition(",")[0] for month in (9, 10, 11) for line in tickets(month)]
ABOUT_LOADS = ("snapshot", "mart_data_quality", "mart_register_state")
TODAY = MORNING + timedelta(days=1)
RENAMED = "九月 2026-09.zip"


def hashed(ids: list[str], key: bytes) -> set[str]:
    """Pseudonyms worked out anew, by RFC 2104."""
    return {hmac.new(key, one.encode(), sha256).hexdigest()[:32] for one in ids}


def key_of(workspace: Workspace) -> bytes:
    return bytes.fromhex(workspace.pseudonym_key.read_text())


def published(workspace: Workspace) -> dict[str, list[str]]:
    """Every exact row of every table but those about loads, pseudonyms left out."""
    serving = snapshots.current(workspace.published)
    found = {}
    for table in loader.mart_contracts().values():
        if table.id not in ABOUT_LOADS:
            outlet = Outlet.OFFICE if table.stands_in(Outlet.OFFICE) else table.outlet
            frame = query.trusted(serving, f"FROM {table.id}", outlet).drop(
                "ticket_id", strict=False
            )
            found[table.id] = sorted(map(repr, frame.rows()))
    return found


def in_restricted(workspace: Workspace) -> set[str]:
    serving = snapshots.current(workspace.published)
    frame = query.trusted(serving, "SELECT ticket_id FROM fct_hotline_ticket", Outlet.RESTRICTED)
    return set(frame["ticket_id"])


def landed(workspace: Workspace) -> set[str]:
    """The pseudonyms of every accepted row that counts."""
    deliveries = Manifest.load(workspace).accepted("hotline_ticket")
    return {
        one
        for delivery in deliveries
        for one in pl.read_parquet(accepted_file(workspace, delivery))["ticket_id"]
    }


@dataclass(frozen=True, slots=True)
class Rotated:
    """A workspace of two days whose key was rotated, and what it was before."""

    workspace: Workspace
    ended: Ended
    old_key: bytes
    before: dict[str, list[str]]
    hits: set[str]

    @property
    def old(self) -> set[str]:
        """The pseudonyms that there were, and the key behind them."""
        return hashed(IDS, self.old_key)


@pytest.fixture(scope="module")
def rotated(tiny: Run, ground: Path) -> Rotated:
    """With an earlier snapshot, a build on a base, and the answer of a past day lying about.

    One of the files has another name by then.
    """
    workspace = lay_out(tiny.workspace, ground / "rotated")
    deliver_tickets(workspace, 11)
    for words in (("run",), ("run", "--as-of", f"{MORNING:%Y-%m-%d}")):
        done = anping(workspace, *words, at=TODAY)
        assert done.code == 0, done.err
    old_key, before = key_of(workspace), published(workspace)
    hits = Scanner(hashed(IDS, old_key)).in_folder(workspace.home)
    folder = workspace.inbox / "hotline"
    (folder / "2026-09.zip").rename(folder / RENAMED)
    done = anping(workspace, "rotate-key", at=TODAY)
    folders = {Path(hit.where).parts[0] for hit in hits}
    return Rotated(workspace, done, old_key, before, folders)


def test_rotate_key__pseudonyms_are_those_of_the_new_key(rotated: Rotated) -> None:
    assert rotated.ended.code == 0, rotated.ended.err
    key = key_of(rotated.workspace)
    assert key != rotated.old_key
    assert len(rotated.old) == 60
    assert in_restricted(rotated.workspace) == hashed(IDS, key) == landed(rotated.workspace)
    assert not in_restricted(rotated.workspace) & rotated.old


def test_rotate_key__a_file_by_another_name_is_there(rotated: Rotated) -> None:
    """What was read of it as 2026-09.zip is read again, and no row is lost."""
    assert rotated.ended.code == 0, rotated.ended.err
    assert RENAMED in rotated.ended.err
    assert hashed(IDS[:20], key_of(rotated.workspace)) < in_restricted(rotated.workspace)


def test_rotate_key__figures_stay(rotated: Rotated) -> None:
    assert len(rotated.before["mart_indicator_value"]) > 10
    assert published(rotated.workspace) == rotated.before


def test_rotate_key__nothing_is_left_of_the_old_pseudonyms_and_key(rotated: Rotated) -> None:
    assert rotated.hits == {"landing", "published", "scratch", "warehouse"}, "where they were"
    scanner = Scanner(rotated.old | {rotated.old_key.hex()})
    assert scanner.in_folder(rotated.workspace.home) == []
    assert not rotated.workspace.coming_key.exists()


def test_rotate_key__says_what_to_do_and_never_the_key(rotated: Rotated) -> None:
    assert "备份" in rotated.ended.err
    assert "back the new key up" in rotated.ended.err
    key = key_of(rotated.workspace).hex()
    assert Scanner([key]).in_text(rotated.ended.said) == set()
    where = Scanner([key]).in_folder(rotated.workspace.home, rotated.workspace.pseudonym_key)
    assert where == []


def test_rotate_key__running_again_changes_nothing(rotated: Rotated) -> None:
    before = state(rotated.workspace)
    done = anping(rotated.workspace, "run", at=TODAY)
    assert done.code == 0, done.err
    assert state(rotated.workspace) == before


@pytest.fixture(scope="module")
def recalled(rotated: Rotated) -> Ended:
    """The day of the change, asked for while the key is away."""
    path = rotated.workspace.pseudonym_key
    aside = path.rename(path.with_name("aside"))
    try:
        return anping(rotated.workspace, "run", "--as-of", f"{TODAY:%Y-%m-%d}", at=TODAY)
    finally:
        aside.rename(path)


def test_run_as_of__needs_no_key(rotated: Rotated, recalled: Ended) -> None:
    """It reads no source; what it shows was made pseudonymous long ago."""
    assert recalled.code == 0, recalled.err
    scratch = rotated.workspace.scratch(TODAY.date())
    assert in_restricted(scratch) == hashed(IDS, key_of(rotated.workspace))


def test_rotate_key__the_past_before_it_is_unknown(rotated: Rotated, recalled: Ended) -> None:
    done = anping(rotated.workspace, "run", "--as-of", f"{MORNING:%Y-%m-%d}", at=TODAY)
    assert done.code == 1
    assert "未知" in done.err
    assert f"{TODAY:%Y-%m-%d}" in done.err
    assert recalled.code == 0, recalled.err
    assert published(rotated.workspace.scratch(TODAY.date())) == rotated.before


def test_rotate_key__plain_registers_keep_their_history(rotated: Rotated) -> None:
    deliveries = Manifest.load(rotated.workspace).deliveries
    kept = {d.contract for d in deliveries if d.loaded_at == MORNING}
    assert {"area", "unit", "supervision_finding"} <= kept
    assert "hotline_ticket" not in kept


@dataclass(frozen=True, slots=True)
class Kept:
    """What must be as it was where a rotation is refused."""

    workspace: Workspace
    served: dict[str, list[str]]
    ids: set[str]
    files: dict[str, tuple[int, str]]

    def assert_same(self) -> None:
        """Everything serves and lies as before, and a run has nothing to do."""
        assert published(self.workspace) == self.served
        assert in_restricted(self.workspace) == self.ids
        done = anping(self.workspace, "run")
        assert done.code == 0, done.err
        assert state(self.workspace) == self.files


@pytest.fixture
def kept(tiny_copy: Workspace) -> Kept:
    ids = in_restricted(tiny_copy)
    return Kept(tiny_copy, published(tiny_copy), ids, state(tiny_copy))


def test_rotate_key__is_refused_where_a_file_is_gone(kept: Kept) -> None:
    """It names the source and the file, and nothing has changed."""
    (kept.workspace.inbox / "hotline" / "2026-09.zip").unlink()
    key = key_of(kept.workspace)
    done = anping(kept.workspace, "rotate-key")
    assert done.code == 1
    for said in ("hotline_ticket", "2026-09.zip", "rotate-key"):
        assert said in done.err
    [refusal] = [line for line in done.err.splitlines() if "no longer give" in line]
    assert "2026-10.csv" not in refusal, "that one is there"
    assert key_of(kept.workspace) == key
    kept.assert_same()
    assert not kept.workspace.coming_key.exists()


def test_rotate_key__is_refused_where_a_file_gives_fewer_rows(kept: Kept) -> None:
    """What was added to the register by an earlier content of the file would be lost."""
    path = kept.workspace.inbox / "hotline" / "2026-10.csv"
    lines = path.read_text("gb18030").splitlines()
    deliver(kept.workspace, "hotline/2026-10.csv", *lines[:-3])
    done = anping(kept.workspace, "run")
    assert done.code == 0, done.err
    done = anping(kept.workspace, "rotate-key")
    assert done.code == 1
    assert "2026-10.csv" in done.err
    assert in_restricted(kept.workspace) == kept.ids


def test_rotate_key__is_refused_where_the_source_is_no_longer_mapped(kept: Kept) -> None:
    mapping = kept.workspace.mappings / "hotline_ticket.yml"
    text = mapping.read_bytes()
    mapping.unlink()
    done = anping(kept.workspace, "rotate-key")
    assert done.code == 1
    assert "hotline_ticket" in done.err
    mapping.write_bytes(text)
    kept.assert_same()


@pytest.fixture
def variable(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """For a key in the environment."""
    monkeypatch.delenv(VARIABLE, raising=False)
    return monkeypatch


def test_run__under_another_key_is_refused(kept: Kept, variable: pytest.MonkeyPatch) -> None:
    """Whether another file or a variable beside it; nothing was read."""
    old = kept.workspace.pseudonym_key.read_text()
    other = secrets.token_hex(32)
    deliver_tickets(kept.workspace, 11)

    def assert_refused() -> None:
        done = anping(kept.workspace, "run")
        assert done.code == 1
        for said in ("化名密钥", "key changed", "would not match", "restore", "anping rotate-key"):
            assert said in done.err
        assert other not in done.said
        assert state(kept.workspace) == kept.files

    kept.workspace.pseudonym_key.write_text(other)
    assert_refused()
    said = anping(kept.workspace, "doctor")
    assert said.code == 1
    assert "key changed" in said.out
    kept.workspace.pseudonym_key.write_text(old)
    variable.setenv(VARIABLE, other)
    assert_refused()
    variable.setenv(VARIABLE, old)
    kept.workspace.pseudonym_key.unlink()
    done = anping(kept.workspace, "run")
    assert done.code == 0, done.err
    assert in_restricted(kept.workspace) == hashed(IDS, bytes.fromhex(old))


def test_rotate_key__takes_the_new_value_of_the_variable(
    kept: Kept, variable: pytest.MonkeyPatch
) -> None:
    old, new = kept.workspace.pseudonym_key.read_text(), secrets.token_hex(48)
    kept.workspace.pseudonym_key.unlink()
    variable.setenv(VARIABLE, old)
    done = anping(kept.workspace, "rotate-key")
    assert done.code == 1
    assert f"{VARIABLE} still holds the key in use" in done.err
    kept.assert_same()
    variable.setenv(VARIABLE, new)
    done = anping(kept.workspace, "rotate-key")
    assert done.code == 0, done.err
    assert in_restricted(kept.workspace) == hashed(IDS[:40], bytes.fromhex(new))
    assert published(kept.workspace) == kept.served
    assert not kept.workspace.pseudonym_key.exists()
    assert Scanner([new, old, *kept.ids]).in_folder(kept.workspace.home) == []
    assert Scanner([new, old]).in_text(done.said) == set()
    done = anping(kept.workspace, "run")
    assert done.code == 0, done.err


def test_run__where_the_key_is_lost(kept: Kept) -> None:
    """No new one is made by the way: it would give every known id another pseudonym."""
    kept.workspace.pseudonym_key.unlink()
    deliver_tickets(kept.workspace, 11)
    done = anping(kept.workspace, "run")
    assert done.code == 1
    for said in ("pseudonym.key", "backup", "anping rotate-key"):
        assert said in done.err
    assert not kept.workspace.pseudonym_key.exists()
    assert state(kept.workspace) == kept.files
    done = anping(kept.workspace, "rotate-key")
    assert done.code == 0, done.err
    assert in_restricted(kept.workspace) == hashed(IDS, key_of(kept.workspace))


def test_run__manifest_of_an_earlier_version_takes_the_key_that_there_is(kept: Kept) -> None:
    """Its scratch warehouses do too."""
    manifest = Manifest.load(kept.workspace)
    manifest.key_print = None
    manifest.save(kept.workspace)
    done = anping(kept.workspace, "run", "--as-of", f"{MORNING:%Y-%m-%d}")
    assert done.code == 0, done.err
    done = anping(kept.workspace, "run")
    assert done.code == 0, done.err
    known = pseudonyms.fingerprint(key_of(kept.workspace))
    assert Manifest.load(kept.workspace).key_print == known
    assert in_restricted(kept.workspace) == kept.ids


def test_rotate_key__of_an_installation_that_has_not_run(tiny: Run, plot: Path) -> None:
    workspace = lay_out(tiny.workspace, plot)
    for folder in (workspace.landing, workspace.warehouse, workspace.published):
        shutil.rmtree(folder)
    old = key_of(workspace)
    done = anping(workspace, "rotate-key")
    assert done.code == 0, done.err
    assert in_restricted(workspace) == hashed(IDS[:40], key_of(workspace))
    assert key_of(workspace) != old
