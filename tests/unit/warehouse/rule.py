"""The rule of history as its module documents it, worked out over everything at once.

It shares nothing with the product: no SQL, no state kept between runs.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.unit.warehouse.register import Row, Sent


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row, where it was listed, and when that arrived."""

    sent: Sent
    arrival: int
    number: int
    row: Row

    @property
    def place(self) -> tuple[str, int, int]:
        return (self.sent.order, self.arrival, self.number)

    @property
    def time(self) -> int:
        return -1 if self.row.updated is None else self.row.updated


def current(arrived: Iterable[Sent]) -> dict[str, str]:
    """What holds once all of `arrived` is known; their position is the order of arrival."""
    known = list(arrived)
    listed = [
        _Listed(sent, arrival, number, row)
        for arrival, sent in enumerate(known)
        for number, row in enumerate(sent.rows)
    ]
    modes = {sent.mode for sent in known}
    holding = {}
    for item in {entry.row.item for entry in listed}:
        best = _best([entry for entry in listed if entry.row.item == item], modes)
        if not any(_ends(best, sent, arrival) for arrival, sent in enumerate(known)):
            holding[item] = best.row.value
    return holding


def _best(entries: list[_Listed], modes: set[str]) -> _Listed:
    if modes == {"append"}:
        return min(entries, key=lambda entry: entry.place)
    if modes == {"upsert"}:
        return max(entries, key=lambda entry: (entry.time, entry.place))
    return max(entries, key=lambda entry: entry.place)


def _ends(best: _Listed, sent: Sent, arrival: int) -> bool:
    """Whether `sent` is complete for the scope of `best`, stands higher, and leaves it out."""
    return (
        sent.mode == "snapshot"
        and (sent.mapping, sent.scope) == (best.sent.mapping, best.sent.scope)
        and (sent.order, arrival) > (best.sent.order, best.arrival)
        and best.row.item not in {row.item for row in sent.rows}
    )
