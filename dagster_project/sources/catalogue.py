"""The catalogue of indicators as a source: as shipped, with what the workspace changes."""

import json
from collections.abc import Iterator
from datetime import datetime

import polars as pl

from dagster_project.catalogue.versions import FILE, SHIPPED, Row, versions
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import (
    ROW,
    SURPLUS,
    Offer,
    Reading,
    Selection,
    SourceTable,
)
from data_contracts import loader


class Catalogue:
    """All versions of all indicators; changes with the program and with indicators.yml."""

    def place(self, mapping: SourceMapping) -> str:
        """See `Connector`."""
        return FILE

    def probe(self, mapping: SourceMapping) -> None:
        """See `Connector`; the shipped part is always there."""

    def offers(self, mapping: SourceMapping, at: datetime) -> list[Offer]:
        """See `Connector`; what is in force changes with the cut-off, but not what is read."""
        files = [path.stat() for path in (SHIPPED, mapping.root / FILE) if path.exists()]
        stamp = " ".join(f"{status.st_size}:{status.st_mtime_ns}" for status in files)
        return [Offer(file=FILE, stamp=stamp, order="")]

    def read(self, mapping: SourceMapping, offer: Offer, since: str | None) -> Reading:
        """See `Connector`."""
        rows = versions(mapping.root)
        return Reading.whole(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode())

    def tables(
        self, data: bytes, mapping: SourceMapping, file: str
    ) -> Iterator[tuple[str, SourceTable]]:
        """See `Connector`."""
        yield file, CatalogueTable(json.loads(data))


class CatalogueTable:
    """One row a version, in the order of the catalogue."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self.headers = [c.name for c in loader.source_contracts()["indicator"].columns]

    def select(self, positions: list[int], ignore_rows: tuple[str, ...]) -> Selection:
        """See `SourceTable`."""
        chosen = {
            str(position): [row.get(self.headers[position]) for row in self._rows]
            for position in positions
        }
        frame = pl.DataFrame(chosen, schema=dict.fromkeys(chosen, pl.String)).select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW),
            *chosen,
            pl.lit(False).alias(SURPLUS),
        )
        return Selection(frame=frame, ignored=0)
