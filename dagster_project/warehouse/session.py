"""One run's hold on the warehouse: the lock, the manifest, the time, and what they imply."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from dagster_project.configuration import ConfigurationError
from dagster_project.settings import Settings, Workspace
from dagster_project.sources import mapping_files
from dagster_project.sources.mapping import SourceMapping
from dagster_project.warehouse import build, durable, publish
from dagster_project.warehouse.manifest import Build, Manifest
from data_contracts.complaint import Complaint

KEY_BYTES = 32


class BusyError(Complaint):
    """Another run is at work on the same warehouse."""


@dataclass
class Session:
    """A warehouse opened for writing by one run that began at time `at`."""

    workspace: Workspace
    settings: Settings
    manifest: Manifest
    at: datetime
    mappings: dict[str, SourceMapping]
    is_full: bool = False

    @property
    def loaded_at(self) -> datetime:
        """The time of this run's loads; never before an earlier load, whatever the clock says."""
        return max([self.at, *(d.loaded_at for d in self.manifest.deliveries[-1:])])

    @property
    def base(self) -> Build | None:
        """The build that this run goes on from; none where it builds everything anew."""
        return None if self.is_full else build.usable(self.workspace, self.manifest)

    @cached_property
    def pseudonym_key(self) -> bytes:
        """The key that turns ids into pseudonyms; made once, readable by its owner only."""
        return _pseudonym_key(self.workspace.pseudonym_key)

    def plan(self) -> build.Plan:
        """The build that the deliveries known now call for."""
        called_for = build.plan(self.manifest, self.settings, self.at)
        # The past as it was known is for the office alone, and no part of the releases.
        return replace(called_for, release=None) if self.workspace.is_scratch else called_for

    def ensure_build(self) -> None:
        """Begins this run's build database unless it has been begun."""
        if not build.is_begun(self.workspace):
            build.begin(self.workspace, self.base)

    def require_build(self) -> None:
        """Refuses to go on where this run has not begun a build.

        Raises:
            ConfigurationError: a late step was started by itself.
        """
        if not build.is_begun(self.workspace):
            raise ConfigurationError(
                "这一步不能单独运行，请运行整个 refresh 作业或 'anping run'。",
                "this step cannot run by itself; run the whole job refresh, or 'anping run'",
            )


@contextmanager
def opened(workspace: Workspace, at: datetime, is_full: bool = False) -> Iterator[Session]:
    """The warehouse, locked against other runs and cleared of what a killed one left behind.

    A full session reads every source again and builds everything from accepted rows.

    Raises:
        BusyError: another run holds it.
        ConfigurationError: settings or a mapping are wrong.
    """
    settings, mappings = workspace.settings(), mapping_files.load(workspace)
    workspace.warehouse.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace.warehouse / "run.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError(
            "本工作区正有另一次运行，请等它结束后再试。",
            "another run is at work on this workspace; wait until it ends",
        ) from None
    try:
        manifest = Manifest.load(workspace)
        if not manifest.deliveries:
            manifest.save(workspace)
        publish.point(workspace, manifest)
        publish.retain(workspace, manifest, settings)
        if not workspace.is_scratch:  # A past day does not know what was landed since.
            publish.discard_drafts(workspace, manifest)
        yield Session(workspace, settings, manifest, at, mappings, is_full)
    finally:
        lock.release()


def _pseudonym_key(path: Path) -> bytes:
    if not path.exists():
        with durable.whole(path) as draft:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(KEY_BYTES))
    if path.stat().st_mode & 0o077:
        raise ConfigurationError(
            f"{path}：其他用户可以读取化名密钥，请对该文件执行 'chmod 600'。",
            f"{path}: others may read the pseudonym key; run 'chmod 600' on it",
        )
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        raise ConfigurationError(
            f"{path}：化名密钥须为 {KEY_BYTES * 2} 位十六进制数字，请从备份恢复。",
            f"{path}: is no key of {KEY_BYTES * 2} hexadecimal digits; restore it from a backup",
        )
    return key
