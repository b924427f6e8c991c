"""Lands deliveries: what changed is read, judged, and kept as accepted rows and faults.

Nothing of a source is written as it came: a telephone number in the wrong column would
survive there. Accepted rows are typed, pseudonymised and whole; faults are masked.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl

from dagster_project.checks import expectations
from dagster_project.checks.judgement import Bench, Judgement, Promise
from dagster_project.checks.predicates import KnownValues, literal
from dagster_project.settings import Workspace
from dagster_project.sources import extract, files
from dagster_project.sources.extract import Extract
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.mapping_files import of_contract
from dagster_project.sources.reading import Offer, SourceError
from dagster_project.warehouse import durable
from dagster_project.warehouse.manifest import (
    Delivery,
    Manifest,
    SeenFile,
    accepted_file,
    quarantine_file,
)
from dagster_project.warehouse.session import Session
from data_contracts.model import Reference, SourceContract

log = logging.getLogger("anping")


@dataclass(frozen=True, slots=True)
class Change:
    """A source file whose content, mapping or contract is not the one loaded before.

    `content` is a fingerprint of `data`; `since` is the cursor from which it was read, empty
    where all of it was.
    """

    mapping: SourceMapping
    offer: Offer
    seen: SeenFile
    data: bytes
    content: str
    since: str | None = None

    @property
    def locator(self) -> Offer:
        """The offer under the name that its rows are kept under: an increment has its own."""
        if self.since is None:
            return self.offer
        time = self.offer.order[:19].replace("T", " ")
        return replace(self.offer, file=f"{self.offer.file} {time}")

    def seen_as(self, is_refused: bool) -> SeenFile:
        """What to remember; where it was refused the cursor stays, so that it is read again."""
        if not is_refused:
            return self.seen
        return self.seen.model_copy(update={"content": self.content, "cursor": self.since})


@dataclass(frozen=True, slots=True)
class Judged:
    """One extract beside its verdict, before anything is written."""

    extract: Extract
    judgement: Judgement


def changes(
    manifest: Manifest,
    mapping: SourceMapping,
    contract: SourceContract,
    at: datetime,
    is_full: bool = False,
) -> Iterator[Change | SourceError]:
    """The files to read, or why one cannot be read; unchanged ones stay shut unless `is_full`.

    A file with references that were unknown is read again once the registers it refers to
    have grown.

    Raises:
        SourceError: the source is away, or has never had a file.
    """
    offers = extract.offers(mapping, max([at, *(d.loaded_at for d in manifest.deliveries[-1:])]))
    known = manifest.files.setdefault(mapping.name, {})
    if not offers and not any(d.mapping == mapping.name for d in manifest.deliveries):
        raise files.missing(mapping)
    agreement = extract.agreement(mapping, contract)
    for offer in offers:
        before = None if is_full else known.get(offer.file)
        if before and before.agreement != agreement:
            before = None
        if before and _may_refer_now(manifest, mapping, contract, offer):
            before = None
        if before and offer.stamp and before.stamp == offer.stamp:
            continue
        since = before.cursor if before else None
        try:
            reading = extract.content(mapping, offer, since)
        except SourceError as error:
            yield error
            continue
        if before and before.content == reading.digest:
            known[offer.file] = before.model_copy(update={"stamp": offer.stamp})
            continue
        seen = SeenFile(
            stamp=offer.stamp,
            content=reading.next_digest,
            agreement=agreement,
            cursor=reading.cursor,
        )
        yield Change(mapping, offer, seen, reading.data, reading.digest, since)


def _may_refer_now(
    manifest: Manifest, mapping: SourceMapping, contract: SourceContract, offer: Offer
) -> bool:
    """Whether a register has grown since a file's references to it were found unknown.

    A source that is read in parts is then read as a whole: the part may lie far back.
    """
    wanting = [
        d.id
        for d in manifest.standing(mapping.name, [offer.file])
        if any(rule == "unknown_reference" for _, rule, _ in d.faults)
    ]
    targets = {c.references.contract for c in contract.columns if c.references} - {contract.id}
    return bool(wanting) and any(
        d.contract in targets and d.id > max(wanting) for d in manifest.deliveries
    )


def judge(
    contract: SourceContract, change: Change, number: int, known: KnownValues, at: datetime
) -> Iterator[tuple[Judged, Bench]]:
    """Each table of a changed file with its verdict, on an open bench; numbered from `number`.

    Raises:
        SourceError: the file is not what mapping and contract say.
    """
    tables = extract.extracts(change.data, change.mapping, contract, change.locator)
    for offset, table in enumerate(tables):
        promise = _promise(change.mapping, table)
        with Bench(contract, table.rows, number + offset, known, promise) as bench:
            judgement = bench.judgement()
            if not judgement.accepted_count and _tells_itself(change.mapping):
                table = replace(table, scope=None)
            yield Judged(table, judgement), bench


def _promise(mapping: SourceMapping, table: Extract) -> Promise | None:
    if mapping.scope is None or table.scope is None:
        return None
    return Promise(mapping.scope.column, table.scope, mapping.scope.month_of is not None)


def _tells_itself(mapping: SourceMapping) -> bool:
    """Whether rows tell what a table is complete for; wrong ones may say what nobody may read."""
    return mapping.scope is not None and mapping.scope.in_name is None


@dataclass(frozen=True, slots=True)
class Landed:
    """What came of one contract's sources in one run.

    `complaints` are sources that could not be read; `broken` are rules that accepted rows
    turned out to break, in which case none of `deliveries` was kept; `refused` are files that
    stand refused, now or since an earlier run.
    """

    deliveries: list[Delivery]
    complaints: list[SourceError]
    broken: list[expectations.Outcome]
    asserted_count: int
    refused: list[Delivery]


def land(session: Session, contract: SourceContract) -> Landed:
    """Reads, judges and keeps whatever has changed in the sources of `contract`."""
    landed: list[Delivery] = []
    complaints: list[SourceError] = []
    refused: list[Delivery] = []
    manifest = session.manifest
    before = manifest.model_copy(deep=True)
    for mapping in of_contract(session.mappings, contract):
        try:
            for change in changes(manifest, mapping, contract, session.at, session.is_full):
                try:
                    if isinstance(change, SourceError):
                        raise change
                    landed += _keep(session, contract, change)
                except SourceError as error:
                    complaints.append(error)
            offers = extract.offers(mapping, session.at)
            refused += manifest.refusals(mapping.name, [offer.file for offer in offers])
        except SourceError as error:
            complaints.append(error)
    outcomes = _assert(session, contract, [d for d in landed if not d.is_refused])
    broken = [outcome for outcome in outcomes if not outcome.is_met]
    if broken:
        manifest.deliveries, manifest.files = before.deliveries, before.files
        for entry in landed:
            durable.discard(accepted_file(session.workspace, entry))
            durable.discard(quarantine_file(session.workspace, entry))
    elif manifest != before:
        session.remember()
    return Landed(landed, complaints, broken, len(outcomes), refused)


def known_values(
    workspace: Workspace, manifest: Manifest, beside: tuple[str, str] | None = None
) -> KnownValues:
    """Every key value that a referenced contract ever had accepted.

    `beside` is (contract, relation): a delivery may also refer to its own rows.
    """

    def known(reference: Reference) -> str:
        column = f'"{reference.column}"'
        paths = [accepted_file(workspace, d) for d in manifest.accepted(reference.contract)]
        parts = ["SELECT NULL::VARCHAR WHERE false"]
        if paths:
            listed = ", ".join(literal(path) for path in paths)
            parts.append(f"SELECT {column} FROM read_parquet([{listed}], union_by_name = true)")
        if beside is not None and beside[0] == reference.contract:
            parts.append(f"SELECT {column} FROM {beside[1]} WHERE {column} IS NOT NULL")
        return " UNION ALL ".join(parts)

    return known


def _keep(session: Session, contract: SourceContract, change: Change) -> list[Delivery]:
    """Accepted rows and faults of a changed file, entered into the manifest in memory.

    All of its tables are entered or none.
    """
    entries: list[Delivery] = []
    workspace, manifest = session.workspace, session.manifest
    first = manifest.next_id
    known = known_values(workspace, manifest, beside=(contract.id, "incoming"))
    for judged, bench in judge(contract, change, first, known, session.at):
        number = first + len(entries)
        entry = delivery(contract, change, judged, number, first, session.loaded_at)
        _write_faults(quarantine_file(workspace, entry), entry, judged.judgement.faults)
        if not entry.is_refused:
            with durable.whole(accepted_file(workspace, entry)) as draft:
                bench.write_accepted(draft, session.pseudonym_key)
        entries.append(entry)
    entries = refuse_emptying(manifest, entries)
    manifest.deliveries += entries
    is_refused = any(entry.is_refused for entry in entries)
    manifest.files[change.mapping.name][change.offer.file] = change.seen_as(is_refused)
    for entry in entries:
        log.info(
            "%s %s：读取 %d 行，入库 %d，隔离 %d。 %d rows read, %d accepted, %d quarantined.",
            *(contract.label.cn, entry.file),
            *(entry.read_count, entry.accepted_count, entry.quarantined_count) * 2,
        )
    return entries


def refuse_emptying(manifest: Manifest, entries: list[Delivery]) -> list[Delivery]:
    """Refuses a snapshot without a single good row where there were rows before.

    An export that failed looks just like a register that was emptied.
    """
    if any(entry.mode != "snapshot" or entry.accepted_count for entry in entries):
        return entries
    scopes = {(entry.mapping, entry.scope) for entry in entries}
    held = any(
        (d.mapping, d.scope) in scopes and d.accepted_count and not d.is_refused
        for d in manifest.deliveries
    )
    return [entry.model_copy(update={"is_refused": True}) for entry in entries] if held else entries


def _assert(
    session: Session, contract: SourceContract, kept: list[Delivery]
) -> list[expectations.Outcome]:
    if not kept:
        return []
    paths = [accepted_file(session.workspace, entered) for entered in kept]
    return expectations.outcomes(contract, paths, known_values(session.workspace, session.manifest))


def delivery(
    contract: SourceContract,
    change: Change,
    judged: Judged,
    number: int,
    reading: int,
    at: datetime,
) -> Delivery:
    """The entry of a judged table; refused when too many of its rows are faulty."""
    counts = (
        judged.judgement.faults.group_by("column_name", "rule").len().sort("column_name", "rule")
    )
    return Delivery(
        id=number,
        reading=reading,
        contract=contract.id,
        mapping=change.mapping.name,
        file=judged.extract.file,
        content=change.content,
        loaded_at=at,
        mode=change.mapping.delivery,
        scope=judged.extract.scope,
        order=judged.extract.order,
        read_count=judged.judgement.read_count,
        accepted_count=judged.judgement.accepted_count,
        ignored_count=judged.extract.ignored_count,
        faults=tuple(counts.iter_rows()),
        is_refused=judged.judgement.error_share > contract.max_error_share,
        increment_of=None if change.since is None else change.offer.file,
    )


def _write_faults(path: Path, entered: Delivery, faults: pl.DataFrame) -> None:
    if faults.is_empty():
        return
    located = faults.select(
        pl.lit(entered.contract).alias("contract"),
        pl.lit(entered.mapping).alias("mapping"),
        pl.lit(entered.file).alias("file"),
        pl.col("_row").alias("row"),
        "column_name",
        "rule",
        "masked",
        pl.lit(entered.loaded_at).alias("loaded_at"),
    )
    with durable.whole(path) as draft:
        located.write_parquet(draft)
