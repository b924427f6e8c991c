"""From a mapping to tables in the contract's columns, whatever the kind of source."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import polars as pl

from dagster_project.sources.calendar import Calendar
from dagster_project.sources.database import Database
from dagster_project.sources.files import Files
from dagster_project.sources.http import Http
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.normalise import contract_frame
from dagster_project.sources.reading import Offer, Reading, SourceError, SourceTable, tidy
from data_contracts.model import SourceContract

EVERYTHING = "*"


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
    "database": Database(),
    "http": Http(),
}


@dataclass(frozen=True, slots=True)
class Extract:
    """One table of a source in the contract's columns, as text; not yet judged.

    `rows` has the contract's columns, `_row` and `_surplus`. `scope` is what the table is
    complete for: a month such as 2026-09, "*" for everything, None where it says nothing.
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
            scope=_scope(mapping, file),
            rows=rows,
            ignored_count=ignored,
            unread_count=len(set(table.headers) - _known_headers(mapping, contract)),
        )


def _known_headers(mapping: SourceMapping, contract: SourceContract) -> set[str]:
    mapped = {tidy(column.header) for column in mapping.columns.values()}
    return {"", *mapped, *(name for c in contract.columns for name in (c.name, c.label.cn))}


def _scope(mapping: SourceMapping, file: str) -> str | None:
    if mapping.delivery != "snapshot":
        return None
    if mapping.scope is None:
        return EVERYTHING
    # The last one, for a ZIP that holds several months may have a month in its own name.
    found = [match.groups() for match in re.finditer(mapping.scope.in_name, file)]
    year, month = found[-1] if found else ("", "")
    if not _is_month(year, month):
        raise SourceError(
            f"{file}：从文件名看不出是哪个月的数据，请改名，"
            f"或更正 mappings/{mapping.name}.yml 中的 'scope.in_name'。",
            f"{file}: its name does not state the month that it is complete for; rename it, "
            f"or correct 'scope.in_name' in mappings/{mapping.name}.yml",
        )
    return f"{int(year):04d}-{int(month):02d}"


def _is_month(year: str | None, month: str | None) -> bool:
    if year is None or month is None or not (year.isdecimal() and month.isdecimal()):
        return False
    return int(year) <= date.max.year and 1 <= int(month) <= 12
