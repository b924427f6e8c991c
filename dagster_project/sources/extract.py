"""From a mapping to tables in the contract's columns, whatever the kind of source."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import polars as pl

from dagster_project.sources import scope
from dagster_project.sources.calendar import Calendar
from dagster_project.sources.catalogue import Catalogue
from dagster_project.sources.database import Database
from dagster_project.sources.files import Files
from dagster_project.sources.http import Http
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.normalise import contract_frame
from dagster_project.sources.reading import Offer, Reading, SourceTable, tidy
from data_contracts.model import SourceContract


class Connector(Protocol):
    """One kind of source. Whatever it raises for the user to hear is a `SourceError`."""

    def place(self, mapping: SourceMapping) -> str:
        """What the mapping reads, in a word, for complaints."""

    def probe(self, mapping: SourceMapping) -> None:
        """Looks whether the source is there; complains where it is not."""

    def offers(self, mapping: SourceMapping, at: datetime) -> list[Offer]:
        """What there is to read at time `at`, without opening any of it."""

    def read(self, mapping: SourceMapping, offer: Offer, since: str | None) -> Reading:
        """Reads an offer; only from `since` on, less the overlap, where a cursor is given."""

    def tables(
        self, data: bytes, mapping: SourceMapping, file: str
    ) -> Iterator[tuple[str, SourceTable]]:
        """The tables in what was read, each with its locator."""


CONNECTORS: dict[str, Connector] = {
    "files": Files(),
    "calendar": Calendar(),
    "catalogue": Catalogue(),
    "database": Database(),
    "http": Http(),
}


@dataclass(frozen=True, slots=True)
class Extract:
    """One table of a source in the contract's columns, as text; not yet judged.

    `rows` has the contract's columns, `_row` and `_surplus`. `scope` is what the table is
    complete for: a month such as 2026-09, a value of a column, "*" for everything, None where
    it says nothing.
    """

    file: str
    order: str
    scope: str | None
    rows: pl.DataFrame
    ignored_count: int
    unread_count: int


def agreement(mapping: SourceMapping, contract: SourceContract) -> str:
    """A fingerprint of all that decides how a source is read and judged."""
    said = mapping.model_dump_json(exclude={"root", "name", "reached"}, exclude_defaults=True)
    place = mapping.reached.place if mapping.reached is not None else ""
    return hashlib.sha256((said + place + repr(contract)).encode()).hexdigest()


def place(mapping: SourceMapping) -> str:
    """What a mapping reads, for complaints: files, a table, a path."""
    return CONNECTORS[mapping.kind].place(mapping)


def probe(mapping: SourceMapping) -> None:
    """Looks whether the source is there, reading nothing of it.

    Raises:
        SourceError: it is not.
    """
    CONNECTORS[mapping.kind].probe(mapping)


def offers(mapping: SourceMapping, at: datetime) -> list[Offer]:
    """What the source has to give at time `at`, without opening any of it.

    Raises:
        SourceError: the source is away.
    """
    return CONNECTORS[mapping.kind].offers(mapping, at)


def content(mapping: SourceMapping, offer: Offer, since: str | None = None) -> Reading:
    """What an offer holds; from the cursor `since` on, less the overlap, where one is given.

    Raises:
        SourceError: it cannot be read.
    """
    return CONNECTORS[mapping.kind].read(mapping, offer, since)


def extracts(
    data: bytes, mapping: SourceMapping, contract: SourceContract, offer: Offer
) -> Iterator[Extract]:
    """The tables of an offer in the contract's columns.

    Raises:
        SourceError: the offer is not what mapping and contract say.
    """
    for file, table in CONNECTORS[mapping.kind].tables(data, mapping, offer.file):
        rows, ignored = contract_frame(table, contract, mapping, file)
        yield Extract(
            file=file,
            order=offer.order,
            scope=scope.of_table(mapping, contract, file, rows),
            rows=rows,
            ignored_count=ignored,
            unread_count=len(set(table.headers) - _known_headers(mapping, contract)),
        )


def _known_headers(mapping: SourceMapping, contract: SourceContract) -> set[str]:
    mapped = {tidy(column.header) for column in mapping.columns.values()}
    return {"", *mapped, *(name for c in contract.columns for name in (c.name, c.label.cn))}
