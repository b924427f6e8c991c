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
        """The hour that counts: only sources that send changes stamp their rows."""
        if self.sent.mode != "upsert" or self.row.updated is None:
            return -1
        return self.row.updated


def current(arrived: Iterable[Sent]) -> dict[str, str]:
    """What holds once all of `arrived` is known; their position is the order of arrival."""
    known = list(arrived)
    listed = [
        _Listed(sent, arrival, number, row)
        for arrival, sent in enumerate(known)
        for number, row in enumerate(sent.rows)
    ]
    modes = {sent.mapping: sent.mode for sent in known}
    is_append = set(modes.values()) == {"append"}
    holding = [e for e in listed if not any(_outdoes(s, at, e) for at, s in enumerate(known))]
    current = {}
    for item in {entry.row.item for entry in holding}:
        rows = [entry for entry in holding if entry.row.item == item]
        best = (min if is_append else max)(rows, key=lambda entry: (entry.time, entry.place))
        current[item] = best.row.value
    return current


def _outdoes(sent: Sent, arrival: int, entry: _Listed) -> bool:
    """Whether `sent` is complete for the scope of `entry` and stands higher."""
    return (
        sent.mode == "snapshot"
        and (sent.mapping, sent.scope) == (entry.sent.mapping, entry.sent.scope)
        and (sent.order, arrival) > (entry.sent.order, entry.arrival)
    )
