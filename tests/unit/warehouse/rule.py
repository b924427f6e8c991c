"""The rule of history as its module documents it, worked out by hand over everything at once.

It shares nothing with the product: no SQL, no state between runs, no product type.
"""

from tests.unit.warehouse.register import Row, Sent

Standing = tuple[int, str, int, int]


def current(arrived: list[Sent]) -> dict[str, str]:
    """What holds once `arrived` are all known; their position is the order of arrival."""
    listed = [
        (sent, arrival, number, row)
        for arrival, sent in enumerate(arrived)
        for number, row in enumerate(sent.rows)
    ]
    holding = {}
    for item in {row.item for *_, row in listed}:
        mine = [entry for entry in listed if entry[3].item == item]
        first_wins = all(entry[0].mode == "append" for entry in mine)
        best = min(mine, key=_first) if first_wins else max(mine, key=_standing)
        if not any(_ends(best, sent, arrival) for arrival, sent in enumerate(arrived)):
            holding[item] = best[3].value
    return holding


def _standing(entry: tuple[Sent, int, int, Row]) -> Standing:
    sent, arrival, number, row = entry
    return (-1 if row.updated is None else row.updated, sent.order, arrival, number)


def _first(entry: tuple[Sent, int, int, Row]) -> tuple[str, int, int]:
    sent, arrival, number, _ = entry
    return (sent.order, arrival, number)


def _ends(best: tuple[Sent, int, int, Row], sent: Sent, arrival: int) -> bool:
    """Whether `sent` is complete for the scope of `best`, stands higher, and leaves it out."""
    origin, best_arrival, _, row = best
    return (
        sent.mode == "snapshot"
        and (sent.mapping, sent.scope) == (origin.mapping, origin.scope)
        and (sent.order, arrival) > (origin.order, best_arrival)
        and row.item not in {other.item for other in sent.rows}
    )
