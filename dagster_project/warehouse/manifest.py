"""The manifest: which deliveries count, which build is good, which snapshot serves.

One JSON file, replaced atomically. Whatever it does not name does not exist.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dagster_project.settings import Workspace
from dagster_project.warehouse import durable
from data_contracts.configuration import ConfigurationError

FILE = "manifest.json"


class Delivery(BaseModel):
    """One table that was received once: a file, a sheet, a member of a ZIP.

    `faults` lists (column, rule, count). `order` decides which delivery wins where the rows
    do not say; `scope` is what a snapshot delivery is complete for, "*" for everything.
    `reading` is the id of the first delivery that came of the same reading of the same file.
    `increment_of` names the source of which only what changed was read, and is empty for a
    whole reading.
    """

    model_config = ConfigDict(frozen=True)

    id: int
    reading: int
    contract: str
    mapping: str
    file: str
    content: str
    loaded_at: datetime
    mode: Literal["snapshot", "upsert", "append"]
    scope: str | None
    order: str
    read_count: int
    accepted_count: int
    ignored_count: int
    faults: tuple[tuple[str, str, int], ...]
    is_refused: bool
    increment_of: str | None = None

    @property
    def quarantined_count(self) -> int:
        """Rows with at least one fault."""
        return self.read_count - self.accepted_count


class SeenFile(BaseModel):
    """A source file as it was last read; unchanged as long as its three fingerprints are.

    `cursor` is how far a source was read that is read in parts. `content` is then a
    fingerprint of what the next reading brings if nothing changes.
    """

    model_config = ConfigDict(frozen=True)

    stamp: str
    content: str
    agreement: str
    cursor: str | None = None


class Build(BaseModel):
    """The last good build database, and the file that it stands on."""

    model_config = ConfigDict(frozen=True)

    file: str
    base: str | None
    schema_print: str
    input_print: str
    last_delivery: int
    as_of: date
    snapshot_id: str


class Release(BaseModel):
    """What everyone was given to see of figures derived from persons, in one month.

    `id` is the month, such as 2026-11, and the name of the folder with its files.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    as_of: date


class Rotation(BaseModel):
    """The last change of the pseudonym key.

    Ids up to `last_id` were given to deliveries that no longer count. `is_cleared`: nothing that
    holds old pseudonyms is left.
    """

    model_config = ConfigDict(frozen=True)

    at: datetime
    last_id: int
    is_cleared: bool


class Manifest(BaseModel):
    """Everything that is true of a warehouse.

    `key_print` is a fingerprint of the key that the pseudonyms of accepted rows were made with.
    """

    deliveries: list[Delivery] = []
    releases: list[Release] = []
    files: dict[str, dict[str, SeenFile]] = {}
    build: Build | None = None
    key_print: str | None = None
    rotation: Rotation | None = None

    @classmethod
    def load(cls, workspace: Workspace) -> "Manifest":
        """The manifest of `workspace`; an empty one where nothing was loaded yet."""
        path = workspace.warehouse / FILE
        if not path.exists():
            if any(workspace.landing.glob("*/*.parquet")):
                raise ConfigurationError(
                    f"{path} 不见了，而 {workspace.landing} 中已有入库数据；请从备份恢复该文件，"
                    "或移走 landing 文件夹以便重新开始。",
                    f"{path} is gone although {workspace.landing} holds accepted rows; restore it "
                    "from a backup, or move the landing folder away to begin anew",
                )
            return cls()
        try:
            return cls.model_validate_json(path.read_bytes())
        except ValueError:
            raise ConfigurationError(
                f"{path}：文件已损坏，其中记载了哪些数据已入库，请从备份恢复。",
                f"{path}: is damaged; restore it from a backup, for it says what was loaded",
            ) from None

    def save(self, workspace: Workspace) -> None:
        """Replaces the manifest on disk atomically."""
        with durable.whole(workspace.warehouse / FILE) as draft:
            draft.write_text(self.model_dump_json(indent=1), encoding="utf-8")

    @property
    def next_id(self) -> int:
        """The id of the next delivery; no id is ever given twice."""
        return max(self.last_delivery, self.rotation.last_id if self.rotation else 0) + 1

    @property
    def last_delivery(self) -> int:
        """The id of the latest delivery; 0 where there is none."""
        return self.deliveries[-1].id if self.deliveries else 0

    def accepted(self, contract: str) -> list[Delivery]:
        """Deliveries of a contract that were not refused, oldest first."""
        return [d for d in self.deliveries if d.contract == contract and not d.is_refused]

    def latest(self) -> dict[tuple[str, str], Delivery]:
        """The delivery that counts now for each (mapping, file).

        A whole reading stands for all increments before it, and an increment for those before
        it that were refused, for it began where they did.
        """
        found: dict[tuple[str, str], Delivery] = {}
        increments: dict[tuple[str, str], list[Delivery]] = {}
        for delivery in self.deliveries:
            source = (delivery.mapping, delivery.increment_of or delivery.file)
            is_whole = delivery.increment_of is None
            outdone = [d for d in increments.get(source, []) if is_whole or d.is_refused]
            for earlier in outdone:
                del found[earlier.mapping, earlier.file]
                increments[source].remove(earlier)
            if not is_whole:
                increments.setdefault(source, []).append(delivery)
            found[delivery.mapping, delivery.file] = delivery
        return found

    def standing(self, mapping: str, files: Iterable[str]) -> list[Delivery]:
        """What counts now of the present content of a source's `files`."""
        known = self.files.get(mapping, {})
        seen = {file: known[file] for file in files if file in known}
        content = {file.content for file in seen.values()}
        return [
            d
            for d in self.latest().values()
            if d.mapping == mapping
            and (d.content in content or d.file in seen or d.increment_of in seen)
        ]

    def refusals(self, mapping: str, files: Iterable[str]) -> list[Delivery]:
        """What was refused of the present content of a source's `files`."""
        return [d for d in self.standing(mapping, files) if d.is_refused]


def accepted_file(workspace: Workspace, delivery: Delivery) -> Path:
    """Where the accepted rows of a delivery lie."""
    return workspace.landing / delivery.contract / f"{delivery.id:08d}.parquet"


def quarantine_file(workspace: Workspace, delivery: Delivery) -> Path:
    """Where the faults of a delivery lie."""
    return workspace.quarantine / delivery.contract / f"{delivery.id:08d}.parquet"
