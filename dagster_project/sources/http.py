"""Lists of records that a service hands out as JSON, page by page.

Requests go to the connection's own host alone, at its pace, and are tried again where that
may help. What comes back is text in the mapping's columns, like any other table.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

import polars as pl

from dagster_project.settings import TIME_ZONE
from dagster_project.sources import bounds, cursor, frames, records
from dagster_project.sources.mapping import SourceMapping
from dagster_project.sources.reading import (
    Offer,
    Reading,
    SourceError,
    SourceTable,
    refuse_name,
)
from dagster_project.sources.service import Service

MOST_PAGES = 100_000


class Http:
    """A path of a service as a kind of source."""

    def place(self, mapping: SourceMapping) -> str:
        """See `Connector`."""
        return f"{mapping.connection}/{(mapping.path or '').strip('/')}"

    def probe(self, mapping: SourceMapping) -> None:
        """See `Connector`; takes the first page and looks whether there is a list in it."""
        with Service(mapping) as service:
            page = next(iter(_pages(service, mapping, None)))
        if page:
            records.refuse_lacking(mapping, set(mapping.asked) - records.present(mapping, page))

    def offers(self, mapping: SourceMapping, at: datetime) -> list[Offer]:
        """See `Connector`."""
        refuse_name(self.place(mapping), mapping.name)
        order = at.astimezone(TIME_ZONE).isoformat(timespec="microseconds")
        return [Offer(file=self.place(mapping), stamp="", order=order)]

    def read(self, mapping: SourceMapping, offer: Offer, since: str | None) -> Reading:
        """See `Connector`."""
        first = None if since is None else cursor.begin(since, mapping.overlap)
        lacking, parts = set(mapping.asked), [records.frame(mapping, [])]
        rows = held = 0
        with Service(mapping) as service:
            for page in _pages(service, mapping, first):
                lacking -= records.present(mapping, page)
                parts.append(records.frame(mapping, page))
                rows, held = rows + parts[-1].height, held + int(parts[-1].estimated_size())
                # A list without end is refused while it comes.
                bounds.refuse_extent(rows, len(mapping.asked), self.place(mapping))
                bounds.refuse_text(held, self.place(mapping))
        frame = pl.concat(parts)
        if since is None and not frame.is_empty():
            records.refuse_lacking(mapping, lacking)
        # A record that moved to the next page while we read came twice.
        frame = frame.unique(maintain_order=True).sort(mapping.key, maintain_order=True)
        if mapping.cursor is not None and first is not None:
            frame = frame.filter(cursor.is_from(frame[mapping.cursor], first))
        return frames.reading(frame, mapping, since, datetime.fromisoformat(offer.order))

    def tables(
        self, data: bytes, mapping: SourceMapping, file: str
    ) -> Iterator[tuple[str, SourceTable]]:
        """See `Connector`."""
        yield file, frames.unpacked(data)


def _pages(
    service: Service, mapping: SourceMapping, first: str | None
) -> Iterator[list[records.Record]]:
    """The records of each page; ends where the service has no more."""
    paging, seen, count = mapping.paging, set[str](), 0
    address, parameters = service.start, dict(mapping.parameters)
    if first is not None and mapping.cursor_parameter is not None:
        parameters[mapping.cursor_parameter] = first
    if paging is not None and paging.size is not None:
        parameters[paging.size] = str(paging.per_page)
    for number in range(MOST_PAGES):
        if paging is not None and paging.page is not None:
            parameters[paging.page] = str(paging.first + number)
        if paging is not None and paging.offset is not None:
            parameters[paging.offset] = str(count)
        answer = service.get(address, parameters)
        page = records.listed(mapping, answer.body)
        yield page
        count += len(page)
        if paging is None:
            return
        total = records.total(mapping, answer.body)
        if paging.next is not None:
            link = records.text_at(answer.body, paging.next)
            if not link:
                _refuse_short(mapping, count, total)
                return
            address, parameters = service.linked(address, link), {}
            mark = address
        else:
            if not page or (total is not None and count >= total):
                _refuse_short(mapping, count, total)
                return
            mark = hashlib.sha256(answer.raw).hexdigest()
        if mark in seen:
            break
        seen.add(mark)
    raise SourceError(
        f"{Http().place(mapping)}：服务反复给出同一页，请更正 mappings/{mapping.name}.yml 中的"
        " 'paging'，或告知该服务的管理员。",
        f"{Http().place(mapping)}: the service gives the same page over and over; correct "
        f"'paging' in mappings/{mapping.name}.yml, or tell the service's administrator",
    )


def _refuse_short(mapping: SourceMapping, count: int, total: int | None) -> None:
    """A list that ends early would pass for one from which records were taken away."""
    if total is not None and count < total:
        raise SourceError(
            f"{Http().place(mapping)}：服务称有 {total} 条记录，只给出 {count} 条，未读取；"
            "请稍后重试，或告知该服务的管理员。",
            f"{Http().place(mapping)}: the service says that it has {total} records and gave "
            f"{count}; nothing was read, try again or tell the service's administrator",
        )
