"""What would be loaded and what would not: reads, maps and judges without keeping anything."""

import glob
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dagster_project.checks.predicates import KnownValues
from dagster_project.settings import Workspace
from dagster_project.sources import extract, mapping_files
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import SourceError
from dagster_project.sources.scope import EVERYTHING
from dagster_project.warehouse import landing
from dagster_project.warehouse.landing import Change, Judged
from dagster_project.warehouse.manifest import Delivery, Manifest, accepted_file
from dagster_project.warehouse.pseudonyms import KEY_BYTES
from data_contracts import loader
from data_contracts.configuration import ConfigurationError
from data_contracts.model import SourceContract, Text


@dataclass(frozen=True, slots=True)
class Inspected:
    """One table of a source with its verdict, or the complaint that kept it from being read."""

    mapping: SourceMapping
    contract: SourceContract
    file: str
    judged: Judged | None
    complaint: str | None
    is_refused: bool

    @property
    def terms(self) -> Text:
        """How the source delivers, in words."""
        scope = self.judged.extract.scope if self.judged else None
        match self.mapping.delivery:
            case "snapshot":
                if scope == EVERYTHING:
                    return Text("全量，整表", "snapshot, whole table")
                if scope is None:
                    return Text("全量，范围不明", "snapshot, scope unknown")
                return Text(f"全量，仅限 {scope}", f"snapshot of {scope}")
            case "upsert":
                return Text("按主键更新", "upsert by key")
            case _:
                return Text("只追加", "append")


def inspect(workspace: Workspace, name: str | None, at: datetime) -> Iterator[Inspected]:
    """Each table of the mapping called `name`, or of all, whether it is new or not.

    References are judged as a load would judge them: against what was loaded before and
    what would be loaded with it, which is kept in a scratch folder meanwhile.

    Raises:
        ConfigurationError: settings or a mapping are wrong, or there is none called `name`.
    """
    workspace.settings()
    mappings = mapping_files.load(workspace)
    if name is not None and name not in mappings:
        listed = ", ".join(sorted(mappings))
        raise ConfigurationError(
            f"没有名为 '{name}' 的来源，请改用以下之一：{listed}。",
            f"there is no source '{name}'; use one of {listed}",
        )
    with tempfile.TemporaryDirectory(prefix="anping-check-") as folder:
        trial = _Trial(workspace, Workspace(Path(folder)), at)
        for contract in loader.source_contracts().values():
            for mapping in mapping_files.of_contract(mappings, contract):
                inspected = list(trial.tables(mapping, contract))
                if name in (None, mapping.name):
                    yield from inspected


def inspect_file(
    workspace: Workspace, contract: SourceContract, file: Path, at: datetime
) -> Inspected:
    """One filled template of a register, wherever it lies; see `inspect`."""
    mapping = mapping_files.form(contract, file.parent, glob.escape(file.name))
    with tempfile.TemporaryDirectory(prefix="anping-check-") as folder:
        [inspected] = _Trial(workspace, Workspace(Path(folder)), at).tables(mapping, contract)
    return inspected


class _Trial:
    """A load that leaves nothing behind."""

    def __init__(self, workspace: Workspace, scratch: Workspace, at: datetime) -> None:
        self._at = at
        self._workspace = workspace
        self._scratch = scratch
        self._manifest = Manifest.load(workspace)
        self._kept = Manifest()
        # Only registers that others refer to are kept meanwhile; they hold nothing of persons.
        self._referenced = {
            column.references.contract
            for contract in loader.source_contracts().values()
            for column in contract.columns
            if column.references
        }

    def tables(self, mapping: SourceMapping, contract: SourceContract) -> Iterator[Inspected]:
        """The verdicts on every file of `mapping`, in the order in which a load reads them."""
        try:
            for change in landing.changes(self._manifest, mapping, contract, self._at, True):
                if isinstance(change, SourceError):
                    yield Inspected(
                        mapping, contract, extract.place(mapping), None, str(change), True
                    )
                    continue
                try:
                    yield from self._judged(change, contract)
                except SourceError as error:
                    yield Inspected(mapping, contract, change.locator.file, None, str(error), True)
        except SourceError as error:
            yield Inspected(mapping, contract, extract.place(mapping), None, str(error), True)

    def _judged(self, change: Change, contract: SourceContract) -> list[Inspected]:
        first = self._kept.next_id
        entries: list[Delivery] = []
        verdicts: list[Judged] = []
        known = self._known(contract)
        for judged, bench in landing.judge(contract, change, first, known, self._at):
            number = first + len(entries)
            entry = landing.delivery(contract, change, judged, number, first, self._at)
            if contract.id in self._referenced and not entry.is_refused:
                path = accepted_file(self._scratch, entry)
                path.parent.mkdir(parents=True, exist_ok=True)
                bench.write_accepted(path, bytes(KEY_BYTES))
            entries.append(entry)
            verdicts.append(judged)
        entries = landing.refuse_emptying(self._manifest, entries)
        self._kept.deliveries += [e for e in entries if contract.id in self._referenced]
        return [
            Inspected(change.mapping, contract, entry.file, judged, None, entry.is_refused)
            for entry, judged in zip(entries, verdicts, strict=True)
        ]

    def _known(self, contract: SourceContract) -> KnownValues:
        before = landing.known_values(self._workspace, self._manifest, (contract.id, "incoming"))
        meanwhile = landing.known_values(self._scratch, self._kept)
        return lambda reference: f"{before(reference)} UNION ALL {meanwhile(reference)}"
