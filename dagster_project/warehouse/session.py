"""One run's hold on the warehouse: the lock, the manifest, the time, and what they imply."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from filelock import FileLock, Timeout

from dagster_project.extent import Extent
from dagster_project.settings import Settings, Workspace
from dagster_project.sources import mapping_files
from dagster_project.sources.mapping import SourceMapping
from dagster_project.warehouse import build, pseudonyms, publish, rotation
from dagster_project.warehouse.manifest import Build, Manifest
from data_contracts.complaint import Complaint
from data_contracts.configuration import ConfigurationError


class BusyError(Complaint):
    """Another run is at work on the same warehouse."""


@dataclass
class Session:
    """A warehouse opened for writing by one run that began at time `at`.

    `outgoing` is what counts until a run that rotates the pseudonym key publishes `manifest`.
    """

    workspace: Workspace
    settings: Settings
    manifest: Manifest
    at: datetime
    mappings: dict[str, SourceMapping]
    is_full: bool = False
    outgoing: Manifest | None = None

    @property
    def loaded_at(self) -> datetime:
        """The time of this run's loads; never before an earlier load, whatever the clock says."""
        rotated = [self.manifest.rotation.at] if self.manifest.rotation else []
        return max([self.at, *rotated, *(d.loaded_at for d in self.manifest.deliveries[-1:])])

    @property
    def base(self) -> Build | None:
        """The build that this run goes on from; none where it builds everything anew."""
        return None if self.is_full else build.usable(self.workspace, self.manifest)

    @cached_property
    def pseudonym_key(self) -> bytes:
        """The key that turns ids into pseudonyms; the new one where this run rotates it."""
        if self.outgoing is not None:
            return pseudonyms.coming(self.workspace)
        return pseudonyms.key(self.workspace, self.manifest)

    def remember(self) -> None:
        """Saves the manifest; one under a new key counts only when its snapshot is published."""
        if self.outgoing is None:
            self.manifest.save(self.workspace)

    def refuse_loss(self) -> None:
        """Refuses to rotate the key where sources no longer give what they once gave.

        Raises:
            ConfigurationError: rows would be lost.
        """
        if self.outgoing is not None:
            rotation.refuse_loss(self.workspace, self.outgoing, self.manifest)

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
def opened(workspace: Workspace, at: datetime, extent: Extent = Extent.NEW) -> Iterator[Session]:
    """The warehouse, locked against other runs and cleared of what a killed one left behind.

    A full session reads every source again and builds everything from accepted rows.

    Raises:
        BusyError: another run holds it.
        ConfigurationError: settings, a mapping or the pseudonym key are wrong.
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
        publish.retain(workspace, manifest, settings.keep_snapshots)
        outgoing = None
        if not workspace.is_scratch:  # A past day lands nothing, and knows not what was since.
            rotation.finish(workspace, manifest)
            publish.discard_strays(workspace, manifest)
            if extent is Extent.ROTATION:
                outgoing, manifest = manifest, rotation.begin(workspace, manifest, at)
            else:
                pseudonyms.settle(workspace, manifest)
        is_full = extent is not Extent.NEW
        yield Session(workspace, settings, manifest, at, mappings, is_full, outgoing)
    finally:
        lock.release()
