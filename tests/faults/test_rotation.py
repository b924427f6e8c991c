"""Killed at any step of a change of the key, all rows are under the old one or all under the new.

One change is held before each step; what then lies on the disk is what a kill there leaves, as
real kills of other runs show. The steps are those after which something else holds: rows landed,
the new manifest, the key in its place, and each kind of what is removed then.
"""

import hmac
import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from dagster_project.settings import Workspace
from dagster_project.warehouse import pseudonyms
from dagster_project.warehouse.manifest import Manifest, accepted_file
from data_contracts import query
from data_contracts import snapshot as snapshots
from data_contracts.model import Outlet
from tests.faults import kernel
from tests.faults.command import anping
from tests.faults.effects import Effect, supervised
from tests.faults.forked import result
from tests.faults.state import Served, assert_whole, served
from tests.integration import command
from tests.integration.command import MORNING
from tests.integration.scanner import Scanner
from tests.integration.workspaces import Run, lay_out, tickets

IDS = [line.partition(",")[0] for month in (9, 10) for line in tickets(month)]
ABOUT_LOADS = ("snapshot", "mart_data_quality", "mart_register_state")
OF_PERSONS = ("fct_hotline_ticket",)


@dataclass(frozen=True, slots=True)
class Step:
    """The effect before which the run is held, by call and file, and whether it counts then.

    `path` is a regular expression that fits the whole path.
    """

    call: str
    path: str
    is_new: bool
    turn: int = 1

    def fits(self, effect: Effect) -> bool:
        """Whether it is this step, or one that looks alike."""
        is_call = re.match(self.call, effect.call) is not None
        return is_call and re.fullmatch(self.path, effect.paths[-1]) is not None


STEPS = {
    "a key beside the one in use": Step("write", r"\.pseudonym\.key\.next", False),
    "first rows": Step("rename", r"landing/area/\d+\.parquet", False),
    "rows with pseudonyms": Step("rename", r"landing/hotline_ticket/\d+\.parquet", False, turn=2),
    "the snapshot's folder": Step("rename", r"published/[\w-]+", False),
    "the manifest": Step("rename", r"warehouse/manifest\.json", False),
    "the pointer": Step("rename", r"published/current\.json", True),
    "the key in its place": Step("rename", r"pseudonym\.key", True),
    "old snapshots hidden": Step("rename", r"published/\.[\w-]+\.gone", True),
    "old snapshots away": Step("rmdir|unlink", r"published/\.[\w-]+\.gone", True),
    "old builds away": Step("unlink", r"warehouse/build-[\w-]+\.duckdb", True),
    "old rows away": Step("unlink", r"landing/hotline_ticket/\d+\.parquet", True, turn=2),
    "answers of past days away": Step("unlink", r"scratch/.*", True),
    "the end": Step("rename", r"warehouse/manifest\.json", True, turn=2),
}


@pytest.fixture(scope="module")
def asked(tiny: Run, ground: Path) -> Workspace:
    """With the answer of a past day lying about. To be copied."""
    kernel.require()
    workspace = lay_out(tiny.workspace, ground / "asked")
    done = result(anping, workspace, "run", "--as-of", f"{MORNING:%Y-%m-%d}")
    assert done.code == 0, done.err
    return workspace


@pytest.fixture(scope="module")
def left(asked: Workspace, ground: Path) -> dict[str, Workspace]:
    """What a kill before each step leaves."""
    workspace, found, counts = lay_out(asked, ground / "rotating"), {}, Counter[str]()

    def look(effect: Effect) -> bool:
        for name, step in STEPS.items():
            if step.fits(effect):
                counts[name] += 1
                if counts[name] == step.turn:
                    found[name] = lay_out(workspace, ground / f"rotating-{len(found)}")
        return True

    done = supervised(workspace.home, look, command.anping, workspace, "rotate-key")
    assert done.code == 0, done.err
    return found


@pytest.mark.parametrize("name", STEPS)
def test_killed_in_a_rotation__all_under_one_key(
    asked: Workspace, left: dict[str, Workspace], name: str
) -> None:
    step, old, before = STEPS[name], key_of(asked), served(asked)
    assert name in left, "it never came to this step"
    workspace = left[name]
    offered = served(workspace)
    assert without_loads(offered) == without_loads(before)
    assert_under_one_key(workspace, [old, coming(workspace)])
    done = result(anping, workspace, "run")
    assert done.code == 0, done.err
    assert without_loads(served(workspace)) == without_loads(before)
    assert (served(workspace) == before) != step.is_new
    result(assert_whole, workspace)
    key = key_of(workspace)
    assert (key != old) == step.is_new
    assert Manifest.load(workspace).key_print == pseudonyms.fingerprint(key)
    assert not workspace.coming_key.exists()
    assert_under_one_key(workspace, [key])
    if step.is_new:
        scanner = Scanner(hashed(old) | {old.hex()})
        assert scanner.in_folder(workspace.home) == []


def coming(workspace: Workspace) -> bytes:
    """The key to come, where it lies beside; else the one in use."""
    path = workspace.coming_key if workspace.coming_key.exists() else workspace.pseudonym_key
    return bytes.fromhex(path.read_text())


def key_of(workspace: Workspace) -> bytes:
    return bytes.fromhex(workspace.pseudonym_key.read_text())


def hashed(key: bytes) -> set[str]:
    return {hmac.new(key, one.encode(), sha256).hexdigest()[:32] for one in IDS}


def assert_under_one_key(workspace: Workspace, keys: list[bytes]) -> None:
    """What serves is under one of these keys, and what counts under the one that it names."""
    possible = [hashed(key) for key in keys]
    serving = snapshots.current(workspace.published)
    sql = "SELECT ticket_id FROM fct_hotline_ticket"
    assert set(query.trusted(serving, sql, Outlet.RESTRICTED)["ticket_id"]) in possible
    manifest = Manifest.load(workspace)
    [named] = {one for one in keys if pseudonyms.fingerprint(one) == manifest.key_print}
    for delivery in manifest.accepted("hotline_ticket"):
        rows = pl.read_parquet(accepted_file(workspace, delivery))
        assert set(rows["ticket_id"]) <= hashed(named)


def without_loads(found: Served) -> dict[str, list[str]]:
    """What holds under any key."""
    left_out = (*ABOUT_LOADS, *OF_PERSONS)
    return {
        name: rows for name, rows in found.tables.items() if name.partition(".")[2] not in left_out
    }
