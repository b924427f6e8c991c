"""What two scorecards of a period say differently, number by number."""

from collections.abc import Iterator, Mapping
from typing import Any

from data_contracts.scorecard import Card, Change, Scorecard

Cards = tuple[Card, ...]
Found = dict[str, Any]


def changes(before: Cards, after: Cards) -> tuple[Change, ...]:
    """Every field of every card, mechanism and line that is not the same."""
    old, new = _by_subject(before), _by_subject(after)
    return tuple(
        Change(subject_kind=kind, subject_code=code, part=part, field=field, before=was, after=now)
        for kind, code in sorted(old.keys() | new.keys())
        for part, field, was, now in _card_changes(
            old.get((kind, code), {}), new.get((kind, code), {})
        )
    )


def between(before: Scorecard, after: Scorecard) -> tuple[Change, ...]:
    """The same, of two issues."""
    return changes(before.cards, after.cards)


def _by_subject(cards: Cards) -> dict[tuple[str, str], Mapping[str, Found]]:
    """Each card's own fields, its total, mechanisms and lines, as they are written."""
    found: dict[tuple[str, str], Mapping[str, Found]] = {}
    for card in cards:
        said = card.model_dump(mode="json")
        lines, mechanisms, total = said.pop("lines"), said.pop("mechanisms"), said.pop("total")
        found[card.subject_kind, card.subject_code] = {
            "card": said,
            "total": total,
            **{part["part"]: part for part in mechanisms},
            **{line["indicator_id"]: line for line in lines},
        }
    return found


def _card_changes(
    old: Mapping[str, Found], new: Mapping[str, Found]
) -> Iterator[tuple[str, str, Any, Any]]:
    for part in [*old, *(name for name in new if name not in old)]:
        was, now = old.get(part, {}), new.get(part, {})
        for field in [*was, *(name for name in now if name not in was)]:
            if was.get(field) != now.get(field):
                yield part, field, was.get(field), now.get(field)
